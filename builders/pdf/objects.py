"""The objects of a PDF that Typst wrote: found by its table of references, changed, written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_ENTRY = 20
_REFERENCE = re.compile(rb"(\d+) 0 R")


class UnknownShapeError(Exception):
    """The file is not written as Typst 0.15 writes it."""


class Objects:
    """The numbered objects of a file, as bytes (ISO 32000-1, 7.3.10 and 7.5.4).

    It knows what Typst writes: one table of references, no compressed objects, generation 0.
    """

    def __init__(self, data: bytes) -> None:
        found = _START.search(data, max(0, len(data) - 64))
        if not found:
            raise UnknownShapeError("no startxref at its end")
        self._table = int(found[1])
        head = re.match(rb"xref\s+0 (\d+)\s*?\n", data[self._table : self._table + 40])
        if not head:
            raise UnknownShapeError("no table of references")
        self._data = data
        self._count = int(head[1])
        rows = self._table + head.end()
        self._offsets = [
            int(data[start : start + 10]) if data[start + 17 : start + 18] == b"n" else 0
            for start in range(rows, rows + _ENTRY * self._count, _ENTRY)
        ]
        self._trailer = data[rows + _ENTRY * self._count : found.start()]
        self._head = data[: min(offset for offset in self._offsets if offset)]
        self._changed: dict[int, bytes] = {}
        order = sorted((offset, number) for number, offset in enumerate(self._offsets) if offset)
        ends = [offset for offset, _ in order[1:]] + [self._table]
        self._order = [
            (number, start, end) for (start, number), end in zip(order, ends, strict=True)
        ]
        self._ends = {number: end for number, _, end in self._order}

    def __getitem__(self, number: int) -> bytes:
        """The whole object, from its number to `endobj`."""
        if number in self._changed:
            return self._changed[number]
        return self._data[self._offsets[number] : self._ends[number]]

    def __setitem__(self, number: int, data: bytes) -> None:
        self._changed[number] = data

    @property
    def root(self) -> int:
        """The number of the catalogue."""
        found = re.search(rb"/Root (\d+) 0 R", self._trailer)
        if not found:
            raise UnknownShapeError("no catalogue")
        return int(found[1])

    def write(self) -> bytes:
        """The file with what was changed, and a new table of references."""
        parts, offsets, place = [self._head], [0] * self._count, len(self._head)
        for number, start, end in self._order:
            part = self._changed.get(number) or self._data[start:end]
            offsets[number] = place
            parts.append(part)
            place += len(part)
        rows = [
            b"%010d 00000 n\r\n" % offset if number else b"0000000000 65535 f\r\n"
            for number, offset in enumerate(offsets)
        ]
        table = b"xref\n0 %d\n" % self._count + b"".join(rows) + self._trailer
        return b"".join(parts) + table + b"startxref\n%d\n%%%%EOF" % place


def references(array: bytes) -> Iterator[int]:
    """The numbers of the objects that an array refers to, those of its dictionaries left out."""
    bare = re.sub(rb"<<.*?>>", b" ", array, flags=re.DOTALL)
    return (int(number) for number in _REFERENCE.findall(bare))
