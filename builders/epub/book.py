"""An edition as an EPUB: finished documents first, then the package around them."""

from __future__ import annotations

import hashlib
from string import Template
from typing import TYPE_CHECKING, Any

from plainpress.builders.artifact import Artifact, Loss, Options
from plainpress.builders.epub import cover, front
from plainpress.builders.epub.metadata import Findings, Metadata, inspect, summary
from plainpress.builders.epub.navigation import Entry, Navigation
from plainpress.builders.epub.overlay import MEDIA_TYPE as OVERLAY_TYPE
from plainpress.builders.epub.reading import Reading, with_lines
from plainpress.builders.xhtml import (
    ENGLISH,
    BodyWriter,
    Flavour,
    Survey,
    attribute,
    direction,
    escape,
    language_attributes,
    survey,
)
from plainpress.document.model import Bibliography, Glossary
from plainpress.document.outline import title_text
from plainpress.document.records import dataclass
from plainpress.templates import template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from plainpress.builders.artifact import PageMap
    from plainpress.builders.epub.reading import Overlay
    from plainpress.builders.recording import Recording
    from plainpress.document.model import Footnote, Publication, Section

MEDIA_TYPE = "application/epub+zip"
_COVER, _TITLE, _NAVIGATION = "cover.xhtml", "title.xhtml", "nav.xhtml"
_FONTS = (
    "AtkinsonHyperlegibleNext-Regular.ttf",
    "AtkinsonHyperlegibleNext-Bold.ttf",
    "AtkinsonHyperlegibleNext-Italic.ttf",
    "AtkinsonHyperlegibleNext-BoldItalic.ttf",
)
# EPUB 3.3, 3.2: pictures that every reading system must be able to show.
_CORE_PICTURES = frozenset({"image/gif", "image/jpeg", "image/png", "image/svg+xml", "image/webp"})
_DEEPEST_HEADING = 6
_SECOND = 1000


def build(publication: Publication, options: Options) -> Artifact:
    """Write the EPUB edition of a publication to `options.output`.

    With `options.recording` it is a book that is read aloud, sentence by sentence.
    The package makes no claim of conformance: that is `certify`'s, after the validators.
    """
    from plainpress.builders.epub.writer import AccessibleEpubWriter

    recording = options.recording
    book = _Book(publication, options.pages, recording)
    AccessibleEpubWriter(options.output, book.package(), options.clock).write()
    data = options.output.read_bytes()
    return Artifact(
        path=options.output,
        format="read-aloud" if recording else "epub",
        edition=publication.edition,
        media_type=MEDIA_TYPE,
        digest=hashlib.sha256(data).hexdigest(),
        size=len(data),
        losses=(*_losses(book.survey), *book.cover.losses),
        pages=options.pages,
        duration=recording.length / _SECOND if recording else None,
    )


def _losses(survey: Survey) -> Iterator[Loss]:
    for section, _ in survey.sections:
        if section.level > _DEEPEST_HEADING:
            yield Loss("a heading below the sixth level: it is shown as a sixth", section.span)
    for image in survey.images:
        if image.media_type not in _CORE_PICTURES:
            yield Loss(f"the picture {image.name}: some reading systems cannot show its format")


def page_marks(pages: PageMap | None) -> Iterator[str]:
    """For each heading and block in turn, the mark of the page that begins there, or nothing.

    A page on which no block begins has no mark: a mark after its words would lead past them.
    """
    latest = 0
    for page in pages.blocks if pages else ():
        if page > latest:
            latest = page
            label = attribute(ENGLISH.page.format(page=page))
            yield (
                f'<span role="doc-pagebreak" epub:type="pagebreak" id="page.{page}" '
                f'aria-label="{label}"></span>\n'
            )
        else:
            yield ""
    while True:
        yield ""


@dataclass(frozen=True, slots=True)
class _Document:
    """A finished content document."""

    file: str
    text: str


