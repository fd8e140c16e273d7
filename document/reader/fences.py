"""Which line closes which colon fence, over a whole file.

A directive around others needs one colon more than they have. Where an author forgets that, or
forgets to close one, fences are matched like brackets, so that one mistake is one finding, and
what follows is read as it was meant.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING

from plainpress.document.records import dataclass
from plainpress.document.report import data

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARK = re.compile(
    r"^([ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(:{3,}|`{3,}|~{3,})[ \t]*(.*?)[ \t]*$"
    r"|^ {0,3}#{1,6}(?:[ \t].*)?$",
    re.MULTILINE,
)
# What stands so much deeper than a fence is code to it, or belongs to a list inside it.
_DEEPER = 4
_NAME = re.compile(r"\{([\w:+.-]+)\}|([A-Za-z][\w-]*)")
# What stands right before a heading and belongs to it: a label, attributes, a blank line.
_BEFORE_HEADING = re.compile(r"[ \t]*(?:\([^()]+\)=|\{[^{}]*\})?[ \t]*")


@dataclass(slots=True)
class Fence:
    """A colon fence that opens. `end` is the line that closes it, from 0, or where it is cut off.

    `indent` is how far right it stands, behind the mark of a list as well. `longest` is the
    length of the longest fence that is closed inside it.
    """

    line: int
    indent: int
    length: int
    literal: bool
    end: int = -1
    closed: bool = False
    longest: int = 0

    @property
    def crossed(self) -> bool:
        """Whether a fence inside it is as long: the end of that one could be its own."""
        return self.closed and self.longest >= self.length


def fences(text: str) -> dict[int, Fence]:
    """The colon fences that open in a file, by line; those of quotations are left out."""
    matcher = _Matcher(text.split("\n"))
    for line, match in _marks(text):
        matcher.take(line, match)
    return matcher.finish()


def _marks(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    line = place = 0
    for match in _MARK.finditer(text):
        line += text.count("\n", place, match.start())
        place = match.start()
        yield line, match


@dataclass(slots=True)
class _Matcher:
    lines: list[str]
    found: dict[int, Fence] = field(default_factory=dict)
    _open: list[Fence] = field(default_factory=list)
    _places: dict[int, list[int]] = field(default_factory=dict)  # in `_open`, by length
    _headings: list[tuple[int, Fence | None]] = field(default_factory=list)
    _code: str = ""

    def take(self, line: int, match: re.Match[str]) -> None:
        before, mark, words = match.groups()
        if not mark:
            self._heading(line)
        elif mark[0] != ":":
            self._code_fence(mark, words)
        elif not words:
            self._close(line, len(before.expandtabs(4)), len(mark))
        elif (name := _NAME.match(words)) and not self._in_text():
            kind = data("directives.toml").get(name[1] or name[2], {})
            literal = kind.get("body") == "literal"
            self._begin(Fence(line, len(before.expandtabs(4)), len(mark), literal))

    def finish(self) -> dict[int, Fence]:
        """All fences; one that nothing closes ends before the next heading, if there is one."""
        headings = [line for line, inside in self._headings if inside is None or not inside.closed]
        place = len(headings)
        for fence in reversed(self.found.values()):
            while place and headings[place - 1] > fence.line:
                place -= 1
            if not fence.closed and not fence.literal and place < len(headings):
                fence.end = self._start_of(headings[place])
        return self.found

    def _in_text(self) -> bool:
        """Whether a line stands in a code block, where nothing opens."""
        return bool(self._code or (self._open and self._open[-1].literal))

    def _heading(self, line: int) -> None:
        if not self._in_text():
            self._headings.append((line, self._open[-1] if self._open else None))

    def _code_fence(self, mark: str, words: str) -> None:
        if not self._code:
            self._code = "" if words.startswith("{") else mark
        elif not words and mark.startswith(self._code):
            self._code = ""

    def _begin(self, fence: Fence) -> None:
        self.found[fence.line] = fence
        self._places.setdefault(fence.length, []).append(len(self._open))
        self._open.append(fence)

    def _close(self, line: int, indent: int, length: int) -> None:
        """Close the innermost fence of this length, else the innermost that is shorter."""
        while self._open and self._open[-1].indent > indent:  # its list has ended
            self._pop()
        place = self._innermost(length)
        if place < 0 or self._open[place].indent <= indent - _DEEPER:
            return
        fence = self._open[place]
        while self._open[-1] is not fence:
            fence.longest = max(fence.longest, self._pop().longest)
        self._pop()
        fence.end, fence.closed, self._code = line, True, ""
        if self._open:
            outer = self._open[-1]
            outer.longest = max(outer.longest, fence.length, fence.longest)

    def _innermost(self, length: int) -> int:
        if places := self._places.get(length):
            return places[-1]
        shorter = (each for other, each in self._places.items() if other < length and each)
        return max((each[-1] for each in shorter), default=-1)

    def _pop(self) -> Fence:
        fence = self._open.pop()
        self._places[fence.length].pop()
        return fence

    def _start_of(self, heading: int) -> int:
        line = heading
        while line and _BEFORE_HEADING.fullmatch(self.lines[line - 1]):
            line -= 1
        return line
