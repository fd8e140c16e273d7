"""Languages: valid tags, and a mark on every passage in another script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility import catalogue
from plainpress.accessibility.wording import foreign_run, is_language_tag, script_of
from plainpress.document.model import Bibliography, Language, Span, Text
from plainpress.document.walk import nodes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.structure.index import Index
    from plainpress.document.findings import Finding


def tags(index: Index) -> Iterator[Finding]:
    tag = index.publication.language
    if not is_language_tag(tag):
        message = f'the publication\'s language "{tag}" is not a valid language tag'
        place = index.publication.span
        yield catalogue.finding(
            "language-invalid", message, place if place.path else Span("publication.toml"), tag
        )
    for passage in index.of(Language):
        if not is_language_tag(passage.language):
            message = f"the language mark “{passage.language}” is not a valid language tag"
            yield catalogue.finding("language-invalid", message, passage.span, passage.language)


def unmarked(index: Index) -> Iterator[Finding]:
    """Words in another script carry a mark. The reference list prints names as their owners do."""
    marked = frozenset(
        id(text)
        for outer in (*index.of(Language), *index.of(Bibliography))
        for text in nodes_of(Text, outer)
    )
    script = script_of(index.publication.language)
    for text in index.of(Text):
        run = foreign_run(text.text, script)
        if run and id(text) not in marked:
            message = f"“{run}” is in another script than the text and has no language mark"
            yield catalogue.finding("language-unmarked", message, text.span, run)
