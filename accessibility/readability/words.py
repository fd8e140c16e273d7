"""Words of English text: how they are found, written for the scorer, and judged one by one."""

from __future__ import annotations

import re
from typing import NamedTuple

# In turn: a number with its unit ("1,200", "1.5m"), letters parted by dots ("e.g.", "U.K."),
# and a word, whose apostrophes and hyphens belong to it ("don't", "co-production").
_WORD = re.compile(
    r"\d+(?:[.,:]\d+)*\w*(?:[-']\w+)*"
    r"|[^\W\d_](?:\.[^\W\d_])+\b\.?"
    r"|[^\W\d_]\w*(?:[-']\w+)*"
)
# Signs that mean an apostrophe or a hyphen.
_SIGNS = str.maketrans(
    {"\u2019": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-", "\u00ad": None, "_": " "}
)
_NOT_IN_CARRIER = re.compile(r"[^\w']")


def normalised(text: str) -> str:
    """The text with straight apostrophes and plain hyphens, and without soft hyphens.

    Letters with accents become single characters (Unicode NFC), so that none parts a word.
    """
    if text.isascii():
        return text.replace("_", " ")
    import unicodedata

    return unicodedata.normalize("NFC", text).translate(_SIGNS)


def words(text: str) -> list[str]:
    """The words of a normalised text, in order.

    A hyphenated compound is one word, words parted by a slash are several, a number is one.
    """
    return _WORD.findall(text)


def carried(word: str) -> str:
    """A word as textstat must get it: one token that keeps its parts apart ("co_production")."""
    if word.isalnum():
        return word
    return _NOT_IN_CARRIER.sub("", word.replace("-", "_")) or "x"


class WordFacts(NamedTuple):
    """What is known of one word, whatever its place.

    `hard` is difficult in the sense of Gunning's index, `unfamiliar` in that of Dale and
    Chall; `zipf` is its frequency in English (wordfreq, 0 when unknown) and `level` its
    CEFR level (cefrpy, empty when unknown).
    """

    syllables: int
    hard: bool
    unfamiliar: bool
    zipf: float
    level: str


class Lexicon(dict[str, WordFacts]):
    """The facts on every word that one run has met, each worked out once.

    It belongs to one run: two runs share nothing but the data that ships with the packages.
    """

    def __init__(self, language: str) -> None:
        from wordfreq import get_frequency_dict

        from plainpress.accessibility.imports import cefr_analyser
        from plainpress.accessibility.readability.scorer import word_judge

        super().__init__()
        self._judge = word_judge(language)
        self._frequencies = get_frequency_dict("en")
        self._levels = cefr_analyser()

    def __missing__(self, word: str) -> WordFacts:
        facts = self[word] = self._look_up(word)
        return facts

    def _look_up(self, word: str) -> WordFacts:
        lower = word.lower()
        if lower != word:
            return self[lower]
        syllables, hard, unfamiliar = self._judge(carried(word))
        return WordFacts(syllables, hard, unfamiliar, self.zipf(lower), self._level(lower))

    def zipf(self, word: str) -> float:
        """How common a lower-case word is: log10 of its count in a billion words (van Heuven 2014).

        0 for an unknown word. A compound is as common as its rarest part.
        """
        import math

        found = self._frequencies.get(word)
        if found is None and "-" in word:
            return min(self.zipf(part) for part in word.split("-") if part)
        return math.log10(found) + 9 if found else 0.0

    def _level(self, word: str) -> str:
        level = self._levels.get_average_word_level_CEFR(word) if word.isalpha() else None
        return str(level) if level is not None else ""
