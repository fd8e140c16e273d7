"""Ways for markdown-it-py to the same tokens with less work: a third of a large book's reading.

A block is only held against the rules that its first character can begin, and a run of plain
words is not searched for marks, since a first look says that there are none. The tests hold
every document against the parser without these (`parser(quick=False)`).
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

from markdown_it.ruler import Ruler
from markdown_it.token import Token

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

    BlockRule = Callable[[StateBlock, int, int, bool], bool]

# The characters that a block of each rule begins with. A rule that is not named is always asked.
_BEGINNINGS = {
    "attributes_line": "{",
    "block_break": "+",
    "blockquote": ">",
    "comment_line": "%",
    "directive": ":`~",
    "fence": "`~",
    "footnote_def": "[",
    "heading": "#",
    "hr": "*-_",
    "html_block": "<",
    "list": "*+-0123456789",
    "reference": "[",
    "target": "(",
}
# Where a paragraph may end, a definition is known by its own mark, not by the line after it.
_ENDING = {"deflist": ":~"}

# What no run of plain words has: a mark, or the spaces at the end of a line that break it.
MARKS = r"!&*<\[\\\]^_`{"
_MARKED = re.compile(rf"[{MARKS}]|  \n")


def shortcuts(md: MarkdownIt) -> MarkdownIt:
    """The parser, its block rules by character. All of them have to be there by now."""
    md.block.ruler = _ByCharacter(md.block.ruler)
    return md


class _ByCharacter(Ruler[Any]):
    """Block rules, where each chain is one rule that asks those which the character can begin."""

    def __init__(self, ruler: Ruler[Any]) -> None:
        super().__init__()
        self.__rules__ = ruler.__rules__

    def __compile__(self) -> None:
        super().__compile__()
        names = {rule.fn: rule.name for rule in self.__rules__}
        self.__cache__ = {
            chain: [_first([(names[rule], rule) for rule in rules], is_main=not chain)]
            for chain, rules in (self.__cache__ or {}).items()
        }


def _first(rules: list[tuple[str, BlockRule]], *, is_main: bool) -> BlockRule:
    """One rule in place of many, in their order."""
    beginnings = _BEGINNINGS if is_main else _BEGINNINGS | _ENDING
    others = tuple(rule for name, rule in rules if name not in beginnings)
    known = {
        character: tuple(
            rule for name, rule in rules if character in beginnings.get(name, character)
        )
        for character in "".join(beginnings.values())
    }

    def first(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        start = state.bMarks[line] + state.tShift[line]
        for rule in known.get(state.src[start : start + 1], others):
            if rule(state, line, end, silent):
                return True
        return False

    return first


def cells(line: str) -> list[str]:
    """The cells of a row. The library looks at every character of it."""
    return careful_cells(line) if "\\" in line else line.split("|")


table: Any = import_module("markdown_it.rules_block.table")  # the package has a rule of this name
careful_cells = table.escapedSplit
table.escapedSplit = cells


class Words:
    """What the reader asks of a token of plain words, in a fifth of its room."""

    __slots__ = ("content",)
    type = "text"
    nesting = 0

    def __init__(self, content: str) -> None:
        self.content = content


_SOFT_BREAK = Token("softbreak", "br", 0)


def plain_words(content: str) -> list[Any] | None:
    """The tokens of a run of words that holds no mark; None for one that may."""
    if _MARKED.search(content):
        return None
    if "\n" not in content:
        return [Words(content)] if content else []
    first, *rest = content.split("\n")
    lines = [first, *(line.lstrip(" \t") for line in rest)]
    tokens: list[Any] = []
    for number, line in enumerate(lines, 1):
        words = line.removesuffix(" ") if number < len(lines) else line
        if words:
            tokens.append(Words(words))
        if number < len(lines):
            tokens.append(_SOFT_BREAK)
    return tokens
