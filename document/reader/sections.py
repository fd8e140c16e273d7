"""Sections: the tree of headings of one file, each with the blocks below it."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from plainpress.document.model import Block, Inline, Section, Span, Text
from plainpress.document.reader.blocks import Blocks
from plainpress.document.records import dataclass
from plainpress.document.walk import spoken_text

if TYPE_CHECKING:
    from markdown_it.token import Token

    from plainpress.document.reader.context import Context
    from plainpress.document.reader.source import SourceFile


@dataclass(slots=True)
class _Open:
    """A section that is still growing."""

    level: int
    title: tuple[Inline, ...]
    label: str
    first: int
    attributes: dict[str, str] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)


class Sections:
    """Builds the chapters of one file. `shift` is taken off each heading's level."""

    def __init__(self, context: Context, file: SourceFile, shift: int = 0) -> None:
        self._context = context
        self._file = file
        self._shift = shift
        self._blocks = Blocks(context, file)
        self._stack: list[_Open] = []
        self._chapters: list[Section] = []
        self._label = ""
        self._lead: int | None = None

    def build(self, fallback: str, skip: Token | None = None) -> list[Section]:
        """The chapters. `fallback` is the title of words that stand under no heading at all.

        `skip` is the heading that gave a single file its title: it opens no chapter.
        """
        blocks = self._blocks
        before: list[Block] = []
        while blocks.place < len(blocks.tokens):
            token = blocks.tokens[blocks.place]
            if token is skip:
                self._label = token.meta["label"]
                blocks.place += 3
            elif token.type == "heading_open" and token.level == 0:
                self._open(token)
                self._keep_before(before)
                self._lead = None
            else:
                self._lead = self._leading(token)
                blocks.next(self._stack[-1].blocks if self._stack else before)
        self._close_to(0, len(self._file.lines))
        if before:
            self._chapters.insert(0, self._untitled(before, fallback))
        return self._chapters

    def _leading(self, token: Token) -> int | None:
        """The first of the lines before a heading that belong to it: labels and attributes."""
        if token.type not in {"target", "attributes"}:
            return None
        return self._lead or self._blocks.span(token).first

    def _keep_before(self, before: list[Block]) -> None:
        # Words above the first heading go below it, unless the file's title stood above them.
        if before and not self._shift and len(self._stack) == 1 and not self._chapters:
            self._context.report.add("text-before-heading", before[0].span)
            self._stack[0].blocks.extend(before)
            before.clear()

    def _untitled(self, blocks: list[Block], title: str) -> Section:
        if not self._shift:
            self._context.report.add("file-without-heading", blocks[0].span, title=title)
        span = Span(self._file.path, blocks[0].span.first, blocks[-1].span.last)
        label = self._label or self._context.names.new_label(title)
        return Section(1, (Text(title, span=span),), label, tuple(blocks), span=span)

    def _open(self, token: Token) -> None:
        blocks = self._blocks
        span = blocks.span(token)
        level = int(token.tag[1:]) - self._shift
        self._close_to(max(level, 1), (self._lead or span.first) - 1)
        if not self._stack and level != 1:
            self._context.report.add("chapter-level", span, level=level)
            level = 1
        if level == 1:
            self._context.spelled.clear()
        title = blocks.inlines.build(blocks.tokens[blocks.place + 1])
        blocks.place += 3
        if not spoken_text(title).strip():  # a mark of a note, say, gives a contents list nothing
            self._context.report.add("heading-empty", span)
        label = token.meta.get("label", "")
        attributes = token.meta.get("attributes", {})
        self._stack.append(_Open(level, title, label, span.first, attributes))

    def _close_to(self, level: int, last: int) -> None:
        """Close all open sections of this level or deeper; they end on this line."""
        while self._stack and self._stack[-1].level >= level:
            section = self._made(self._stack.pop(), last)
            (self._stack[-1].sections if self._stack else self._chapters).append(section)

    def _made(self, opened: _Open, last: int) -> Section:
        lines = self._file.lines
        while last > opened.first and not lines[last - 1].strip():
            last -= 1
        span = Span(self._file.path, opened.first, last)
        for name in opened.attributes:
            if name not in {"audience", "covers", "id", "class"}:
                place = self._file.at(opened.first)
                self._context.report.add("attribute-unknown", place, name=name)
        return Section(
            opened.level,
            opened.title,
            opened.label,
            tuple(opened.blocks),
            tuple(opened.sections),
            audience=opened.attributes.get("audience", ""),
            covers=tuple(opened.attributes.get("covers", "").split()),
            span=span,
        )
