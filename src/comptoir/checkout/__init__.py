"""Checkout: the domains joined into one answer, and answers acted upon.

A quote is goods, delivery, points spent, tax, points earned and the terms of returns; beside it stand a
member's standing, the ways of delivery, and goods that come back. It alone hands one domain's outcome
to another. It knows no channel.
"""
