"""Headings: their order, their words, and whether they can be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility import catalogue
from plainpress.accessibility.wording import heading_fault, squeezed
from plainpress.document.model import Publication, Section
from plainpress.document.walk import spoken_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.structure.index import Index
    from plainpress.document.findings import Finding


def levels(index: Index) -> Iterator[Finding]:
    """No level is skipped on the way down: chapters are level 1, and each section one more."""
    for parent in _parents(index):
        level = parent.level if isinstance(parent, Section) else 0
        for section in parent.sections:
            if section.level > level + 1:
                title = spoken_text(section.title)
                above = (
                    f"the heading above it level {level}" if level else "nothing stands above it"
                )
                message = f"the heading “{title}” has level {section.level}, and {above}"
                yield catalogue.finding("heading-skipped", message, section.span, title)


def _parents(index: Index) -> list[Publication | Section]:
    return [index.publication, *index.of(Section)]


def words(index: Index) -> Iterator[Finding]:
    for section in index.of(Section):
        title = spoken_text(section.title)
        fault = heading_fault(title)
        if fault == "heading-empty":
            message = f"a heading of level {section.level} has no words"
            yield catalogue.finding(fault, message, section.span)
        elif fault:
            message = f"a heading has {len(title)} characters"
            yield catalogue.finding(fault, message, section.span, title)


def siblings(index: Index) -> Iterator[Finding]:
    """Sections of one parent have different headings."""
    for parent in _parents(index):
        seen: dict[str, Section] = {}
        for section in parent.sections:
            title = spoken_text(section.title)
            first = seen.setdefault(squeezed(title), section)
            if first is not section and title.strip():
                message = (
                    f"the heading “{title}” stands here and in {first.span.path}, "
                    f"line {first.span.first}"
                )
                yield catalogue.finding("heading-repeated", message, section.span, title)
