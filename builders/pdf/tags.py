"""The tags of a finished PDF, completed: row headers, and lists that stand in an item.

Typst 0.15 marks the heads of columns only, and puts a list that ends an item beside the item.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .objects import Objects, UnknownShapeError, references

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_KIND = re.compile(rb"/Type/StructElem/S/(\w+)")
_PARENT = re.compile(rb"/P \d+ 0 R")
_HEADERS = re.compile(rb"/Headers\[(.*?)\]", re.DOTALL)
_TREE = re.compile(rb"/StructTreeRoot (\d+) 0 R")
_NAMES = re.compile(rb"/IDTree<</Names\[(.*?)\]>>", re.DOTALL)
_NAMED = re.compile(rb"\((.*?)\)(\d+ 0 R)", re.DOTALL)


def completed(data: bytes, header_columns: Sequence[int]) -> bytes:
    """The PDF with complete tags. `header_columns`: how many each table has, in reading order.

    Raises `UnknownShapeError` for a file that Typst 0.15 has not written.
    """
    objects = Objects(data)
    catalogue = _TREE.search(objects[objects.root])
    if not catalogue:
        raise UnknownShapeError("no tags")
    root = int(catalogue[1])
    elements = list(_elements(objects, root))
    tables = [number for number, kind in elements if kind == b"Table"]
    if len(tables) != len(header_columns):
        raise UnknownShapeError(f"{len(tables)} tables where {len(header_columns)} were drawn")
    for number, kind in elements:
        if kind == b"L":
            _take_in(objects, number)
    names: dict[bytes, int] = {}
    for place, (table, count) in enumerate(zip(tables, header_columns, strict=True)):
        for line, row in enumerate(_body_rows(objects, table) if count else ()):
            _mark_row(objects, row, count, b"R%d.%d" % (place, line), names)
    if names:
        objects[root] = _with_names(objects[root], names)
    return objects.write()


def _kind(objects: Objects, number: int) -> bytes:
    found = _KIND.search(objects[number])
    return found[1] if found else b""


def _array(element: bytes) -> tuple[int, int]:
    """Where the children of an element stand: last but for its page, so that no text can pass."""
    start = element.rfind(b"/K[")
    return (start + 3, element.rfind(b"]")) if start >= 0 else (0, 0)


def _kids(objects: Objects, number: int) -> list[int]:
    element = objects[number]
    start, end = _array(element)
    return list(references(element[start:end]))


def _elements(objects: Objects, root: int) -> Iterator[tuple[int, bytes]]:
    """The elements below the root with their kinds, parents first, in reading order."""
    # In the root the children come first, and what else it holds after them.
    top = re.search(rb"/K\[([^\]]*)\]", objects[root])
    stack = list(references(top[1])) if top else []
    while stack:
        number = stack.pop()
        if kind := _kind(objects, number):
            yield number, kind
            stack.extend(reversed(_kids(objects, number)))


# --- Lists -----------------------------------------------------------------------------


def _take_in(objects: Objects, outer: int) -> None:
    """Puts each list that stands beside an item of a list into the item's body (14.8.4.3.3)."""
    body = 0
    for kid in _kids(objects, outer):
        kind = _kind(objects, kid)
        if kind == b"LI":
            body = next(
                (each for each in _kids(objects, kid) if _kind(objects, each) == b"LBody"), 0
            )
        elif kind == b"L" and body:
            _move(objects, kid, outer, body)


def _move(objects: Objects, element: int, outer: int, inner: int) -> None:
    reference = b"%d 0 R" % element
    before, after = objects[outer], objects[inner]
    start, end = _array(before)
    kids = re.sub(rb"(?<!\d)%s" % reference, b"", before[start:end], count=1)
    objects[outer] = before[:start] + kids + before[end:]
    end = _array(after)[1]
    objects[inner] = after[:end] + b" " + reference + after[end:]
    objects[element] = _PARENT.sub(b"/P %d 0 R" % inner, objects[element], count=1)


# --- Row headers -------------------------------------------------------------------------


def _body_rows(objects: Objects, table: int) -> Iterator[int]:
    for part in _kids(objects, table):
        kind = _kind(objects, part)
        if kind == b"TR":
            yield part
        elif kind == b"TBody":
            yield from (row for row in _kids(objects, part) if _kind(objects, row) == b"TR")


def _mark_row(objects: Objects, row: int, count: int, name: bytes, names: dict[bytes, int]) -> None:
    """Makes the first cells TH with the scope Row; the others name them (ISO 14289-1, 7.5)."""
    cells = _kids(objects, row)
    added = b""
    for column, cell in enumerate(cells[:count]):
        identifier = b"%s.%d" % (name, column)
        head = objects[cell].replace(b"/S/TD", b"/S/TH", 1)
        head = head.replace(b"/O/Table", b"/O/Table/Scope/Row", 1)
        objects[cell] = head.replace(b"/A[", b"/ID(%s)/A[" % identifier, 1)
        names[identifier] = cell
        added += b"(%s)" % identifier
    for cell in cells[count:]:
        found = _HEADERS.search(objects[cell])
        if found:
            headers = b"/Headers[%s%s]" % (found[1], added)
            objects[cell] = objects[cell].replace(found[0], headers, 1)


def _with_names(root: bytes, names: dict[bytes, int]) -> bytes:
    """The root of the tags with the new names in their tree, which is sorted (7.9.6)."""
    found = _NAMES.search(root)
    known = dict(_NAMED.findall(found[1])) if found else {}
    known |= {name: b"%d 0 R" % number for name, number in names.items()}
    tree = b"".join(b"(%s)%s" % (name, known[name]) for name in sorted(known))
    tree = b"/IDTree<</Names[%s]>>" % tree
    if found:
        return root.replace(found[0], tree, 1)
    return root.replace(b"/Type/StructTreeRoot", b"/Type/StructTreeRoot" + tree, 1)
