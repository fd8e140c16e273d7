"""Where a long sentence can be cut: the word at which a second sentence could begin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plainpress.accessibility.readability.words import words

if TYPE_CHECKING:
    from plainpress.accessibility.readability.measures import Sentence

# Best first: marks that nearly end a sentence, then words that begin a clause of its own.
_CUTS = (
    re.compile(r"(?P<mark>;)\s+"),
    re.compile(r"(?P<mark>:)\s+"),
    re.compile(r"\s(?P<mark>[\u2013\u2014]|-)\s+"),
    re.compile(
        r",\s+(?P<word>and|but|so|yet|while|whereas|although|because|since|which)\s+"
        r"(?=(?:we|you|they|it|he|she|there|this|these|that|the|a|an|our|your|their|its|is|are)\b)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\s(?P<word>and|but|because|although|while|so that)\s+"
        r"(?=(?:we|you|they|it|he|she|there|this|these|those)\b)",
        re.IGNORECASE,
    ),
    re.compile(r"\s(?P<mark>\()(?=\w+\s+\w+\s+\w+\s+\w+)"),
    re.compile(
        r",\s+(?P<word>which|who|where|when|and|but|or|including|such as)\s+", re.IGNORECASE
    ),
)
_LEAST = 5


def proposal(sentence: Sentence) -> str:
    """What to do with a long sentence: where to begin a second one, if a place can be told."""
    items = sentence.text.count(",") + sentence.text.count(";")
    for pattern in _CUTS:
        best = _most_even(pattern, sentence.text)
        if best is not None:
            return _words_of(best, sentence.text)
    if items >= _LEAST - 1:
        return "make a list of the things that it names"
    return "make two sentences of it"


def _most_even(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The match that leaves at least five words on either side and parts the text most evenly."""
    best: tuple[int, re.Match[str]] | None = None
    for match in pattern.finditer(text):
        left, right = len(words(text[: match.start()])), len(words(text[match.end() :]))
        if min(left, right) >= _LEAST and (best is None or min(left, right) > best[0]):
            best = (min(left, right), match)
    return best[1] if best else None


def _words_of(match: re.Match[str], text: str) -> str:
    before = " ".join(text[: match.start()].split()[-3:])
    after = " ".join(text[match.end() :].split()[:3])
    groups = match.groupdict()
    if groups.get("word"):
        return f'cut it before "{groups["word"]}": "{before} | {groups["word"]} {after}"'
    if groups["mark"] == "(":
        return f'make a sentence of what stands in brackets: "{before} | ({after}"'
    return f'cut it at the "{groups["mark"]}": "{before} | {after}"'
