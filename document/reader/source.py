"""One Markdown file as the reader holds it: its lines and its tokens."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from plainpress.document.model import Span
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from markdown_it.token import Token


@dataclass(slots=True)
class SourceFile:
    """One Markdown file. `path` is relative to the publication's folder, with slashes."""

    path: str
    text: str
    tokens: list[Token] = field(default_factory=list)
    env: dict[str, Any] = field(default_factory=dict)
    front_matter: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def span(self, token: Token) -> Span:
        """The lines of a block, blank lines after it left out."""
        if token.map is None:
            return Span(self.path)
        first, last = token.map
        lines = self.lines
        while last > first + 1 and not lines[last - 1].strip():
            last -= 1
        return Span(self.path, first + 1, max(last, first + 1))

    def at(self, line: int) -> Span:
        """One line, counted from 1."""
        return Span(self.path, line, line)
