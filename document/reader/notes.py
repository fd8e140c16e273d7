"""Footnotes, numbered in the order in which the text refers to them."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from markdown_it.token import Token

    from plainpress.document.model import Span
    from plainpress.document.reader.names import FootnoteSource
    from plainpress.document.reader.source import SourceFile


@dataclass(slots=True)
class Note:
    """A footnote that the text refers to: a definition, or words in the line itself."""

    label: str
    number: int
    file: SourceFile
    span: Span
    definition: FootnoteSource | None = None
    words: Token | None = None


@dataclass(slots=True)
class Notes:
    """The footnotes met so far. Those at the end of the list may not have been built yet."""

    met: list[Note] = field(default_factory=list)
    _by_source: dict[int, Note] = field(default_factory=dict)
    _labels: set[str] = field(default_factory=set)

    def refer(self, wanted: str, definition: FootnoteSource) -> Note:
        """The note of a definition: the next number at the first reference, then the same."""
        definition.used = True
        if note := self._by_source.get(id(definition)):
            return note
        note = self._add(wanted, definition.file, definition.span)
        note.definition = definition
        self._by_source[id(definition)] = note
        return note

    def add_words(self, words: Token, file: SourceFile, span: Span) -> Note:
        """A note that is written in the line: `^[words]`."""
        note = self._add(f"note-{len(self.met) + 1}", file, span)
        note.words = words
        return note

    def _add(self, wanted: str, file: SourceFile, span: Span) -> Note:
        # Two files may both have a note "1": labels are unique in the publication.
        stem = file.path.rpartition("/")[2].removesuffix(".md")
        label, number = wanted, 1
        while label in self._labels:
            label = f"{stem}-{wanted}" if number == 1 else f"{stem}-{wanted}-{number}"
            number += 1
        self._labels.add(label)
        note = Note(label, len(self.met) + 1, file, span)
        self.met.append(note)
        return note
