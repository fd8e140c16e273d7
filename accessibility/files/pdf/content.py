"""The words of a page by the marks of its content (ISO 32000-1, 14.6), fast."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

# Strings, hexadecimal strings, dictionaries and whatever stands between white space.
_TOKEN = re.compile(
    rb"\((?:[^\\()]|\\.|\((?:[^\\()]|\\.)*\))*\)|<<|>>|<[0-9A-Fa-f\s]*>|[\[\]]|/[^\s/<>\[\]()]*"
    rb"|[^\s/<>\[\]()]+",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r\n": b"",
}
_PAIRS = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_CODES = re.compile(rb"<([0-9A-Fa-f]*)>")
# The codes of an unembedded font's letters; good enough for what nothing compares.
_PLAIN = "cp1252"

Letters = dict[bytes, str]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one mark, and the language that the mark itself names, if any."""

    text: str
    language: str = ""


def words(page: Any) -> dict[int, Words]:  # noqa: ANN401 # a page of pypdf
    """The words of a page by the number of their mark (MCID), in the order of painting.

    Words in an artifact, or outside every mark, are left out. Replaced text (ActualText) stands
    for what it replaces.
    """
    contents = page.get_contents()
    if contents is None:
        return {}
    return _Reader(_fonts(page)).read(contents.get_data())


def _fonts(page: Any) -> dict[bytes, Letters]:  # noqa: ANN401 # a page of pypdf
    resources = page.get("/Resources", {}).get_object()
    fonts = resources.get("/Font", {}).get_object()
    return {name.encode(): _letters(font.get_object()) for name, font in fonts.items()}


def _letters(font: Any) -> Letters:  # noqa: ANN401 # a dictionary of pypdf
    """What each code of a font stands for, from its ToUnicode map (9.10.3)."""
    found = font.get("/ToUnicode")
    letters: Letters = {}
    if found is None:
        return letters
    for kind, body in _PAIRS.findall(found.get_object().get_data()):
        codes = _CODES.findall(body)
        step = 2 if kind == b"char" else 3
        for place in range(0, len(codes) - step + 1, step):
            first, text = bytes.fromhex(codes[place].decode()), codes[place + step - 1]
            last = bytes.fromhex(codes[place + step - 2].decode()) if step > 2 else first  # noqa: PLR2004
            _add(letters, first, last, _unicode(bytes.fromhex(text.decode())))
    return letters


def _add(letters: Letters, first: bytes, last: bytes, text: str) -> None:
    start, end = int.from_bytes(first, "big"), int.from_bytes(last, "big")
    for code in range(start, min(end, start + 0xFFFF) + 1):
        letter = text[:-1] + chr(ord(text[-1]) + code - start) if text else ""
        letters[code.to_bytes(len(first), "big")] = letter


def _unicode(data: bytes) -> str:
    return data.decode("utf-16-be", "replace")


class _Reader:
    """Reads one page's operators: the few that concern marks, fonts and words."""

    def __init__(self, fonts: Mapping[bytes, Letters]) -> None:
        self._fonts = fonts
        self._letters: Letters = {}
        # Around a place: the mark it counts for (None for none), and whether its words are
        # replaced.
        self._around: list[tuple[int | None, bool]] = []
        self._words: dict[int, list[str]] = {}
        self._languages: dict[int, str] = {}

    def read(self, data: bytes) -> dict[int, Words]:
        operands: list[bytes] = []
        for token in _TOKEN.findall(data):
            match token:
                case b"Tf":
                    name = next((each for each in reversed(operands) if each[:1] == b"/"), b"")
                    self._letters = dict(self._fonts.get(name, {}))
                case b"Tj" | b"TJ" | b"'" | b'"':
                    self._show(operands)
                case b"BDC" | b"BMC":
                    self._begin(operands)
                case b"EMC":
                    if self._around:
                        self._around.pop()
                case _:
                    operands.append(token)
                    continue
            operands = []
        return {
            mark: Words("".join(parts), self._languages.get(mark, ""))
            for mark, parts in self._words.items()
        }

    def _begin(self, operands: list[bytes]) -> None:
        mark, replaced = self._around[-1] if self._around else (None, False)
        # Only what follows the last operator belongs to this one: the tag, then its properties.
        start = max((n for n, each in enumerate(operands) if each == b"<<"), default=0)
        properties = operands[start:]
        if operands[max(start - 1, 0)] == b"/Artifact":
            mark = None
        if b"/MCID" in properties:
            mark = int(properties[properties.index(b"/MCID") + 1])
        if b"/Lang" in properties and mark is not None:
            self._languages[mark] = _text(_bytes(properties[properties.index(b"/Lang") + 1]))
        if b"/ActualText" in properties and mark is not None and not replaced:
            text = _bytes(properties[properties.index(b"/ActualText") + 1])
            self._words.setdefault(mark, []).append(_text(text))
            replaced = True
        self._around.append((mark, replaced))

    def _show(self, operands: list[bytes]) -> None:
        mark, replaced = self._around[-1] if self._around else (None, False)
        if mark is None or replaced:
            return
        parts = self._words.setdefault(mark, [])
        for operand in operands:
            if operand[:1] in (b"(", b"<") and operand != b"<<":
                parts.append(self._decoded(_bytes(operand)))

    def _decoded(self, codes: bytes) -> str:
        if not self._letters:
            return codes.decode(_PLAIN, "replace")
        size = len(next(iter(self._letters)))
        return "".join(
            self._letters.get(codes[place : place + size], "")
            for place in range(0, len(codes), size)
        )


def _bytes(token: bytes) -> bytes:
    """The bytes of a string, literal or hexadecimal (7.3.4)."""
    if token[:1] == b"<":
        digits = re.sub(rb"\s", b"", token[1:-1])
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    return _ESCAPE.sub(_unescaped, token[1:-1])


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found[1]
    if code[:1].isdigit():
        return bytes([int(code, 8) & 0xFF])
    return _ESCAPED.get(code, code)


def _text(data: bytes) -> str:
    """A text string (7.9.2.2)."""
    if data.startswith(b"\xfe\xff"):
        return _unicode(data[2:])
    return data.decode(_PLAIN, "replace")
