"""Front matter: `key: value` lines between two lines of three hyphens at the top of a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plainpress.document.model import Span

if TYPE_CHECKING:
    from plainpress.document.report import Report

_ENTRY = re.compile(r"([A-Za-z_][\w .-]*?)[ \t]*:(?:[ \t]+(.*?))?[ \t]*$")
_NESTED = re.compile(r"[ \t]+\S|#|-[ \t]|[\]})]|[ \t]*$")
_QUOTES = ('"', "'")
_BRACKETS = {"[": "]", "{": "}"}
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'(?!\')', re.DOTALL)
# Brackets; words in quotation marks, which begin where a value may; comments.
_FLOW = re.compile(rf"(?<=[\[{{,: ])(?:{_QUOTED.pattern})|[\[\]{{}}]|(?<=\s)#[^\n]*", re.DOTALL)


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
    values: list[tuple[int, list[str]]] = []
    for number, line in enumerate(lines, start=2):
        if match := _ENTRY.match(line):
            entries[match[1]] = (match[2] or "").strip("\"'")
            values.append((number, [match[2] or ""]))
        elif _NESTED.match(line) and values:
            values[-1][1].append(line)
        elif not _NESTED.match(line):
            reason = f"“{line.strip()}” is not “key: value”"
            report.add("front-matter-broken", Span(path, number, number), reason=reason)
    for number, value in values:
        if mark := _unclosed("\n".join(value)):
            reason = f"the “{mark}” of “{lines[number - 2].strip()}” is not closed"
            report.add("front-matter-broken", Span(path, number, number), reason=reason)
    return entries


def _unclosed(value: str) -> str:
    """The quotation mark or bracket of a value that nothing closes, as YAML 1.2 reads it."""
    if value[:1] in _QUOTES:
        return "" if _QUOTED.match(value) else value[0]
    if value[:1] not in _BRACKETS:
        return ""
    opened: list[str] = []
    for match in _FLOW.finditer(value):
        mark = match[0] if match[0] in "[]{}" else ""
        if mark in _BRACKETS:
            opened.append(mark)
        elif mark and opened and _BRACKETS[opened[-1]] == mark:
            opened.pop()
            if not opened:
                return ""
    return opened[-1] if opened else ""
