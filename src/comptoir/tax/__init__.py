"""Tax: which rate applies to what, where and to whom, and the tax within what is charged or on top of it.

``rules`` is what may be written, ``rates`` which of it holds for one question, ``breakdown`` what comes
out and the verb that makes it. Tax knows no prices, promotions or channels: it is handed what is charged.
"""
