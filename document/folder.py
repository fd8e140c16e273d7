"""A publication's folder: nothing outside it is read; texts are decoded and cleaned."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plainpress.document.model import Span
from plainpress.document.report import data, nearest

if TYPE_CHECKING:
    from pathlib import Path

    from plainpress.document.report import Report

# Characters that XML cannot hold or that no text needs: C0 but tab and line feed, DEL, C1,
# noncharacters (XML 1.0, 2.2).
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


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
            except (OSError, ValueError):  # a name that no file system takes
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


def read_text(path: Path, name: str, report: Report) -> str | None:
    """The text of a file as it will be understood: UTF-8, line feeds, no control characters."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        report.add("file-unreadable", Span(name, 1, 1), reason=error.strerror or str(error))
        return None
    limit = data("limits.toml")["file"]
    if len(raw) > limit:
        report.add("file-too-large", Span(name, 1, 1), size=len(raw), limit=limit)
        return None
    text = _decoded(raw, name, report)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _without_controls(text, name, report)


def _decoded(raw: bytes, name: str, report: Report) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        report.add(
            "not-utf8", Span(name, line, line), byte=f"0x{raw[error.start]:02X}", offset=error.start
        )
        return raw.decode("utf-8-sig", errors="replace")


def _without_controls(text: str, name: str, report: Report) -> str:
    if not CONTROL.search(text):
        return text
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        if found := CONTROL.search(line):
            character = f"U+{ord(found[0]):04X}"
            report.add("control-character", Span(name, number, number), character=character)
            lines[number - 1] = CONTROL.sub("", line)
    return "\n".join(lines)
