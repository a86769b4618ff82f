"""Planted faults of prices, taxes and money: for each law, tills that break it.

A law must be able to fail. Each fault here is a mistake that a channel, an adapter or a room could make;
a law that lets one pass is no law.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

import attrs

from comptoir.checkout.page import Page, PriceTag
from comptoir.checkout.place import Accepted
from comptoir.checkout.quote import Quote
from comptoir.checkout.refusals import Refused
from comptoir.facts.agreements import LockedQuote
from comptoir.facts.baskets import ANYONE, Basket
from comptoir.facts.facts_placeholder import x
