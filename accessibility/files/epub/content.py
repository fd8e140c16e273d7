"""Content documents of an EPUB: languages, titles, headings, pictures, links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility.files.epub.book import q, types, words
from plainpress.accessibility.wording import (
    ALT_LIMIT,
    alt_fault,
    heading_fault,
    is_language_tag,
    link_fault,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.files.epub.book import Book, ContentDocument, Element

_HEADINGS = tuple(f"h:h{level}" for level in range(1, 7))
_LONG_WITHOUT_HEADINGS = 200
_REFERENCES = {"doc-bibliography", "bibliography", "doc-biblioentry", "biblioentry"}


def _documents(book: Book) -> Iterator[ContentDocument]:
    yield from book.documents
    if book.navigation is not None and all(
        document.name != book.navigation.name for document in book.documents
    ):
        yield book.navigation


def languages(book: Book) -> Iterator[tuple[str, str]]:
    """The package and each content document say their language, and each mark is valid."""
    if not book.opf.get(q("xml:lang")):
        yield "language-missing", "the package document has no xml:lang"
    tags = {(language.text or "").strip() for language in book.opf.iter(q("dc:language"))}
    if not any(tags):
        yield "language-missing", "the package document has no dc:language"
    for document in _documents(book):
        root = document.root
        if not root.get(q("xml:lang")) and not root.get("lang"):
            yield "language-missing", f"{document.name} has no xml:lang"
        tags.update(document.search("//@xml:lang | //@lang"))
    tags.add(book.opf.get(q("xml:lang"), ""))
    for tag in sorted(tag for tag in tags if tag):
        if not is_language_tag(tag):
            yield "language-invalid", f"the language mark “{tag}” is not a valid language tag"


def titles(book: Book) -> Iterator[tuple[str, str]]:
    if not any((title.text or "").strip() for title in book.opf.iter(q("dc:title"))):
        yield "title-missing", "the package document has no title"
    for document in _documents(book):
        if not any(words(title) for title in document.find_all("h:title")):
            yield "title-missing", f"{document.name} has no title"


def headings(book: Book) -> Iterator[tuple[str, str]]:
    """Headings stand in order through the whole spine, and have words."""
    before = 0
    for document in book.documents:
        found = list(document.find_all(*_HEADINGS))
        count = 0 if found else len(words(document.root).split())
        if count > _LONG_WITHOUT_HEADINGS:
            yield "headings-missing", f"{document.name} has {count} words and no heading"
        for heading in found:
            level, text = int(heading.tag[-1]), words(heading)
            yield from _heading(document.name, text, level, before)
            before = level if text else before


def _heading(name: str, text: str, level: int, before: int) -> Iterator[tuple[str, str]]:
    fault = heading_fault(text)
    if fault == "heading-empty":
        yield fault, f"{name} has a heading of level {level} without words"
        return
    if fault:
        yield fault, f"the heading “{text[:40]}…” of {name} has {len(text)} characters"
    if level > before + 1:
        above = f"the one before it level {before}" if before else "nothing stands before it"
        message = f"the heading “{text[:60]}” of {name} has level {level}, and {above}"
        yield "heading-skipped", message


def pictures(book: Book) -> Iterator[tuple[str, str]]:
    """Each picture has alternative text that says something; an empty one makes it decorative."""
    for document in _documents(book):
        for image in document.find_all("h:img"):
            alt = image.get("alt")
            if alt is None or alt.strip():
                yield from _alternative(alt or "", f"{image.get('src')} in {document.name}")
        for drawing in document.find_all("svg:svg"):
            if drawing.get("aria-hidden") != "true" and not _is_inside(drawing, "svg:svg"):
                name = f"an SVG drawing in {document.name}"
                yield from _alternative(_svg_name(drawing), name)


def _alternative(alt: str, name: str) -> Iterator[tuple[str, str]]:
    fault = alt_fault(alt)
    if fault == "figure-without-alt":
        yield fault, f"{name} has no alternative text"
    elif fault == "alt-too-long":
        yield fault, f"the alternative text of {name} has {len(alt)} characters, over {ALT_LIMIT}"
    elif fault:
        yield fault, f"the alternative text of {name} is “{alt.strip()}”"


def _is_inside(element: Element, name: str) -> bool:
    return next(element.iterancestors(q(name)), None) is not None


def _svg_name(drawing: Element) -> str:
    """The accessible name of a drawing (SVG Accessibility API Mappings, 8.1)."""
    if drawing.get("aria-label"):
        return str(drawing.get("aria-label"))
    if drawing.get("aria-labelledby"):
        named = (identified(drawing.getroottree().getroot(), i) for i in _ids(drawing))
        return " ".join(words(element) for element in named if element is not None)
    title = drawing.find(q("svg:title"))
    return words(title) if title is not None else ""


def _ids(drawing: Element) -> list[str]:
    return list(drawing.get("aria-labelledby").split())


def identified(root: Element, identifier: str) -> Element | None:
    """The element with this id."""
    return next((e for e in root.iter("{*}*") if e.get("id") == identifier), None)


def links(book: Book) -> Iterator[tuple[str, str]]:
    """The words of each link say where it leads. A reference list may print addresses."""
    for document in _documents(book):
        for link in document.find_all("h:a"):
            href = link.get("href")
            # Marks of notes and links back from them are as short as they must be.
            if href is None or "backlink" in str(link.get("role")) or "noteref" in str(types(link)):
                continue
            text = link.get("aria-label") or words(link)
            fault = link_fault(text, href, inside=":" not in href)
            if fault and not (fault == "bare-link" and _in_references(link)):
                yield fault, f"the words of a link to {href} in {document.name} are “{text}”"


def _in_references(link: Element) -> bool:
    return any(
        _REFERENCES & {*types(outer), *outer.get("role", "").split()}
        for outer in link.iterancestors()
    )


def descriptions(book: Book) -> Iterator[tuple[str, str]]:
    """What aria-details and aria-describedby name is there."""
    for document in book.documents:
        names = frozenset(document.search("//@id"))
        for wanted in document.search("//@aria-details | //@aria-describedby"):
            for identifier in wanted.split():
                if identifier not in names:
                    message = f"{document.name} has no description with the id {identifier}"
                    yield "reference-to-nowhere", message
