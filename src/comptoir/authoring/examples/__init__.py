"""Examples to start from: the rulebook of Maison Lavande, an invented shop, and a basket for it.

Decides nothing: the files beside this one are documentation that can be sealed and quoted.
"""

from importlib import resources


def example() -> str:
    """The TOML of a complete rulebook, that of the invented shop Maison Lavande.

    >>> example().splitlines()[0]
    '#:schema ../rulebook.schema.json'
    """
    return _text("maison-lavande.toml")


def example_basket() -> str:
    """The TOML of a basket that this rulebook prices: the same keys as a basket's wire form.

    >>> example_basket().splitlines()[-1]
    'quantity = "0.250 kg"'
    """
    return _text("basket.toml")


def _text(name: str) -> str:
    return (resources.files(__name__) / name).read_text(encoding="utf-8")
