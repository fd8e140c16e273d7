"""What the package file says about the book: bibliographic, and accessibility as it was found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from plainpress.builders.epub.overlay import clock
from plainpress.builders.imprint import identifier
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from plainpress.builders.epub.reading import Overlay
    from plainpress.document.model import Publication

# MARC relator codes of those who made the text; everybody else contributed to it.
_CREATORS = frozenset({"aut", "cre", "dis", "ill", "art"})
_PUBLISHER = "pbl"
# EPUB 3.3, 9.3.2.3: a reading system sets it on the element that is heard; book.css draws it.
_ACTIVE_CLASS = "-epub-media-overlay-active"
_PICTURE = re.compile(r"<img [^>]*>")


_SILENT = "There is no sound and no video, and nothing flashes or moves."
_HEARD = (
    "A computer voice reads the book aloud, and each sentence is marked while you hear it. "
    "Notes can be left out and tables left early, where your reading app can do that. "
    "There is no other sound and no video, and nothing flashes or moves by itself."
)


@dataclass(frozen=True, slots=True)
class Findings:
    """What a look through the finished documents found; `voice` reads them aloud, if one does."""

    pictures: int
    decorations: int
    pictures_without_words: int
    pictures_with_details: int
    headings: int
    contents: bool
    page_marks: int
    page_list: bool
    page_source: str = ""
    voice: str = ""


def inspect(
    documents: Iterable[str], navigation: str, page_source: str, voice: str = ""
) -> Findings:
    """Look through the finished documents, and count what accessibility metadata claims."""
    pictures: list[str] = []
    decorations = headings = marks = 0
    for document in documents:
        shown = _PICTURE.findall(document)
        # A picture that only decorates or repeats the words says so, and needs none of its own
        # (WCAG 2.2, 1.1.1).
        telling = [picture for picture in shown if 'role="presentation"' not in picture]
        pictures += telling
        decorations += len(shown) - len(telling)
        headings += document.count("<h1")
        marks += document.count('role="doc-pagebreak"')
    return Findings(
        pictures=len(pictures),
        decorations=decorations,
        pictures_without_words=sum(' alt=""' in picture for picture in pictures),
        pictures_with_details=sum("aria-details" in picture for picture in pictures),
        headings=headings,
        contents='role="doc-toc"' in navigation and "<a href=" in navigation,
        page_marks=marks,
        page_list='role="doc-pagelist"' in navigation,
        page_source=page_source,
        voice=voice,
    )


def features(found: Findings) -> Iterator[str]:
    """Values of schema:accessibilityFeature, from the W3C's accessibility vocabulary."""
    if found.pictures and not found.pictures_without_words:
        yield "alternativeText"
    yield "ARIA"
    yield "displayTransformability"
    if found.pictures_with_details:
        yield "longDescription"
    if found.page_marks:
        yield "pageBreakMarkers"
    if found.page_list:
        yield "pageNavigation"
    yield "readingOrder"
    if found.headings:
        yield "structuralNavigation"
    if found.voice:
        yield "synchronizedAudioText"
    if found.contents:
        yield "tableOfContents"


def summary(found: Findings) -> str:
    """The accessibility summary: what a reader can rely on, in plain words."""
    sentences = [
        "You can read this book with your eyes, with a screen reader or with a braille display.",
        "You can change the size of the text, the typeface and the colours.",
        "The contents list leads to every chapter.",
        "Headings, lists, tables, notes and links are marked as what they are.",
        *_about_pictures(found),
    ]
    if found.page_marks:
        sentences.append(f"Page numbers are those of {found.page_source}.")
    sentences.append(_HEARD if found.voice else _SILENT)
    return " ".join(sentences)


def _about_pictures(found: Findings) -> Iterator[str]:
    if found.pictures and not found.pictures_without_words:
        yield "Every picture that carries meaning has a text alternative."
    if found.pictures_without_words:
        count = found.pictures_without_words
        number, verb = ("One picture", "has") if count == 1 else (f"{count} pictures", "have")
        yield f"{number} that may carry meaning {verb} no text alternative."
    if found.pictures_with_details:
        yield "Pictures that need it are also described in full in words."


class Metadata:
    """Fills in the metadata of an EbookLib book."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401  # EbookLib ships no types
        self._book = book

    def describe(self, publication: Publication, kind: str = "") -> None:
        """Titles, people, dates and rights; the `kind` of book that is not a plain one."""
        book = self._book
        book.metadata.clear()  # EbookLib puts a random identifier and its own name there
        book.set_identifier(identifier(publication, kind))
        book.uid = identifier(publication, kind)
        self._titles(publication)
        book.set_language(publication.language)
        self._people(publication)
        self._dublin("publisher", publication.publisher)
        self._dublin("description", publication.description)
        for subject in publication.subjects:
            self._dublin("subject", subject)
        self._dublin("date", publication.date.isoformat() if publication.date else "")
        self._dublin("rights", publication.licence.name)
        self._meta("dcterms:license", publication.licence.url)
        self._meta("schema:creativeWorkStatus", "Draft" if publication.draft else "Published")

    def accessibility(self, found: Findings) -> None:
        """EPUB Accessibility 1.1, 2.2: what was found, never what was hoped for."""
        visual = found.pictures + found.decorations > 0
        self._meta("schema:accessMode", "textual")
        if visual:
            self._meta("schema:accessMode", "visual")
        if found.voice:
            self._meta("schema:accessMode", "auditory")
        if not found.pictures_without_words:
            self._meta("schema:accessModeSufficient", "textual")
        if visual:
            self._meta("schema:accessModeSufficient", "textual,visual")
        for feature in features(found):
            self._meta("schema:accessibilityFeature", feature)
        self._meta("schema:accessibilityHazard", "none")
        self._meta("schema:accessibilitySummary", summary(found))
        if found.page_marks:
            # EPUB Accessibility 1.1, 3.2.2: name the source of the page numbers.
            self._dublin("source", found.page_source)
            self._meta("pageBreakSource", found.page_source)

    def sound(self, found: Findings, overlays: Sequence[Overlay]) -> None:
        """EPUB 3.3, 9.3.5: how long each overlay is and all of them, who speaks, what is shown."""
        for each in overlays:
            self._meta("media:duration", clock(each.length), each.item)
        self._meta("media:duration", clock(sum(each.length for each in overlays)))
        self._meta("media:narrator", f"{found.voice} (computer voice)")
        self._meta("media:active-class", _ACTIVE_CLASS)

    def _titles(self, publication: Publication) -> None:
        self._dublin("title", publication.title, {"id": "main-title"})
        self._book.title = publication.title
        self._meta("title-type", "main", "main-title")
        if publication.subtitle:
            self._dublin("title", publication.subtitle, {"id": "sub-title"})
            self._meta("title-type", "subtitle", "sub-title")

    def _people(self, publication: Publication) -> None:
        for number, person in enumerate(publication.contributors, start=1):
            if person.role == _PUBLISHER:
                continue
            element = "creator" if person.role in _CREATORS else "contributor"
            name = f"{element}-{number}"
            self._dublin(element, person.name, {"id": name})
            self._meta("role", person.role, name, scheme="marc:relators")

    def _dublin(self, name: str, value: str, attributes: dict[str, str] | None = None) -> None:
        if value:
            self._book.add_metadata("DC", name, value, attributes or {})

    def _meta(self, prop: str, value: str, refines: str = "", **attributes: str) -> None:
        if value:
            about = {"refines": f"#{refines}"} if refines else {}
            self._book.add_metadata(None, "meta", value, {"property": prop, **about, **attributes})
