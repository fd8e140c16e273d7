"""The navigation document: contents, figures, tables, landmarks and pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plainpress.builders.xhtml import ENGLISH, Flavour, PhraseWriter, escape, figure_title
from plainpress.document.records import dataclass
from plainpress.document.walk import plain_text, spoken_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from plainpress.builders.xhtml import Survey
    from plainpress.document.model import Section

_DEEPEST = 3  # levels of headings in the contents list
_PAGE = re.compile(r'role="doc-pagebreak" epub:type="pagebreak" id="page\.(\d+)"')


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list: where it leads, its words as XHTML, the lines below it."""

    href: str
    words: str
    inner: tuple[Entry, ...] = ()
    kind: str = ""


class Navigation:
    """Writes the navigation document of a book (EPUB 3.3, section 7)."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._writer = PhraseWriter(survey.links, "nav.xhtml", Flavour.EPUB)

    def body(
        self,
        sections: Sequence[Section],
        landmarks: Sequence[Entry],
        documents: Mapping[str, str],
    ) -> str:
        """All lists; those that only reading systems use are hidden from the page."""
        words = ENGLISH
        contents = self.contents(sections) or landmarks[:1]
        lists = [_list("toc", words.contents, contents, role="doc-toc", level=1)]
        lists.append(_list("loi", words.figures, self._figures()))
        lists.append(_list("lot", words.tables, self._tables()))
        lists.append(_list("landmarks", words.landmarks, landmarks, hidden=True))
        pages = page_entries(documents)
        lists.append(_list("page-list", words.pages, pages, role="doc-pagelist", hidden=True))
        return "".join(lists)

    def contents(self, sections: Sequence[Section]) -> tuple[Entry, ...]:
        """Sections down to the third level."""
        return tuple(
            Entry(
                self._href(section),
                self._words(section) or escape(section.label),
                self.contents(section.sections) if section.level < _DEEPEST else (),
            )
            for section in sections
        )

    def _words(self, section: Section) -> str:
        """The title; of one that is but a picture what the picture says (EPUBCheck wants words)."""
        if plain_text(section.title).strip():
            return self._writer.inlines(section.title)
        return escape(spoken_text(section.title).strip())

    def _href(self, section: Section) -> str:
        place = self._survey.links.labels[section.label]
        return place.file if section.level == 1 else f"{place.file}#{place.id}"

    def _figures(self) -> tuple[Entry, ...]:
        return tuple(
            Entry(f"{place.file}#{place.id}", figure_title(self._writer, figure))
            for figure, place in self._survey.figures
        )

    def _tables(self) -> tuple[Entry, ...]:
        return tuple(
            Entry(f"{place.file}#{place.id}", figure_title(self._writer, table))
            for table, place in self._survey.tables
        )


def page_entries(documents: Mapping[str, str]) -> tuple[Entry, ...]:
    """The pages that are marked in the finished documents, in reading order."""
    return tuple(
        Entry(f"{file}#page.{page}", page)
        for file, document in documents.items()
        for page in _PAGE.findall(document)
    )


def _list(
    kind: str,
    title: str,
    entries: Sequence[Entry],
    *,
    role: str = "",
    level: int = 2,
    hidden: bool = False,
) -> str:
    if not entries:
        return ""
    attributes = f' role="{role}"' if role else ""
    attributes += ' hidden=""' if hidden else ""
    return (
        f'<nav epub:type="{kind}" id="{kind}"{attributes} aria-labelledby="{kind}.heading">\n'
        f'<h{level} id="{kind}.heading">{title}</h{level}>\n{_lines(entries)}</nav>\n'
    )


def _lines(entries: Sequence[Entry]) -> str:
    return "<ol>\n" + "".join(map(_line, entries)) + "</ol>\n"


def _line(entry: Entry) -> str:
    kind = f' epub:type="{entry.kind}"' if entry.kind else ""
    inner = f"\n{_lines(entry.inner)}" if entry.inner else ""
    return f'<li><a href="{entry.href}"{kind}>{entry.words}</a>{inner}</li>\n'
