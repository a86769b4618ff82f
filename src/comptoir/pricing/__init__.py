"""Pricing: dated price lists, promotions in layers, the best choice for the customer.

``rules`` is what a merchant may write, ``priced`` what comes out, ``price`` the verb between the
two. Benefits and conditions are open kinds, one file each, listed in the vocabulary. Pricing knows
no tax, no points, no delivery and no channel.
"""
