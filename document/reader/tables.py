"""Tables: with pipes, with a caption around them, and list-tables whose cells hold blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.document.model import (
    Block,
    BulletList,
    Inline,
    Paragraph,
    Span,
    Table,
    TableCell,
    TableRow,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markdown_it.token import Token

    from plainpress.document.model import Alignment, ListItem
    from plainpress.document.reader.blocks import Blocks
    from plainpress.document.reader.syntax_blocks import Directive

_ALIGNMENTS: Mapping[object, Alignment] = {
    "text-align:right": "right",
    "text-align:center": "centre",
}


def table(blocks: Blocks, opening: Token) -> Table:
    """A table with pipes, whose first row is its header unless all its cells are empty."""
    header: list[TableRow] = []
    body: list[TableRow] = []
    rows = header
    while (token := blocks.tokens[blocks.place]).type != "table_close":
        blocks.place += 1
        if token.type == "tbody_open":
            rows = body
        elif token.type == "tr_open":
            rows.append(_row(blocks, blocks.span(token)))
    blocks.place += 1
    name = opening.meta.get("name")
    empty = not any(cell.children for row in header for cell in row.cells)
    return Table(
        tuple(body if empty and body else header + body),
        header_rows=0 if empty else 1,
        label=name.label if name else "",
        span=blocks.span(opening),
    )


def _row(blocks: Blocks, span: Span) -> TableRow:
    cells: list[TableCell] = []
    while (token := blocks.tokens[blocks.place]).type != "tr_close":
        if token.type in {"th_open", "td_open"}:
            words = blocks.tokens[blocks.place + 1]
            words.map = [span.first - 1, span.last]
            children = blocks.inlines.build(words)
            content = (Paragraph(children, span=span),) if children else ()
            alignment = _ALIGNMENTS.get(token.attrs.get("style"), "left")
            cells.append(TableCell(content, alignment, span=span))
        blocks.place += 1
    blocks.place += 1
    return TableRow(tuple(cells), span=span)


def captioned_table(
    blocks: Blocks, opening: Token, caption: tuple[Inline, ...], inside: tuple[Block, ...]
) -> tuple[Block, ...]:
    """`:::{table} caption` around a table with pipes; what else stands inside comes after it."""
    found = next((block for block in inside if isinstance(block, Table)), None)
    if found is None:
        blocks.report.add("table-without-table", blocks.span(opening))
        return (*_paragraph(caption, blocks.span(opening)), *inside)
    rest = tuple(block for block in inside if block is not found)
    made = _finished(blocks, opening, caption, found.rows, default_headers=found.header_rows)
    return (made, *rest)


def list_table(
    blocks: Blocks, opening: Token, caption: tuple[Inline, ...], inside: tuple[Block, ...]
) -> tuple[Block, ...]:
    """`:::{list-table} caption` around a list of rows, each a list of cells."""
    found = next((block for block in inside if isinstance(block, BulletList)), None)
    if found is None:
        blocks.report.add("list-table-without-list", blocks.span(opening))
        return (*_paragraph(caption, blocks.span(opening)), *inside)
    rest = tuple(block for block in inside if block is not found)
    rows = _even(blocks, [_list_row(blocks, item) for item in found.items])
    return (_finished(blocks, opening, caption, rows, default_headers=0), *rest)


def _list_row(blocks: Blocks, item: ListItem) -> TableRow:
    cells = next((block for block in item.children if isinstance(block, BulletList)), None)
    rest = tuple(block for block in item.children if block is not cells)
    if rest or cells is None:
        blocks.report.add("list-table-row", item.span)
    row = [TableCell(rest, span=item.span)] if rest or cells is None else []
    row += [TableCell(cell.children, span=cell.span) for cell in (cells.items if cells else ())]
    return TableRow(tuple(row), span=item.span)


def _even(blocks: Blocks, rows: list[TableRow]) -> tuple[TableRow, ...]:
    width = max((len(row.cells) for row in rows), default=0)
    even: list[TableRow] = []
    for row in rows:
        if missing := width - len(row.cells):
            blocks.report.add("table-row-short", row.span, cells=len(row.cells), columns=width)
            empty = (TableCell((), span=row.span),) * missing
            even.append(TableRow(row.cells + empty, span=row.span))
        else:
            even.append(row)
    return tuple(even)


def _paragraph(words: tuple[Inline, ...], span: Span) -> tuple[Block, ...]:
    return (Paragraph(words, span=span),) if words else ()


def _finished(
    blocks: Blocks,
    opening: Token,
    caption: tuple[Inline, ...],
    rows: tuple[TableRow, ...],
    *,
    default_headers: int,
) -> Table:
    directive: Directive = opening.meta["directive"]
    columns = len(rows[0].cells) if rows else 0
    headers = _count(blocks, directive, "header-rows", default_headers)
    stubs = _count(blocks, directive, "stub-columns", 0)
    return Table(
        rows,
        caption,
        header_rows=min(headers, len(rows)),
        header_columns=min(_count(blocks, directive, "header-columns", stubs), columns),
        widths=_widths(blocks, directive, columns),
        label=opening.meta.get("label", ""),
        number=opening.meta.get("number", 0),
        span=blocks.span(opening),
    )


def _count(blocks: Blocks, directive: Directive, option: str, default: int) -> int:
    value = directive.options.get(option)
    if value is None:
        return default
    if value.isdecimal():
        return int(value)
    span = blocks.file.at(directive.lines[option])
    blocks.report.add("option-not-number", span, option=option, value=value)
    return default


def _widths(blocks: Blocks, directive: Directive, columns: int) -> tuple[int, ...]:
    value = directive.options.get("widths", "auto").replace(",", " ")
    if value.strip() in {"auto", "grid", ""}:
        return ()
    span = blocks.file.at(directive.lines["widths"])
    parts = value.split()
    if not all(part.isdecimal() and int(part) for part in parts):
        blocks.report.add("option-not-number", span, option="widths", value=value)
        return ()
    if len(parts) != columns:
        blocks.report.add("widths-wrong", span, widths=len(parts), columns=columns)
        return ()
    return tuple(int(part) for part in parts)
