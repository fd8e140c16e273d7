"""Tables: headers, captions and a regular shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility import catalogue
from plainpress.document.model import CodeBlock, Figure, Image, Inline, Table, Text
from plainpress.document.outline import number_text
from plainpress.document.walk import nodes, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.structure.index import Index
    from plainpress.document.findings import Finding
    from plainpress.document.model import Node, TableCell


def _name(table: Table) -> str:
    return number_text(table) or "the table"


def headers(index: Index) -> Iterator[Finding]:
    """Each table has header cells, and each header cell has words, also in the corner."""
    for table in index.of(Table):
        if not table.header_rows and not table.header_columns:
            message = f"{_name(table)} has no header row and no header column"
            yield catalogue.finding("table-without-header", message, table.span)
        for row, column, cell in _header_cells(table):
            if _is_blank(cell):
                message = (
                    f"the header cell in row {row}, column {column} of {_name(table)} is empty"
                )
                place = cell.span if cell.span.path else table.span
                yield catalogue.finding("header-cell-empty", message, place)


def _header_cells(table: Table) -> Iterator[tuple[int, int, TableCell]]:
    for row, line in enumerate(table.rows):
        if all(map(_is_blank, line.cells)):
            continue  # a finding of its own: table-row-blank
        for column, cell in enumerate(line.cells):
            if row < table.header_rows or column < table.header_columns:
                yield row + 1, column + 1, cell


def captions(index: Index) -> Iterator[Finding]:
    for table in index.of(Table):
        if not plain_text(table.caption).strip():
            yield catalogue.finding("table-without-caption", "the table has no caption", table.span)


def shape(index: Index) -> Iterator[Finding]:
    """Rows have the same number of cells, and none is blank."""
    for table in index.of(Table):
        lengths = {len(row.cells) for row in table.rows}
        if len(lengths) > 1:
            message = f"rows of {_name(table)} have {min(lengths)} to {max(lengths)} cells"
            yield catalogue.finding("table-rows-uneven", message, table.span)
        for number, row in enumerate(table.rows, 1):
            if all(map(_is_blank, row.cells)):
                place = row.span if row.span.path else table.span
                message = f"row {number} of {_name(table)} is blank"
                yield catalogue.finding("table-row-blank", message, place)


def _is_blank(cell: TableCell) -> bool:
    return not any(_says_something(node) for node in nodes(cell))


def _says_something(node: Node) -> bool:
    match node:
        case Figure() | Image() | CodeBlock():
            return True
        case Text(text=text):
            return bool(text.strip())
        case _:
            return isinstance(node, Inline) and bool(plain_text((node,)).strip())
