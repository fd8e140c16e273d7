"""What a page says and where it leads: language, title, headings, pictures, tables, links."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from plainpress.accessibility.files.epub import content as books
from plainpress.accessibility.files.epub import tables
from plainpress.accessibility.files.epub.book import Book, ContentDocument, words
from plainpress.accessibility.files.package import Package
from plainpress.accessibility.wording import is_language_tag, link_fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.files.web.pages import Element, Page, Pages

    Found = Iterator[tuple[str, str]]

# Marks of notes and links back from them are as short as they must be.
_SHORT = {"doc-noteref", "doc-backlink"}
_REFERENCES = {"doc-bibliography", "doc-biblioentry"}


def languages(page: Page, _: Pages) -> Found:
    """The page says its language, and each mark of a language is valid (WCAG 2.2, 3.1.1, 3.1.2)."""
    if not page.root.get("lang"):
        yield "language-missing", f"{page.name} has no lang"
    tags = {element.get("lang", "") for element in page.elements()}
    for tag in sorted(tag for tag in tags if tag and not is_language_tag(tag)):
        yield "language-invalid", f"the language mark “{tag}” is not a valid language tag"


def title(page: Page, _: Pages) -> Found:
    if not any(words(each) for each in page.find_all("h:title")):
        yield "title-missing", f"{page.name} has no title"


def shared(page: Page, _: Pages) -> Found:
    """What holds for a document of an EPUB as well: each page is held to it by itself."""
    document = ContentDocument(page.name, page.root)
    book = Book(Package({}), None, {}, (document,), None)
    for each in (books.headings, books.pictures, books.descriptions, tables.headers):
        yield from each(book)
    yield from tables.captions(book)


def ways_in(page: Page, pages: Pages) -> Found:
    """There is one main part, and the first link leads past what stands before it (2.4.1)."""
    if sum(1 for _ in page.find_all("h:main")) != 1:
        yield "main-missing", f"{page.name} must have one main element"
    first = next(page.find_all("h:a"), None)
    href = first.get("href", "") if first is not None else ""
    if not (href.startswith("#") and href[1:] in pages.ids[page.name]):
        yield "skip-link-missing", f"the first link of {page.name} does not lead into the page"


def links(page: Page, _: Pages) -> Found:
    """The words of each link say where it leads. A reference list may print addresses."""
    for link in page.find_all("h:a"):
        href = link.get("href")
        if href is None or link.get("role", "") in _SHORT:
            continue
        text = link.get("aria-label") or words(link)
        fault = link_fault(text, href, inside=":" not in href)
        if fault and not (fault == "bare-link" and _in_references(link)):
            yield fault, f"the words of a link to {href} in {page.name} are “{text}”"


def _in_references(link: Element) -> bool:
    return any(_REFERENCES & set(outer.get("role", "").split()) for outer in link.iterancestors())


def targets(page: Page, pages: Pages) -> Found:
    """Each link inside the folder, and each picture, style and script, leads to what is there."""
    for element in page.elements():
        for name in ("href", "src"):
            address = element.get(name)
            if address is not None and not _is_there(address, page, pages):
                yield "reference-to-nowhere", f"{page.name} has a reference to {address}"


def _is_there(address: str, page: Page, pages: Pages) -> bool:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return True
    file = page.name
    if parts.path:
        file = posixpath.normpath(posixpath.join(posixpath.dirname(file), unquote(parts.path)))
    if file.startswith("../"):
        return True
    there = pages.ids.get(file, frozenset())
    return file in pages.files and (not parts.fragment or unquote(parts.fragment) in there)


def identifiers(page: Page, _: Pages) -> Found:
    """No two elements of a page have one id."""
    seen: set[str] = set()
    for element in page.elements():
        name = element.get("id")
        if name in seen:
            yield "identifier-shared", f"{page.name} has two elements with the id {name}"
        if name:
            seen.add(name)
