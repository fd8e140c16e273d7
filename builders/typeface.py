"""How wide words are in one of our typefaces, from the tables of its TrueType file."""

from __future__ import annotations

from struct import iter_unpack, unpack_from
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORMAT = 4  # of the character map: the basic plane in segments (OpenType 1.9, cmap)


class Typeface:
    """The letters that a TrueType file has, each with its advance width in ems.

    It reads the three tables that it needs itself, in some two milliseconds.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        count = unpack_from(">H", data, 4)[0]
        records = iter_unpack(">4s4xII", data[12 : 12 + 16 * count])
        self._tables = {tag.decode("latin-1"): offset for tag, offset, _ in records}
        self._widths = dict(self._read())

    def has(self, text: str) -> bool:
        """Whether every letter can be printed."""
        return all(letter in self._widths for letter in text if not letter.isspace())

    def width(self, text: str) -> float:
        """The width of a line in ems, without kerning."""
        return sum(self._widths.get(letter, 0.6) for letter in text)

    def _read(self) -> Iterator[tuple[str, float]]:
        units = unpack_from(">H", self._data, self._tables["head"] + 18)[0]
        metrics = unpack_from(">H", self._data, self._tables["hhea"] + 34)[0]
        for code, glyph in self._characters():
            index = min(glyph, metrics - 1)
            advance = unpack_from(">H", self._data, self._tables["hmtx"] + 4 * index)[0]
            yield chr(code), advance / units

    def _characters(self) -> Iterator[tuple[int, int]]:
        data, start = self._data, self._segments()
        if not start:
            return
        count = unpack_from(">H", data, start + 6)[0] // 2

        def column(number: int, kind: str = "H") -> tuple[int, ...]:
            # After the last codes stands a word of padding.
            place = start + 14 + 2 * count * number + (2 if number else 0)
            return unpack_from(f">{count}{kind}", data, place)

        columns = zip(column(0), column(1), column(2, "h"), column(3), strict=True)
        for segment, (last, first, delta, offset) in enumerate(columns):
            here = start + 16 + 6 * count + 2 * segment
            for code in range(first, last + 1):
                glyph = code
                if offset:
                    glyph = unpack_from(">H", data, here + offset + 2 * (code - first))[0]
                glyph = (glyph + delta) & 0xFFFF if glyph or not offset else 0
                if glyph:
                    yield code, glyph

    def _segments(self) -> int:
        cmap = self._tables["cmap"]
        for number in range(unpack_from(">H", self._data, cmap + 2)[0]):
            place: int = cmap + unpack_from(">I", self._data, cmap + 8 + 8 * number)[0]
            if unpack_from(">H", self._data, place)[0] == _FORMAT:
                return place
        return 0


def wrap(text: str, typeface: Typeface, size: float, width: float) -> list[str]:
    """The lines that words fill at a size, none wider than `width` unless a word is."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and typeface.width(longer) * size <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
