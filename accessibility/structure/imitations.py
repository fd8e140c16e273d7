"""Imitations: paragraphs that look like headings or lists and are neither."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from plainpress.accessibility import catalogue
from plainpress.document.model import Emphasis, LineBreak, Paragraph, Section, Strong
from plainpress.document.walk import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.structure.index import Index
    from plainpress.document.findings import Finding
    from plainpress.document.model import Block, Inline

_LONGEST_HEADING = 80
_BULLET = re.compile(r"^[•·‣▪●○◦\u2013\u2014*-]\s+\S")
_NUMBER = re.compile(r"^\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+\S", re.IGNORECASE)
_INNER_BULLET = re.compile(r"\s[•‣▪●○◦]\s+\S")


def headings(index: Index) -> Iterator[Finding]:
    """A short paragraph wholly in bold or italics, with text below it, is a heading in disguise."""
    for section in index.of(Section):
        for block, after in pairwise(section.blocks):
            if isinstance(block, Paragraph) and _is_emphasised(block) and not _is_emphasised(after):
                words = plain_text(block.children)
                if _reads_as_heading(words):
                    message = f"the paragraph “{words}” stands in for a heading"
                    yield catalogue.finding("heading-imitated", message, block.span, words)


def _is_emphasised(block: Block) -> bool:
    return (
        isinstance(block, Paragraph)
        and len(block.children) == 1
        and isinstance(block.children[0], Strong | Emphasis)
    )


def _reads_as_heading(words: str) -> bool:
    text = words.strip()
    return 0 < len(text) <= _LONGEST_HEADING and not text.endswith((".", "!", ";", ","))


def lists(index: Index) -> Iterator[Finding]:
    """Items typed with a bullet or a number, in one paragraph or in several, are not a list."""
    before = False
    last: Paragraph | None = None
    for paragraph, words in index.paragraphs:
        marked = bool(_BULLET.match(words) or _NUMBER.match(words))
        follows = last is not None and _adjacent(last, paragraph)
        if _typed_in_one(words, paragraph.children) or (marked and before and follows):
            yield catalogue.finding(
                "list-imitated", "list items are typed by hand", paragraph.span, words[:60]
            )
            marked = False  # one finding a list is enough
        before, last = marked, paragraph


def _typed_in_one(words: str, children: tuple[Inline, ...]) -> bool:
    if _BULLET.match(words) and _INNER_BULLET.search(words):
        return True
    if not any(isinstance(child, LineBreak) for child in children):
        return False
    lines = _lines(children)
    marked = [line for line in lines if _BULLET.match(line) or _NUMBER.match(line)]
    return len(marked) > 1


def _lines(children: tuple[Inline, ...]) -> list[str]:
    lines: list[list[Inline]] = [[]]
    for child in children:
        if isinstance(child, LineBreak):
            lines.append([])
        else:
            lines[-1].append(child)
    return [plain_text(line).strip() for line in lines]


def _adjacent(first: Paragraph, second: Paragraph) -> bool:
    return first.span.path == second.span.path and second.span.first - first.span.last <= 2  # noqa: PLR2004 # one blank line between
