"""Block rules for markdown-it-py: directives, targets, attribute lines, comments, limits.

The directive rule parses what is inside where it stands, so that every token keeps its
line in the file, and the work stays linear.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Any

from plainpress.document.reader.attributes import attributes
from plainpress.document.reader.fences import fences
from plainpress.document.records import dataclass
from plainpress.document.report import data

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

    from plainpress.document.reader.fences import Fence

_FENCE = re.compile(r"(:{3,}|`{3,}|~{3,})[ \t]*(?:\{([\w:+.-]+)\}|([A-Za-z][\w-]*))?[ \t]*(.*)")
_OPTION = re.compile(r"[ \t]*:([\w-]+):(?:[ \t]+(.*?))?[ \t]*$")
_ENTRY = re.compile(r"([\w-]+):[ \t]+(.*)")
_TARGET = re.compile(r"\(([^()\n]+)\)=[ \t]*$")
_STOPS = ["paragraph", "reference", "blockquote", "list", "footnote_def"]


@dataclass(slots=True)
class Directive:
    """What stands in the opening fence and the option lines of a directive.

    `braces` is false for `:::name`, which MyST does not know. `crossed` says that a fence inside
    it is as long as its own. `lines` gives each option's line.
    """

    name: str
    argument: str
    braces: bool
    closed: bool
    fence: str = ":::"
    crossed: bool = False
    options: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


def block_rules(md: MarkdownIt) -> None:
    """Teach a parser the blocks of design.md section 4."""
    ruler = md.block.ruler
    ruler.before("fence", "directive", _directive, {"alt": _STOPS})
    ruler.before("fence", "attributes_line", _attributes_line, {"alt": _STOPS})
    ruler.before("blockquote", "comment_line", _comment_line, {"alt": _STOPS})
    ruler.before("hr", "target", _target, {"alt": _STOPS})
    ruler.before("hr", "block_break", _block_break, {"alt": _STOPS})
    ruler.before("table", "nesting_limit", _nesting_limit, {"alt": []})


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _starts(state: StateBlock, line: int, characters: str) -> bool:
    position = state.bMarks[line] + state.tShift[line]
    return (
        position < state.eMarks[line]
        and state.src[position] in characters
        and not state.is_code_block(line)
    )


def _one_line(state: StateBlock, line: int, kind: str, content: str) -> Token:
    token = state.push(kind, "", 0)
    token.content = content
    token.map = [line, line + 1]
    state.line = line + 1
    return token


# --- Lines of their own ---------------------------------------------------------------


def _target(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    if not _starts(state, start, "("):
        return False
    match = _TARGET.match(_line(state, start))
    if match and not silent:
        _one_line(state, start, "target", match[1].strip())
    return bool(match)


def _attributes_line(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    if not _starts(state, start, "{"):
        return False
    text = _line(state, start).rstrip()
    found = attributes(text, 0)
    if not found or found[1] != len(text):
        return False
    if not silent:
        _one_line(state, start, "attributes", "").meta = {"attributes": found[0]}
    return True


def _comment_line(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    # In the middle of a paragraph a line that begins with % may be half a sentence
    # ("50" and, wrapped, "% of people"), so a comment needs its own place.
    if silent or not _starts(state, start, "%"):
        return False
    _one_line(state, start, "comment", _line(state, start)[1:].strip())
    return True


def _block_break(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    if not _starts(state, start, "+") or not re.fullmatch(
        r"\+(?:[ \t]*\+){2,}.*", _line(state, start)
    ):
        return False
    if not silent:
        _one_line(state, start, "block_break", _line(state, start).lstrip("+ \t").rstrip())
    return True


def _nesting_limit(state: StateBlock, start: int, end: int, _silent: bool) -> bool:
    """Keep the words of what is nested too deep as one paragraph; they are not parsed further."""
    if state.level < data("limits.toml")["nesting"]:
        return False
    last = start
    while last < end and (state.isEmpty(last) or state.sCount[last] >= state.blkIndent):
        last += 1
    words = " ".join(state.getLines(start, last, state.blkIndent, keepLastLF=False).split())
    state.push("paragraph_open", "p", 1).map = [start, last]
    token = state.push("inline", "", 0)
    token.map = [start, last]
    token.children = []
    token.meta = {"plain": words, "limit": "nesting"}
    state.push("paragraph_close", "p", -1)
    state.line = last
    return True


# --- Directives -----------------------------------------------------------------------


def _directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not _starts(state, start, ":`~"):
        return False
    match = _FENCE.match(_line(state, start))
    if not match:
        return False
    fence, name, bare, argument = match[1], match[2], match[3], match[4].strip()
    if fence[0] != ":" and not name:
        return False
    if fence[0] == "`" and "`" in argument:
        return False
    if silent:
        return True
    if not name and not bare:
        if argument:
            return False
        _one_line(state, start, "stray_fence", fence)
        return True
    if bare and bare not in data("directives.toml"):
        argument = f"{bare} {argument}".strip()  # it may be no name but the first word
    last, closed, crossed = _end_of_fence(state, start, end, fence)
    directive = Directive(name or bare, argument, bool(name), closed, fence, crossed)
    _push_directive(state, directive, (start, last))
    return True


def _end_of_fence(state: StateBlock, start: int, end: int, fence: str) -> tuple[int, bool, bool]:
    """The line that ends a fence, whether it closes it, and whether a fence inside is as long."""
    if "fences" not in state.env:
        state.env["fences"] = fences(state.src)
    found: Fence | None = None if state.blkIndent else state.env["fences"].get(start)
    if not found:
        return *_next_fence(state, start, end, fence), False
    if 0 <= found.end <= end:
        return found.end, found.closed, found.crossed
    return end, False, False


def _next_fence(state: StateBlock, start: int, end: int, fence: str) -> tuple[int, bool]:
    """The line that closes a fence, as for code fences: as long as the opening one, or longer."""
    for line in range(start + 1, end):
        position = state.bMarks[line] + state.tShift[line]
        empty = position >= state.eMarks[line]
        if not empty and state.sCount[line] < state.blkIndent:
            return line, False
        if empty or state.src[position] != fence[0] or state.is_code_block(line):
            continue
        text = _line(state, line).rstrip()
        if len(text) >= len(fence) and not text.strip(fence[0]):
            return line, True
    return end, False


def _options(state: StateBlock, directive: Directive, line: int, end: int) -> int:
    """Read the option lines; give the first line after them. An indented line goes on."""
    name = ""
    if line < end and _line(state, line).rstrip() == "---":
        return _options_block(state, directive, line + 1, end)
    while line < end:
        text = _line(state, line)
        if match := _OPTION.match(text):
            name = match[1]
            directive.options[name] = match[2] or ""
            directive.lines[name] = line + 1
        elif name and text and state.sCount[line] >= state.blkIndent + 2:
            directive.options[name] = f"{directive.options[name]} {text.strip()}".strip()
        else:
            break
        line += 1
    return line


def _options_block(state: StateBlock, directive: Directive, line: int, end: int) -> int:
    """Options as MyST also takes them: `name: value` lines between two lines of hyphens."""
    while line < end and (text := _line(state, line).rstrip()) != "---":
        if match := _ENTRY.match(text):
            directive.options[match[1]] = match[2].strip("\"'")
            directive.lines[match[1]] = line + 1
        line += 1
    return min(line + 1, end)


def _push_directive(state: StateBlock, directive: Directive, lines: tuple[int, int]) -> None:
    start, last = lines
    kind = data("directives.toml").get(directive.name, {})
    body = _options(state, directive, start + 1, last)
    token = state.push("directive_open", "div", 1)
    state.line = last + directive.closed
    token.map = [start, state.line]
    token.meta = {"directive": directive}
    _note_citation(state.env, directive.options.get("cite", ""))
    if kind.get("body") == "literal":
        indent = state.sCount[start]
        token.content = state.getLines(body, last, indent, keepLastLF=False)
    else:
        _push_inside(state, directive, kind, (start, body, last))
    state.push("directive_close", "div", -1)


def _push_inside(
    state: StateBlock, directive: Directive, kind: dict[str, Any], lines: tuple[int, int, int]
) -> None:
    start, body, last = lines
    if directive.argument and kind.get("argument", "words") == "words":
        title = state.push("inline", "", 0)
        title.content, title.map, title.children = directive.argument, [start, start + 1], []
        title.meta = {"title": True}
    old = state.parentType, state.lineMax, state.line
    state.parentType, state.lineMax = "directive", last
    state.md.block.tokenize(state, body, last)
    state.parentType, state.lineMax, state.line = old


def _note_citation(env: EnvType, content: str) -> None:
    # The whole list of cited works must be known before the first citation is printed:
    # "2024a" depends on it.
    if content:
        env.setdefault("citations", []).append(content)
