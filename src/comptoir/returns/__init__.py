"""Returns: what may come back, until when, and how much is owed, from an order's own terms.

The room is built, its rules are not written yet. It will have the shape of its neighbours:
``rules`` (what a merchant may write), ``assessment`` (what comes out), one file per verb between.
"""
