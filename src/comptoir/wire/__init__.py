"""The wire form: strict documents in, canonical bytes and digests out. It knows no domain.

``canonical`` decides which bytes stand for a JSON document and refuses hostile ones; ``shapes``
says how a Python type looks as a document; ``codec`` joins the two for a given set of classes; ``held``
keeps long mappings and lists as text until something in them is asked for.

Source: RFC 8259 and, for the subset used here (ASCII keys, integers, no floats), RFC 8785.
"""

from comptoir.wire.canonical import Document, as_bytes, canonical, digest, encode, not_canonical, parse
from comptoir.wire.codec import LAZY, NOT_ON_WIRE, Codec, lazy_by
from comptoir.wire.held import Held, HeldItems, Lazily
from comptoir.wire.shapes import (
    Choice,
    Either,
    Entries,
    Flag,
    Many,
    OneOf,
    Record,
    Scalar,
    Shape,
    Text,
    Whole,
)

__all__ = [
    "LAZY",
    "NOT_ON_WIRE",
    "Choice",
    "Codec",
    "Document",
    "Either",
    "Entries",
    "Flag",
    "Held",
    "HeldItems",
    "Lazily",
    "Many",
    "OneOf",
    "Record",
    "Scalar",
    "Shape",
    "Text",
    "Whole",
    "as_bytes",
    "canonical",
    "digest",
    "encode",
    "lazy_by",
    "not_canonical",
    "parse",
]
