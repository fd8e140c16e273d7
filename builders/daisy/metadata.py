"""What a talking book says of itself (DAISY 2.02, 2.1.2: metadata of the NCC)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.builders.daisy.clock import whole_seconds
from plainpress.builders.imprint import identifier, publisher
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from plainpress.builders.daisy.book import Book
    from plainpress.document.model import Publication

FORMAT = "Daisy 2.02"
GENERATOR = "plainpress"
_AUTHOR = "aut"
_UNKNOWN = "unknown"  # creator and publisher are mandatory
_DATE = "yyyy-mm-dd"
_KILOBYTE = 1024


@dataclass(frozen=True, slots=True)
class Meta:
    name: str
    content: str
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Extent:
    """How many files the book has, the NCC among them, and their bytes."""

    files: int
    size: int


def metadata(
    publication: Publication, book: Book, narrator: str, clock: dt.datetime, extent: Extent
) -> tuple[Meta, ...]:
    """All of it, in a fixed order."""
    return (
        *_dublin_core(publication, book, clock),
        *_ours(book, narrator, clock, extent),
    )


def _dublin_core(publication: Publication, book: Book, clock: dt.datetime) -> Iterator[Meta]:
    by = publisher(publication)
    authors = [person.name for person in publication.contributors if person.role == _AUTHOR]
    day = publication.modified or publication.date or clock.date()
    yield Meta("dc:title", book.title)
    for name in authors or [by or _UNKNOWN]:
        yield Meta("dc:creator", name)
    yield Meta("dc:publisher", by or ", ".join(authors) or _UNKNOWN)
    yield Meta("dc:date", day.isoformat(), _DATE)
    yield Meta("dc:identifier", identifier(publication))
    yield Meta("dc:language", book.language)
    yield Meta("dc:format", FORMAT)
    for name, text in (
        ("dc:description", publication.description),
        ("dc:rights", publication.licence.name),
        *(("dc:subject", each) for each in publication.subjects),
    ):
        if text:
            yield Meta(name, " ".join(text.split()))


def _ours(book: Book, narrator: str, clock: dt.datetime, extent: Extent) -> Iterator[Meta]:
    """The elements of DAISY's own. There are no pages: a recording follows no print."""
    yield Meta("ncc:charset", "utf-8")
    yield Meta("ncc:depth", str(book.depth))
    yield Meta("ncc:files", str(extent.files))
    if book.footnotes:
        yield Meta("ncc:footnotes", str(book.footnotes))
    yield Meta("ncc:generator", GENERATOR)
    yield Meta("ncc:kByteSize", str(-(-extent.size // _KILOBYTE)))
    yield Meta("ncc:maxPageNormal", "0")
    yield Meta("ncc:multimediaType", "audioFullText")
    yield Meta("ncc:narrator", narrator)
    yield Meta("ncc:pageFront", "0")
    yield Meta("ncc:pageNormal", "0")
    yield Meta("ncc:pageSpecial", "0")
    yield Meta("ncc:producedDate", clock.date().isoformat(), _DATE)
    yield Meta("ncc:setInfo", "1 of 1")
    yield Meta("ncc:tocItems", str(len(book.entries)))
    yield Meta("ncc:totalTime", whole_seconds(book.length), "hh:mm:ss")
