"""Builds the Word file: writes the body once, lays it out for its page numbers, fills them in."""

from __future__ import annotations

import gc
import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from plainpress.builders import print as large_print
from plainpress.builders.artifact import Artifact, Loss, PageMap
from plainpress.document.errors import UsageError
from plainpress.document.outline import outline

from . import front, layout, notes, properties
from .body import Body
from .fields import fill, probe_name
from .markup import DECLARATION, NAMESPACES, Marks, is_right_to_left
from .media import Media
from .package import CORE_PROPERTIES, MEDIA_TYPE, WORD_TYPES, Package, Part, Relationships, office
from .page import TWIPS_PER_POINT
from .template import NUMBERING_TYPE, STYLES_TYPE, Template, default_template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from plainpress.builders.artifact import Options
    from plainpress.document.model import Publication

_NO_PAGES: Mapping[str, int] = {}
_PIECES = 1000  # of the text at a time: some 500 KB


def build(publication: Publication, options: Options) -> Artifact:
    """Writes an edition as a Word file to `options.output`: the same bytes from the same source.

    Raises `UsageError` for a template that is not a Word file, or that is to be large print.
    """
    with _without_garbage_collection():
        manuscript = _Manuscript(publication, options)
    pages = manuscript.lay_out() if options.layout else None
    manuscript.write(options.output, pages)
    data = options.output.read_bytes()
    return Artifact(
        path=options.output,
        format="word",
        edition=publication.edition,
        media_type=MEDIA_TYPE,
        digest=hashlib.sha256(data).hexdigest(),
        size=len(data),
        losses=(*manuscript.missing_styles(), *manuscript.body.losses),
        pages=pages,
        print=options.print,
    )


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    # A body is many short strings and no cycles: looking for some doubles the time.
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _template(publication: Publication, options: Options) -> Template:
    size = large_print.size(options.print)
    if options.template is None:
        return default_template(publication.language, publication.edition, size)
    if size:
        raise UsageError("a template has its own sizes of letters: leave out --template or --print")
    from .own_template import own_template

    return own_template(options.template, publication.language, publication.edition)


class _Manuscript:
    """The text of every part, with marks where page numbers go."""

    def __init__(self, publication: Publication, options: Options) -> None:
        self.options = options
        self.template = _template(publication, options)
        size = large_print.size(options.print)
        width = self.template.page.text_width / TWIPS_PER_POINT
        publication = large_print.prepared(publication, size, width)
        self.publication = publication
        self.notes_relationships = Relationships()
        self.places: Mapping[str, int] = _NO_PAGES
        document = self.template.document
        self.body = body = Body(
            publication=publication,
            outline=outline(publication),
            styles=self.template.styles,
            page=self.template.page,
            numbering=self.template.numbering,
            media=Media(),
            relationships=document.relationships,
            marks=Marks(right_to_left=is_right_to_left(publication.language)),
            print_size=size,
            section_references=self.template.references or self._running_references(),
        )
        chapters = body.chapters()
        self.document = (
            f"{DECLARATION}<w:document {NAMESPACES}><w:body>{front.front(body)}",
            *chapters,
            "</w:body></w:document>",
        )
        body.relationships = self.notes_relationships
        self.notes_xml = notes.footnotes_part(body)
        body.relationships = document.relationships

    def _running_references(self) -> str:
        relationships = self.template.document.relationships
        has_header = front.has_header(self.publication, self.options.print)
        running = ["header", "footer"] if has_header else ["footer"]
        return "".join(
            f'<w:{kind}Reference w:type="default" '
            f'r:id="{relationships.add(office(kind), f"{kind}.xml")}"/>'
            for kind in running
        )

    def missing_styles(self) -> Iterator[Loss]:
        """A loss for each style that the text uses and a reader's own template lacks."""
        styles = self.template.styles
        name = self.options.template.name if self.options.template else ""
        for style in self.template.missing:
            if style.lower() in styles.used:
                yield Loss(f'the template {name} has no style "{style}": ours stands in its place')

    def lay_out(self) -> PageMap | None:
        """The pages that LibreOffice finds, or a loss that says why there are none."""
        body = self.body
        bookmarks = [*body.bookmarks.names(), *map(probe_name, range(1, body.probes + 1))]
        try:
            found = layout.lay_out(
                lambda path: self.write(path, None, probes=True),
                bookmarks,
                is_ours=self.options.template is None,
            )
        except layout.LayoutError as error:
            body.loss(f"page numbers are not filled in: {error}")
            return None
        self.places = found.pages
        labels = {
            label: page
            for label in body.outline.labels
            if (page := found.pages.get(body.bookmarks.name(label)))
        }
        blocks = _block_pages(found.pages, body.probes)
        return PageMap(labels, blocks, found.count, f"{self.publication.title}, Word edition")

    def write(self, path: Path, pages: PageMap | None, *, probes: bool = False) -> None:
        """The package, its page numbers filled in where they are known."""
        places = self.places if pages else _NO_PAGES
        package = self._package(places, pages.pages if pages else 0, probes=probes)
        package.write(path, self.options.clock)

    def _package(self, places: Mapping[str, int], count: int, *, probes: bool) -> Package:
        package = Package(self.template.package.relationships)
        for part in self.template.package.parts.values():
            package.add(part)
        document = self.template.document
        document.data = self._filled(places, probes=probes)
        self._text_parts(package, places, count)
        for part in self.body.media.parts.values():
            package.add(part)
        package.relationships.add(CORE_PROPERTIES, "docProps/core.xml")
        package.relationships.add(office("extended-properties"), "docProps/app.xml")
        core = properties.core(self.publication, self.options.clock)
        app = properties.app(self.publication, count)
        package.add(Part("docProps/core.xml", core.encode(), properties.CORE_TYPE))
        package.add(Part("docProps/app.xml", app.encode(), properties.APP_TYPE))
        return package

    def _filled(self, places: Mapping[str, int], *, probes: bool) -> Iterator[bytes]:
        """The text, some pieces at a time."""
        for start in range(0, len(self.document), _PIECES):
            text = "".join(self.document[start : start + _PIECES])
            yield fill(text, places, probes=probes).encode()

    def _text_parts(self, package: Package, places: Mapping[str, int], count: int) -> None:
        template = self.template
        package.add(Part(template.styles_name, template.styles_xml.encode(), STYLES_TYPE))
        numbering = template.numbering.part().encode()
        package.add(Part(template.numbering_name, numbering, NUMBERING_TYPE))
        notes_xml = fill(self.notes_xml, places).encode()
        notes_type = f"{WORD_TYPES}.footnotes+xml"
        relationships = self.notes_relationships
        package.add(Part("word/footnotes.xml", notes_xml, notes_type, relationships))
        template.document.relationships.add(office("footnotes"), "footnotes.xml")
        if not template.references:
            if front.has_header(self.publication, self.options.print):
                header = front.header_part(self.body).encode()
                package.add(Part("word/header.xml", header, f"{WORD_TYPES}.header+xml"))
            footer = front.footer_part(self.body, count).encode()
            package.add(Part("word/footer.xml", footer, f"{WORD_TYPES}.footer+xml"))


def _block_pages(places: Mapping[str, int], probes: int) -> tuple[int, ...]:
    """The page of each block; one without a mark of its own stands where the last one did."""
    pages: list[int] = []
    for number in range(1, probes + 1):
        page = places.get(probe_name(number))
        pages.append(page or (pages[-1] if pages else 1))
    return tuple(pages)
