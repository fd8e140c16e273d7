"""Tables of data: upright, on their side where wide, as records where nothing else fits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from plainpress.builders.print import cell_length, columns, fits, least_widths, records
from plainpress.document.model import Paragraph
from plainpress.document.walk import nodes

from . import markup
from .figures import caption

if TYPE_CHECKING:
    from plainpress.document.model import Table, TableCell, TableRow

    from .context import Context, Place

# A table turns its page on its side when it has so many columns and so long a cell that
# upright its words would stand three or four to a line.
_WIDE_COLUMNS = 4
_WIDE_CELL = 90
_MANY_COLUMNS = 8
# The letters of a cell that count towards its column's share of the width.
_LEAST_SHARE, _MOST_SHARE = 12, 160
_SIZE = 11
_CELL_MARGINS = 12.0
_SIDES = {"left": "start", "centre": "center", "right": "end"}
_LINE_HEIGHT = 1.45
# A row, or a repeated head, taller than this share of the page may be split, or stands once.
_TALL_ROW, _TALL_HEAD = 0.6, 0.25


def is_turned(context: Context, node: Table) -> bool:
    """Whether a table reads better on a page on its side: never in large print."""
    count = columns(node)
    if context.page.is_large or not count:
        return False
    points = context.page.sized(_SIZE)
    if not fits(node, context.page.width, points):
        return fits(node, context.page.height, points)
    longest = max(cell_length(cell) for row in node.rows for cell in row.cells)
    return count >= _MANY_COLUMNS or (count >= _WIDE_COLUMNS and longest > _WIDE_CELL)


def table(context: Context, node: Table, place: Place) -> str:
    """The caption, which stands above, and the table."""
    width = place.width
    if place.is_top and is_turned(context, node):
        width = context.page.height
    points = context.page.sized(_SIZE)
    if not columns(node):
        return _caption_alone(context, node, place)
    if not fits(node, width, points):
        return context.blocks(records(node), place)
    # What a head holds is repeated on every page, but a label can stand only once.
    anchors = context.anchor(node.label) + _anchors(context, node.rows[: node.header_rows])
    drawn = _drawn(context, node, replace(place, width=width, points=points))
    if not node.caption:
        return anchors + drawn
    words = anchors + caption(context, node, place)
    return f"#captioned-table([{words}], [{drawn}])"


def _anchors(context: Context, rows: tuple[TableRow, ...]) -> str:
    return "".join(context.anchor(getattr(found, "label", "")) for found in nodes(*rows))


def _caption_alone(context: Context, node: Table, place: Place) -> str:
    """The caption above records that were a table."""
    words = context.anchor(node.label) + caption(context, node, place)
    return f"#records-caption[{words}]" if node.caption else words


def _drawn(context: Context, node: Table, place: Place) -> str:
    context.tables.append(node.header_columns)
    widths = _widths(node, place)
    heights = [_height(row, widths, place.points) for row in node.rows]
    page = context.page.height if place.width <= context.page.width else context.page.width
    repeats = sum(heights[: node.header_rows]) < page * _TALL_HEAD
    rows = [
        "".join(
            _cell(
                context,
                cell,
                width,
                place,
                (_kind(node, number, column), heights[number] > page * _TALL_ROW),
            )
            for column, (cell, width) in enumerate(zip(row.cells, widths, strict=False))
        )
        for number, row in enumerate(node.rows)
    ]
    heads, cells = rows[: node.header_rows], rows[node.header_rows :]
    return (
        f"#data-table({markup.array([markup.points(width) for width in widths])}, "
        f"{len(heads)}, {_flag(repeats)}, ({''.join(heads)}), ({''.join(cells)}))"
    )


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _kind(node: Table, row: int, column: int) -> str:
    if row < node.header_rows:
        return "head"
    return "row-head" if column < node.header_columns else "cell"


def _cell(
    context: Context, cell: TableCell, width: float, place: Place, look: tuple[str, bool]
) -> str:
    """A cell; `look` is its kind, and whether its row is so tall that it may be split."""
    inner = replace(place, width=width - _CELL_MARGINS, is_top=False, cell=True, depth=0)
    alone = len(cell.children) == 1
    content = (context.begun if alone else context.blocks)(cell.children, inner)
    kind, splits = look
    return f"{kind}({_flag(splits)}, {_SIDES[cell.alignment]}, [{content}]), "


def _widths(node: Table, place: Place) -> list[float]:
    """Points of each column: as the source says, else by what the cells hold.

    No column is narrower than its longest word; what it lacks the others give.
    """
    least = least_widths(node, place.points)
    shares: list[float] = [float(share) for share in node.widths]
    if len(shares) != columns(node) or min(shares) <= 0:
        shares = [_share(node, column) for column in range(columns(node))]
    narrow: set[int] = set()
    while True:
        room = place.width - sum(least[column] for column in narrow)
        total = sum(share for column, share in enumerate(shares) if column not in narrow)
        widths = [
            least[column] if column in narrow else room * share / total
            for column, share in enumerate(shares)
        ]
        more = {column for column, width in enumerate(widths) if width < least[column] - 0.01}
        if not more - narrow or len(narrow | more) == len(shares):
            return _stretched(widths, place.width)
        narrow |= more


def _stretched(widths: list[float], width: float) -> list[float]:
    return [each * width / sum(widths) for each in widths]


def _share(node: Table, column: int) -> float:
    longest = max(cell_length(row.cells[column]) for row in node.rows)
    return min(max(longest, _LEAST_SHARE), _MOST_SHARE)


def _height(row: TableRow, widths: list[float], points: float) -> float:
    """About how tall a row is, in points."""
    lines = 1.0
    for cell, width in zip(row.cells, widths, strict=False):
        letters = max((width - _CELL_MARGINS) / (points * 0.5), 1)
        blocks = sum(1 for found in nodes(cell) if isinstance(found, Paragraph))
        lines = max(lines, cell_length(cell) / letters + blocks)
    return lines * points * _LINE_HEIGHT
