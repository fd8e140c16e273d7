"""A table: caption, columns, and cells that name their headers."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from plainpress.builders.xhtml.text import attribute
from plainpress.document.outline import number_text
from plainpress.document.walk import plain_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plainpress.builders.xhtml.writer import BodyWriter
    from plainpress.document.model import Inline, Table, TableCell, TableRow

_FEWEST_TO_STACK = 3  # columns: two still stand side by side on a telephone
# Four columns with a cell of so many characters want more room: a row is a card for longer.
_MANY_COLUMNS = 4
_LONG_CELL = 90


def table(writer: BodyWriter, node: Table, name: str, level: int) -> str:
    """A table in a frame that scrolls where it must.

    The frame can be reached with the keyboard and has a name (WCAG 2.2, 2.1.1); it is a group
    and no region, so that tables do not crowd the list of landmarks. With three
    columns or more and one row of headers, each cell carries its header's words, so that the
    style sheet can set a row as a card on a narrow screen; the roles then keep the table a table,
    which `display: block` would otherwise undo in some browsers. HTML allows those roles to a
    script only, so that a web page leaves them to its own.
    """
    stacked = _stacks(node)
    caption = _caption(writer, node, name)
    named = f'aria-labelledby="{name}.caption"' if caption else f'aria-label="{writer.words.table}"'
    head, body = node.rows[: node.header_rows], node.rows[node.header_rows :]
    labels = [_words(cell) for cell in head[0].cells] if stacked else []
    kind = ' class="stack"' if stacked else ""
    rows = _Rows(writer, node.header_columns, labels, level)
    return (
        f'<div class="table{" long" if _is_long(node) else ""}" role="group" {named} '
        'tabindex="0">\n'
        f'<table id="{name}"{_role(stacked and writer.table_roles, "table")}{kind}>\n'
        f"{caption}{writer.columns(node.widths)}"
        f"{rows.group('thead', head)}{rows.group('tbody', body)}</table>\n</div>\n"
    )


def _stacks(node: Table) -> bool:
    return node.header_rows == 1 and bool(node.rows) and len(node.rows[0].cells) >= _FEWEST_TO_STACK


def _is_long(node: Table) -> bool:
    if not _stacks(node) or len(node.rows[0].cells) < _MANY_COLUMNS:
        return False
    return any(len(_words(cell)) > _LONG_CELL for row in node.rows for cell in row.cells)


def _caption(writer: BodyWriter, node: Table, name: str) -> str:
    if not node.caption:
        return ""
    number = number_text(node)
    before = f'<span class="number">{number}.</span> ' if number else ""
    return f'<caption id="{name}.caption">{before}{writer.said(node, node.caption)}</caption>\n'


def _role(shown: bool, role: str) -> str:
    return f' role="{role}"' if shown else ""


def _words(cell: TableCell) -> str:
    return " ".join(plain_text(cast("Sequence[Inline]", (block,))) for block in cell.children)


class _Rows:
    """The rows of one table."""

    def __init__(
        self, writer: BodyWriter, header_columns: int, labels: Sequence[str], level: int
    ) -> None:
        self._writer = writer
        self._header_columns = header_columns
        self._labels = labels
        self._has_roles = bool(labels) and writer.table_roles
        self._level = level

    def group(self, element: str, rows: Sequence[TableRow]) -> str:
        if not rows:
            return ""
        shown, mark = self._has_roles, self._writer.mark
        inner = "".join(
            f"<tr{mark(row)}{_role(shown, 'row')}>{self._cells(row, element == 'thead')}</tr>\n"
            for row in rows
        )
        return f"<{element}{_role(shown, 'rowgroup')}>\n{inner}</{element}>\n"

    def _cells(self, row: TableRow, in_head: bool) -> str:
        return "".join([self._cell(cell, column, in_head) for column, cell in enumerate(row.cells)])

    def _cell(self, cell: TableCell, column: int, in_head: bool) -> str:
        words = self._writer.compact(cell.children, self._level)
        style = f' class="{cell.alignment}"' if cell.alignment != "left" else ""
        shown, stacked = self._has_roles, bool(self._labels)
        if in_head and words:
            return f'<th scope="col"{_role(shown, "columnheader")}{style}>{words}</th>'
        label = (
            f' data-label="{attribute(self._labels[column])}"' if stacked and not in_head else ""
        )
        if column < self._header_columns and words:
            return f'<th scope="row"{_role(shown, "rowheader")}{style}{label}>{words}</th>'
        # An empty corner is no header of anything (WCAG 2.2, 1.3.1).
        return f"<td{_role(shown, 'cell')}{style}{label}>{words}</td>"
