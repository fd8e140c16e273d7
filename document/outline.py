"""What a label points to: the node, its chapter and its printed name."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from plainpress.document.model import (
    Activity,
    BibliographyEntry,
    Example,
    Figure,
    Footnote,
    GlossaryEntry,
    Note,
    Publication,
    Section,
    Table,
)
from plainpress.document.records import dataclass
from plainpress.document.walk import blocks, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Labelled = Section | Figure | Table | Activity | Example | Note | GlossaryEntry
_NAMED = frozenset((*get_args(Labelled), BibliographyEntry))


@dataclass(frozen=True, slots=True)
class Target:
    """A labelled node, and the number of the chapter that holds it, from 0."""

    node: Labelled
    chapter: int


@dataclass(frozen=True, slots=True)
class Outline:
    """Every name in a publication: labels, BibTeX keys and footnotes, each with its chapter."""

    labels: Mapping[str, Target]
    works: Mapping[str, int]
    footnotes: Mapping[str, Footnote]


def outline(publication: Publication) -> Outline:
    """The outline of an edition. Labels are unique by then: the reader has seen to it."""
    labels: dict[str, Target] = {}
    works: dict[str, int] = {}
    for chapter, section in enumerate(publication.sections):
        for node in blocks(section):
            # Most kinds have no label: asking each by its kind took most of the time.
            if type(node) not in _NAMED:
                continue
            if isinstance(node, BibliographyEntry):
                works[node.key] = chapter
            elif isinstance(node, Labelled) and node.label:
                labels[node.label] = Target(node, chapter)
    notes = {footnote.label: footnote for footnote in publication.footnotes}
    return Outline(labels, works, notes)


def sections(publication: Publication) -> Iterator[Section]:
    """All sections, chapters and below, in reading order."""
    return (node for node in blocks(*publication.sections) if isinstance(node, Section))


def number_text(node: Labelled) -> str:
    """The printed number of a figure, table or activity: "Figure 3"; empty for other nodes."""
    match node:
        case Figure(number=number) | Table(number=number) | Activity(number=number) if number:
            return f"{type(node).__name__} {number}"
        case _:
            return ""


def title_text(node: Labelled) -> str:
    """The words by which a reader knows a labelled node: its title, its caption or its term."""
    match node:
        case (
            Section(title=words) | Activity(title=words) | Example(title=words) | Note(title=words)
        ):
            return plain_text(words)
        case Figure(caption=words) | Table(caption=words) | GlossaryEntry(term=words):
            return plain_text(words)
