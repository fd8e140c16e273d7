"""Takes a recording; gives the talking book that is made of it: chapters, headings, notes, clips.

A chapter is one SMIL file and one MP3 file. Its parts are those of the transcript. A chapter
begins with its heading, whatever is said first: the words "Chapter 3." belong to it.
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from plainpress.builders.transcript.parts import Passage, Unspoken, parts
from plainpress.document.records import dataclass
from plainpress.document.walk import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plainpress.builders.recording import Recording, Track
    from plainpress.builders.transcript.parts import Part, Sentence
    from plainpress.document.model import Publication

DEEPEST = 6  # heading of XHTML


@dataclass(frozen=True, slots=True)
class Par:
    """A sentence and its sound: `place` is that of its utterance, times are milliseconds."""

    place: int
    begins: int
    ends: int
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """What is said of one node. `level` is that of a heading, 0 for all else.

    `title` is what the contents call a heading; `note` is the number of the footnote that the
    block begins, 0 for none.
    """

    passage: Passage
    level: int = 0
    title: str = ""
    note: int = 0

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return self.passage.sentences

    @property
    def place(self) -> int:
        """The place of its first sentence."""
        return self.sentences[0].place


@dataclass(frozen=True, slots=True)
class Chapter:
    """`name` is that of its files, without their endings; `elapsed` the time before it in ms."""

    name: str
    title: str
    blocks: tuple[Block | Unspoken, ...]
    pars: tuple[Par, ...]
    elapsed: int
    track: Track

    @property
    def said(self) -> Iterator[Block]:
        """The blocks that are heard."""
        return (each for each in self.blocks if isinstance(each, Block))

    @property
    def entries(self) -> tuple[Block, ...]:
        """What the contents lead to: headings and footnotes."""
        return tuple(each for each in self.said if each.level or each.note)


@dataclass(frozen=True, slots=True)
class Book:
    """A talking book. `length` is milliseconds."""

    title: str
    language: str
    chapters: tuple[Chapter, ...]
    length: int
    entries: tuple[Block, ...] = field(default=())

    @property
    def depth(self) -> int:
        """The level of the deepest heading."""
        return max(each.level for each in self.entries)

    @property
    def footnotes(self) -> int:
        return sum(1 for each in self.entries if each.note)


def book(publication: Publication, recording: Recording) -> Book:
    """The talking book of a recording. `publication` tells which block is part of which note."""
    notes = {
        id(node): note.number for note in publication.footnotes for node in nodes(*note.children)
    }
    narration = recording.narration
    chapters: list[Chapter] = []
    elapsed = 0
    for number, (part, track) in enumerate(
        zip(parts(narration).parts, recording.tracks, strict=True)
    ):
        blocks = tuple(_Blocks(part, recording, notes).blocks())
        pars = tuple(_pars(recording, number))
        chapters.append(Chapter(f"{number + 1:03}", part.title, blocks, pars, elapsed, track))
        elapsed += track.length
    entries = tuple(entry for each in chapters for entry in each.entries)
    return Book(narration.title, narration.language, tuple(chapters), elapsed, entries)


def _pars(recording: Recording, track: int) -> Iterator[Par]:
    for place, clip in enumerate(recording.clips):
        if clip.track == track:
            is_note = recording.narration.utterances[place].escape == "note"
            yield Par(place, clip.begins, clip.ends, is_note)


class _Blocks:
    """Makes the blocks of one chapter: no level of heading is skipped."""

    def __init__(self, part: Part, recording: Recording, notes: dict[int, int]) -> None:
        self._part = part
        self._recording = recording
        self._notes = notes
        self._level = 0
        self._note = 0

    def blocks(self) -> Iterator[Block | Unspoken]:
        passages = _with_heading(self._part.passages)
        for number, each in enumerate(passages):
            match each:
                case Passage() if number == 0:
                    self._level = 1
                    yield Block(each, 1, self._part.title.strip() or _words(each))
                case Passage() if each.level:
                    self._level = min(max(2, each.level - 1), self._level + 1, DEEPEST)
                    yield Block(each, self._level, _words(each))
                case Passage():
                    yield Block(each, note=self._begun(each))
                case Unspoken():
                    yield each

    def _begun(self, passage: Passage) -> int:
        """The number of the footnote that begins here, 0 where none does."""
        first = self._recording.narration.utterances[passage.sentences[0].place]
        before, self._note = self._note, self._notes.get(id(first.node), 0)
        return self._note if self._note != before else 0


def _with_heading(passages: Sequence[Passage | Unspoken]) -> list[Passage | Unspoken]:
    """The passages of a chapter, "Chapter 3." and the heading as one."""
    match passages:
        case [Passage(role="announcement") as first, Passage(level=level) as second, *rest] if (
            level
        ):
            return [replace(second, sentences=first.sentences + second.sentences), *rest]
        case _:
            return list(passages)


def _words(passage: Passage) -> str:
    return " ".join(each.text for each in passage.sentences)
