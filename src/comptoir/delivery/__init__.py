"""Delivery: services offered or refused, their fees, and the dates promised.

``rules`` is what a merchant may write, ``offer`` what comes out and the verb that makes it, from
``zones`` (where a service goes) and ``promise`` (when goods arrive or are ready). Fees are an open
kind, one file each in ``fees/``, listed in the vocabulary. Delivery knows no price list, no points
and no channel.
"""
