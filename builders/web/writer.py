"""The body of a page: what the web does otherwise than other formats made of XHTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from plainpress.builders.web.search import words_of
from plainpress.builders.xhtml import BodyWriter, Flavour, PhraseWriter, escape
from plainpress.document.model import (
    BulletList,
    GlossaryEntry,
    Inline,
    ListItem,
    OrderedList,
    Paragraph,
)
from plainpress.document.walk import nodes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from plainpress.builders.xhtml import Links
    from plainpress.document.model import Block, Term
    from plainpress.document.outline import Target

# What a meaning shows as it is; of anything else it shows the words.
_PLAIN = (Paragraph, BulletList, OrderedList, ListItem, *get_args(Inline))
_STEP = 5  # per cent; the style sheet has a class for each step


class WebWriter(BodyWriter):
    """Writes the chapter of one page, and the meanings of the terms that it mentions."""

    def __init__(self, links: Links, file: str, labels: Mapping[str, Target]) -> None:
        super().__init__(links, file, Flavour.WEB)
        self._labels = labels
        self._phrases = PhraseWriter(links, file, Flavour.WEB)
        self._meanings: dict[str, str] = {}

    def columns(self, widths: Sequence[int]) -> str:
        """Widths as classes: the policy of the page forbids styles in attributes."""
        total = sum(widths)
        if not total:
            return ""
        steps = [max(1, round(100 * width / total / _STEP)) * _STEP for width in widths]
        columns = "".join([f'<col class="w{step}"/>' for step in steps])
        return f"<colgroup>{columns}</colgroup>\n"

    def meanings(self) -> str:
        """What the terms of the page mean, hidden until a term is pointed at.

        A screen reader reads them out as descriptions (`aria-describedby` reaches hidden
        text); the page's script shows them to everybody else (WCAG 2.2, 1.4.13).
        """
        return "".join(
            f'<div id="{name}" class="meaning" role="tooltip" popover="manual">{words}</div>\n'
            for name, words in self._meanings.items()
        )

    def _term(self, node: Term) -> str:
        place = self._links.labels.get(node.label)
        target = self._labels.get(node.label)
        words = self.inlines(node.children)
        if place is None or target is None:
            return words
        described = ""
        if isinstance(target.node, GlossaryEntry):
            name = f"{place.id}.meaning"
            if name not in self._meanings:
                self._meanings[name] = self._meaning(target.node)
            described = f' class="term" aria-describedby="{name}"'
        attributes = f' href="{self._href(place)}"{self.doc("glossref")}{described}'
        return self._anchor(attributes, words)

    def _meaning(self, entry: GlossaryEntry) -> str:
        return "".join(self._words(block) for blocks in entry.definitions for block in blocks)

    def _words(self, block: Block) -> str:
        # No links in here, since a tooltip cannot be entered, and nothing that has an id.
        if all(isinstance(node, _PLAIN) for node in nodes(block)):
            return self._phrases.blocks((block,), 1)
        return f"<p>{escape(words_of(block))}</p>"
