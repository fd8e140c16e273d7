"""Accessibility metadata of an EPUB: that it is there, and that it is true."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from plainpress.accessibility.files.epub.book import q
from plainpress.accessibility.files.epub.navigation import page_breaks
from plainpress.accessibility.files.package import resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from plainpress.accessibility.files.epub.book import Book, Element


@cache
def _vocabulary() -> Mapping[str, Any]:
    data = files("plainpress.accessibility").joinpath("data", "epub-metadata.toml")
    return tomllib.loads(data.read_text("utf-8"))


def discovery(book: Book) -> Iterator[tuple[str, str]]:
    """What every book must say and should say (EPUB Accessibility 1.1, 2.2)."""
    for name in ("accessMode", "accessibilityFeature", "accessibilityHazard"):
        if not book.meta(f"schema:{name}"):
            yield "metadata-missing", f"the package document has no schema:{name}"
    for name in ("accessModeSufficient", "accessibilitySummary"):
        if not book.meta(f"schema:{name}"):
            yield "metadata-recommended", f"the package document has no schema:{name}"


def vocabulary(book: Book) -> Iterator[tuple[str, str]]:
    known = _vocabulary()
    lists = {
        "accessMode": known["access_modes"],
        "accessModeSufficient": known["sufficient_modes"],
        "accessibilityFeature": known["features"],
        "accessibilityHazard": known["hazards"],
    }
    for name, allowed in lists.items():
        for value in _values(book, name):
            # The vocabulary lets a feature be refined: braille/nemeth, tactileGraphic/...
            if value.partition("/")[0] not in allowed:
                yield "metadata-unknown", f"schema:{name} has the unknown value “{value}”"


def _values(book: Book, name: str) -> list[str]:
    found = book.meta(f"schema:{name}")
    return [part.strip() for value in found for part in value.split(",") if part.strip()]


def promises(book: Book) -> Iterator[tuple[str, str]]:
    """What the metadata promises, the book has."""
    features = _values(book, "accessibilityFeature")
    for feature, is_kept in _FEATURES.items():
        if feature in features and not is_kept(book):
            yield "metadata-untrue", f"{feature} is promised, and the book does not bear it out"
    if "none" in features and len(features) > 1:
        yield "metadata-untrue", "accessibilityFeature says none and names features as well"
    yield from _modes(book)
    hazards = set(_values(book, "accessibilityHazard"))
    if "none" in hazards and hazards & {"flashing", "sound", "motionSimulation"}:
        yield "metadata-untrue", "accessibilityHazard says none and names hazards as well"


def _modes(book: Book) -> Iterator[tuple[str, str]]:
    """What one needs to see or hear is named, and what is said to be enough is enough."""
    modes = _values(book, "accessMode")
    pictures = any(True for _ in _pictures(book, cover=False))
    if modes and pictures and "visual" not in modes:
        yield "metadata-untrue", "the book has pictures, and no accessMode visual"
    shown = pictures or _has(book, "h:video") or _has_images(book)
    if "visual" in modes and not shown:
        yield "metadata-untrue", "accessMode names visual, and the book has nothing to see"
    if "auditory" in modes and not _has_sound(book):
        yield "metadata-untrue", "accessMode names auditory, and the book has nothing to hear"
    sufficient = book.meta("schema:accessModeSufficient")
    if "textual" in sufficient and not _alternatives(book):
        yield "metadata-untrue", "textual is said to suffice, and a picture has no alternative"


def _elements(book: Book, *names: str) -> Iterator[Element]:
    for document in book.documents:
        yield from document.find_all(*names)


def _has(book: Book, *names: str) -> bool:
    return next(_elements(book, *names), None) is not None


def _pictures(book: Book, *, cover: bool = True) -> Iterator[Element]:
    """Pictures that say something: an empty alternative makes one decorative.

    Nobody needs to see a cover to read a book, so that it makes no access mode.
    """
    covers = {item.name for item in book.items.values() if "cover-image" in item.properties}
    for document in book.documents:
        for picture in document.find_all("h:img", "svg:svg"):
            shown = resolve(document.name, picture.get("src", ""))
            says_something = picture.get("alt") != "" and picture.get("aria-hidden") != "true"
            if says_something and (cover or shown not in covers):
                yield picture


def _alternatives(book: Book) -> bool:
    images = (p for p in _pictures(book) if p.tag == q("h:img"))
    return all((image.get("alt") or "").strip() for image in images)


def _long_descriptions(book: Book) -> bool:
    return any(
        element.get("aria-details") or element.get("aria-describedby") or element.get("longdesc")
        for document in book.documents
        for element in document.root.iter("{*}*")
    )


def _has_sound(book: Book) -> bool:
    recorded = any(item.media_type.startswith("audio/") for item in book.items.values())
    return recorded or _has(book, "h:audio", "h:video")


def _has_images(book: Book) -> bool:
    return any(item.media_type.startswith("image/") for item in book.items.values())


def _roles(book: Book) -> bool:
    return any(e.get("role") for document in book.documents for e in document.root.iter("{*}*"))


def _reflows(book: Book) -> bool:
    return "pre-paginated" not in book.meta("rendition:layout")


def _page_list(book: Book) -> bool:
    return book.nav("page-list") is not None


def _headings(book: Book) -> bool:
    return _has(book, *(f"h:h{level}" for level in range(1, 7)))


_FEATURES: Mapping[str, Callable[[Book], bool]] = {
    "alternativeText": lambda book: _alternatives(book) and any(True for _ in _pictures(book)),
    "ARIA": _roles,
    "displayTransformability": _reflows,
    "index": lambda book: any(
        "index" in e.get("role", "") or "index" in e.get(q("ops:type"), "").split()
        for e in _elements(book, "h:section", "h:nav", "h:body")
    ),
    "longDescription": _long_descriptions,
    "MathML": lambda book: any(
        next(d.root.iter("{http://www.w3.org/1998/Math/MathML}math"), None) is not None
        for d in book.documents
    ),
    "pageBreakMarkers": lambda book: any(True for _ in page_breaks(book)),
    "pageNavigation": _page_list,
    "printPageNumbers": lambda book: any(True for _ in page_breaks(book)) or _page_list(book),
    "rubyAnnotations": lambda book: _has(book, "h:ruby"),
    "structuralNavigation": _headings,
    "synchronizedAudioText": lambda book: any(item.overlay for item in book.items.values()),
    "tableOfContents": lambda book: book.nav("toc") is not None,
}


def claims(book: Book) -> Iterator[tuple[str, str]]:
    """A conformance claim has the standard's exact words, and somebody stands for it."""
    made = book.meta("dcterms:conformsTo")
    links = [
        link for link in book.opf.iter(q("opf:link")) if link.get("rel") == "dcterms:conformsTo"
    ]
    made += [link.get("href", "") for link in links]
    ours = [claim for claim in made if "access" in claim.lower() or "wcag" in claim.lower()]
    known = _vocabulary()
    for claim in ours:
        if not re.fullmatch(known["claim"], claim) and claim not in known["old_claims"]:
            yield "claim-wrong", f"the conformance claim is “{claim}”"
    if ours and not any(book.refinements("a11y:certifiedBy")) and not book.meta("a11y:certifiedBy"):
        yield "claim-without-certifier", f"nobody is named for the claim “{ours[0]}”"
