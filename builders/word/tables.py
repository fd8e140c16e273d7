"""Tables of data, and the rows of pictures and words of an easy-read edition."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from plainpress.builders.print import cell_length
from plainpress.document.outline import number_text
from plainpress.document.walk import plain_text

from .captions import caption
from .context import Place
from .figures import drawing_run
from .markup import Format, attribute, paragraph
from .media import Bounds
from .page import TWIPS_PER_CM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plainpress.document.model import PictureRow, Table, TableCell, TableRow

    from .context import Context

_ALIGNMENTS = {"left": "", "centre": "center", "right": "right"}
# A table turns its page on its side when it has so many columns and so long a cell that
# upright its words would stand three or four to a line.
_WIDE_COLUMNS = 4
_WIDE_CELL = 90
_MANY_COLUMNS = 8
# The least width of a column, and the words of a cell that count towards its share.
_LEAST_SHARE = 12
_MOST_SHARE = 160
# `w:tblLook` (17.4.55): first row, first column, no vertical bands.
_FIRST_ROW, _FIRST_COLUMN, _NO_VERTICAL_BANDS = 0x20, 0x80, 0x400
_CELL_MARGINS = 230

# A table within narrow cells runs over, rather than vanish.
_LEAST_WIDTH = 1440
_PICTURE_COLUMN = round(5.5 * TWIPS_PER_CM)
_PICTURE_WIDTH = round(4.5 * TWIPS_PER_CM)


def is_wide(table: Table) -> bool:
    """Whether a table reads better on a page on its side."""
    columns = len(table.rows[0].cells) if table.rows else 0
    if columns < _WIDE_COLUMNS:
        return False
    longest = max(cell_length(cell) for row in table.rows for cell in row.cells)
    return columns >= _MANY_COLUMNS or longest > _WIDE_CELL


def table(context: Context, node: Table, place: Place) -> str:
    """The caption, which stands above, and the table."""
    wide = place.is_top and is_wide(node)
    width = (context.page.landscape_width if wide else place.width) - place.start
    width = max(width, _LEAST_WIDTH)
    above = _caption(context, node, place)
    if not node.rows or not node.rows[0].cells:
        return above
    widths = _widths(node, width)
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in widths)
    rows = "".join(_row(context, node, row, number, widths) for number, row in enumerate(node.rows))
    properties = _properties(context, node, width, place.start)
    if node.label and not above:
        # Without a caption, what refers to the table leads to its first cell.
        rows = rows.replace("</w:pPr>", f"</w:pPr>{context.bookmarks.around(node.label, '')}", 1)
    return f"{above}<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _caption(context: Context, node: Table, place: Place) -> str:
    if not node.caption:
        return ""
    return caption(context, node, replace(place, keep=True))


def _properties(context: Context, node: Table, width: int, start: int) -> str:
    look = _NO_VERTICAL_BANDS
    look |= _FIRST_ROW if node.header_rows else 0
    look |= _FIRST_COLUMN if node.header_columns else 0
    bidi = "<w:bidiVisual/>" if context.marks.right_to_left else ""
    indent = f'<w:tblInd w:w="{start}" w:type="dxa"/>' if start else ""
    title = attribute(plain_text(node.caption) or number_text(node))
    return (
        f'<w:tblPr><w:tblStyle w:val="{context.styles["Plainpress Table"]}"/>{bidi}'
        f'<w:tblW w:w="{width}" w:type="dxa"/>{indent}<w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="{look:04X}" w:firstRow="{int(bool(node.header_rows))}" '
        f'w:lastRow="0" w:firstColumn="{int(bool(node.header_columns))}" w:lastColumn="0" '
        f'w:noHBand="0" w:noVBand="1"/>'
        + (f'<w:tblCaption w:val="{title}"/>' if title else "")
        + f'<w:tblDescription w:val="{attribute(_description(node))}"/></w:tblPr>'
    )


def _description(node: Table) -> str:
    """How the table is made: what a screen reader says before it goes in."""
    rows, columns = len(node.rows), len(node.rows[0].cells)
    heads = []
    if node.header_rows:
        heads.append("the column headings are at the top")
    if node.header_columns:
        heads.append("the row headings are on the left")
    return "; ".join((f"{_count(columns, 'column')}, {_count(rows, 'row')}", *heads))


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _widths(node: Table, width: int) -> list[int]:
    """Twips of each column: as the source says, else by what the cells hold."""
    columns = len(node.rows[0].cells)
    shares: Sequence[int] = node.widths
    if len(shares) != columns or min(shares) < 1:
        shares = [_share(node, column) for column in range(columns)]
    total = sum(shares)
    widths = [width * share // total for share in shares]
    widths[-1] += width - sum(widths)
    return widths


def _share(node: Table, column: int) -> int:
    longest = max(cell_length(row.cells[column]) for row in node.rows if column < len(row.cells))
    return min(max(longest, _LEAST_SHARE), _MOST_SHARE)


def _row(context: Context, node: Table, row: TableRow, number: int, widths: list[int]) -> str:
    is_header = number < node.header_rows
    header = "<w:tblHeader/>" if is_header else ""
    cells = "".join(
        _cell(context, cell, width, is_header or column < node.header_columns, keep=is_header)
        for column, (cell, width) in enumerate(zip(row.cells, widths, strict=False))
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{cells}</w:tr>"


def _cell(context: Context, cell: TableCell, width: int, is_header: bool, *, keep: bool) -> str:
    place = Place(
        width=max(width - _CELL_MARGINS, _CELL_MARGINS),
        style="Table Heading" if is_header else "Table Text",
        alignment=_ALIGNMENTS[cell.alignment],
        in_cell=True,
        keep=keep,
    )
    content = context.blocks(cell.children, place)
    if not content.endswith("</w:p>"):
        # A cell ends with a paragraph, be it empty (17.4.65).
        content += paragraph(context.styles[place.style], "")
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def picture_row(context: Context, node: PictureRow, place: Place) -> str:
    """A row of an easy-read edition: the picture stands left, the words right.

    Each row is a table of its own, for layout alone: a table of several rows would want a
    header row, which these words do not have.
    """
    picture = drawing_run(
        context,
        node.image,
        alt=node.alt or None,
        bounds=Bounds(_picture_width(place), _PICTURE_WIDTH, enlarge=True),
        span=node.span,
    )
    left_width, words_width = _picture_columns(place)
    right = Place(width=words_width, style="Picture Row Text", in_cell=True)
    left = paragraph(context.styles["Picture Row"], picture)
    words = context.blocks(node.children, right) or paragraph(context.styles[right.style], "")
    return (
        f"{_layout_table(context, left_width, words_width)}<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        f'<w:tc><w:tcPr><w:tcW w:w="{left_width}" w:type="dxa"/></w:tcPr>{left}</w:tc>'
        f'<w:tc><w:tcPr><w:tcW w:w="{words_width}" w:type="dxa"/>'
        f'<w:vAlign w:val="center"/></w:tcPr>{words}</w:tc></w:tr></w:tbl>'
    )


def _picture_columns(place: Place) -> tuple[int, int]:
    """The widths for picture and words; within a narrow place, a third for the picture."""
    width = max(place.width, _LEAST_WIDTH)
    picture = min(_PICTURE_COLUMN, width // 3)
    return picture, width - picture


def _picture_width(place: Place) -> int:
    return min(_PICTURE_WIDTH, _picture_columns(place)[0])


def _layout_table(context: Context, left: int, right: int) -> str:
    bidi = "<w:bidiVisual/>" if context.marks.right_to_left else ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{context.styles["Picture Table"]}"/>{bidi}'
        f'<w:tblW w:w="{left + right}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0600" w:firstRow="0" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>'
        f'<w:gridCol w:w="{left}"/><w:gridCol w:w="{right}"/></w:tblGrid>'
    )


def separator(context: Context) -> str:
    """An empty paragraph of a hair's height: two tables that touch would become one."""
    return paragraph(context.styles["Section End"], "", Format())
