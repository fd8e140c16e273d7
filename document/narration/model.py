"""A narration: what is spoken of an edition, in order, and the node that each part stands for.

All times are seconds of silence. Nothing here knows of voices, samples or files.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Literal

from plainpress.document.model import NOWHERE, Node, Span
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plainpress.document.model import Inline

# What an utterance is, for its pauses and for what a player may skip or style.
Role = Literal[
    "title",  # the publication's title and who made it, before the first chapter
    "heading",  # of a section or a box
    "text",
    "caption",  # of a figure or a table, with its number
    "alternative",  # the short words for a picture
    "description",  # the long words for a picture
    "row",  # of a table, with its headers
    "term",  # of a glossary or a list of definitions
    "note",  # a footnote
    "reference",  # an entry of a bibliography
    "announcement",  # words of the narration's own: "Example", "End of example"
]

# What a player lets a listener leave out or leave early (EPUB 3.3, 9.3.4 and 9.3.5).
Escape = Literal["", "note", "table"]


@dataclass(frozen=True, slots=True)
class Change:
    """Words that are spoken otherwise than they are written, and the rule that says so."""

    rule: str
    written: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence to be spoken.

    `text` is what the voice is given, after every rule. `inlines` is the run of the edition
    that it stands for, empty for words of the narration's own (and for an alternative, whose
    words are a plain field): the runs of a node's utterances, put together, are its text.
    `node` is the block, section or row that it belongs to, meant as this very object;
    `sentence` is its place among the utterances of that node and role, from 0. `chapter` is 0
    before the first chapter, else the chapter's place in the publication, from 1. `printed` is
    what is said in the spelling of print, for transcripts and captions: "NIHR" where `text` is
    "N I H R".
    """

    text: str
    language: str
    role: Role
    chapter: int
    node: Node = field(compare=False, repr=False)
    sentence: int = 0
    inlines: tuple[Inline, ...] = field(default=(), repr=False)
    before: float = 0.0
    after: float = 0.0
    escape: Escape = ""
    changes: tuple[Change, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stretch of utterances that becomes one sound file: `first` up to but without `end`.

    `number` is 0 for the opening (title and makers), else the chapter's place, from 1.
    """

    number: int
    title: str
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Silence:
    """Words of the edition that are not spoken at all, and the rule that says so.

    `chapter` is as that of an utterance; `node` is the block or entry that is left out.
    """

    rule: str
    written: str
    place: int  # of the utterance that follows
    span: Span = field(default=NOWHERE, compare=False, repr=False)
    chapter: int = 0
    node: Node | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Narration:
    """An edition as it is spoken. `language` is a BCP 47 tag."""

    title: str
    language: str
    edition: str
    utterances: tuple[Utterance, ...]
    chapters: tuple[Chapter, ...]
    silences: tuple[Silence, ...] = ()


class Index:
    """Which utterances belong to a node. Nodes are told apart as objects, not by their words."""

    def __init__(self, narration: Narration) -> None:
        self._found: dict[tuple[int, Role], list[int]] = {}
        self._narration = narration  # keeps the nodes alive, so that no identity is used twice
        for place, each in enumerate(narration.utterances):
            self._found.setdefault((id(each.node), each.role), []).append(place)

    def places(self, node: Node, *roles: Role) -> tuple[int, ...]:
        """The places of a node's utterances in these roles, in the order of the narration."""
        found: Iterable[int] = (
            place for role in roles for place in self._found.get((id(node), role), ())
        )
        return tuple(sorted(found))
