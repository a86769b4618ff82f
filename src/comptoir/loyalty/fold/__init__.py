"""The fold: facts in business order, and what the points of all accounts amount to after them.

``books`` is the way in. ``timeline`` says what happens, ``agenda`` what is due by itself; ``deals``
(orders), ``spending`` (whatever takes points) and ``uniting`` (pools, and accounts that become one) are
what facts do, in terms of ``moves``. ``ledger`` is one account, ``pages`` what is written of its points.
``lots`` and ``shelves``, ``caps``, ``idle``, ``clawing`` and ``past`` know one idea each. Nothing outside of
here changes what it holds.
"""
