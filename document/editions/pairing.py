"""Which sections of an edition stand for which sections of the standard one, many to many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.document.editions.words import fingerprint, own_lines
from plainpress.document.model import Section
from plainpress.document.outline import outline, sections
from plainpress.document.records import dataclass
from plainpress.document.walk import nodes, plain_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from plainpress.document.model import Footnote, Publication


@dataclass(frozen=True, slots=True)
class Content:
    """The words of some sections: their lines in reading order, and their fingerprint."""

    lines: tuple[str, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A section of an edition, and what it stands for.

    `section` takes in the sections below it that are no pair of their own. `standard` is
    empty for a section that the standard edition has no like of, such as "About this booklet".
    """

    section: Section
    text: Content
    covers: tuple[str, ...]
    standard: Content


def pairs(standard: Publication, edition: Publication) -> tuple[Pair, ...]:
    """Every chapter of an edition, and every section that says what it covers.

    A chapter that has no words of its own, such as an empty list of words that is filled in
    later, is none. Labels that the standard edition does not have count for nothing here.
    """
    originals = {section.label: section for section in sections(standard)}
    notes = outline(standard).footnotes
    own_notes = outline(edition).footnotes
    found = []
    for section in _units(edition):
        lines = _text(_unit_sections(section), own_notes)
        if len(lines.lines) > 1:
            covered = [originals[label] for label in section.covers if label in originals]
            text = _text(_subtrees(covered), notes)
            found.append(Pair(section, lines, section.covers, text))
    return tuple(found)


def uncovered(standard: Publication, covered: Collection[str]) -> tuple[Section, ...]:
    """The sections of the standard edition that none of these labels covers, the topmost of each.

    A label covers the sections below it too. Where only some of the sections below are covered,
    what is left over is named one by one.
    """
    return tuple(
        missing for chapter in standard.sections for missing in _uncovered(chapter, covered)
    )


def _uncovered(section: Section, covered: Collection[str]) -> Iterator[Section]:
    if section.label in covered:
        return
    if not any(below.label in covered for below in sections_of(section)):
        yield section
        return
    if section.blocks:
        yield section
    for below in section.sections:
        yield from _uncovered(below, covered)


def sections_of(section: Section) -> Iterator[Section]:
    """A section and all those below it, in reading order."""
    return (node for node in nodes(section) if isinstance(node, Section))


def title(section: Section) -> str:
    return plain_text(section.title)


def _units(edition: Publication) -> Iterator[Section]:
    return (section for section in sections(edition) if section.level == 1 or section.covers)


def _unit_sections(section: Section) -> Iterator[Section]:
    """A section and those below it that are not units themselves."""
    yield section
    for below in section.sections:
        if not below.covers:
            yield from _unit_sections(below)


def _subtrees(roots: list[Section]) -> tuple[Section, ...]:
    """All sections at and below some, each once."""
    found = {section.label: section for root in roots for section in sections_of(root)}
    return tuple(found.values())


def _text(parts: Iterator[Section] | tuple[Section, ...], notes: Mapping[str, Footnote]) -> Content:
    each = [own_lines(section, notes) for section in parts]
    return Content(tuple(line for lines in each for line in lines), fingerprint(each))
