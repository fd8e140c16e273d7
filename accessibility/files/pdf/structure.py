"""What a PDF says of itself, and its tags: title, language, headings, pictures, tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plainpress.accessibility.wording import ALT_LIMIT, alt_fault, heading_fault, is_language_tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .document import Document, Element

Found = tuple[str, str]

_HEADING = re.compile(r"H([1-6])")
# A file of so many pages needs bookmarks to be found one's way in (WCAG technique PDF2).
_LONG = 9


def titles(document: Document) -> Iterator[Found]:
    """The file has a title, and a viewer is to show it (ISO 14289-1, 7.1)."""
    if not document.title.strip():
        yield "title-missing", "the file has no title"
    elif not document.shows_title:
        yield "title-missing", "a viewer shows the name of the file in place of its title"


def languages(document: Document) -> Iterator[Found]:
    """The file says its language, and each mark of a language is valid."""
    if not document.language:
        yield "language-missing", "the file does not say its language"
    for tag in sorted(document.languages):
        if not is_language_tag(tag):
            yield "language-invalid", f"the language mark “{tag}” is not a valid language tag"


def tags(document: Document) -> Iterator[Found]:
    """The file is tagged: without tags a screen reader has to guess the order."""
    if document.tags is None or not document.tags.children:
        yield "tags-missing", "the file has no tags"


def headings(document: Document) -> Iterator[Found]:
    """Headings stand in order, and have words."""
    before = 0
    found = [element for element in _elements(document) if _HEADING.fullmatch(element.kind)]
    if not found and document.tags is not None and document.pages > 1:
        yield "headings-missing", f"{document.pages} pages have no heading"
    for element in found:
        level, text = int(element.kind[1]), " ".join(document.text(element).split())
        fault = heading_fault(text)
        if fault == "heading-empty":
            yield fault, f"there is a heading of level {level} without words"
            continue
        if fault:
            yield fault, f"the heading “{text[:40]}…” has {len(text)} characters"
        if level > before + 1:
            above = f"the one before it level {before}" if before else "nothing stands before it"
            yield "heading-skipped", f"the heading “{text[:60]}” has level {level}, and {above}"
        before = level


def pictures(document: Document) -> Iterator[Found]:
    """Each tagged picture has alternative text that says something."""
    found = (element for element in _elements(document) if element.kind == "Figure")
    for number, element in enumerate(found, 1):
        alt = element.alt or ""
        fault = alt_fault(alt)
        if fault == "figure-without-alt":
            yield fault, f"picture {number} has no alternative text"
        elif fault == "alt-too-long":
            text = f"the alternative text of picture {number} has {len(alt)} characters"
            yield fault, f"{text}, over {ALT_LIMIT}"
        elif fault:
            yield fault, f"the alternative text of picture {number} is “{alt.strip()}”"


def tables(document: Document) -> Iterator[Found]:
    """Each table has header cells, and each of them says what it heads (ISO 14289-1, 7.5)."""
    found = (element for element in _elements(document) if element.kind == "Table")
    for number, table in enumerate(found, 1):
        heads = [element for element in table.elements() if element.kind == "TH"]
        if not heads:
            yield "table-without-header", f"table {number} has no header cell"
        for head in heads:
            if "/Scope" not in head.attributes:
                text = " ".join(document.text(head).split())
                yield "table-header-without-scope", f"the header cell “{text[:60]}” has no scope"


def bookmarks(document: Document) -> Iterator[Found]:
    """A file of some length has bookmarks."""
    if document.pages >= _LONG and not document.bookmarks:
        yield "bookmarks-missing", f"{document.pages} pages have no bookmarks"


def _elements(document: Document) -> Iterator[Element]:
    return document.tags.elements() if document.tags else iter(())
