"""The body: each block and each inline of the model as calls of the template's functions."""

from __future__ import annotations

from dataclasses import field, replace
from functools import partial
from typing import TYPE_CHECKING, assert_never

from plainpress.builders.print import words_with_table
from plainpress.document.model import (
    Abbreviation,
    Activity,
    Bibliography,
    BulletList,
    Citation,
    CitedWork,
    Code,
    CodeBlock,
    CrossReference,
    DefinitionList,
    Emphasis,
    Example,
    Figure,
    Glossary,
    Image,
    Language,
    LineBreak,
    Link,
    Note,
    NoteReference,
    OrderedList,
    Paragraph,
    PictureRow,
    Quotation,
    Strong,
    Subscript,
    Superscript,
    Table,
    Term,
    Text,
    ThematicBreak,
)
from plainpress.document.records import dataclass
from plainpress.document.walk import abbreviation_text, plain_text

from . import boxes, code, figures, lists, markup, references, tables
from .context import Context

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plainpress.document.model import Block, Inline, Section

    from .context import Place

_CHAPTER = "#section(1,"
_DEEPEST_HEADING = 6
_HEADING_SIZES = (26, 18, 14.5, 12.5, 12, 12)


@dataclass(slots=True)
class Body(Context):
    """The chapters of a publication, written section by section.

    `places` says of each block that stands directly in a section, headings first, how its page is
    found: by the name of a label, or as one more mark, an empty name.
    """

    places: list[str] = field(default_factory=list)
    # Markup, and whether it stands on a page on its side.
    _written: list[tuple[str, bool]] = field(default_factory=list)

    # --- Sections ---

    def chapters(self) -> str:
        """All sections, and the anchors that found no place of their own."""
        for section in self.publication.sections:
            self._section(section, 1)
        left = "".join(self.anchor(label) for label in tuple(self.ids))
        return _turned(self._written) + left

    def _section(self, section: Section, depth: int) -> None:
        level = min(depth, _DEEPEST_HEADING)
        if depth > _DEEPEST_HEADING:
            what = f"headings below level {level} look like level {level}"
            self.loss(what, section.span)
        self.places.append(self._heading(section, level))
        # What a wide table turns on its side is the table, and the headings that lead to it.
        place = replace(self.place(self.page.points), is_top=True)
        introduction = words_with_table(section, partial(tables.is_turned, self))
        for number, block in enumerate(section.blocks):
            after = section.blocks[number + 1] if number + 1 < len(section.blocks) else None
            sideways = isinstance(block, Table) and tables.is_turned(self, block)
            if (sideways or introduction) and not number:
                self._turn_headings()
            self.places.append("")
            piece = f"#mark{self._piece(block, after, place)}\n"
            if number < introduction:
                # The lines stay as long as on an upright page.
                piece, sideways = f"#block(width: {self.page.width:g}pt)[{piece}]\n", True
            self._written.append((piece, sideways))
        for child in section.sections:
            self._section(child, depth + 1)

    def _heading(self, section: Section, level: int) -> str:
        label = section.label or f"section {len(self.places) + 1}"
        self.ids.setdefault(label, f"h{len(self.places)}")
        name = self.identifier(label) or f"h{len(self.places)}x"
        size = self.page.sized(_HEADING_SIZES[level - 1])
        title = self.inlines(section.title, self.place(size))
        # PDF/UA-1 has no heading without words.
        if not plain_text(section.title).strip():
            title += markup.content(section.label or "\N{EN DASH}")
        self._written.append((f'#section({level}, "{name}")[{title}]\n', False))
        return name

    def _turn_headings(self) -> None:
        for number in range(len(self._written) - 1, -1, -1):
            text, _ = self._written[number]
            if not text.startswith("#section("):
                return
            self._written[number] = (text, True)

    # --- Blocks ---

    def blocks(self, blocks: Sequence[Block], place: Place) -> str:
        return "".join(
            self._piece(block, blocks[number] if number < len(blocks) else None, place)
            for number, block in enumerate(blocks, 1)
        )

    def _piece(self, block: Block, after: Block | None, place: Place) -> str:
        if isinstance(block, Paragraph) and _leads_on(block, after):
            return f"#leading-on[{self.inlines(block.children, place)}]"
        return self._block(block, place)

    def _block(self, block: Block, place: Place) -> str:
        match block:
            case Paragraph(children=children):
                return f"#par[{self.inlines(children, place)}]"
            case BulletList():
                return lists.bullet_list(self, block, place)
            case OrderedList():
                return lists.ordered_list(self, block, place)
            case DefinitionList():
                return lists.definition_list(self, block, place)
            case Glossary():
                return lists.glossary(self, block, place)
            case Bibliography():
                return lists.bibliography(self, block, place)
            case Table():
                return tables.table(self, block, place)
            case Figure():
                return figures.figure(self, block, place)
            case Quotation():
                return boxes.quotation(self, block, place)
            case Activity():
                return boxes.activity(self, block, place)
            case Example():
                return boxes.example(self, block, place)
            case Note():
                return boxes.note(self, block, place)
            case PictureRow():
                return figures.picture_row(self, block, place)
            case CodeBlock():
                return code.lines(self, block.text, place)
            case ThematicBreak():
                return "#change-of-subject"
            case _:
                assert_never(block)

    # --- Inlines ---

    def inlines(self, inlines: Sequence[Inline], place: Place) -> str:
        return "".join(
            references.cross_reference(self, node, place, before=inlines[:number])
            if isinstance(node, CrossReference)
            else self._inline(node, place)
            for number, node in enumerate(inlines)
        )

    def _inline(self, node: Inline, place: Place) -> str:
        match node:
            case Text(text=text):
                return markup.words(text, place.width, place.points)
            case Emphasis(children=children):
                return f"#emph[{self.inlines(children, place)}]"
            case Strong(children=children):
                return f"#strong[{self.inlines(children, place)}]"
            case Subscript(children=children):
                return f"#sub[{self.inlines(children, place)}]"
            case Superscript(children=children):
                return f"#super[{self.inlines(children, place)}]"
            case Code(text=text):
                return code.inline(text, place)
            case Link():
                return references.link(self, node, place)
            case CrossReference():
                return references.cross_reference(self, node, place)
            case Citation(children=children):
                return self.inlines(children, place)
            case CitedWork():
                return references.cited_work(self, node, place)
            case Term():
                return references.term(self, node, place)
            case Abbreviation():
                return markup.words(abbreviation_text(node), place.width, place.points)
            case Language(language=language, children=children):
                words = self.inlines(children, replace(place, language=language))
                return f"#tongue({markup.language(language)})[{words}]"
            case NoteReference():
                return references.note_reference(self, node, place)
            case Image():
                return figures.inline_image(self, node, place)
            case LineBreak():
                return "#linebreak()"
            case _:
                assert_never(node)


def _leads_on(node: Paragraph, after: Block | None) -> bool:
    """Whether a paragraph announces what follows: "the partners are:"."""
    if not isinstance(after, BulletList | OrderedList | Quotation | Table | DefinitionList):
        return False
    last = node.children[-1] if node.children else None
    return isinstance(last, Text) and last.text.rstrip().endswith((":", ","))


def _turned(written: list[tuple[str, bool]]) -> str:
    """The markup, with what stands on pages on their side brought together, chapter by chapter."""
    parts: list[str] = []
    for number, (text, sideways) in enumerate(written):
        before = written[number - 1][1] if number else False
        after = written[number + 1][1] if number + 1 < len(written) else False
        ends = number + 1 == len(written) or written[number + 1][0].startswith(_CHAPTER)
        start = "#sideways[" if sideways and (not before or text.startswith(_CHAPTER)) else ""
        end = "]\n" if sideways and (not after or ends) else ""
        parts.append(f"{start}{text}{end}")
    return "".join(parts)
