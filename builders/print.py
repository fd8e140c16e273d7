"""Takes an edition; gives it as large print: no italics, and no table that would have to shrink."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from plainpress.builders.typeface import Typeface
from plainpress.document.errors import UsageError
from plainpress.document.model import (
    BulletList,
    DefinitionItem,
    DefinitionList,
    Emphasis,
    ListItem,
    Node,
    NoteReference,
    Paragraph,
    Strong,
    Table,
    Text,
)
from plainpress.document.records import dataclass
from plainpress.document.walk import blocks, nodes, plain_text, transform
from plainpress.templates import template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from plainpress.document.model import (
        Block,
        Inline,
        Publication,
        Section,
        TableCell,
        TableRow,
    )

POINTS_PER_CM = 72 / 2.54


@dataclass(frozen=True, slots=True)
class PrintSize:
    """A size of print: its name in commands, its name on a cover, and its letters.

    `points` is the size of the text; `display` is by how much headings grow.
    """

    name: str
    label: str
    points: float
    display: float


# RNIB and UKAAF: large print is 16 to 18 points, giant print larger; 18 and 24 are what is asked
# for most.
SIZES = (PrintSize("large", "Large print", 18, 1.15), PrintSize("giant", "Giant print", 24, 1.3))
# Page margins in centimetres, and points between the lines of neighbouring cells.
MARGIN = 2.0
_CELL_PADDING = 12
# A column of large print holds at most so many lines of a cell before a list reads better.
_MOST_LINES = 5
_MOST_COLUMNS = 3
# Characters that fill about half a page that lies on its side.
_WORDS_WITH_TABLE = 900


def size(name: str) -> PrintSize | None:
    """The size of print with this name, None for none. Raises `UsageError` for one unknown."""
    if not name:
        return None
    found = next((each for each in SIZES if each.name == name), None)
    if found is None:
        known = ", ".join(each.name for each in SIZES)
        raise UsageError(f"no size of print is called {name!r}: use one of {known}")
    return found


def prepared(publication: Publication, print_size: PrintSize | None, width: float) -> Publication:
    """The edition as it is printed in a size, on lines `width` points long.

    Italics become bold (UKAAF, Creating clear print and large print documents), tables of many
    columns become lists of records. Without a size the publication stays as it is.
    """
    if print_size is None:
        return publication

    def change(node: Node) -> Node:
        if isinstance(node, Emphasis):
            return Strong(node.children, span=node.span)
        return _with_records(node, width, print_size.points)

    return transform(publication, change)


def _with_records(node: Node, width: float, points: float) -> Node:
    """The node with each table among its blocks that would have to shrink turned into records."""
    renewed: dict[str, Any] = {}
    for each in fields(node):
        value = getattr(node, each.name)
        if isinstance(value, tuple) and any(_is_crowded(part, width, points) for part in value):
            parts = (
                records(part) if _is_crowded(part, width, points) else (part,) for part in value
            )
            renewed[each.name] = tuple(chain.from_iterable(parts))
        elif isinstance(value, tuple) and value and isinstance(value[0], tuple):
            renewed[each.name] = tuple(_run(run, width, points) for run in value)
    return replace(node, **renewed) if renewed else node


def _run(run: tuple[Any, ...], width: float, points: float) -> tuple[Any, ...]:
    parts = (records(part) if _is_crowded(part, width, points) else (part,) for part in run)
    return tuple(chain.from_iterable(parts))


def _is_crowded(node: object, width: float, points: float) -> bool:
    """Whether large print has no room for a table."""
    if not isinstance(node, Table) or not columns(node):
        return False
    count = columns(node)
    column = width / count / (points * 0.55)
    longest = max(cell_length(cell) for row in node.rows for cell in row.cells)
    return count > _MOST_COLUMNS or longest > _MOST_LINES * column or not fits(node, width, points)


def columns(table: Table) -> int:
    """How many columns a table has: 0 for one without rows."""
    return len(table.rows[0].cells) if table.rows else 0


def cell_length(cell: TableCell) -> int:
    """The letters of a cell's paragraphs."""
    return sum(
        len(plain_text(node.children)) for node in blocks(cell) if isinstance(node, Paragraph)
    )


def fits(table: Table, width: float, points: float) -> bool:
    """Whether the longest word of every column finds room beside those of the others."""
    return sum(least_widths(table, points)) <= width


