"""Syllables of an English word, without a network: a table of exceptions, then rules.

The rules are those of the npm package `syllable` 5.0.1 (MIT, Titus Wormer); the table
holds every word of the CMU Pronouncing Dictionary (npm `cmu-pronouncing-dictionary` 3.0.0,
ISC) that the rules get wrong. Together they give the dictionary's count for each of its
words, in a tenth of its size. See data/SOURCES.md.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_CONSONANTS = re.compile(r"[^aeiouy]+")


class _Rules(NamedTuple):
    """`affixes` are taken off and counted; `corrections` are added once a match."""

    affixes: tuple[tuple[re.Pattern[str], int], ...]
    corrections: tuple[tuple[re.Pattern[str], int], ...]
    words: Mapping[str, int]


@cache
def _rules() -> _Rules:
    data = tomllib.loads(_data("syllable-rules.toml"))
    return _Rules(
        tuple((re.compile(rule["pattern"]), rule["count"]) for rule in data["affix"]),
        tuple((re.compile(rule["pattern"]), rule["count"]) for rule in data["correction"]),
        data["words"],
    )


@cache
def _exceptions() -> Mapping[str, int]:
    """Word to count: one line for each count, its number first, then the words."""
    table: dict[str, int] = {}
    for line in _data("syllable-exceptions.txt").splitlines():
        if line and not line.startswith("#"):
            count, *words = line.split()
            table.update(dict.fromkeys(words, int(count)))
    return table


def _data(name: str) -> str:
    return files(__package__).joinpath("data", name).read_text(encoding="utf-8")


def syllables(word: str) -> int:
    """How many syllables a word has, at least 1; digits and signs count as one.

    A possessive ending is looked up without its apostrophe where the word itself is not
    in the table ("service's" as "services").
    """
    lower = word.lower().replace("\u2019", "'").strip("'")
    known = _exceptions().get(lower)
    if known is not None:
        return known
    letters = lower.replace("'", "")
    if not letters.isalpha() or not letters.isascii():
        letters = re.sub(r"[^a-z]", "", _plain_letters(letters))
    return _exceptions().get(letters) or by_rule(letters)


def _plain_letters(word: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFKD", word)


def by_rule(word: str) -> int:
    """The count that the rules alone give for a word in lower-case letters a to z."""
    rules = _rules()
    if len(word) < 3:  # noqa: PLR2004 - the rules' own limit: such words have one syllable
        return 1
    listed = rules.words.get(word) or rules.words.get(word.removesuffix("s"))
    if listed:
        return listed
    count = 0
    for pattern, worth in rules.affixes:
        word, found = pattern.subn("", word)
        count += worth * found
    count += sum(1 for part in _CONSONANTS.split(word) if part)
    for pattern, worth in rules.corrections:
        count += worth * sum(1 for _ in pattern.finditer(word))
    return max(count, 1)
