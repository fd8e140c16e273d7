"""The document: a typed tree, `Publication` > `Section` > `Block` > `Inline`.

Every node is frozen and hashable by value; its source span is ignored when nodes are
compared, so that two readings of the same words are equal wherever the words stood.
What accessibility needs is a field of the node, never an attribute in a bag. A builder
matches on `Block` and `Inline` and ends with `assert_never`, so that the type checker
names a node that it forgot.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Literal

from plainpress.document.records import dataclass

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Span:
    """Where a node stood: file (relative to the publication), first and last line, from 1."""

    path: str = ""
    first: int = 0
    last: int = 0


NOWHERE = Span()


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What every node has: a source span, which equality ignores."""

    span: Span = field(default=NOWHERE, compare=False, repr=False)


# --- Files that the text shows -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ImageFile:
    """A picture that was found, is safe to decode, and has been measured.

    `name` is the path as the source wrote it (`figures/cycle.svg`, `picture:meeting`);
    `file` is where it lies on this machine and takes no part in equality. `width` and
    `height` are CSS pixels (1/96 inch).
    """

    name: str
    media_type: str
    width: float
    height: float
    file: Path = field(compare=False)


# --- Inline --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A run of words. A soft line break of the source is one space."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis(Node):
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong(Node):
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Subscript(Node):
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Superscript(Node):
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code(Node):
    """Literal text, such as a command or a file name."""

    text: str


@dataclass(frozen=True, slots=True)
class Link(Node):
    """A link out of the publication. `url` is absolute: http, https, mailto or tel."""

    url: str
    children: tuple[Inline, ...]


ReferenceStyle = Literal["title", "number", "words"]


@dataclass(frozen=True, slots=True)
class CrossReference(Node):
    """A link to a labelled section, figure, table or box of the same publication.

    `children` are the words to show, filled in by the reader: the target's title, its
    number ("Figure 3") or the author's own words. Paged formats add the page after them.
    """

    label: str
    style: ReferenceStyle
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Citation(Node):
    """One citation as its style prints it, brackets included: Text and CitedWork in turn.

    `narrative` is true for "Nesta (2013)", false for "(Nesta, 2013)".
    """

    narrative: bool
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class CitedWork(Node):
    """The part of a citation that stands for one work: a link to its `BibliographyEntry`."""

    key: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Term(Node):
    """Words that link to the glossary entry with this label."""

    label: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Abbreviation(Node):
    """A short form with its long form: "NIHR", "National Institute for Health and Care Research".

    `spelled_out` is true where the long form is to be printed as well: the first time
    in each chapter. Print shows "National Institute ... (NIHR)".
    """

    text: str
    expansion: str
    spelled_out: bool = False


@dataclass(frozen=True, slots=True)
class Language(Node):
    """A passage in another language, as a BCP 47 tag (WCAG 2.2, 3.1.2)."""

    language: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class NoteReference(Node):
    """The mark in the text that leads to the footnote with this label."""

    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Image(Node):
    """A picture in a line of text. `decorative` pictures have an empty `alt` on purpose."""

    image: ImageFile
    alt: str
    decorative: bool = False


@dataclass(frozen=True, slots=True)
class LineBreak(Node):
    """A line break that the author asked for."""


# --- Blocks --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph(Node):
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class ListItem(Node):
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class BulletList(Node):
    items: tuple[ListItem, ...]


