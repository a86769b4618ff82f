"""Loyalty: points, lots, tiers and standing at any instant, as a function of the set of facts.

The room is built, its rules are not written yet. It will have the shape of its neighbours:
``rules`` (what a merchant may write), ``statement`` (what comes out), one file per verb between.
"""
