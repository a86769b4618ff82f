"""Goods given for others: evenly or with the difference paid, what is owed back, and what became of what.

``exchange`` decides, ``owed_back`` says what was taken before it was paid with goods, ``tree`` which orders
were made of others.
"""
