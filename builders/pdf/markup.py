"""Typst as text: every word is a string literal, so that no text can be taken for markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from plainpress.builders.print import typeface

if TYPE_CHECKING:
    from collections.abc import Iterator

# C0 and C1 controls have no glyph in any font; a line's end is a space.
_SPECIAL: dict[int, str | None] = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)))
_SPECIAL |= {ord("\t"): " ", ord("\n"): "\\n", ord("\r"): " ", ord("\\"): "\\\\", ord('"'): '\\"'}
_TAG = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z]{4})?(?:-([A-Za-z]{2}))?(?:-.*)?")
# An empty box lets a line end without a sign, and adds nothing to the words that are read aloud.
_BREAK = "#box()"
# Where a long word may best be broken: behind these.
_JOINTS = re.compile(r"(?<=[/\-_.?&=,:;@+])")
# The widest letter, in ems: a word of fewer letters than this allows needs no measuring.
_WIDEST = 1.0


def string(text: str) -> str:
    """A string literal of Typst, its letters composed (Unicode NFC): one glyph for each."""
    return f'"{normalize("NFC", text).translate(_SPECIAL)}"'


def content(text: str) -> str:
    """Words in markup. Typst gives a string as it is: no quote, dash or sign is changed."""
    return f"#{string(text)}" if text else ""


def words(text: str, width: float, points: float) -> str:
    """Words in markup; one that is wider than a line (both in points) may break inside."""
    limit = width / (points * _WIDEST)
    if len(text) <= limit or all(len(word) <= limit for word in text.split()):
        return content(text)
    return "".join(
        _breakable(part, width, points) if len(part) > limit else content(part)
        for part in re.split(r"(\s+)", text)
    )


def _breakable(word: str, width: float, points: float) -> str:
    face = typeface()
    if face.width(word) * points <= width:
        return content(word)
    return _BREAK.join(
        content(piece)
        for part in _JOINTS.split(word)
        for piece in ([part] if face.width(part) * points <= width else _letters(part))
        if piece
    )


def _letters(word: str) -> Iterator[str]:
    """Each letter with the signs that stand on it."""
    from unicodedata import combining

    start = 0
    for place, letter in enumerate(word):
        if place and not combining(letter):
            yield word[start:place]
            start = place
    yield word[start:]


def language(tag: str) -> str:
    """A BCP 47 tag as two arguments: language, and region or none. Script and variants go."""
    found = _TAG.fullmatch(tag)
    if not found:
        return '"en", none'
    region = string(found[2].upper()) if found[2] else "none"
    return f"{string(found[1].lower())}, {region}"


def array(items: list[str]) -> str:
    """An array: one item alone has a comma behind it."""
    return f"({', '.join(items)},)" if items else "()"


def points(length: float) -> str:
    """A length in points."""
    return f"{length:.2f}pt"


def bracketed(markup: str) -> str:
    """Content; none where there are no words."""
    return f"[{markup}]" if markup else "none"
