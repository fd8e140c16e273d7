"""Takes a table; lets the narrator say it row by row, each cell behind the head of its column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.document.model import Paragraph, Table, TableCell, TableRow
from plainpress.document.walk import nodes, nodes_of, plain_text

if TYPE_CHECKING:
    from plainpress.document.narration.narrator import Narrator


def table(narrator: Narrator, node: Table) -> None:
    """Caption, size, the heads of the columns, then each row; a listener can leave it early."""
    heads = _heads(node)
    body = node.rows[node.header_rows :]
    number = narrator.words("table", number=str(node.number)) if node.number else ""
    before = narrator.words("number", kind=number) if number else ""
    narrator.say(node.caption, node, "caption", before=before)
    with narrator.escape("table"):
        columns = _counted(narrator, "columns", _columns(node))
        rows = _counted(narrator, "rows", len(body))
        narrator.announce("table-size", node, columns=columns, rows=rows)
        if any(heads):
            names = "; ".join(filter(None, heads))
            narrator.announce("table-columns", node, names=names)
        for place, row in enumerate(body, 1):
            _row(narrator, row, heads, place)
        narrator.announce("table-end", node)
    narrator.notes(node)


def _counted(narrator: Narrator, name: str, number: int) -> str:
    return narrator.words(f"{name}-one" if number == 1 else name, number=str(number))


def _columns(node: Table) -> int:
    return len(node.rows[0].cells) if node.rows else 0


def _heads(node: Table) -> list[str]:
    """The words over each column, of all rows of heads together."""
    return [
        " ".join(filter(None, (_words(row.cells[place]) for row in node.rows[: node.header_rows])))
        for place in range(_columns(node))
    ]


def _words(cell: TableCell) -> str:
    return " ".join(plain_text(each.children) for each in nodes_of(Paragraph, cell)).strip()


def _row(narrator: Narrator, row: TableRow, heads: list[str], place: int) -> None:
    lead = narrator.words("row", number=str(place))
    for head, cell in zip(heads, row.cells, strict=False):
        before = lead + (narrator.words("header", name=head) if head else "")
        said = _cell(narrator, row, cell, before)
        lead = "" if said else lead
    narrator.pause("block")


def _cell(narrator: Narrator, row: TableRow, cell: TableCell, before: str) -> bool:
    """A cell's paragraphs, as sentences of the row; whether there were any."""
    said = False
    for paragraph in nodes_of(Paragraph, cell):
        if plain_text(paragraph.children).strip():
            narrator.say(paragraph.children, row, "row", "cell", "" if said else before)
            said = True
    if not said:
        narrator.leave_out("nothing-to-say", _text(cell), row)
    return said


def _text(cell: TableCell) -> str:
    return " ".join(getattr(node, "text", "") for node in nodes(cell))
