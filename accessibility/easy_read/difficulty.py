"""Hard words: how hard a word is, and whether the hard ones are explained."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from plainpress.accessibility.easy_read.text import finding, limits, word_lists
from plainpress.document.editions.hard_words import key
from plainpress.document.walk import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cefrpy import CEFRAnalyzer

    from plainpress.accessibility.easy_read.text import EasyText
    from plainpress.document.editions.hard_words import HardWord
    from plainpress.document.findings import Finding

LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
_ADDRESS = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")


@cache
def _analyser() -> CEFRAnalyzer:
    from plainpress.accessibility.imports import cefr_analyser

    return cefr_analyser()


@cache
def level(word: str) -> int | None:
    """The level of a word in small letters, 1 (A1) to 6 (C2); None for a word that is not known.

    It is the mean over the parts of speech that the word can be. A possessive counts as its noun.
    """
    bare = word.replace("\u2019", "'").removesuffix("'s").strip("'")
    analyser = _analyser()
    if not analyser.is_word_in_database(bare):
        return None
    return int(analyser.get_average_word_level_CEFR(bare))


def explained(text: EasyText) -> Iterator[Finding]:
    """Each bold word is explained in the sentence after it."""
    for hard in text.hard_words:
        if not _explains(hard):
            message = f'"{hard.word}" is bold, and the next sentence does not explain it'
            excerpt = plain_text(hard.sentence.children)
            yield finding("easy-read-hard-word-unexplained", message, hard.span, excerpt)


def _explains(hard: HardWord) -> bool:
    """The next sentence says the word again, or begins as explanations do."""
    if hard.explanation is None:
        return False
    said = plain_text(hard.explanation.children).casefold()
    stem = key(hard.word).removesuffix("e")
    openings = word_lists()["explanations"]["openings"]
    return stem in said or any(said.startswith(f"{opening} ") for opening in openings)


def difficult_words(text: EasyText) -> Iterator[Finding]:
    """A difficult word is bold and explained, or is not used.

    Each once, at its first place. Left out are hard words that are explained, short forms that
    all know, addresses, and names: what has a capital inside a sentence.
    """
    known = _explained_parts(text) | _names(text)
    known |= {key(short.casefold()) for short in word_lists()["abbreviations"]["allowed"]}
    limit = limits()["word"]["level"]
    for sentence in text.sentences:
        for word in _WORD.findall(_ADDRESS.sub(" ", sentence.prose)):
            bare = word.casefold()
            if len(bare) < 3 or key(bare) in known:  # noqa: PLR2004 # "a", "of", "we" have no level
                continue
            known.add(key(bare))
            found = level(bare)
            if found is None or found >= limit:
                how = f"is at level {LEVELS[found - 1]}" if found else "is not a common word"
                message = f'"{word}" {how} and may be hard to read'
                yield finding("easy-read-word-difficult", message, sentence.span, sentence.text)


def _explained_parts(text: EasyText) -> set[str]:
    return {
        key(part.casefold()) for hard in text.hard_words for part in _WORD.findall(hard.word)
    } | {key(hard.word) for hard in text.hard_words}


def _names(text: EasyText) -> set[str]:
    """Words with a capital inside a sentence, and all words of a heading's names."""
    names: set[str] = set()
    for sentence in text.sentences:
        for found in _WORD.finditer(sentence.prose):
            before = sentence.prose[: found.start()].rstrip("\"'\u201c\u2018( ")
            if found[0][0].isupper() and before and before[-1] not in ".!?:":
                names.add(key(found[0].casefold()))
    return names
