"""The document's properties: title, people, subjects, description, language and dates."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from .markup import DECLARATION, escape

if TYPE_CHECKING:
    from plainpress.document.model import Publication

CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
APP_TYPE = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)


def core(publication: Publication, clock: dt.datetime) -> str:
    """`docProps/core.xml` (ECMA-376-2, 11). `clock` is when it was last changed, in UTC."""
    created = clock
    if publication.date:
        created = dt.datetime.combine(publication.date, dt.time(), dt.UTC)
    authors = [person.name for person in publication.contributors if person.role == "aut"]
    values = {
        "dc:title": publication.title,
        "dc:subject": publication.subtitle,
        "dc:creator": "; ".join(authors) or publication.publisher,
        "cp:keywords": "; ".join(publication.subjects),
        "dc:description": publication.description,
        "dc:identifier": publication.identifier,
        "dc:language": publication.language,
        "cp:contentStatus": "Draft" if publication.draft else "",
    }
    elements = "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in values.items() if text)
    dates = _date("created", created) + _date("modified", clock)
    return f"{DECLARATION}{_CORE}{elements}{dates}</cp:coreProperties>"


def _date(name: str, moment: dt.datetime) -> str:
    text = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{text}</dcterms:{name}>'


def app(publication: Publication, pages: int) -> str:
    """`docProps/app.xml`: the number of pages where it is known, and the publisher."""
    count = f"<Pages>{pages}</Pages>" if pages else ""
    company = f"<Company>{escape(publication.publisher)}</Company>" if publication.publisher else ""
    return (
        f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'extended-properties">{count}<Application>Microsoft Office Word</Application>{company}'
        "<AppVersion>16.0000</AppVersion></Properties>"
    )
