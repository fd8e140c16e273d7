"""Takes an edition; gives findings on its structure: what some readers could not find or follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility.structure import (
    abbreviations,
    figures,
    headings,
    imitations,
    languages,
    links,
    references,
    tables,
)
from plainpress.accessibility.structure.index import Index, index

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from plainpress.document.findings import Finding
    from plainpress.document.model import Publication

CHECKS: tuple[Callable[[Index], Iterator[Finding]], ...] = (
    figures.alternatives,
    figures.captions_repeated,
    figures.descriptions,
    figures.colours,
    headings.levels,
    headings.words,
    headings.siblings,
    links.words,
    links.addresses,
    links.same_words,
    tables.headers,
    tables.captions,
    tables.shape,
    references.targets,
    references.mentions,
    abbreviations.never_spelled_out,
    languages.tags,
    languages.unmarked,
    imitations.headings,
    imitations.lists,
)


def check(
    publication: Publication, known_abbreviations: Collection[str] = ()
) -> tuple[Finding, ...]:
    """All findings on the structure of an edition, by file and line.

    `known_abbreviations` are those that its readers know, from the publication's settings.
    """
    content = index(publication, known_abbreviations)
    found = [finding for each in CHECKS for finding in each(content)]
    return tuple(sorted(found, key=_place))


def _place(finding: Finding) -> tuple[str, int, int, str]:
    return (finding.span.path, finding.span.first, -finding.severity, finding.code)
