"""The front of a publication: what the file says of itself, the cover and the contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.builders.imprint import deeds, publisher, status
from plainpress.builders.print import typeface
from plainpress.document.dates import day
from plainpress.document.model import Link, Text

from . import markup

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from plainpress.builders.print import PrintSize
    from plainpress.document.model import ImageFile, Publication

    from .context import Context

_LEVELS = 2
_TITLE, _SUBTITLE, _LABEL, _DETAIL = 36, 18, 16, 13
# The cover of an upright book keeps its upper part calm, for the title that is set on it. Here
# the title stands above, so that only what is below that part is shown.
_UPRIGHT = 1.4
_CALM = 0.45


def metadata(publication: Publication, clock: dt.datetime) -> str:
    """Title, people, subject, keywords and date of the file (PDF/UA-1, 7.1).

    A draft says so in its first keyword: no other property of a PDF has a place for it.
    """
    keywords = ((status(publication),) if publication.draft else ()) + publication.subjects
    authors = [person.name for person in publication.contributors if person.role == "aut"]
    authors = authors or [name for name in (publisher(publication),) if name]
    values = {
        "title": markup.content(publication.title),
        "author": markup.array([markup.string(name) for name in authors]),
        "keywords": markup.array([markup.string(word) for word in keywords]),
    }
    described = publication.description or publication.subtitle
    return (
        f"#set document(title: [{values['title']}], author: {values['author']}, "
        f"keywords: {values['keywords']}, "
        + (f"description: [{markup.content(described)}], " if described else "")
        + f"date: datetime(year: {clock.year}, month: {clock.month}, day: {clock.day}, "
        f"hour: {clock.hour}, minute: {clock.minute}, second: {clock.second}))\n"
    )


def cover(context: Context, print_size: PrintSize | None) -> str:
    """Title, subtitle, kind of edition, size of print, a picture, who made it, when, for whom."""
    publication = context.publication
    labels = [label for label in (status(publication), print_size and print_size.label) if label]
    arguments = [f"title: [{_title(context)}]"]
    if publication.subtitle and publication.subtitle not in labels:
        arguments.append(f"subtitle: [{_line(context, publication.subtitle, _SUBTITLE)}]")
    arguments.append(f"labels: {markup.array([markup.string(label) for label in labels])}")
    if publication.cover and (picture := _picture(context, publication.cover)):
        arguments.append(f"image: {picture}")
    details = [f"[{detail}]" for detail in _details(context)]
    arguments.append(f"details: {markup.array(details)}")
    return f"#cover({', '.join(arguments)})\n"


def _line(context: Context, text: str, size: float) -> str:
    return markup.words(text, context.page.width, context.page.sized(size))


def _title(context: Context) -> str:
    """The title, its words not parted at a hyphen: in such letters that looks like a slip."""
    room, size = context.page.width, context.page.sized(_TITLE)
    return markup.content(" ").join(
        f"#box[{markup.content(word)}]"
        if "-" in word and typeface().width(word) * size <= room
        else markup.words(word, room, size)
        for word in context.publication.title.split()
    )


def _picture(context: Context, image: ImageFile) -> str:
    name = context.pictures.name(image)
    if not name:
        context.loss(f"the picture {image.name} cannot be put into a PDF", context.publication.span)
        return ""
    ratio = max(image.height, 1) / max(image.width, 1)
    share = 1 - _CALM if ratio >= _UPRIGHT else 1
    return f'cover-picture("{name}", {share:.4f}, {ratio:.4f})'


def _details(context: Context) -> Iterator[str]:
    publication = context.publication
    for deed, names in deeds(publication.contributors):
        yield context.english(markup.content(f"{deed} ")) + _line(context, names, _DETAIL)
    if name := publisher(publication):
        yield context.english(markup.content("Published by ")) + _line(context, name, _DETAIL)
    if date := publication.modified or publication.date:
        yield context.english(markup.content(day(date)))
    licence = publication.licence
    if name := licence.name or licence.url:
        place = context.place(context.page.sized(_DETAIL))
        words = context.inlines([Link(licence.url, (Text(name),))], place)
        yield context.english(markup.content("Licence: ")) + words


def contents(publication: Publication) -> str:
    """The contents with page numbers, where there is anything to list."""
    return f"#contents({_LEVELS})\n" if publication.sections else ""


def has_header(context: Context) -> bool:
    """Whether the title runs along the pages: in large letters the words stand alone."""
    return not (context.page.is_large or context.page.flowing)
