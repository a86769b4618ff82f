"""One counter, every channel: prices, points, delivery terms and returns, to the cent.

``outcome = f(rulebook, facts, instant)``: no I/O, no clock, no channel. Open a sealed rulebook, stand
at its :class:`Counter`, and ask.
"""

from comptoir.checkout.accounting import Liability, PointsRevenue
from comptoir.checkout.after_sales import Assessment, Settled
from comptoir.checkout.cancelling import Cancellation
from comptoir.checkout.changes import Changes
from comptoir.checkout.exchanging import ExchangeOffer, Swapped
from comptoir.checkout.gift_slip import GiftSlip
from comptoir.checkout.giving import OpeningLot
from comptoir.checkout.hints import Cliff, Hints, NearMiss
from comptoir.checkout.lateness import Lateness
from comptoir.checkout.options import DeliveryOptions
from comptoir.checkout.page import NotPriced, Page, PriceTag
from comptoir.checkout.place import Accepted
from comptoir.checkout.points import PointsDesk
from comptoir.checkout.quote import Quote
from comptoir.checkout.recorded import Recorded
from comptoir.checkout.reducing import PriceReduction
from comptoir.checkout.refusals import Refusal, RefusalCode, Refused
from comptoir.checkout.snapshot import Snapshot
from comptoir.checkout.standing import Standing
from comptoir.checkout.ticket import Closed, Ticket
from comptoir.checkout.unproven import UnprovenCredit
from comptoir.checkout.what_if import WhatIf
from comptoir.checkout.withdrawal import Declaration, WithdrawalFunction
from comptoir.counter import Counter
from comptoir.delivery.offered import NotOffered, Offered
from comptoir.facts.agreements import LockedQuote
from comptoir.facts.baskets import Basket, Buyer, Contract
from comptoir.facts.claim_events import Claimed, ClaimPassed, ClaimStep, PassedOn
from comptoir.facts.consumption import Consumption, consumed_by, coupons_used_by
from comptoir.facts.coupons import Consumed, IssuedCoupon, Remaining
from comptoir.facts.events import (
    Cancelled,
    CancelReason,
    Captured,
    Exceptional,
    Exchanged,
    Fact,
    HandedOver,
    Informed,
    OrderPlaced,
    Passage,
    Passed,
    Reduced,
    ReduceReason,
    Reducing,
    Returned,
    StreamRead,
    Swap,
    Taken,
)
from comptoir.facts.exchange_terms import ExchangePrice
from comptoir.facts.extras import Empties
from comptoir.facts.guarantee_terms import Problem, Remedy
from comptoir.facts.handovers import Carry, Collect, Deliver, Place
from comptoir.facts.history import History, Received
from comptoir.facts.late_terms import AtOnce
from comptoir.facts.lines import Line
from comptoir.facts.orders import Order, Tender
from comptoir.facts.overrides import Override
from comptoir.facts.parts import Part, Reduction
from comptoir.facts.products import Product
from comptoir.facts.provenance import Provenance, SavedBasket
from comptoir.facts.return_terms import Grade, ProofKind
from comptoir.facts.terms import Proven, Terms, Within
from comptoir.facts.units import Units
from comptoir.facts.unproven import UnprovenReturned
from comptoir.loyalty.assumptions import AssumedPeriod, PointAssumptions
from comptoir.loyalty.rewards import RewardOffer, RewardRefused
from comptoir.loyalty.spend import SpendRefused
from comptoir.returns.asked import Give
from comptoir.returns.cancel import CancelRefused
from comptoir.returns.exchanges.exchange import ExchangeRefused
from comptoir.returns.reduce import Reduce, ReduceRefused
from comptoir.returns.refused import ReturnRefused
from comptoir.returns.unproven import Brought, UnprovenRefused
from comptoir.returns.withdrawing import Acknowledgement, DeclareRefused
from comptoir.rulebook import Rulebook
from comptoir.values.coupon_codes import coupon_code, read_coupon_code
from comptoir.values.errors import (
    ComptoirError,
    Fault,
    LimitExceeded,
    NoAnswer,
    RulebookError,
    WireError,
    WrongType,
    WrongValue,
)
from comptoir.values.identifiers import escape_identifier, unescape_identifier
from comptoir.values.money import Money
from comptoir.values.quantities import Measured
from comptoir.vocabulary import STANDARD, Vocabulary

__version__ = "0.1.0"

__all__ = [
    "STANDARD",
    "Accepted",
    "Acknowledgement",
    "Assessment",
    "AssumedPeriod",
    "AtOnce",
    "Basket",
    "Brought",
    "Buyer",
    "CancelReason",
    "CancelRefused",
    "Cancellation",
    "Cancelled",
    "Captured",
    "Carry",
    "Changes",
    "ClaimPassed",
    "ClaimStep",
    "Claimed",
    "Cliff",
    "Closed",
    "Collect",
    "ComptoirError",
    "Consumed",
    "Consumption",
    "Contract",
    "Counter",
    "Declaration",
    "DeclareRefused",
    "Deliver",
    "DeliveryOptions",
    "Empties",
    "Exceptional",
    "ExchangeOffer",
    "ExchangePrice",
    "ExchangeRefused",
    "Exchanged",
    "Fact",
    "Fault",
    "GiftSlip",
    "Give",
    "Grade",
    "HandedOver",
    "Hints",
    "History",
    "Informed",
    "IssuedCoupon",
    "Lateness",
    "Liability",
    "LimitExceeded",
    "Line",
    "LockedQuote",
    "Measured",
    "Money",
    "NearMiss",
    "NoAnswer",
    "NotOffered",
    "NotPriced",
    "Offered",
    "OpeningLot",
    "Order",
    "OrderPlaced",
    "Override",
    "Page",
    "Part",
    "Passage",
    "Passed",
    "PassedOn",
    "Place",
    "PointAssumptions",
    "PointsDesk",
    "PointsRevenue",
    "PriceReduction",
    "PriceTag",
    "Problem",
    "Product",
    "ProofKind",
    "Proven",
    "Provenance",
    "Quote",
    "Received",
    "Recorded",
    "Reduce",
    "ReduceReason",
    "ReduceRefused",
    "Reduced",
    "Reducing",
    "Reduction",
    "Refusal",
    "RefusalCode",
    "Refused",
    "Remaining",
    "Remedy",
    "ReturnRefused",
    "Returned",
    "RewardOffer",
    "RewardRefused",
    "Rulebook",
    "RulebookError",
    "SavedBasket",
    "Settled",
    "Snapshot",
    "SpendRefused",
    "Standing",
    "StreamRead",
    "Swap",
    "Swapped",
    "Taken",
    "Tender",
    "Terms",
    "Ticket",
    "Units",
    "UnprovenCredit",
    "UnprovenRefused",
    "UnprovenReturned",
    "Vocabulary",
    "WhatIf",
    "WireError",
    "WithdrawalFunction",
    "Within",
    "WrongType",
    "WrongValue",
    "consumed_by",
    "coupon_code",
    "coupons_used_by",
    "escape_identifier",
    "read_coupon_code",
    "unescape_identifier",
]
