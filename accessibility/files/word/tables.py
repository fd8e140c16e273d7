"""Tables of a Word file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility.files.word.document import (
    is_blank,
    is_on,
    number,
    q,
    style_of,
    value,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.files.word.document import Document, Element, Table

# w:tblLook/@w:val: the bits that switch on a table style's header row and header column
# (ECMA-376-1, 17.4.55).
_FIRST_ROW, _FIRST_COLUMN = 0x0020, 0x0080


def headers(document: Document) -> Iterator[tuple[str, str]]:
    """The first row is marked as a header twice: on the row, and in the table's look."""
    for table in document.tables:
        if not table.rows or table.is_layout:
            continue
        first = next(table.element.iterchildren(q("w:tr")))
        repeats = is_on(first.find(q("w:trPr/w:tblHeader")))
        styled = _looks(table.element, "w:firstRow", _FIRST_ROW)
        column = _looks(table.element, "w:firstColumn", _FIRST_COLUMN)
        if not repeats and not styled and not column:
            yield "table-without-header", f"{table.name} has no header row and no header column"
        elif repeats != styled:
            missing = "“Header Row”" if repeats else "“Repeat as header row”"
            message = f"the header row of {table.name} lacks the mark {missing}"
            yield "table-header-half-marked", message
        if repeats or styled:
            yield from _empty_cells(table)


def _empty_cells(table: Table) -> Iterator[tuple[str, str]]:
    blank = [is_blank(cell) for cell in table.rows[0]]
    for place, is_empty in enumerate(blank, 1):
        if is_empty and not all(blank):
            yield "header-cell-empty", f"header cell {place} of {table.name} is empty"


def _looks(table: Element, name: str, bit: int) -> bool:
    look = table.find(q("w:tblPr/w:tblLook"))
    if look is None:
        return False
    if look.get(q(name)) is not None:
        return look.get(q(name)) in {"1", "true", "on"}
    return bool(int(number(look.get(q("w:val")), 0, base=16)) & bit)


def captions(document: Document) -> Iterator[tuple[str, str]]:
    """A paragraph in the style Caption stands before or after each table."""
    for table in document.tables:
        element = table.element
        if element.getparent().tag == q("w:tc") or not table.rows or table.is_layout:
            continue
        titled = element.find(q("w:tblPr/w:tblCaption"))
        beside = (element.getprevious(), element.getnext())
        if not value(titled) and not any(_is_caption(document, other) for other in beside):
            yield "table-without-caption", f"{table.name} has no caption"


def _is_caption(document: Document, element: Element | None) -> bool:
    return (
        element is not None
        and element.tag == q("w:p")
        and any(
            "caption" in (value(style.find(q("w:name"))) or "").lower()
            for style in document.chain(style_of(element))
        )
    )


def shape(document: Document) -> Iterator[tuple[str, str]]:
    """A regular grid: no merged cells, no tables in cells, no blank rows or columns."""
    for table in document.tables:
        if table.element.getparent().tag == q("w:tc"):
            yield "table-nested", f"{table.name} stands inside another table"
        # Most tables have no such element: then no cell need be asked.
        merges = next(table.element.iter(*map(q, _MERGES)), None) is not None
        if merges and any(_is_merged(cell) for row in table.rows for cell in row):
            yield "table-cells-merged", f"{table.name} has merged cells"
        widths = {sum(map(_span, row)) if merges else len(row) for row in table.rows}
        if len(widths) > 1:
            message = f"rows of {table.name} have {min(widths)} to {max(widths)} cells"
            yield "table-rows-uneven", message
        yield from _blank_lines(table)


def _blank_lines(table: Table) -> Iterator[tuple[str, str]]:
    grid = [[is_blank(cell) for cell in row] for row in table.rows]
    for place, row in enumerate(grid, 1):
        if row and all(row):
            yield "table-row-blank", f"row {place} of {table.name} is blank"
    if len({len(row) for row in grid}) == 1:
        for place, column in enumerate(zip(*grid, strict=True), 1):
            if len(column) > 1 and all(column):
                yield "table-row-blank", f"column {place} of {table.name} is blank"


_MERGES = ("w:gridSpan", "w:vMerge", "w:hMerge")


def _span(cell: Element) -> int:
    return int(number(value(cell.find(q("w:tcPr/w:gridSpan"))), 1))


def _is_merged(cell: Element) -> bool:
    merges = (q("w:tcPr/w:vMerge"), q("w:tcPr/w:hMerge"))
    return _span(cell) > 1 or any(cell.find(merge) is not None for merge in merges)
