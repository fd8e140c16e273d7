"""The front of a publication: the cover, the contents, and what runs along the pages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from plainpress.document.model import Image, Link, NoteReference, Text
from plainpress.document.walk import nodes, plain_text

from .fields import contents_page, field
from .figures import drawing_run
from .markup import DECLARATION, NAMESPACES, Format, paragraph, run
from .media import Bounds
from .page import TWIPS_PER_CM

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from plainpress.document.model import Contributor, ImageFile, Publication

    from .context import Context, Heading

CONTENTS_LEVELS = 2
# The tallest cover picture: in large letters, title and details need more of the page.
_COVER_PICTURE = {"easy-read": round(8 * TWIPS_PER_CM)}
_STANDARD_COVER_PICTURE = round(12 * TWIPS_PER_CM)
_LARGE_COVER_PICTURE = {"large": round(7 * TWIPS_PER_CM), "giant": round(4.5 * TWIPS_PER_CM)}
# The cover of an upright book keeps its upper part calm, for the title that is set on it. Here
# the title stands above, so that only what is below that part is shown.
_UPRIGHT = 1.4
_CALM = 0.45
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
# MARC relator codes, and how a cover says them.
_ROLES = {
    "aut": "By",
    "edt": "Edited by",
    "ill": "Illustrated by",
    "trl": "Translated by",
    "ctb": "With contributions by",
}


def cover(context: Context) -> str:
    """Title, subtitle, what kind of edition it is, a picture, who made it, when, and for whom."""
    publication = context.publication
    parts = [_line(context, "Title", publication.title)]
    label = cover_label(publication)
    if publication.subtitle and publication.subtitle != label:
        parts.append(_line(context, "Subtitle", publication.subtitle))
    if label:
        parts.append(_line(context, "Cover Label", label, is_ours=True))
    if context.print_size:
        parts.append(_line(context, "Cover Label", context.print_size.label, is_ours=True))
    if publication.cover:
        parts.append(_cover_picture(context, publication.cover))
    parts.extend(_line(context, "Cover Detail", detail) for detail in _details(publication))
    return "".join(parts) + _licence(context)


def _cover_picture(context: Context, image: ImageFile) -> str:
    publication = context.publication
    cut = _CALM if image.height >= _UPRIGHT * image.width else 0
    tallest = _COVER_PICTURE.get(publication.edition, _STANDARD_COVER_PICTURE)
    if context.print_size:
        tallest = _LARGE_COVER_PICTURE[context.print_size.name]
    bounds = Bounds(context.page.text_width, tallest, cut=cut)
    picture = drawing_run(context, image, alt=None, bounds=bounds, span=publication.span)
    return paragraph(context.styles["Cover Picture"], picture)


def _line(context: Context, style: str, text: str, *, is_ours: bool = False) -> str:
    marks = context.english if is_ours else context.marks
    return paragraph(context.styles[style], run(text, context.properties(marks)))


def cover_label(publication: Publication) -> str:
    """The kind of edition: "Easy read draft" until a review has said that people could read it."""
    if publication.edition == "easy-read":
        return "Easy read draft" if publication.draft else "Easy read"
    return "Draft" if publication.draft else ""


def _details(publication: Publication) -> Iterator[str]:
    for role, words in _ROLES.items():
        names = [person.name for person in publication.contributors if person.role == role]
        if names:
            yield f"{words} {_listed(names)}"
    others = [person.name for person in publication.contributors if _is_other(person)]
    if others:
        yield f"With {_listed(others)}"
    if publication.publisher:
        yield f"Published by {publication.publisher}"
    date = publication.modified or publication.date
    if date:
        yield date_words(date, publication.language)


def _is_other(person: Contributor) -> bool:
    return person.role not in _ROLES and person.role != "pbl"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def date_words(date: dt.date, language: str) -> str:
    """A date: "22 November 2026" in English, the ISO form in other languages."""
    if language.split("-", maxsplit=1)[0].lower() != "en":
        return date.isoformat()
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def _licence(context: Context) -> str:
    licence = context.publication.licence
    name = licence.name or licence.url
    if not name:
        return ""
    words = context.inlines([Link(licence.url, (Text(name),))])
    label = run("Licence: ", context.properties(context.english))
    return paragraph(context.styles["Cover Detail"], label + words)


def contents(context: Context) -> str:
    """The contents as a TOC field (17.16.5.68), its lines filled in: right before Word sees it."""
    lines = [line for line in context.headings if line.section.level <= CONTENTS_LEVELS]
    if not lines:
        return ""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
        f'TOC \\o "1-{CONTENTS_LEVELS}" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    first, last = lines[0], lines[-1]
    entries = "".join(
        _entry(context, line, begin if line is first else "", end if line is last else "")
        for line in lines
    )
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        "<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>"
        f"{_line(context, 'TOC Heading', 'Contents', is_ours=True)}{entries}</w:sdtContent></w:sdt>"
    )


def _entry(context: Context, line: Heading, before: str, after: str) -> str:
    title = line.section.title
    marks = replace(context.marks, linked=True)
    if any(isinstance(node, NoteReference | Image) for node in nodes(*title)):
        words = run(plain_text(title), context.properties(marks))
    else:
        words = context.inlines(title, marks)
    width = context.page.text_width
    tabs = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>'
    return paragraph(
        context.styles[f"toc {line.section.level}"],
        f'{before}<w:hyperlink w:anchor="{line.bookmark}" w:history="1">{words}'
        f"{contents_page(line.bookmark)}</w:hyperlink>{after}",
        Format(tabs=tabs),
    )


def has_header(publication: Publication, print_size: str) -> bool:
    """Whether the title runs along the pages: in large letters the words stand alone."""
    return publication.edition != "easy-read" and not print_size


def header_part(context: Context) -> str:
    """The running header: the title, by a field that follows the document's properties."""
    properties = context.properties(context.marks)
    title = field("TITLE", run(context.publication.title, properties), properties)
    line = paragraph(context.styles["header"], title)
    return f"{DECLARATION}<w:hdr {NAMESPACES}>{line}</w:hdr>"


def footer_part(context: Context, pages: int) -> str:
    """The footer, "Page 2 of 40": Word and LibreOffice work out both numbers for every page."""
    properties = context.properties(context.english)
    total = run(str(max(pages, 1)), properties)
    words = (
        run("Page ", properties)
        + field("PAGE", run("1", properties), properties)
        + run(" of ", properties)
        + field("NUMPAGES", total, properties)
    )
    # The words are English, so that they run from left to right in every document.
    form = Format(bidi=False) if context.marks.right_to_left else Format()
    line = paragraph(context.styles["footer"], words, form)
    return f"{DECLARATION}<w:ftr {NAMESPACES}>{line}</w:ftr>"


def front(context: Context) -> str:
    """The cover and the contents."""
    return cover(context) + contents(context)