@dataclass(frozen=True, slots=True)
class OrderedList(Node):
    items: tuple[ListItem, ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class DefinitionItem(Node):
    """A term and what it means; each definition is a run of blocks."""

    term: tuple[Inline, ...]
    definitions: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class DefinitionList(Node):
    items: tuple[DefinitionItem, ...]


@dataclass(frozen=True, slots=True)
class GlossaryEntry(Node):
    """`label` is what a `Term` points to."""

    label: str
    term: tuple[Inline, ...]
    definitions: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class Glossary(Node):
    entries: tuple[GlossaryEntry, ...]


@dataclass(frozen=True, slots=True)
class BibliographyEntry(Node):
    """One formatted reference; `key` is its BibTeX key."""

    key: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Bibliography(Node):
    entries: tuple[BibliographyEntry, ...]


Alignment = Literal["left", "centre", "right"]


@dataclass(frozen=True, slots=True)
class TableCell(Node):
    children: tuple[Block, ...]
    alignment: Alignment = "left"


@dataclass(frozen=True, slots=True)
class TableRow(Node):
    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class Table(Node):
    """Rows of equal length. The first `header_rows` rows and `header_columns` columns are headers.

    `widths` are relative and as many as the columns, or empty. `number` is 0 for a table
    without a caption, else its place among the publication's tables, from 1.
    """

    rows: tuple[TableRow, ...]
    caption: tuple[Inline, ...] = ()
    header_rows: int = 1
    header_columns: int = 0
    widths: tuple[int, ...] = ()
    label: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Figure(Node):
    """A picture with its caption, its short alternative and, where that is not enough, a long one.

    `number` is 0 for a figure without a caption. WCAG 2.2, 1.1.1.
    """

    image: ImageFile
    alt: str
    caption: tuple[Inline, ...] = ()
    long_description: tuple[Block, ...] = ()
    decorative: bool = False
    label: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Quotation(Node):
    """Somebody's words; `source` is the citation or the name that they come from."""

    children: tuple[Block, ...]
    source: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Activity(Node):
    """A reflective activity: questions for the reader to think about or to discuss."""

    title: tuple[Inline, ...]
    children: tuple[Block, ...]
    label: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Example(Node):
    """A story or a case."""

    title: tuple[Inline, ...]
    children: tuple[Block, ...]
    label: str = ""


NoteKind = Literal["note", "tip", "important", "warning"]


@dataclass(frozen=True, slots=True)
class Note(Node):
    """A remark set apart. Without a title of its own, its kind is its title."""

    kind: NoteKind
    title: tuple[Inline, ...]
    children: tuple[Block, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class PictureRow(Node):
    """A row of an easy-read edition: the picture stands left, the words right.

    `children` are paragraphs, one a sentence. `alt` is empty where the picture only
    repeats the words.
    """

    image: ImageFile
    children: tuple[Paragraph, ...]
    alt: str = ""


@dataclass(frozen=True, slots=True)
class CodeBlock(Node):
    text: str
    syntax: str = ""


@dataclass(frozen=True, slots=True)
class ThematicBreak(Node):
    """A change of subject without a heading."""


Inline = (
    Text
    | Emphasis
    | Strong
    | Subscript
    | Superscript
    | Code
    | Link
    | CrossReference
    | Citation
    | CitedWork
    | Term
    | Abbreviation
    | Language
    | NoteReference
    | Image
    | LineBreak
)

Block = (
    Paragraph
    | BulletList
    | OrderedList
    | DefinitionList
    | Glossary
    | Bibliography
    | Table
    | Figure
    | Quotation
    | Activity
    | Example
    | Note
    | PictureRow
    | CodeBlock
    | ThematicBreak
)


# --- The publication -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Section(Node):
    """A heading and what stands under it, down to the next heading of the same level.

    `level` counts from 1, a chapter. `label` is unique in the publication and stable.
    `audience` is empty where the section takes its parent's. `covers` are the labels of
    the standard sections that an easy-read section stands for.
    """

    level: int
    title: tuple[Inline, ...]
    label: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    audience: str = ""
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Footnote(Node):
    """A note below the text. `number` runs through the publication, from 1."""

    label: str
    number: int
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person or body. `role` is a MARC relator code: aut, edt, ill, pbl, ctb, ..."""

    name: str
    role: str = "aut"


@dataclass(frozen=True, slots=True)
class Licence:
    name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Publication(Node):
    """One edition of a publication, ready for any builder.

    `language` is a BCP 47 tag. `identifier` is a URI that stays the same over versions.
    `date` is when it first came out, `modified` when it last changed: the clock of every
    file that is built from it. `sections` are its chapters; `footnotes` are in the order
    of their numbers.
    """

    title: str
    language: str
    sections: tuple[Section, ...]
    footnotes: tuple[Footnote, ...] = ()
    subtitle: str = ""
    edition: str = "standard"
    identifier: str = ""
    publisher: str = ""
    contributors: tuple[Contributor, ...] = ()
    description: str = ""
    subjects: tuple[str, ...] = ()
    date: dt.date | None = None
    modified: dt.date | None = None
    licence: Licence = Licence()
    cover: ImageFile | None = None
    draft: bool = False


AnyNode = (
    Publication
    | Section
    | Footnote
    | Block
    | Inline
    | ListItem
    | DefinitionItem
    | GlossaryEntry
    | BibliographyEntry
    | TableRow
    | TableCell
)
