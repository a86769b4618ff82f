"""One question that several channels asked, and whether they were told the same.

Source: house rule (law P1: which channel asks is no input).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from comptoir.cli.voice import Sentences, Voice, columns, folded, spaced

_WORDS: Final[Sentences] = {
    "rulebook": {"fr": "règles", "en": "rulebook"},
    "web": {"fr": "site", "en": "web"},
    "app": {"fr": "application", "en": "app"},
    "till": {"fr": "caisse", "en": "till"},
    "calls": {"fr": "centre d'appels", "en": "call centre"},
    "same": {
        "fr": "Réponses identiques : au centime, au point et au jour près.",
        "en": "Equal answers: to the cent, to the point, to the day.",
    },
    "different": {"fr": "Les réponses DIFFÈRENT.", "en": "The answers DIFFER."},
}


@attrs.frozen(kw_only=True)
class Compared:
    """One question that several channels asked, and the digest of what each was told."""

    what: str
    answers: tuple[tuple[str, str], ...]

    @property
    def agree(self) -> bool:
        """Whether all were told the same."""
        return len({digest for _, digest in self.answers}) == 1


def all_agree(compared: Iterable[Compared]) -> bool:
    """Whether the channels agree on everything."""
    return all(each.agree for each in compared)


def side_by_side(
    compared: Iterable[Compared], rulebook: str, questions: Sentences, voice: Voice
) -> Iterator[str]:
    """What each channel was told, by question, under the rulebook of that digest; and whether all agree.

    ``questions`` has a sentence for what was asked.
    """
    listed = tuple(compared)
    yield columns(voice.say(_WORDS, "rulebook"), spaced(rulebook))
    for each in listed:
        yield ""
        yield from folded(voice.say(questions, f"of_{each.what}"))
        for channel, digest in each.answers:
            yield columns(f"  {voice.say(_WORDS, channel)}", spaced(digest))
    yield ""
    yield voice.say(_WORDS, "same" if all_agree(listed) else "different")
