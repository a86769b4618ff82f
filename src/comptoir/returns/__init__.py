"""Returns: what may come back, until when, and how much is owed, from an order's own terms.

``rules`` is what a merchant may write beside the law's rules, ``agree`` the verb that freezes both on
an order. Asked later, ``rights`` says until when and on what terms, ``assess`` what comes back and for
how much; ``exchanges`` what is taken for what, ``claims`` what a guarantee gives. Reasons are an open kind,
one file each, listed in the vocabulary. Returns know no prices in force, no programme and no channel.
"""
