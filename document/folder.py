"""A publication's folder: nothing outside it is read; texts are decoded and cleaned."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import TYPE_CHECKING

from plainpress.document.model import Span
from plainpress.document.report import data, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from plainpress.document.report import Report

# Characters that XML cannot hold or that no text needs: C0 but tab and line feed, DEL, C1,
# noncharacters (XML 1.0, 2.2); and those that turn the words behind them round, past the ends of
# links and quotations (embeddings and overrides: Unicode UAX 9, 2.1 and 2.2).
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ufffe\uffff]")
# The isolates of UAX 9, 2.4 turn words round as well. They are named, and kept: they end where
# they should.
_ISOLATES = "\u2066-\u2069"
_NAMED = re.compile(f"{CONTROL.pattern[:-1]}{_ISOLATES}]")
_ENDS = "\u202c\u2069"
_TURNS = re.compile(f"[\u202a-\u202e{_ISOLATES}]")
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 4000  # bytes


class Folder:
    """A publication's folder: nothing is read that lies outside it."""

    def __init__(self, root: Path, report: Report) -> None:
        self.root = root
        self._real = root.resolve()
        self._report = report

    def find(self, name: str, span: Span, beside: str = "") -> Path | None:
        """The regular file of this name: from the folder itself, or beside the file that asks.

        Reports a path that leaves the folder (`../`, absolute, by a symbolic link) and a
        file that is not there, with the nearest name that is.
        """
        outside = False
        beside_it = [(self.root / beside).parent] if "/" in beside else []
        for base in [self.root, *beside_it]:
            path = base / name
            try:
                real = path.resolve()
                inside = real.is_relative_to(self._real) and not _absolute(name)
                if inside and real.is_file():
                    return path
            except (
                OSError,
                ValueError,
                RuntimeError,
            ):  # no possible name, or a circle
                inside = True
            outside = outside or not inside
        if outside:
            self._report.add("path-outside", span, path=name)
        else:
            self._report.add("file-missing", span, path=name, near=self._near(name))
        return None

    def _near(self, name: str) -> str:
        folder = (self.root / name).parent
        try:
            names = [entry.name for entry in folder.iterdir() if entry.is_file()]
        except (OSError, ValueError):
            return ""
        found = nearest(name.rpartition("/")[2], names)
        return name.rpartition("/")[0] + "/" + found if "/" in name and found else found


def _absolute(name: str) -> bool:
    return name.startswith(("/", "\\", "~")) or bool(re.match(r"[A-Za-z]:[\\/]", name))


def read_text(path: Path, name: str, report: Report, kind: str = "file") -> str | None:
    """The text of a file as it will be understood: UTF-8, line feeds, no control characters.

    `kind` names its limit in data/limits.toml: "file" for prose, "data" for settings.
    """
    limit = data("limits.toml")[kind]
    try:
        if (size := path.stat().st_size) > limit:
            report.add("file-too-large", Span(name, 1, 1), size=size, limit=limit)
            return None
        raw = path.read_bytes()
    except OSError as error:
        report.add("file-unreadable", Span(name, 1, 1), reason=error.strerror or str(error))
        return None
    text = _decoded(raw, name, report)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return cleaned(text, name, report)


def _decoded(raw: bytes, name: str, report: Report) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        other = _other_encoding(raw)
        if not other:
            line = raw.count(b"\n", 0, error.start) + 1
            what = f"byte 0x{raw[error.start]:02X} at offset {error.start:,} cannot be read"
            report.add("not-utf8", Span(name, line, line), what=what)
            return raw.decode("utf-8-sig", errors="replace")
    else:
        other = _other_encoding(raw) if "\0" in text else ""
        if not other:
            return text
    report.add("not-utf8", Span(name, 1, 1), what=f"it is {other.upper()[:6]}")
    return raw.decode(other, errors="replace").removeprefix("\ufeff")


def _other_encoding(raw: bytes) -> str:
    """UTF-16 or UTF-32, where the first bytes say so, or every other byte of the text is zero.

    With one of them a whole file is read for what it is: one fault, not one in each line.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return encoding
    some = raw[:_SAMPLE]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = some[first::2]
        if len(zeros) > 1 and zeros.count(0) * 2 > len(zeros) and 0 not in some[1 - first :: 2]:
            return encoding
    return ""


def cleaned(text: str, name: str, report: Report, line: int = 1) -> str:
    """A text without control characters; each of them is named, with the line of its first place.

    `line` is the line in the file on which the text begins.
    """
    if text.isprintable() or not _NAMED.search(text):
        return text
    for place, mark, more in _places(text, line):
        code, character = "control-character", f"U+{ord(mark):04X}"
        if _TURNS.match(mark):
            code, character = "bidi-control", f"{character} ({unicodedata.name(mark).lower()})"
        report.add(code, Span(name, place, place), character=f"{character}{more}")
    return CONTROL.sub("", text)


def _places(text: str, line: int) -> Iterator[tuple[int, str, str]]:
    """Each such character once: its first line, and in words on how many more it stands."""
    lines: dict[str, list[int]] = {}
    place = 0
    for match in _NAMED.finditer(text):
        line += text.count("\n", place, match.start())
        place = match.start()
        found = lines.setdefault(match[0], [])
        if not found or found[-1] != line:
            found.append(line)
    for character, found in lines.items():
        if character in _ENDS and len(lines) > 1:
            continue  # what it ends is named
        others = len(found) - 1
        more = f" (and in {others} more line{'s' if others > 1 else ''})" if others else ""
        yield found[0], character, more
