"""The body of a chapter: two match statements, `_block` and `_inline`, over the whole model."""

from __future__ import annotations

from collections import Counter
from enum import Enum
from itertools import repeat
from typing import TYPE_CHECKING, assert_never

from plainpress.builders.xhtml.tables import table
from plainpress.builders.xhtml.text import attribute, escape, is_safe, language_attributes
from plainpress.builders.xhtml.titles import (
    abbreviation,
    box_class,
    box_title,
    figure_title,
    section_role,
)
from plainpress.builders.xhtml.words import ENGLISH, Words
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
    DefinitionItem,
    DefinitionList,
    Emphasis,
    Example,
    Figure,
    Footnote,
    Glossary,
    GlossaryEntry,
    Image,
    Language,
    LineBreak,
    Link,
    ListItem,
    Note,
    NoteReference,
    OrderedList,
    Paragraph,
    PictureRow,
    Quotation,
    Section,
    Strong,
    Subscript,
    Superscript,
    Table,
    Term,
    Text,
    ThematicBreak,
)
from plainpress.document.outline import number_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plainpress.builders.xhtml.links import Links, Place
    from plainpress.document.model import Block, ImageFile, Inline, Node
    from plainpress.document.outline import Labelled

_DRAWING = "image/svg+xml"
# Pixels. A narrower drawing is no diagram, and need not be kept from shrinking.
_WIDE_DRAWING = 390
_DEEPEST_HEADING = 6  # HTML has h1 to h6


class Flavour(Enum):
    """Who will read the body. EPUB wants `epub:type` beside each role; a browser knows no such."""

    EPUB = "epub"
    WEB = "web"


