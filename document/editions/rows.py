"""Picture rows with one paragraph a sentence."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from plainpress.document.model import Paragraph, PictureRow, Text
from plainpress.document.walk import plain_text, transform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.document.model import Inline, Node, Publication

# A sentence ends with a mark, perhaps a closing quote or bracket, and space; the next begins with
# a capital, a digit or an opening mark. Not after a single capital ("J. Smith") or a short title,
# which easy read has few of: whatever this misses is a longer paragraph, and no word is lost.
_END = re.compile(
    r"(?<!\b[A-Z])(?<!\bDr)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bSt)(?<!\bNo)"
    r"[.!?\u2026][\"'\u201d\u2019)\]]*(?P<gap>\s+)(?=[\"'\u201c\u2018(\[]*[A-Z0-9\u00c0-\u00de])"
)


def one_sentence_a_paragraph(publication: Publication) -> Publication:
    """A copy in which each paragraph of a picture row holds one sentence."""
    return transform(publication, _row)


def _row(node: Node) -> Node:
    if not isinstance(node, PictureRow):
        return node
    sentences = tuple(part for paragraph in node.children for part in _sentences(paragraph))
    return replace(node, children=sentences) if sentences != node.children else node


def _sentences(paragraph: Paragraph) -> Iterator[Paragraph]:
    for run in split(paragraph.children):
        yield Paragraph(run, span=paragraph.span)


def split(run: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], ...]:
    """The sentences of a run of inlines. A link or a bold word is never cut in two."""
    gaps = [found.span("gap") for found in _END.finditer(plain_text(run))]
    pieces: list[list[Inline]] = [[]]
    place = 0
    for node in run:
        end = place + len(plain_text((node,)))
        inside = [gap for gap in gaps if place <= gap[0] and gap[1] <= end]
        if isinstance(node, Text) and inside:
            start = 0
            for gap in inside:
                _add(pieces[-1], node, node.text[start : gap[0] - place])
                pieces.append([])
                start = gap[1] - place
            _add(pieces[-1], node, node.text[start:])
        else:
            pieces[-1].append(node)
        place = end
    return tuple(tuple(piece) for piece in pieces if piece)


def _add(piece: list[Inline], node: Text, text: str) -> None:
    if text:
        piece.append(replace(node, text=text))
