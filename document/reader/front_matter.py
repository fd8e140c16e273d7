"""Front matter: `key: value` lines between two lines of three hyphens at the top of a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plainpress.document.model import Span

if TYPE_CHECKING:
    from plainpress.document.report import Report

_ENTRY = re.compile(r"([A-Za-z_][\w .-]*?)[ \t]*:(?:[ \t]+(.*?))?[ \t]*$")
_NESTED = re.compile(r"[ \t]+\S|#|-[ \t]|[\]})]|[ \t]*$")


def split_front_matter(text: str, path: str, report: Report) -> tuple[dict[str, str], str]:
    """The plain entries of the front matter, and the text with those lines blank.

    Lines keep their numbers. What stands deeper (lists, tables) is another program's and is
    passed over. A first line of hyphens that no `key:` line follows is a thematic break.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != "---" or len(lines) < 2 or not _ENTRY.match(lines[1]):  # noqa: PLR2004 - two lines
        return {}, text
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in {"---", "..."}), 0)
    if not end:
        report.add("front-matter-broken", Span(path, 1, 1), reason="it is not closed")
        end = next((n for n, line in enumerate(lines) if not line.strip()), 1)
    entries = _entries(lines[1:end], path, report)
    return entries, "\n".join([""] * (end + 1) + lines[end + 1 :])


def _entries(lines: list[str], path: str, report: Report) -> dict[str, str]:
    entries: dict[str, str] = {}
    for number, line in enumerate(lines, start=2):
        if match := _ENTRY.match(line):
            entries[match[1]] = (match[2] or "").strip("\"'")
        elif not _NESTED.match(line):
            reason = f"“{line.strip()}” is not “key: value”"
            report.add("front-matter-broken", Span(path, number, number), reason=reason)
    return entries