class BodyWriter:
    """Writes the chapters that go into one file.

    `marks` yields, for each heading and each block that stands directly in a section, what goes
    before it: the mark of a page that begins there, or nothing.
    """

    def __init__(
        self,
        links: Links,
        file: str,
        flavour: Flavour,
        words: Words = ENGLISH,
        marks: Iterator[str] | None = None,
    ) -> None:
        self._links = links
        self._file = file
        self._flavour = flavour
        self.words = words
        # ARIA in HTML, 4: a row of a table has the role of a row already.
        self.table_roles = flavour is Flavour.EPUB
        self._marks = repeat("") if marks is None else marks
        self._marks_seen: Counter[str] = Counter()
        self._unnamed = 0
        self._opened = ""  # what opens the long descriptions of pictures

    # --- Sections and notes ----------------------------------------------------------

    def section(self, section: Section) -> str:
        """A section, its heading, and all below it."""
        name = self._id(section, "section")
        level = min(section.level, _DEEPEST_HEADING)
        role = section_role(section)
        # Only a chapter and what has a role is a named region: a name on each subsection would
        # fill the screen reader's list of landmarks and make it useless.
        named = f' aria-labelledby="{name}.heading"' if role else ""
        parts = [
            f'<section id="{name}"{self.doc(role) if role else ""}{named}>\n',
            next(self._marks, ""),
            f'<h{level} id="{name}.heading">{self.said(section, section.title)}</h{level}>\n',
        ]
        for block in section.blocks:
            parts.append(next(self._marks, ""))
            parts.append(self._block(block, level))
        parts.extend(self.section(inner) for inner in section.sections)
        parts.append("</section>\n")
        return "".join(parts)

    def footnotes(self, notes: Sequence[Footnote]) -> str:
        """The notes of a file, each with a way back to every mark that leads to it."""
        if not notes:
            return ""
        inner = "".join(map(self._footnote, notes))
        return f'<section class="notes" aria-label="{self.words.notes}">\n{inner}</section>\n'

    def _footnote(self, note: Footnote) -> str:
        marks = self._links.references.get(note.label, ())
        back = " ".join(
            f'<a href="{self._href(mark)}"{self.doc("backlink")}>'
            f"{self._back(count, len(marks))}</a>"
            for count, mark in enumerate(marks, start=1)
        )
        way_back = f'<p class="back">{back}</p>\n' if back else ""
        return (
            f'<aside id="note.{note.number}"{self.doc("footnote")}>\n'
            f'<p class="number">{note.number}.</p>\n'
            f"<div>{self.blocks(note.children, _DEEPEST_HEADING)}{way_back}</div>\n</aside>\n"
        )

    def _back(self, count: int, marks: int) -> str:
        return self.words.back if marks == 1 else self.words.back_from.format(place=count)

    # --- Blocks ----------------------------------------------------------------------

    def blocks(self, blocks: Sequence[Block], level: int) -> str:
        """A run of blocks under a heading of a level."""
        # Loops and no comprehensions, here and below: a comprehension is a frame of Python 3.11's
        # own, and lists may be nested 200 deep.
        parts = []
        for block in blocks:
            parts.append(self._block(block, level))  # noqa: PERF401
        return "".join(parts)

    def _block(self, node: Block, level: int) -> str:
        match node:
            case Paragraph():
                return f"<p>{self.said(node, node.children)}</p>\n"
            case BulletList():
                return f"<ul{self.mark(node)}>\n{self._items(node.items, level)}</ul>\n"
            case OrderedList():
                start = f' start="{node.start}"' if node.start != 1 else ""
                return f"<ol{self.mark(node)}{start}>\n{self._items(node.items, level)}</ol>\n"
            case DefinitionList():
                return f"<dl>\n{self._definitions(node.items, level)}</dl>\n"
            case Glossary():
                return f'<dl class="glossary">\n{self._definitions(node.entries, level)}</dl>\n'
            case Bibliography():
                return self._bibliography(node)
            case Table():
                return table(self, node, self._table_id(node), level)
            case Figure():
                return self._figure(node, level)
            case Quotation():
                return self._quotation(node, level)
            case Activity():
                return self._box(node, ' role="group"', level)
            case Example():
                return self._box(node, self.doc("example", epub_type=False), level)
            case Note():
                return self._box(node, self._note_role(node), level)
            case PictureRow():
                return self._picture_row(node, level)
            case CodeBlock():
                syntax = f' class="language-{attribute(node.syntax)}"' if node.syntax else ""
                return f"<pre{self.mark(node)}><code{syntax}>{escape(node.text)}</code></pre>\n"
            case ThematicBreak():
                return "<hr/>\n"
            case _:
                assert_never(node)

    def _items(self, items: Sequence[ListItem], level: int) -> str:
        parts = []
        for item in items:
            words = self.compact(item.children, level)
            parts.append(f"<li{self.mark(item)}>{words}</li>\n")
        return "".join(parts)

    def compact(self, blocks: Sequence[Block], level: int) -> str:
        """Blocks in which a first paragraph that stands alone needs no element of its own."""
        alone = sum([isinstance(block, Paragraph) for block in blocks]) == 1
        parts = []
        for number, block in enumerate(blocks):
            if alone and number == 0 and isinstance(block, Paragraph):
                parts.append(self.said(block, block.children))
            else:
                parts.append(self._block(block, level))
        return "".join(parts)

    def _definitions(self, items: Sequence[DefinitionItem | GlossaryEntry], level: int) -> str:
        parts = []
        for item in items:
            term = self.said(item, item.term)
            if isinstance(item, GlossaryEntry):
                term = f'<dfn id="{self._id(item, "term")}">{term}</dfn>'
            parts.append(f"<dt>{term}</dt>\n")
            parts += [f"<dd>{self.compact(blocks, level)}</dd>\n" for blocks in item.definitions]
        return "".join(parts)

    def _bibliography(self, node: Bibliography) -> str:
        items = "".join(
            f'<li id="{self._placed(self._links.works.get(entry.key), "work")}">'
            f"{self.said(entry, entry.children)}</li>\n"
            for entry in node.entries
        )
        return f'<ul{self.mark(node)} class="bibliography">\n{items}</ul>\n'

    def _quotation(self, node: Quotation, level: int) -> str:
        words = self.blocks(node.children, level)
        if node.source:
            words += f"<footer>{self.said(node, node.source)}</footer>\n"
        return f"<blockquote{self.mark(node)}>\n{words}</blockquote>\n"

    def _picture_row(self, node: PictureRow, level: int) -> str:
        mark = self.mark(node, "picture")
        picture = self._picture(node.image, node.alt, decorative=not node.alt, mark=mark)
        words = self.blocks(node.children, level)
        return f'<div{self.mark(node)} class="picture-row">{picture}<div>{words}</div></div>\n'

    def _figure(self, node: Figure, level: int) -> str:
        name = self._id(node, "figure", node.number)
        details = f"{name}.description" if node.long_description else ""
        picture = self._picture(
            node.image,
            node.alt,
            decorative=node.decorative,
            details=details,
            mark=self.mark(node, "picture"),
        )
        caption = figure_title(self, node)
        labelled = f' aria-labelledby="{name}.caption"' if caption else ""
        if node.image.media_type == _DRAWING and node.image.width >= _WIDE_DRAWING:
            # On a narrow screen its words would shrink with it: there it keeps its width, and is
            # moved sideways, by keyboard as well (WCAG 2.2, 1.4.10 lets diagrams do so).
            named = labelled or f' aria-label="{attribute(self.words.picture)}"'
            picture = f'<div class="drawing" role="group"{named} tabindex="0">{picture}</div>'
        figcaption = f'<figcaption id="{name}.caption">{caption}</figcaption>\n' if caption else ""
        figure = f'<figure id="{name}"{labelled}>\n{picture}\n{figcaption}</figure>\n'
        return figure + self._description(node, details, level)

    def _description(self, node: Figure, name: str, level: int) -> str:
        # `details` stands after the figure because a figcaption must be the last child of its
        # figure; a reading system that does not know the element shows the words in full.
        if not name:
            return ""
        summary = self.words.description.format(what=number_text(node) or self.words.picture)
        words = self.blocks(node.long_description, level)
        return (
            f'<details id="{name}" class="description"{self._opened}>\n'
            f"<summary>{summary}</summary>\n{words}</details>\n"
        )

    def _picture(
        self,
        image: ImageFile,
        alt: str,
        *,
        decorative: bool = False,
        details: str = "",
        mark: str = "",
    ) -> str:
        source = attribute(self._links.pictures.get(image.file, image.name))
        words = self._decoration() if decorative else f'alt="{attribute(alt)}"'
        more = f' aria-details="{details}"' if details else ""
        size = f'width="{round(image.width)}" height="{round(image.height)}"'
        return f'<img{mark} src="{source}" {words}{more} {size}/>'

    def _decoration(self) -> str:
        # A role beside the empty text tells an EPUB's checker that it is empty on purpose; HTML
        # allows none there (ARIA in HTML, 3: img with no alternative).
        return 'alt="" role="presentation"' if self._flavour is Flavour.EPUB else 'alt=""'

    def _box(self, node: Activity | Example | Note, role: str, level: int) -> str:
        # A plain `div`: a named `section` would be a landmark, and two notes in a chapter would
        # be two of the same name (axe: landmark-unique).
        name = self._id(node, "box")
        heading = min(level + 1, _DEEPEST_HEADING)
        return (
            f'<div id="{name}" class="box {box_class(node)}"{role} '
            f'aria-labelledby="{name}.heading">\n'
            f'<h{heading} id="{name}.heading">{box_title(self, node, self.words)}</h{heading}>\n'
            f"{self.blocks(node.children, heading)}</div>\n"
        )

    def _note_role(self, node: Note) -> str:
        match node.kind:
            case "note":
                return ' role="note"'
            case "tip":
                return self.doc("tip")
            case "important" | "warning":
                return self.doc("notice")
            case _:
                assert_never(node.kind)

    # --- What a book that is spoken needs --------------------------------------------

    def said(self, node: Node, words: Sequence[Inline]) -> str:  # noqa: ARG002  # for those below
        """The words of a node; a book that is spoken marks each sentence of them."""
        return self.inlines(words)

    def mark(self, node: Node, part: str = "") -> str:  # noqa: ARG002
        """The id of an element that has none otherwise; only a book that is spoken needs one."""
        return ""

    # --- Inlines ---------------------------------------------------------------------

    def inlines(self, children: Sequence[Inline]) -> str:
        """A run of inlines."""
        return "".join(map(self._inline, children))

    def _inline(self, node: Inline) -> str:
        match node:
            case Text():
                return escape(node.text)
            case Emphasis():
                return f"<em>{self.inlines(node.children)}</em>"
            case Strong():
                return f"<strong>{self.inlines(node.children)}</strong>"
            case Subscript():
                return f"<sub>{self.inlines(node.children)}</sub>"
            case Superscript():
                return f"<sup>{self.inlines(node.children)}</sup>"
            case Code():
                return f"<code>{escape(node.text)}</code>"
            case Link():
                return self._outward(node)
            case CrossReference():
                return self._link(self._links.labels.get(node.label), node.children)
            case Citation():
                return self.inlines(node.children)
            case CitedWork():
                return self._link(self._links.works.get(node.key), node.children, "biblioref")
            case Term():
                return self._term(node)
            case Abbreviation():
                return abbreviation(node)
            case Language():
                words = self.inlines(node.children)
                return f"<span{language_attributes(node.language)}>{words}</span>"
            case NoteReference():
                return self._note_reference(node)
            case Image():
                return self._picture(node.image, node.alt, decorative=node.decorative)
            case LineBreak():
                return "<br/>"
            case _:
                assert_never(node)

    def _anchor(self, attributes: str, words: str) -> str:
        return f"<a{attributes}>{words}</a>"

    def _outward(self, node: Link) -> str:
        # The reader lets no other address through; a model made elsewhere must not either.
        words = self.inlines(node.children)
        if not is_safe(node.url):
            return words
        return self._anchor(f' href="{attribute(node.url)}"', words)

    def _link(self, place: Place | None, children: Sequence[Inline], role: str = "") -> str:
        # A link to nowhere is a finding of the reader's; here its words are kept.
        words = self.inlines(children)
        if place is None:
            return words
        return self._anchor(f' href="{self._href(place)}"{self.doc(role) if role else ""}', words)

    def _term(self, node: Term) -> str:
        return self._link(self._links.labels.get(node.label), node.children, "glossref")

    def _note_reference(self, node: NoteReference) -> str:
        place = self._links.notes.get(node.label)
        if place is None:
            return f"<sup>{node.number}</sup>"
        own = [mark for mark in self._links.references[node.label] if mark.file == self._file]
        seen = self._marks_seen[node.label]
        self._marks_seen[node.label] = seen + 1
        # A note that is read twice, as in a heading and again in a list, has one mark only.
        name = f' id="{own[seen].id}"' if seen < len(own) else ""
        attributes = f'{name} href="{self._href(place)}"{self.doc("noteref")}'
        return f"<sup><a{attributes}>{node.number}</a></sup>"

    def columns(self, widths: Sequence[int]) -> str:
        """The widths of a table's columns, which are relative; nothing where there are none."""
        total = sum(widths)
        if not total:
            return ""
        shares = [100 * width / total for width in widths]
        columns = "".join([f'<col style="width:{share:.4g}%"/>' for share in shares])
        return f"<colgroup>{columns}</colgroup>\n"

    # --- Attributes ------------------------------------------------------------------

    def doc(self, kind: str, *, epub_type: bool = True) -> str:
        """The role of the DPUB-ARIA vocabulary, and its twin of EPUB's where there is one."""
        if epub_type and self._flavour is Flavour.EPUB:
            return f' role="doc-{kind}" epub:type="{kind}"'
        return f' role="doc-{kind}"'

    def _href(self, place: Place) -> str:
        return f"#{place.id}" if place.file == self._file else f"{place.file}#{place.id}"

    def _id(self, node: Labelled, kind: str, number: int = 0) -> str:
        return self._placed(self._links.labels.get(node.label), kind, number)

    def _placed(self, place: Place | None, kind: str, number: int = 0) -> str:
        if place is not None:
            return place.id
        if number:
            return f"{kind}.{number}"
        self._unnamed += 1
        return f"{kind}.unnamed.{self._unnamed}"

    def _table_id(self, node: Table) -> str:
        return self._id(node, "table", node.number)


class PhraseWriter(BodyWriter):
    """Writes a title for a place where it is itself a link: marks stay, links and notes go."""

    def _anchor(self, attributes: str, words: str) -> str:  # noqa: ARG002  # what goes
        return words

    def _note_reference(self, node: NoteReference) -> str:  # noqa: ARG002  # what goes
        return ""
