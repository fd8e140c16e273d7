"""Tables of an EPUB."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility.files.epub.book import q, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.files.epub.book import Book, Element


def _tables(book: Book) -> Iterator[tuple[str, Element]]:
    for document in book.documents:
        for number, table in enumerate(document.find_all("h:table"), 1):
            if table.get("role") not in {"presentation", "none"}:
                yield f"table {number} of {document.name}", table


def headers(book: Book) -> Iterator[tuple[str, str]]:
    """Each table has header cells, not data cells made to look like them."""
    for name, table in _tables(book):
        cells = list(table.iter(q("h:th")))
        if not cells:
            yield "table-without-header", f"{name} has no header cell"
        for number, cell in enumerate(cells, 1):
            if not words(cell) and not cell.get("aria-label"):
                yield "header-cell-empty", f"header cell {number} of {name} is empty"
        if _heads_both(table) and not all(cell.get("scope") or cell.get("id") for cell in cells):
            yield "table-header-without-scope", f"{name} has header cells without scope"


def _heads_both(table: Element) -> bool:
    """Whether a table has a header row and a header column as well."""
    rows = [list(row) for row in table.iter(q("h:tr"))]
    heads = [[cell.tag == q("h:th") for cell in row] for row in rows if row]
    return any(map(all, heads)) and any(row[0] and not all(row) for row in heads)


def captions(book: Book) -> Iterator[tuple[str, str]]:
    """Each table has a caption, or stands in a figure that has one."""
    for name, table in _tables(book):
        figure = next(table.iterancestors(q("h:figure")), None)
        titles = list(table.iterfind(q("h:caption")))
        titles += figure.iter(q("h:figcaption")) if figure is not None else []
        named = table.get("aria-label") or table.get("aria-labelledby")
        if not named and not any(map(words, titles)):
            yield "table-without-caption", f"{name} has no caption"
