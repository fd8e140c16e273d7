"""The body: each block and each inline of the model as WordprocessingML."""

from __future__ import annotations

from dataclasses import field, replace
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

from . import boxes, figures, lists, notes, references, tables
from .context import Context, Heading, Place
from .fields import probe
from .markup import is_right_to_left, lines, paragraph, run
from .page import end_section

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from plainpress.document.model import Block, Inline, Section

    from .markup import Marks

# Word has nine levels of heading; the template has a look for six.
_HEADINGS = 6
# Characters of a paragraph of about two lines.
_SHORT = 180


@dataclass(slots=True)
class Body(Context):
    """The chapters of a publication, written section by section."""

    # Header and footer, which the first section of the file names for all.
    section_references: str = ""
    _written: list[str] = field(default_factory=list)
    _leading_at: set[int] = field(default_factory=set)
    _landscape_until: int = -1

    # --- Sections ---

    def chapters(self) -> list[str]:
        """All sections, piece by piece, and at the end the properties of the pages (`w:sectPr`).

        A book of a million words has 25 MB of them: they are never put together.
        """
        for section in self.publication.sections:
            self._section(section)
        ends_turned = bool(self._written) and self._landscape_until == len(self._written)
        if ends_turned:
            # Nothing follows: the section of the whole file's end is the one on its side.
            self._written.pop()
        if self._written and self._written[-1].endswith("</w:tbl>"):
            self._written.append(tables.separator(self))
        return [*self._written, self._section_properties(landscape=ends_turned)]

    def _section(self, section: Section) -> None:
        if section.level > _HEADINGS:
            self.loss(f"headings below level {_HEADINGS} look like level {_HEADINGS}", section.span)
        label = section.label or f"section {len(self.headings) + 1}"
        title = self.bookmarks.around(label, self.inlines(section.title))
        self.headings.append(Heading(section, self.bookmarks.name(label)))
        style = self.styles[f"heading {min(section.level, _HEADINGS)}"]
        self._leading_at.add(len(self._written))
        self._written.append(self._probed(paragraph(style, title)))
        place = Place(width=self.page.text_width)
        introduction = words_with_table(section, tables.is_wide)
        # On a page on its side, the lines of the words stay as long as on an upright one.
        narrow = replace(place, end=self.page.landscape_width - self.page.text_width)
        for _, xml in self._pieces(section.blocks[:introduction], narrow, self._probed):
            self._leading_at.add(len(self._written))
            self._written.append(xml)
        rest = section.blocks[introduction:]
        for block, xml in self._pieces(rest, place, self._probed):
            if isinstance(block, Table) and tables.is_wide(block):
                self._turned(xml)
            elif xml:
                self._written.append(xml)
        for child in section.sections:
            self._section(child)

    def _probed(self, xml: str) -> str:
        """The block with a mark at its start, by which the layout finds its page."""
        self.probes += 1
        return xml.replace("</w:pPr>", f"</w:pPr>{probe(self.probes)}", 1)

    def _turned(self, xml: str) -> None:
        """A wide table on a page on its side, with what leads to it: headings, a few words."""
        if self._landscape_until == len(self._written):
            # The page before is on its side already: its end moves behind this table.
            self._written.pop()
            if self._written[-1].endswith("</w:tbl>") and xml.startswith("<w:tbl>"):
                self._written.append(tables.separator(self))
        else:
            self._end_upright()
        self._written.append(xml)
        landscape = self._section_properties(landscape=True)
        end_section(self._written, landscape, tables.separator(self))
        self._landscape_until = len(self._written)

    def _end_upright(self) -> None:
        at = len(self._written)
        while at and at - 1 in self._leading_at:
            at -= 1
        moved = self._written[at:]
        del self._written[at:]
        upright = self._section_properties(landscape=False)
        end_section(self._written, upright, tables.separator(self))
        self._leading_at = {n for n in self._leading_at if n < at}
        self._written.extend(moved)

    def _section_properties(self, *, landscape: bool) -> str:
        references, self.section_references = self.section_references, ""
        bidi = self.marks.right_to_left
        return self.page.section(references, landscape=landscape, bidi=bidi)

    # --- Blocks ---

    def blocks(self, blocks: Sequence[Block], place: Place) -> str:
        return "".join(xml for _, xml in self._pieces(blocks, place, _unmarked))

    def _pieces(
        self, blocks: Sequence[Block], place: Place, mark: Callable[[str], str]
    ) -> Iterator[tuple[Block, str]]:
        """Each block with its XML; `mark` is applied to each."""
        before: Block | None = None
        ends_with_table = False
        for place_after, block in enumerate(blocks, 1):
            after = blocks[place_after] if place_after < len(blocks) else None
            xml = mark(self._piece(before, block, after, place))
            before = block
            if ends_with_table and xml.startswith("<w:tbl>"):
                xml = tables.separator(self) + xml
            if xml:
                # Rows of pictures may touch: Word joins them, and they look the same.
                ends_with_table = xml.endswith("</w:tbl>") and not isinstance(block, PictureRow)
            yield block, xml

    def _piece(self, before: Block | None, block: Block, after: Block | None, place: Place) -> str:
        if isinstance(block, Paragraph) and place.is_top:
            return self._paragraph(block, _place_between(before, block, after, place))
        if isinstance(block, ThematicBreak) and isinstance(after, Paragraph) and place.is_top:
            return ""
        return self._block(block, place)

    def _block(self, block: Block, place: Place) -> str:
        match block:
            case Paragraph():
                return self._paragraph(block, place)
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
                return tables.picture_row(self, block, place)
            case CodeBlock():
                code = lines(block.text, self.properties(self.marks))
                return paragraph(self.styles["Code"], code, place.form())
            case ThematicBreak():
                return paragraph(self.styles["Break"], run("* * *"), place.form())
            case _:
                assert_never(block)

    def _paragraph(self, node: Paragraph, place: Place) -> str:
        content = self.inlines(node.children)
        reversed_ = not self.marks.right_to_left and _is_right_to_left(node.children)
        form = place.form(own=True, right_to_left=reversed_)
        return paragraph(self.styles[place.style], content, form)

    # --- Inlines ---

    def inlines(self, inlines: Sequence[Inline], marks: Marks | None = None) -> str:
        marks = marks or self.marks
        return "".join(
            references.cross_reference(self, node, marks, before=inlines[:place])
            if isinstance(node, CrossReference)
            else self._inline(node, marks)
            for place, node in enumerate(inlines)
        )

    def _inline(self, node: Inline, marks: Marks) -> str:
        match node:
            case Text(text=text):
                return run(text, self.properties(marks))
            case Emphasis(children=children):
                return self.inlines(children, replace(marks, italic=True))
            case Strong(children=children):
                return self.inlines(children, replace(marks, bold=True))
            case Subscript(children=children):
                return self.inlines(children, replace(marks, position="subscript"))
            case Superscript(children=children):
                return self.inlines(children, replace(marks, position="superscript"))
            case Code(text=text):
                return run(text, self.properties(self.styled(marks, "Code Character")))
            case Link():
                return references.link(self, node, marks)
            case CrossReference():
                return references.cross_reference(self, node, marks)
            case Citation(children=children):
                return self.inlines(children, marks)
            case CitedWork():
                return references.cited_work(self, node, marks)
            case Term():
                return references.term(self, node, marks)
            case Abbreviation():
                return run(abbreviation_text(node), self.properties(marks))
            case Language(language=language, children=children):
                return self.inlines(children, replace(marks, language=language))
            case NoteReference():
                return notes.note_reference(self, node, marks)
            case Image():
                return figures.inline_image(self, node)
            case LineBreak():
                return "<w:r><w:br/></w:r>"
            case _:
                assert_never(node)


