"""Takes the source of an edition; gives its web pages in memory, and what stands where in them."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from plainpress.builders import web
from plainpress.builders.artifact import Options
from plainpress.builders.web.addresses import CONTENTS, addresses
from plainpress.builders.web.site import PICTURES
from plainpress.builders.xhtml import survey
from plainpress.document.findings import has_errors
from plainpress.document.outline import title_text
from plainpress.document.reader import read
from plainpress.document.records import dataclass
from plainpress.press.build import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from plainpress.document.findings import Finding
    from plainpress.document.library import Library
    from plainpress.document.model import Publication, Span


_MARK = re.compile(rb' id="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Place:
    """A section of the source, and where it is shown. `id` is empty where the page has no mark."""

    span: Span
    page: str
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Pages:
    """The files of an edition by name. `version` is the same for the same bytes.

    `places` are its sections by the file that they stand in, each in the order of the text.
    """

    title: str
    files: Mapping[str, bytes]
    version: str
    places: Mapping[str, Sequence[Place]]

    def place(self, span: Span) -> Place | None:
        """The innermost section that a line stands in, else the first of its file, else None."""
        of_file = self.places.get(span.path, ())
        around = [each for each in of_file if each.span.first <= span.first <= each.span.last]
        return min(around, key=_length) if around else next(iter(of_file), None)


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a source: its pages, None where an error stands in their way; the faults."""

    pages: Pages | None
    faults: tuple[Finding, ...]


def _length(place: Place) -> int:
    return place.span.last - place.span.first


def make(source: Path, edition: str) -> Made:
    """Read an edition and build its pages."""
    publication, faults, library = _read(source, edition)
    if publication is None or has_errors(faults):
        return Made(None, faults)
    with tempfile.TemporaryDirectory(prefix="plainpress-preview-") as folder:
        output = Path(folder) / "web"
        options = Options(output=output, clock=clock(publication), library=library)
        version = web.build(publication, options).digest
        files = {
            path.relative_to(output).as_posix(): path.read_bytes()
            for path in output.rglob("*")
            if path.is_file()
        }
    places: dict[str, list[Place]] = {}
    for place in _places(publication, files):
        places.setdefault(place.span.path, []).append(place)
    return Made(Pages(publication.title, files, version, places), faults)


def _read(
    source: Path, edition: str
) -> tuple[Publication | None, tuple[Finding, ...], Library | None]:
    standard = read(source)
    if edition == "standard":
        return standard.publication, standard.findings, standard.library
    return *_easy_read(source, edition, standard.publication), None


def _easy_read(
    source: Path, edition: str, standard: Publication | None
) -> tuple[Publication | None, tuple[Finding, ...]]:
    """The easy-read edition, complete but not yet checked: that takes longer than to show it."""
    from plainpress.document import editions
    from plainpress.document.pictures import Pictures
    from plainpress.press.pictures import sets

    folders = sets()
    reading = read(source, edition, pictures=folders)
    if standard is None or reading.publication is None:
        return None, reading.findings
    pictures = Pictures(source / "pictures", folders)
    done = editions.complete(reading.publication, standard, reading.settings, source, pictures)
    return done.publication, reading.findings


def _places(publication: Publication, files: Mapping[str, bytes]) -> Iterator[Place]:
    found = survey(publication, addresses(publication.sections), PICTURES)
    marks = {name: set(_MARK.findall(text)) for name, text in files.items() if _is_page(name)}
    for section, place in found.sections:
        # A library has all its chapters on one page, and does not show all of their headings.
        page = place.file if place.file in files else CONTENTS
        name = place.id if place.id.encode() in marks[page] else ""
        yield Place(section.span, page, name, title_text(section))


def _is_page(name: str) -> bool:
    return name.endswith(".html")
