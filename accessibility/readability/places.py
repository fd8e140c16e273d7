"""Which section, and which block, a place in the source belongs to."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from plainpress.document.model import Block, Section, Span
from plainpress.document.outline import sections
from plainpress.document.walk import nodes

if TYPE_CHECKING:
    from plainpress.document.model import Publication


class Places:
    """The sections and blocks of an edition by the lines on which they begin."""

    def __init__(self, publication: Publication) -> None:
        self._sections: dict[str, list[tuple[int, Section]]] = {}
        for section in sections(publication):
            self._sections.setdefault(section.span.path, []).append((section.span.first, section))
        for found in self._sections.values():
            found.sort(key=_first)
        self._publication = publication

    def section(self, span: Span) -> str:
        """The label of the section in which a place stands, empty where that is none."""
        found = self._sections.get(span.path, [])
        index = bisect_right([line for line, _ in found], span.first)
        return found[index - 1][1].label if index else ""

    def below(self, remark: Span) -> Span:
        """What a remark speaks of: the block that begins next after it, or the whole section.

        Without anything below it, its own line.
        """
        after = remark.last or remark.first
        starts = [
            (node.span.first, not isinstance(node, Section), node)
            for node in nodes(*self._publication.sections)
            if isinstance(node, Section | Block)
            and node.span.path == remark.path
            and node.span.first > after
        ]
        if not starts:
            return remark
        node = min(starts, key=lambda start: start[:2])[2]
        if isinstance(node, Section):
            return Span(remark.path, node.span.first, self._end(node))
        return node.span

    def _end(self, section: Section) -> int:
        """The last line before the next section of the same level or above, in the same file."""
        following = [
            line
            for line, other in self._sections[section.span.path]
            if line > section.span.first and other.level <= section.level
        ]
        return min(following) - 1 if following else _NO_LINE


def _first(entry: tuple[int, Section]) -> int:
    return entry[0]


_NO_LINE = 10**9
