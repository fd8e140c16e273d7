"""The pages before the first chapter: the cover and the title page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.builders.imprint import deeds, publisher, status
from plainpress.builders.xhtml import attribute, escape
from plainpress.document.dates import day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from string import Template

    from plainpress.document.model import Publication


def cover_name(publication: Publication) -> str:
    """The text alternative of the cover: every word that is printed on it."""
    words = (publication.title, publication.subtitle, status(publication), publisher(publication))
    return f"Cover: {'. '.join(word for word in words if word)}"


def title_page(publication: Publication, summary: str, template: Template) -> str:
    """The body of the title page."""
    kind = status(publication)
    subtitle = escape(publication.subtitle)
    return template.substitute(
        status=f'<p class="status">{kind}</p>\n' if kind else "",
        title=escape(publication.title),
        subtitle=f'<p role="doc-subtitle" epub:type="subtitle">{subtitle}</p>\n'
        if subtitle
        else "",
        people="".join(_people(publication)),
        imprint="".join(f"<p>{line}</p>\n" for line in _imprint(publication)),
        accessibility=(
            '<section class="accessibility">\n<h2>Accessibility</h2>\n'
            f"<p>{escape(summary)}</p>\n</section>\n"
        ),
    )


def _people(publication: Publication) -> Iterator[str]:
    for deed, names in deeds(publication.contributors):
        yield f'<p class="people"><span class="deed">{deed}</span> {escape(names)}</p>\n'


def _imprint(publication: Publication) -> Iterator[str]:
    if name := publisher(publication):
        yield f"Published by {escape(name)}"
    if publication.date:
        yield f"First published on {day(publication.date)}"
    if publication.modified and publication.modified != publication.date:
        yield f"Last changed on {day(publication.modified)}"
    licence = publication.licence
    if licence.url:
        words = escape(licence.name or licence.url)
        yield f'Licence: <a href="{attribute(licence.url)}">{words}</a>'
    elif licence.name:
        yield f"Licence: {escape(licence.name)}"
