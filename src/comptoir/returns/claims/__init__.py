"""Claims after the sale: guarantees and their clocks, what may be asked for a fault, and how a claim stands.

``guaranteed`` freezes guarantees on an order, ``guarantee`` runs their clocks, ``remedies`` says what may be
asked for. ``asked`` decides whether a claim goes on, ``steps`` what is to be done about it, ``found`` tells
all of it of one claim. ``back`` is the right by which goods of a claim come back; ``advanced`` and ``served``
are what it costs.
"""
