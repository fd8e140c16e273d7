"""What all parts of a body share while it is written: names, counters, relationships, losses."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import field, replace
from typing import TYPE_CHECKING

from plainpress.builders.artifact import Loss
from plainpress.document.model import NOWHERE
from plainpress.document.records import dataclass

from .fields import Bookmarks
from .markup import PLAIN, Format, Marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plainpress.builders.print import PrintSize
    from plainpress.document.model import Block, Footnote, Inline, Publication, Section, Span
    from plainpress.document.outline import Outline

    from .media import Media
    from .numbering import Numbering
    from .package import Relationships
    from .page import Page
    from .styles import Styles

# The steps of the lists in the numbering part, in twips: in the text, and in a table.
LIST_STEP = 425
CELL_STEP = 284


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands.

    `style` is the style of its plain paragraphs, and `style_start` the indent that this
    style brings; `depth` counts the lists around it, which begin at `indent`. `end` is how far
    from the other margin the lines of plain paragraphs end. Lengths are twips. `frame` is the
    borders and shading of the box around it, which a box's own style wears already; `keep`
    holds every paragraph to the next.
    """

    width: int
    style: str = "Body Text"
    style_start: int = 0
    depth: int = 0
    indent: int = 0
    end: int = 0
    frame: str = ""
    wears_frame: bool = False
    alignment: str = ""
    in_cell: bool = False
    keep: bool = False

    @property
    def step(self) -> int:
        """By how much a list is set in from the words around it."""
        return CELL_STEP if self.in_cell else LIST_STEP

    @property
    def start(self) -> int:
        """Where words begin here, from the margin."""
        return self.indent + self.depth * self.step

    @property
    def is_top(self) -> bool:
        """Whether a block stands directly in a section."""
        return self.style == "Body Text" and not (self.depth or self.in_cell or self.indent)

    def form(self, *, own: bool = False, right_to_left: bool = False) -> Format:
        """Direct formatting of a paragraph: none where its style says it all.

        `own` is true for a paragraph in the style of the place itself.
        """
        start = self.start
        expected = self.style_start if own else 0
        frame = "" if own and self.wears_frame else self.frame
        end = self.end if own else 0
        direct = frame or self.alignment or self.keep or right_to_left or end
        if start == expected and not direct:
            return PLAIN
        return Format(
            keep_next=self.keep,
            frame=frame,
            bidi=True if right_to_left else None,
            start=start if start != expected or frame else -1,
            end=end,
            alignment=self.alignment,
        )


@dataclass(slots=True)
class Heading:
    """A line of the contents, and the section that it stands for."""

    section: Section
    bookmark: str


@dataclass(slots=True)
class Context(ABC):
    """One body in the making. `relationships` are those of the part that is being written."""

    publication: Publication
    outline: Outline
    styles: Styles
    page: Page
    numbering: Numbering
    media: Media
    relationships: Relationships
    marks: Marks = field(default_factory=Marks)
    bookmarks: Bookmarks = field(default_factory=Bookmarks)
    losses: list[Loss] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    notes: list[Footnote] = field(default_factory=list)
    noted: set[str] = field(default_factory=set)
    in_notes: bool = False
    print_size: PrintSize | None = None
    probes: int = 0
    _run_properties: dict[Marks, str] = field(default_factory=dict)

    @abstractmethod
    def blocks(self, blocks: Sequence[Block], place: Place) -> str:
        """The blocks, one after the other."""

    @abstractmethod
    def inlines(self, inlines: Sequence[Inline], marks: Marks | None = None) -> str:
        """The inlines as runs; `marks` default to those of plain words."""

    def loss(self, what: str, span: Span = NOWHERE) -> None:
        """Notes something that Word cannot hold."""
        self.losses.append(Loss(what, span))

    @property
    def english(self) -> Marks:
        """The marks of the words that we add ourselves, which are English."""
        language = self.publication.language
        if language.split("-")[0].lower() == "en":
            return self.marks
        return replace(self.marks, language="en", right_to_left=False)

    def properties(self, marks: Marks) -> str:
        """`w:rPr` for the marks, made once for each kind."""
        known = self._run_properties.get(marks)
        if known is None:
            known = self._run_properties[marks] = marks.properties()
        return known

    def linked(self, inlines: Sequence[Inline], marks: Marks, style: str) -> str:
        """The words of a link, in a character style given by name; no link stands in them."""
        return self.inlines(inlines, replace(self.styled(marks, style), linked=True))

    def styled(self, marks: Marks, style: str) -> Marks:
        """The marks with a character style, given by name, unless they have one."""
        return marks if marks.style else replace(marks, style=self.styles[style])
