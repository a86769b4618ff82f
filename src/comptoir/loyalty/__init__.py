"""Loyalty: points, lots and tiers at any instant, as a function of the set of facts.

``rules`` is what a merchant may write (``earn_rules``, ``spend_rules``, ``tier_rules``), ``account`` and
``tier`` what comes out; ``earn``, ``campaigns``, ``spend``, ``rewards``, ``granting`` and ``fold`` are the
verbs between. Loyalty knows no price, no delivery fee and no channel: it is handed what was charged, and
grants neutral values.
"""
