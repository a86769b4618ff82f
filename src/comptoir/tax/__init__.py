"""Tax: which rate applies to what, and the tax inside tax-inclusive charges.

``rules`` is what may be written, ``breakdown`` what comes out and the verb that makes it. Tax knows
no prices, promotions or channels: it is handed what is charged.
"""
