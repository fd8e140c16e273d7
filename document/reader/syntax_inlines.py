"""Inline rules for markdown-it-py: roles, spans with attributes, footnote marks.

Each looks at its own place only, so that a paragraph of any length is read in linear time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from plainpress.document.reader.attributes import attributes

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

# {role}`content`: as many ticks at the end as at the beginning.
_ROLE = re.compile(r"\{([A-Za-z][\w:+.-]*)\}(`+)(?!`)([^`]|[^`].*?[^`])\2(?!`)", re.DOTALL)
_NOTE = re.compile(r"\[\^([^\]\s]{1,200})\]")
_SUBSTITUTION = re.compile(r"\{\{[^{}\n]+\}\}")
_CITES = ("cite", "cite:p", "cite:t", "cite:ps", "cite:ts")


def inline_rules(md: MarkdownIt) -> None:
    """Teach a parser the inlines of design.md section 4."""
    ruler = md.inline.ruler
    ruler.before("backticks", "role", _role)
    ruler.after("role", "substitution", _substitution)
    ruler.after("image", "footnote_mark", _footnote_mark)
    ruler.after("footnote_mark", "span", _span)
    ruler.push("attributes", _attributes_after)


def _role(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{" or not (match := _ROLE.match(state.src, state.pos)):
        return False
    if match.end() > state.posMax:
        return False
    if not silent:
        token = state.push("role", "", 0)
        token.meta = {"role": match[1], "lines": match[0].count("\n")}
        token.content = match[3].replace("\n", " ")
        if match[1] in _CITES:
            state.env.setdefault("citations", []).append(token.content)
    state.pos = match.end()
    return True


def _substitution(state: StateInline, silent: bool) -> bool:
    """`{{ words }}`: MyST and others put something in its place, plainpress does not."""
    if state.src[state.pos] != "{" or not (match := _SUBSTITUTION.match(state.src, state.pos)):
        return False
    if match.end() > state.posMax:
        return False
    if not silent:
        state.push("substitution", "", 0).content = match[0]
    state.pos = match.end()
    return True


def _footnote_mark(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "[" or not (match := _NOTE.match(state.src, state.pos)):
        return False
    if match.end() > state.posMax:
        return False
    if not silent:
        state.push("footnote_mark", "", 0).content = match[1]
    state.pos = match.end()
    return True


def _span(state: StateInline, silent: bool) -> bool:
    """`[words]{lang=cy}`."""
    # The search for the end of the words is dear: look first whether there is one to find.
    if state.src[state.pos] != "[" or state.src.find("]{", state.pos) < 0:
        return False
    start, maximum = state.pos, state.posMax
    end = state.md.helpers.parseLinkLabel(state, start, disableNested=False)
    if end < 0 or not (found := attributes(state.src, end + 1)) or found[1] > maximum:
        return False
    if not silent:
        state.pos, state.posMax = start + 1, end
        state.push("span_open", "span", 1).meta = {"attributes": found[0]}
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
    state.pos, state.posMax = found[1], maximum
    return True


def _attributes_after(state: StateInline, silent: bool) -> bool:
    """`![](line.svg){.decorative}`: attributes belong to the image just before them."""
    if silent or state.src[state.pos] != "{" or state.pending:
        return False
    if not state.tokens or state.tokens[-1].type != "image":
        return False
    found = attributes(state.src, state.pos)
    if not found or found[1] > state.posMax:
        return False
    state.tokens[-1].meta = {"attributes": found[0]}
    state.pos = found[1]
    return True


def limited_inline(limit: int, plain: Callable[[str], list[Any] | None] | None) -> object:
    """The core rule that parses inlines; a paragraph over the limit keeps its words unparsed.

    Emphasis and links in one run of text cost more than its length; no paragraph that
    a person wrote comes near the limit. `plain` gives the tokens of a run without any marks.
    """

    def parse(state: StateCore) -> None:
        for token in state.tokens:
            if token.type != "inline" or token.meta.get("plain"):
                continue
            token.children = []
            if len(token.content) > limit:
                token.meta["plain"] = " ".join(token.content.split())
                token.meta["limit"] = "paragraph"
            elif plain and (words := plain(token.content)) is not None:
                token.children = words
            else:
                state.md.inline.parse(token.content, state.md, state.env, token.children)

    return parse
