"""On which lines of the source a sentence stands, found by its first and last words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plainpress.accessibility.readability.words import normalised
from plainpress.document.model import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ENDS = 3


class Locator:
    """Narrows the span of a block down to that of a sentence in it.

    `sources` are the texts by path, as the reader hands them over; without them, or where
    marks stand between the words, a span stays as it is.
    """

    def __init__(self, sources: Mapping[str, str] | None = None) -> None:
        self._sources = sources or {}
        self._lines: dict[str, list[str]] = {}

    def place(self, span: Span, words: Sequence[str]) -> Span:
        """The lines of a sentence that has these words and stands somewhere in `span`."""
        if span.last <= span.first or span.path not in self._sources:
            return span
        text = "\n".join(self._of(span.path)[span.first - 1 : span.last])
        first = _pattern(words[:_ENDS]).search(text)
        if first is None:
            return span
        last = _pattern(words[-_ENDS:]).search(text, first.start())
        begin = span.first + text.count("\n", 0, first.start())
        end = span.first + text.count("\n", 0, last.end()) if last else span.last
        return Span(span.path, begin, max(begin, end))

    def _of(self, path: str) -> list[str]:
        lines = self._lines.get(path)
        if lines is None:
            lines = self._lines[path] = normalised(self._sources[path]).split("\n")
        return lines


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    """The words with anything but letters and digits between them."""
    return re.compile(r"\b" + r"[\W_]+".join(map(re.escape, words)))
