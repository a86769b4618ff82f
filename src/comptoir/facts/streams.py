"""The streams in which facts are kept: one for each order, each member, and each person without proof.

Source: house rule.
"""

from __future__ import annotations


def order_stream(order: str) -> str:
    """The stream of an order's facts."""
    return f"order:{order}"


def member_stream(member: str) -> str:
    """The stream of a member's facts."""
    return f"member:{member}"


def person_stream(person: str) -> str:
    """The stream of what was credited to a person without proof: a member, or whoever it was."""
    return f"person:{person}"
