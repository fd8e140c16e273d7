"""The words of a section, and their fingerprint: what a review is tied to.

What counts are words and numbers. What does not count: white space, wrapped lines, marks and
punctuation, headings' levels, the order of sections, labels, files. Case counts, and so does
the address of a link, because a reader writes to it. A cross reference counts for the words
that its author gave it, not for a title or a number that comes from elsewhere; a citation in
brackets, which changes with the style, does not count; one in the sentence does. Beside a
picture row's words the name of its picture counts: people with learning disabilities have
been asked whether they understand it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

from plainpress.document import model
from plainpress.document.pictures import bare_name
from plainpress.document.walk import abbreviation_text, children

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from plainpress.document.model import Footnote, Node, Section

# What stands around a word and is not part of it. A minus, a currency or a per cent sign is.
_AROUND = ".,:;!?\u2026\"'()[]{}*_"
_DASHES = frozenset({"-", "\u2013", "\u2014", "\u2212", "/", "|", "&"})
_LETTERS = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00ad": ""})
_YEAR_LETTER = re.compile(r"(?<=\b\d{4})[a-z]\b")


def normalised(text: str) -> str:
    """A text with one form for each letter, straight quotes and single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_LETTERS).split())


def tokens(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, without the marks around them; case is kept."""
    bare = (word.strip(_AROUND) for word in normalised(text).split())
    return tuple(word for word in bare if word and word not in _DASHES)


def own_lines(section: Section, footnotes: Mapping[str, Footnote]) -> tuple[str, ...]:
    """The words of a section without those of the sections below it: one line a paragraph.

    A footnote belongs to the section that refers to it.
    """
    found: list[str] = []
    _lines(section, footnotes, found, set())
    return tuple(line for line in map(normalised, found) if line)


def fingerprint(sections: Iterable[Iterable[str]]) -> str:
    """SHA-256 over the words of sections, each given as its lines; their order does not count."""
    each = sorted(hashlib.sha256(_joined(lines)).hexdigest() for lines in sections)
    return hashlib.sha256("\n".join(each).encode()).hexdigest()


def _joined(lines: Iterable[str]) -> bytes:
    return " ".join(word for line in lines for word in tokens(line)).encode()


# --- The walk ------------------------------------------------------------------------


def _lines(
    node: Node, footnotes: Mapping[str, Footnote], found: list[str], noted: set[str]
) -> None:
    """Add the lines of a block and of what stands in it; sections below a section are left out."""
    run: list[str] = []
    below: list[Node] = []
    for child in children(node):
        if isinstance(child, model.Section):
            continue
        if isinstance(child, model.Inline):
            run.extend(_words(child))
            below.extend(_notes(child, footnotes, noted))
        else:
            below.append(child)
    if isinstance(node, model.PictureRow):
        run.append(
            f"[{bare_name(node.image.name).rpartition('/')[2].partition('.')[0]}] {node.alt}"
        )
    if isinstance(node, model.Figure | model.Image):
        run.insert(0, f"{node.alt} ")
    if isinstance(node, model.CodeBlock):
        run.append(node.text)
    found.append("".join(run))
    for child in below:
        _lines(child, footnotes, found, noted)


def _words(node: Node) -> Iterator[str]:
    match node:
        case model.Text(text=text) | model.Code(text=text):
            yield text
        case model.Abbreviation():
            # Whether the long form is printed here depends on where it was printed first.
            yield f"{node.text} ({node.expansion})" if node.expansion else abbreviation_text(node)
        case model.LineBreak():
            yield " "
        case model.Image(alt=alt):
            yield f" {alt} "
        case model.CrossReference(style=style) if style != "words":
            return
        case model.Citation(narrative=False) | model.NoteReference():
            return
        case model.Citation():
            yield from (_YEAR_LETTER.sub("", part) for part in _below(node))
        case model.Link(url=url):
            yield from _below(node)
            yield f" <{url}> "
        case _:
            yield from _below(node)


def _below(node: Node) -> Iterator[str]:
    for child in children(node):
        yield from _words(child)


def _notes(node: Node, footnotes: Mapping[str, Footnote], noted: set[str]) -> Iterator[model.Block]:
    """The blocks of the footnotes that an inline refers to, each footnote once."""
    if isinstance(node, model.NoteReference) and node.label not in noted:
        noted.add(node.label)
        if note := footnotes.get(node.label):
            yield from note.children
    for child in children(node):
        yield from _notes(child, footnotes, noted)
