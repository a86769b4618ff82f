"""Authoring: what people write becomes what machines agree on; here, and not in the core, is I/O.

``seal`` makes a rulebook of a TOML text, ``check`` lists what keeps it from being sealed, ``schema``
describes the TOML to an editor, and ``example`` is a complete rulebook to start from. It needs what
``pip install "comptoir[authoring]"`` brings; to open and use a sealed rulebook, nothing of it.
"""

try:
    from comptoir.authoring.examples import example
    from comptoir.authoring.schema import schema, schema_text
    from comptoir.authoring.seal import check, seal
except ModuleNotFoundError as missing:
    if missing.name not in {"holidays", "tzdata"}:
        raise
    cure = f'comptoir.authoring needs {missing.name}: pip install "comptoir[authoring]"'
    raise ImportError(cure, name=missing.name) from missing

__all__ = ["check", "example", "schema", "schema_text", "seal"]
