"""The index of the search in the page: every section with its words, as one script file.

It is a script and not JSON, because a page opened from a disk may not fetch files. It is loaded
when somebody first goes to the search box.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, get_args

from plainpress.document.model import Abbreviation, Code, Figure, Image, Inline, Quotation, Text
from plainpress.document.outline import title_text
from plainpress.document.walk import abbreviation_text, nodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plainpress.builders.xhtml import Place
    from plainpress.document.model import Node, Section

FILE = "search-index.js"
_INLINE = frozenset(get_args(Inline))


def words_of(*roots: Node) -> str:
    """The words of some nodes in one line, with a space between blocks, and pictures' texts."""
    parts: list[str] = []
    sources = set()
    for node in nodes(*roots):
        if id(node) in sources:
            parts.append(" ")
        match node:
            case Quotation() if node.source:
                # Whose words they are follows them without a block of its own.
                sources.add(id(node.source[0]))
                parts.append(" ")
            case Text() | Code():
                parts.append(node.text)
            case Abbreviation():
                parts.append(abbreviation_text(node))
            case Figure() | Image() if node.alt:
                parts.append(f" {node.alt} ")
            case _ if type(node) not in _INLINE:
                parts.append(" ")
    return " ".join("".join(parts).split())


def index(sections: Sequence[tuple[Section, Place]]) -> str:
    """The script: one call with a list of [title, chapter, address, words]."""
    return f"plainpressSearch({json.dumps(list(_entries(sections)), ensure_ascii=False)});\n"


def _entries(sections: Sequence[tuple[Section, Place]]) -> Iterator[list[str]]:
    chapter = ""
    for section, place in sections:
        title = title_text(section)
        if section.level == 1:
            chapter = title
        above = "" if section.level == 1 else chapter
        address = place.file if section.level == 1 else f"{place.file}#{place.id}"
        yield [title, above, address, words_of(*section.blocks)]
