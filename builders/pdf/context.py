"""What all parts of a body share while it is written: page, names, pictures, losses."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import field, replace
from typing import TYPE_CHECKING

from plainpress.builders.artifact import Loss
from plainpress.builders.print import MARGIN, POINTS_PER_CM
from plainpress.document.model import NOWHERE, Paragraph
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plainpress.builders.print import PrintSize
    from plainpress.document.model import Block, Inline, Publication, Span
    from plainpress.document.outline import Outline

    from .pictures import Pictures

_A4 = (21.0, 29.7)
_STANDARD_MARGIN = 2.5
_EASY_READ = (16.0, 1.1)
_STANDARD = (12.0, 1.0)
# A place narrower than this, in points, is set in no further.
_NARROWEST = 110.0


@dataclass(frozen=True, slots=True)
class Page:
    """The page and the letters of an edition. Lengths are points.

    `points` is the size of the text, `display` by how much headings grow. `is_large` is true for
    large print, `flowing` where a chapter starts on the page of the one before.
    """

    points: float
    display: float
    margin: float
    is_large: bool = False
    flowing: bool = False

    @property
    def width(self) -> float:
        """Of the text."""
        return _A4[0] * POINTS_PER_CM - 2 * self.margin

    @property
    def height(self) -> float:
        """Of the text."""
        return _A4[1] * POINTS_PER_CM - 2 * self.margin

    def sized(self, points: float) -> float:
        """The size here of what has `points` in standard print; as the template reckons it."""
        if self.points == _STANDARD[0]:
            return points
        if points <= _STANDARD[0]:
            return self.points
        return max(self.points + 2, points * self.display)


def page_of(edition: str, print_size: PrintSize | None) -> Page:
    """A4 upright, with the letters of an edition or of a size of print."""
    is_easy = edition == "easy-read"
    points, display = _EASY_READ if is_easy else _STANDARD
    if print_size:
        points, display = max(points, print_size.points), print_size.display
    margin = MARGIN if is_easy or print_size else _STANDARD_MARGIN
    return Page(points, display, margin * POINTS_PER_CM, bool(print_size), is_easy)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: the width of its lines and the size of its letters, in points.

    `is_top` is true directly in a section; `depth` counts the lists around it. In a `cell` there
    is no room for what is set in. `linked` words stand in a link, which holds no other.
    `language` is that of the words, as a BCP 47 tag.
    """

    width: float
    points: float
    is_top: bool = False
    depth: int = 0
    cell: bool = False
    linked: bool = False
    language: str = "en"

    def inside(self, indent: float, points: float = 0) -> Place:
        """The place of blocks that are set in by so much."""
        width = max(self.width - indent, _NARROWEST / 2)
        return replace(self, width=width, points=points or self.points, is_top=False)

    @property
    def is_narrow(self) -> bool:
        """Whether there is no room to set anything in."""
        return self.width < _NARROWEST


@dataclass(slots=True)
class Context(ABC):
    """One body in the making. `ids` gives the name in the file of each label that may be linked."""

    publication: Publication
    outline: Outline
    page: Page
    pictures: Pictures
    ids: dict[str, str]
    losses: list[Loss] = field(default_factory=list)
    anchored: set[str] = field(default_factory=set)
    # How many header columns each table has that was drawn, in reading order.
    tables: list[int] = field(default_factory=list)

    @abstractmethod
    def blocks(self, blocks: Sequence[Block], place: Place) -> str:
        """The blocks, one after the other."""

    @abstractmethod
    def inlines(self, inlines: Sequence[Inline], place: Place) -> str:
        """The inlines as markup."""

    def begun(self, blocks: Sequence[Block], place: Place) -> str:
        """Blocks behind a mark: the first line stands beside it, and is no paragraph of its own."""
        first = blocks[0] if blocks else None
        if isinstance(first, Paragraph):
            return self.inlines(first.children, place) + self.blocks(blocks[1:], place)
        return self.blocks(blocks, place)

    def loss(self, what: str, span: Span = NOWHERE) -> None:
        """Notes something that a PDF cannot hold."""
        self.losses.append(Loss(what, span))

    def place(self, points: float) -> Place:
        """The whole width of the page, for letters of a size."""
        return Place(self.page.width, points, language=self.publication.language)

    def identifier(self, label: str) -> str:
        """The name of a label in the file, if nothing bears it yet; from now on it is taken."""
        name = self.ids.get(label, "")
        if not name or name in self.anchored:
            return ""
        self.anchored.add(name)
        return name

    def anchor(self, label: str) -> str:
        """The place that links to a label lead to; nothing for no label, or a second time."""
        name = self.identifier(label)
        return f'#anchor("{name}")' if name else ""

    def english(self, markup: str) -> str:
        """Words that we add ourselves, marked as English where the publication is not."""
        if self.publication.language.split("-")[0].lower() == "en":
            return markup
        return f"#english[{markup}]"
