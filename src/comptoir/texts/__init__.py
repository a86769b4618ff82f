"""What the library says to people, in French and in English, and how it writes amounts and days.

The texts are tables of this package and not of the machine's locale: two tills print the same
receipt. They are never part of a digest.

Source: Lexique des règles typographiques en usage à l'Imprimerie nationale for French spacing;
house rule for the rest.
"""

from comptoir.texts.languages import LANGUAGES, Language, language_of
from comptoir.texts.messages import say
from comptoir.texts.writing import amount_text, moment_text, name_text, quantity_text

__all__ = [
    "LANGUAGES",
    "Language",
    "amount_text",
    "language_of",
    "moment_text",
    "name_text",
    "quantity_text",
    "say",
]
