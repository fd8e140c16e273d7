"""Navigation of an EPUB: contents, landmarks, pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility.files.epub.book import q, types
from plainpress.accessibility.files.package import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.files.epub.book import Book, Element

_HEADINGS = tuple(f"h:h{level}" for level in range(1, 7))


def _targets(book: Book, nav: Element) -> set[tuple[str, str]]:
    """The documents and the ids in them that a list of links leads to."""
    base = book.navigation.name if book.navigation else ""
    links = (link.get("href", "") for link in nav.iter(q("h:a")))
    return {(resolve(base, link), link.partition("#")[2]) for link in links if link}


def contents(book: Book) -> Iterator[tuple[str, str]]:
    """There is a contents list, and it leads to each document that has a heading."""
    toc = book.nav("toc")
    listed = {name for name, _ in _targets(book, toc)} if toc is not None else set()
    if not listed:
        yield "contents-missing", "the navigation has no contents list with links"
        return
    for document in book.documents:
        # A contents list need not list itself, nor the title page and its like.
        is_front = _is_front(document.root) or document.root is _root(book)
        headed = next(document.find_all(*_HEADINGS), None) is not None
        if headed and document.name not in listed and not is_front:
            yield "contents-incomplete", f"the contents list does not lead to {document.name}"


_FRONT = {"titlepage", "halftitlepage", "cover", "copyright-page", "toc"}


def _is_front(root: Element) -> bool:
    return any(_FRONT & set(types(part)) for part in root.iter(q("h:body"), q("h:section")))


def _root(book: Book) -> Element | None:
    names = {document.name: document.root for document in book.documents}
    return names.get(book.navigation.name) if book.navigation else None


def landmarks(book: Book) -> Iterator[tuple[str, str]]:
    nav = book.nav("landmarks")
    if nav is None or not _targets(book, nav):
        yield "landmarks-missing", "the navigation has no landmarks"
    elif not any("bodymatter" in types(link) for link in nav.iter(q("h:a"))):
        yield "landmarks-missing", "no landmark says where the text begins (bodymatter)"


_PAGE_BREAKS = "//*[contains(@ops:type, 'pagebreak') or @role = 'doc-pagebreak']"


def page_breaks(book: Book) -> Iterator[tuple[str, str]]:
    """The page breaks in the text: document and id."""
    for document in book.documents:
        for element in document.search(_PAGE_BREAKS):
            if "pagebreak" in types(element) or element.get("role") == "doc-pagebreak":
                yield document.name, element.get("id", "")


def pages(book: Book) -> Iterator[tuple[str, str]]:
    """Page numbers name their source, and each page break is in the page list."""
    breaks = list(page_breaks(book))
    nav = book.nav("page-list")
    if (breaks or nav is not None) and not _names_source(book):
        yield "page-list-without-source", "no metadata says which edition the page numbers are from"
    listed = _targets(book, nav) if nav is not None else set()
    for name, identifier in breaks:
        if (name, identifier) not in listed:
            message = f"the page break “{identifier}” of {name} is not in the page list"
            yield "page-break-unlisted", message


def _names_source(book: Book) -> bool:
    """By pageBreakSource, or as older books do, by a dc:source refined as that of the pages."""
    refined = (meta for meta in book.opf.iter(q("opf:meta")) if meta.get("refines"))
    of_pages = any(
        meta.get("property") == "source-of" and (meta.text or "").strip() == "pagination"
        for meta in refined
    )
    return of_pages or bool(book.meta("pageBreakSource") + book.meta("a11y:pageBreakSource"))
