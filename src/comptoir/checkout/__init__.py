"""Checkout: the domains joined into one answer: goods, then tax; and an answer accepted as an order.

It alone hands one domain's outcome to another. It knows no channel.
"""
