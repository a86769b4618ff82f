"""Delivery: services offered or refused, their fees, and the dates promised.

The room is built, its rules are not written yet. It will have the shape of its neighbours:
``rules`` (what a merchant may write), ``offer`` (what comes out), one file per verb between.
"""