def least_widths(table: Table, points: float) -> list[float]:
    """The width in points that each column needs for its longest word."""
    return [
        max((word_width(row.cells[column]) for row in table.rows), default=0) * points
        + _CELL_PADDING
        for column in range(columns(table))
    ]


def word_width(cell: TableCell) -> float:
    """The width in ems of the longest word of a cell, in bold."""
    face = typeface()
    return max((face.width(word) for word in _words(cell)), default=0)


def _words(cell: TableCell) -> Iterator[str]:
    # A line may end after a hyphen or a slash.
    for node in nodes(cell):
        if isinstance(node, Paragraph):
            yield from plain_text(node.children).replace("-", "- ").replace("/", "/ ").split()


@cache
def typeface() -> Typeface:
    """The widths of our bold letters, wider than those of Arial and than our regular ones."""
    return Typeface(template("fonts/AtkinsonHyperlegibleNext-Bold.ttf").read_bytes())


# --- Records -------------------------------------------------------------------------


def records(table: Table) -> tuple[Block, ...]:
    """A table as a list of records: its caption, then for each row a name and its values.

    The caption is a table without rows, so that number and label stay. A row is named by its
    first column; each other column is a line "heading: value".
    """
    holder = (replace(table, rows=()),) if table.caption or table.label else ()
    heads = [_heading(table, column) for column in range(columns(table))]
    rows = table.rows[table.header_rows :]
    if not rows:
        # Nothing but headings: they are what there is to say.
        heads, rows = [()] * len(heads), table.rows
    items = tuple(_record(heads, row) for row in rows)
    return (*holder, DefinitionList(items, span=table.span)) if items else holder


def _heading(table: Table, column: int) -> tuple[Inline, ...]:
    """The words above a column, those of several header rows joined by commas."""
    found: list[Inline] = []
    for row in table.rows[: table.header_rows]:
        words = _plain_inlines(row.cells[column])
        if words and found:
            found.append(Text(", "))
        found.extend(words)
    return tuple(found)


def _plain_inlines(cell: TableCell) -> tuple[Inline, ...]:
    # The mark of a footnote stays with the table's caption: it must not be said for every row.
    paragraphs = [block for block in cell.children if isinstance(block, Paragraph)]
    words = [list(block.children) for block in paragraphs]
    return tuple(each for each in chain.from_iterable(words) if not isinstance(each, NoteReference))


def _record(heads: list[tuple[Inline, ...]], row: TableRow) -> DefinitionItem:
    first, *others = row.cells
    name, *rest = _value(heads[0], first, in_bold=True)
    values = tuple(
        ListItem(_value(head, cell), span=cell.span)
        for head, cell in zip(heads[1:], others, strict=False)
    )
    blocks = (*rest, BulletList(values, span=row.span)) if values else tuple(rest)
    term = name.children if isinstance(name, Paragraph) else ()
    definition = blocks if term else (name, *blocks)
    return DefinitionItem(term, (definition,), span=row.span)


def _value(
    head: tuple[Inline, ...], cell: TableCell, *, in_bold: bool = False
) -> tuple[Block, ...]:
    """A cell behind the heading of its column; a dash where the cell is empty.

    The heading is bold, unless it stands `in_bold` already.
    """
    label: tuple[Inline, ...] = ()
    if head:
        words = (*head, Text(":"))
        label = (*(words if in_bold else (Strong(words),)), Text(" "))
    content = cell.children or (Paragraph((Text("\N{EN DASH}"),)),)
    if isinstance(content[0], Paragraph):
        words = content[0].children
        if all(isinstance(each, Text) and not each.text.strip() for each in words):
            words = (Text("\N{EN DASH}"),)
        return (replace(content[0], children=(*label, *words)), *content[1:])
    return (Paragraph(label), *content) if label else content


def words_with_table(section: Section, is_turned: Callable[[Table], bool]) -> int:
    """How many paragraphs at the start of a chapter go with a table that lies on its side.

    None where they would fill the page themselves: alone on one, a few would leave it empty.
    """
    length = 0
    for count, block in enumerate(section.blocks if section.level == 1 else ()):
        if isinstance(block, Table) and is_turned(block):
            return count
        if not isinstance(block, Paragraph):
            break
        length += len(plain_text(block.children))
        if length > _WORDS_WITH_TABLE:
            break
    return 0
