"""The voices that there are, and which one speaks a language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.builders.audio.voices.protocol import EVERY, Card
from plainpress.document.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

# Packages that add a voice name it here: `emma = "my_package.emma:CARD"`.
ENTRY_POINTS = "plainpress.voices"

_HERE = "plainpress.builders.audio.voices"

# In the order in which they are chosen. Quality as measured: share of words that a recogniser
# wrote down wrongly, and the opinion score that a model predicts (1 to 5). No person was asked.
BUILT_IN = (
    Card(
        "heart",
        f"{_HERE}.hibari:load",
        ("en",),
        "American, female; British choice of words",
        "Apache-2.0",
        16,
        "clear and natural: 0.2 % of words wrong, opinion 4.5 of 5",
        gain=2.254,
    ),
    Card(
        "espeak",
        f"{_HERE}.espeak:load",
        (EVERY,),
        "British, male",
        "GPL-3.0-or-later",
        14,
        "robotic but quick: 13 % of words wrong, opinion 2.1 of 5",
    ),
    Card(
        "gtts",
        f"{_HERE}.gtts:load",
        (EVERY,),
        "British, female",
        "MIT (the service has its own terms)",
        0.1,
        "not measured: it needs the network",
        service="Google Translate",
    ),
)


def installed() -> tuple[Card, ...]:
    """The voices that come with plainpress, and those that other packages add."""
    from importlib.metadata import entry_points

    return BUILT_IN + tuple(entry.load() for entry in entry_points(group=ENTRY_POINTS))


def choose(name: str, language: str) -> Card | None:
    """The voice of that name; for no name the first offline one that speaks the language.

    None where no voice speaks it. Raises `UsageError` for a name that no voice has.
    """
    known = installed()
    if not name:
        return _first(known, language)
    found = next((card for card in known if card.name == name), None)
    if found is None:
        listed = ", ".join(card.name for card in known)
        raise UsageError(f"no voice is called {name!r}: use one of {listed}")
    return found


def for_passage(card: Card, language: str) -> Card | None:
    """Who speaks a passage in another language: the book's own voice if it can, else another."""
    if _speaks(card, language):
        return card
    return _first(installed(), language)


def _first(cards: Iterable[Card], language: str) -> Card | None:
    return next((card for card in cards if not card.online and _speaks(card, language)), None)


def _speaks(card: Card, language: str) -> bool:
    """By its card where that says so, else by asking the engine."""
    if EVERY not in card.languages:
        return language.partition("-")[0].lower() in card.languages
    return card.load().speaks(language)