def _unmarked(xml: str) -> str:
    return xml


def _place_between(
    before: Block | None, node: Paragraph, after: Block | None, place: Place
) -> Place:
    """A paragraph of a section, by its neighbours: spaced from a table, held to its list."""
    if isinstance(before, ThematicBreak):
        place = replace(place, style="Body Text After Break")
    elif isinstance(before, Table | PictureRow):
        place = replace(place, style="Body Text After Table")
    if isinstance(after, BulletList | OrderedList | Quotation | Table) and _leads_on(node):
        # What leads up to a list must not stay behind on the page before.
        place = replace(place, keep=True)
    if before is None and isinstance(after, DefinitionList) and _is_short(node):
        # A line under its heading that says what the record below is about.
        place = replace(place, keep=True)
    return place


def _is_short(node: Paragraph) -> bool:
    return len(plain_text(node.children)) <= _SHORT


def _leads_on(node: Paragraph) -> bool:
    """Whether a paragraph announces what follows: "the partners are:"."""
    last = node.children[-1] if node.children else None
    return isinstance(last, Text) and last.text.rstrip().endswith((":", ","))


def _is_right_to_left(children: Sequence[Inline]) -> bool:
    """Whether a paragraph is wholly in a language that is written from right to left."""
    return bool(children) and all(
        isinstance(child, Language) and is_right_to_left(child.language) for child in children
    )
