"""What shows that an answer is right: laws, cases to try them on, faults to try the laws on.

``laws`` holds the laws as plain functions, ``oracle`` a slow second opinion on prices, ``faults``
mistakes that the laws must catch, ``examples`` a few cases made by hand, and ``strategies`` cases
made by Hypothesis; only the last of these imports it. A law takes any way of asking, so that an
adapter's author runs the very same laws against a till, a web service or a file of old baskets::

    from comptoir.testing.laws import LAWS

    for law in LAWS.values():
        law(case, ask=through_my_adapter)

Source: house rule.
"""
