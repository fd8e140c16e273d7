"""Takes a run of inlines; gives its sentences: each with its own inlines, cut where it ends."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from plainpress.document.model import Abbreviation, Citation, Code, Image, Inline, Text
from plainpress.document.records import dataclass
from plainpress.document.sentences import sentence_spans
from plainpress.document.walk import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A sentence of more words than this is said in parts: no voice holds its breath for longer.
LONGEST = 60
_WORD = re.compile(r"\S+")
# Where a long sentence is best parted, best first.
_PARTINGS = (
    re.compile(r"[;:](?=\s)"),
    re.compile(r",(?=\s)"),
    re.compile(r"(?=\s(?:and|or|but)\s)"),
)
# What is said as a whole and never parted.
_WHOLE = (Citation, Abbreviation, Image)


@dataclass(frozen=True, slots=True)
class Run:
    """The inlines of one sentence, and its words as they are printed."""

    inlines: tuple[Inline, ...]
    text: str


def sentences(inlines: Sequence[Inline]) -> Iterator[Run]:
    """The sentences of a run of inlines. Put together, their words and marks are the run."""
    text = plain_text(inlines)
    start = 0
    for part, end in zip(
        parted(inlines, cuts := _cuts(text, _held(inlines))), (*cuts, len(text)), strict=True
    ):
        yield Run(part, text[start:end])
        start = end


def _cuts(text: str, held: Sequence[tuple[int, int]]) -> list[int]:
    """Where sentences but the first begin, so that the space between them belongs to the first."""
    ends: list[int] = []
    spans = sentence_spans(text) if text.strip() else []
    for number, (start, end) in enumerate(spans):
        following = spans[number + 1][0] if number + 1 < len(spans) else len(text)
        ends += [*_parted(text, start, end), following]
    return [end for end in ends[:-1] if not any(first < end < last for first, last in held)]


def _parted(text: str, start: int, end: int) -> Iterator[int]:
    """Where a sentence that is too long is parted: at a clause, or at least between words."""
    words = [match.start() for match in _WORD.finditer(text, start, end)]
    while len(words) > LONGEST:
        furthest, least = words[LONGEST], words[LONGEST // 3]
        cut = furthest
        for pattern in _PARTINGS:
            found = [match.end() for match in pattern.finditer(text, least, furthest)]
            if found:
                cut = _after_space(text, found[-1])
                break
        yield cut
        words = [word for word in words if word >= cut]


def _after_space(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _held(inlines: Sequence[Inline]) -> list[tuple[int, int]]:
    """The spans of what is never parted."""
    found: list[tuple[int, int]] = []
    place = 0
    stack = list(reversed(inlines))
    while stack:
        node = stack.pop()
        below = getattr(node, "children", ())
        if below and not isinstance(node, _WHOLE):
            stack.extend(reversed(below))
            continue
        length = width(node)
        if isinstance(node, _WHOLE):
            found.append((place, place + length))
        place += length
    return found


def width(node: Inline) -> int:
    """How many characters an inline prints."""
    return len(plain_text((node,)))


def parted(inlines: Sequence[Inline], cuts: Sequence[int]) -> list[tuple[Inline, ...]]:
    """The inlines between the characters at which they are cut, one run more than there are cuts.

    A mark that reaches over a cut stands on both sides of it. What prints nothing (the mark of a
    note) goes with the words before it.
    """
    parts: list[list[Inline]] = [[]]
    place, number = 0, 0
    for node in inlines:
        end = place + width(node)
        while number < len(cuts) and cuts[number] <= place < end:
            parts.append([])
            number += 1
        inside = [cut - place for cut in cuts[number:] if cut < end]
        number += len(inside)
        first, *others = _cut(node, inside) if inside else [(node,)]
        parts[-1] += first
        parts += [list(other) for other in others]
        place = end
    return [tuple(part) for part in parts]


def _cut(node: Inline, cuts: Sequence[int]) -> list[tuple[Inline, ...]]:
    match node:
        case Text() | Code():
            ends = (*cuts[1:], len(node.text))
            texts = (node.text[: cuts[0]], *map(node.text.__getitem__, map(slice, cuts, ends)))
            return [(replace(node, text=text),) for text in texts]
        case _:
            mark: Any = node
            parts = parted(mark.children, cuts)
            return [(replace(mark, children=part),) if part else () for part in parts]
