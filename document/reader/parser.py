"""One Markdown parser a run: CommonMark, tables, definition lists, footnotes, and our rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from plainpress.document.reader.syntax_blocks import block_rules
from plainpress.document.reader.syntax_inlines import inline_rules, limited_inline
from plainpress.document.report import data

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


def parser(*, quick: bool = True) -> MarkdownIt:
    """A parser for the source format. Making one costs about 5 ms; use it for all files.

    A `quick` one takes shortcuts to the same tokens.
    """
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    from plainpress.document.reader.shortcuts import MARKS, plain_words, shortcuts

    limits = data("limits.toml")
    md = MarkdownIt("commonmark", {"maxNesting": limits["nesting"] + limits["inline-nesting"]})
    md.enable("table").use(deflist_plugin)
    # Definitions stay where they are, so that each keeps its lines; the reader takes them out.
    md.use(footnote_plugin, inline=True, move_to_end=False)
    md.inline.ruler.disable("footnote_ref")
    md.use(block_rules).use(inline_rules)
    look = plain_words if quick else None
    md.core.ruler.at("inline", cast("Any", limited_inline(limits["paragraph"], look)))
    # The reader joins runs of text itself, while it builds them.
    md.core.ruler.disable("text_join")
    md.inline.ruler2.disable("fragments_join")
    # Which addresses are allowed is the reader's to say, with a finding.
    md.validateLink = _any_address  # type: ignore[method-assign]
    # Characters that can begin an inline of ours; a hyphen or a colon in prose cannot.
    md.inline.terminator_re = re.compile(rf"[\n{MARKS}]")
    return shortcuts(md) if quick else md


def _any_address(url: str) -> bool:  # noqa: ARG001 - the parser's own signature
    return True