class _Book:
    """Makes every file of one book, and the EbookLib package that holds them."""

    def __init__(
        self, publication: Publication, pages: PageMap | None, recording: Recording | None
    ) -> None:
        self._publication = publication
        self._files = [f"chapter-{n:02}.xhtml" for n in range(1, len(publication.sections) + 1)]
        self.survey: Survey = survey(publication, self._files)
        self._skeleton = _template("document.xhtml")
        self._marks = page_marks(pages)
        self._page_source = pages.source if pages else ""
        self.cover = cover.draw(publication)
        self._reading = Reading(publication, recording) if recording else None

    def package(self) -> Any:  # noqa: ANN401  # EbookLib ships no types
        """The whole book as EbookLib has it."""
        from ebooklib.epub import EpubBook

        chapters = list(self._chapters())
        bodies = {document.file: document.text for document in chapters}
        contents = Navigation(self.survey).body(
            self._publication.sections, self._landmarks(), bodies
        )
        navigation = self._document(_NAVIGATION, ENGLISH.contents, "frontmatter", contents)
        cover_page = self._cover()
        # The cover is a picture that tells the title: it counts.
        voice = self._reading.voice if self._reading else ""
        found = inspect([cover_page.text, *bodies.values()], contents, self._page_source, voice)
        title = self._title(found)
        overlays = self._overlays({title.file: title.text, **bodies})
        book = EpubBook()
        metadata = Metadata(book)
        metadata.describe(self._publication, "read-aloud" if self._reading else "")
        metadata.accessibility(found)
        if self._reading:
            metadata.sound(found, overlays)
        book.direction = direction(self._publication.language)
        self._add_documents(book, [cover_page, title, navigation, *chapters], overlays)
        self._add_resources(book)
        self._add_sound(book, overlays)
        return book

    # --- Documents -------------------------------------------------------------------

    def _chapters(self) -> Iterator[_Document]:
        notes: dict[str, list[Footnote]] = {}
        for note in self._publication.footnotes:
            notes.setdefault(self.survey.links.notes[note.label].file, []).append(note)
        for section, file in zip(self._publication.sections, self._files, strict=True):
            writer = self._writer(file)
            body = writer.section(section) + writer.footnotes(notes.get(file, ()))
            yield self._document(file, title_text(section), _matter(section), body)

    def _writer(self, file: str) -> BodyWriter:
        if self._reading:
            return self._reading.writer(self.survey.links, file, self._marks)
        return BodyWriter(self.survey.links, file, Flavour.EPUB, marks=self._marks)

    def _overlays(self, documents: Mapping[str, str]) -> list[Overlay]:
        return list(self._reading.overlays(_TITLE, documents)) if self._reading else []

    def _cover(self) -> _Document:
        name = attribute(front.cover_name(self._publication))
        body = _template("cover.xhtml").substitute(
            name="Cover",
            alt=name,
            picture=self.cover.file,
            width=self.cover.width,
            height=self.cover.height,
        )
        return self._document(_COVER, "Cover", "frontmatter", body)

    def _title(self, found: Findings) -> _Document:
        body = front.title_page(self._publication, summary(found), _template("title.xhtml"))
        if self._reading:
            body = with_lines(body)
        return self._document(_TITLE, self._publication.title, "frontmatter", body)

    def _document(self, file: str, title: str, matter: str, body: str) -> _Document:
        text = self._skeleton.substitute(
            language=language_attributes(self._publication.language),
            title=escape(title or self._publication.title),
            edition=attribute(self._publication.edition),
            matter=matter,
            body=body,
        )
        return _Document(file, text)

    def _landmarks(self) -> list[Entry]:
        marks = [
            Entry(_TITLE, "Title page", kind="titlepage"),
            Entry(f"{_NAVIGATION}#toc", ENGLISH.contents, kind="toc"),
        ]
        if self._files:
            marks.append(Entry(self._files[0], "Start of the text", kind="bodymatter"))
        for section, place in self.survey.sections:
            for block, kind in ((Glossary, "glossary"), (Bibliography, "bibliography")):
                if any(isinstance(child, block) for child in section.blocks):
                    href = f"{place.file}#{place.id}"
                    marks.append(
                        Entry(href, escape(title_text(section) or section.label), kind=kind)
                    )
        return marks

    # --- The package -----------------------------------------------------------------

    def _add_documents(
        self,
        book: Any,  # noqa: ANN401
        documents: Sequence[_Document],
        overlays: Sequence[Overlay],
    ) -> None:
        heard = {each.document: each.item for each in overlays}
        for document in documents:
            name = document.file.removesuffix(".xhtml")
            properties = ["nav"] if document.file == _NAVIGATION else []
            text = document.text.encode()
            item = _add(book, name, document.file, "application/xhtml+xml", text, properties)
            item.media_overlay = heard.get(document.file)
            book.spine.append(name)

    def _add_resources(self, book: Any) -> None:  # noqa: ANN401
        style = template("epub/book.css").read_bytes()
        if self._reading:
            style += template("epub/read-aloud.css").read_bytes()
        _add(book, "style", "styles/book.css", "text/css", style)
        for number, font in enumerate(_FONTS, start=1):
            data = template(f"fonts/{font}").read_bytes()
            _add(book, f"font-{number}", f"fonts/{font}", "font/ttf", data)
        _add(book, "cover-image", self.cover.file, "image/png", self.cover.data, ["cover-image"])
        for number, image in enumerate(self.survey.images, start=1):
            file = self.survey.links.pictures[image.file]
            _add(book, f"picture-{number}", file, image.media_type, image.file.read_bytes())

    def _add_sound(self, book: Any, overlays: Sequence[Overlay]) -> None:  # noqa: ANN401
        for each in overlays:
            _add(book, each.item, f"overlays/{each.name}.smil", OVERLAY_TYPE, each.text.encode())
            _add(book, f"audio-{each.name}", each.audio, "audio/mpeg", each.sound)


def _matter(section: Section) -> str:
    ending = section.label.startswith("appendix") or any(
        isinstance(block, Glossary | Bibliography) for block in section.blocks
    )
    return "backmatter" if ending else "bodymatter"


def _template(name: str) -> Template:
    return Template(template(f"epub/{name}").read_text(encoding="utf-8"))


def _add(
    book: Any,  # noqa: ANN401  # EbookLib ships no types
    name: str,
    file: str,
    media_type: str,
    data: bytes,
    properties: Sequence[str] = (),
) -> Any:  # noqa: ANN401
    from ebooklib.epub import EpubItem

    # A plain item is stored as it is; EbookLib would parse and damage an EpubHtml.
    item = EpubItem(uid=name, file_name=file, media_type=media_type, content=data)
    item.properties = list(properties)
    book.add_item(item)
    return item
