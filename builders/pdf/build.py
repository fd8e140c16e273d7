"""Builds the PDF: writes the source, has it set, mends what Typst refuses, completes its tags."""

from __future__ import annotations

import hashlib
import tempfile
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from plainpress.builders import print as large_print
from plainpress.builders.artifact import Artifact, Loss, PageMap
from plainpress.document.model import NOWHERE, Code, CodeBlock, Text
from plainpress.document.outline import outline
from plainpress.document.walk import nodes
from plainpress.templates import template

from . import front, markup, status, tags
from .body import Body
from .context import page_of
from .pictures import Pictures
from .references import note_label, work_label
from .typesetter import TypesettingError, fonts_for, is_readable, typeset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.builders.artifact import Options
    from plainpress.document.model import Publication, Span
    from plainpress.document.outline import Outline

    from .typesetter import Fonts, Set

MEDIA_TYPE = "application/pdf"
# Each attempt mends what the one before was refused for.
_ATTEMPTS = 8
# What stands for a character that no font has.
_MISSING = "\N{WHITE SQUARE}"
# Characters that are no sign of their own: joiners, and marks that choose a form.
_INVISIBLE = ("Cf", "Mn", "Me", "Mc")
_MOST_NAMED = 20


def build(publication: Publication, options: Options) -> Artifact:
    """Writes an edition as PDF/UA-1 to `options.output`: the same bytes from the same source.

    Raises `UsageError` for a size of print or a font that there is not, `MissingToolError`
    without Typst.
    """
    with tempfile.TemporaryDirectory(prefix="plainpress-", ignore_cleanup_errors=True) as name:
        manuscript = _Manuscript(publication, options, Path(name))
        done = manuscript.typeset()
    data = tags.completed(done.data, manuscript.body.tables)
    if publication.draft:
        data = status.as_draft(data)
    options.output.write_bytes(data)
    return Artifact(
        path=options.output,
        format="pdf",
        edition=publication.edition,
        media_type=MEDIA_TYPE,
        digest=hashlib.sha256(data).hexdigest(),
        size=len(data),
        losses=(*manuscript.losses(), *_warned(done)),
        pages=manuscript.pages(done),
        # Typst refuses what breaks a rule of PDF/UA-1 that it knows; the tests hold it to all.
        conformance=("PDF/UA-1",),
        print=options.print,
    )


def printed(publication: Publication, print_size: str) -> Publication:
    """The edition as it is printed: in large print some of its tables are lists of records."""
    size = large_print.size(print_size)
    return large_print.prepared(publication, size, page_of(publication.edition, size).width)


class _Manuscript:
    """The source of a document, and what had to be changed in it so that it could be set."""

    def __init__(self, publication: Publication, options: Options, folder: Path) -> None:
        self.options = options
        self.folder = folder
        self.print_size = large_print.size(options.print)
        self.page = page_of(publication.edition, self.print_size)
        self.publication = printed(publication, options.print)
        self.outline = outline(self.publication)
        self.missing: frozenset[str] = frozenset()
        self.unusable: frozenset[str] = frozenset()
        self.body = self._new_body()
        (folder / "book.typ").write_bytes(template("pdf/book.typ").read_bytes())

    def _new_body(self) -> Body:
        return Body(
            publication=self.publication,
            outline=self.outline,
            page=self.page,
            pictures=Pictures(self.folder, self.unusable),
            ids=_identifiers(self.outline),
        )

    # --- Setting ---

    def typeset(self) -> Set:
        """The document, set. Raises `TypesettingError` where nothing that is mended helps."""
        text = self._text()
        fonts = fonts_for(text, self.options.font)
        for _ in range(_ATTEMPTS):
            self._write(text, fonts)
            try:
                return typeset(self.folder, self._inputs(), fonts, self.options.clock)
            except TypesettingError as error:
                fonts = self._mended(error, fonts)
            self.body = self._new_body()
            text = self._text()
        raise TypesettingError("too much of it had to be mended")

    def _mended(self, error: TypesettingError, fonts: Fonts) -> Fonts:
        """The fonts to try next; the error again where nothing can be mended."""
        if error.characters and not fonts.system:
            return fonts.widest()
        broken = {
            file
            for file, name in self.body.pictures.names.items()
            if not is_readable(self.folder, name)
        }
        if not (error.characters - self.missing or broken - self.unusable):
            raise error
        self.missing |= error.characters
        self.unusable |= broken
        return fonts

    def _text(self) -> str:
        """Cover, contents and chapters. Titles come first, but are numbered with the chapters."""
        chapters = self.body.chapters()
        cover = front.cover(self.body, self.print_size)
        return f"{cover}{front.contents(self.publication)}{chapters}"

    def _write(self, text: str, fonts: Fonts) -> None:
        header = markup.content(self.publication.title) if front.has_header(self.body) else ""
        source = (
            '#import "/book.typ": *\n'
            f"{front.metadata(self.publication, self.options.clock)}"
            f"#show: book.with(locale: ({markup.language(self.publication.language)}), "
            f"fonts: {fonts.argument}, margin: {markup.points(self.page.margin)}, "
            f"header: {markup.bracketed(header)})\n"
            f"{text}{_questions(self.body)}"
        )
        replaced = {ord(character): _stand_in(character) for character in self.missing}
        (self.folder / "main.typ").write_text(source.translate(replaced), encoding="utf-8")

    def _inputs(self) -> dict[str, str]:
        return {
            "points": str(self.page.points),
            "display": str(self.page.display),
            "flowing": "yes" if self.page.flowing else "no",
        }

    # --- What came of it ---

    def pages(self, done: Set) -> PageMap:
        """On which page everything stands."""
        names, marks = done.pages["names"], iter(done.pages["marks"])
        ids = self.body.ids
        labels = {label: names[ids[label]] for label in self.outline.labels if label in ids}
        blocks = tuple(names[name] if name else next(marks) for name in self.body.places)
        source = f"{self.publication.title}, {self._name()}"
        return PageMap(labels, blocks, done.pages["count"], source)

    def _name(self) -> str:
        return f"{self.print_size.label} PDF edition" if self.print_size else "PDF edition"

    def losses(self) -> Iterator[Loss]:
        """What the PDF cannot hold."""
        yield from self.body.losses
        yield from self._missing_characters()
        yield from _composed(self.publication)

    def _missing_characters(self) -> Iterator[Loss]:
        """A loss for each character that no font of this machine has, where it first stands."""
        signs = sorted(each for each in self.missing if _stand_in(each))
        for sign in signs[:_MOST_NAMED]:
            yield Loss(
                f"no font here has {_described(sign)}: {_MISSING} stands in its place",
                _first_place(self.publication, sign),
            )
        if len(signs) > _MOST_NAMED:
            yield Loss(f"no font here has {len(signs) - _MOST_NAMED} more characters")


def _identifiers(names: Outline) -> dict[str, str]:
    """The name in the file of everything that may be linked to."""
    labels = (
        *names.labels,
        *map(work_label, names.works),
        *map(note_label, names.footnotes),
    )
    return {label: f"a{number}" for number, label in enumerate(labels)}


def _composed(publication: Publication) -> Iterator[Loss]:
    """A loss for letters of several signs: Typst 0.15 keeps the letter once for each of them."""
    for node in nodes(publication):
        if isinstance(node, Text | Code | CodeBlock) and not node.text.isascii():
            signs = unicodedata.normalize("NFC", node.text)
            place = next((n for n, sign in enumerate(signs) if _is_mark(sign)), 0)
            if place:
                letter = signs[place - 1 : place + 1]
                yield Loss(
                    f"letters of several signs such as {letter} may be heard twice", node.span
                )
                return


def _is_mark(sign: str) -> bool:
    # Marks that choose a form (variation selectors) are no signs of their own.
    return unicodedata.category(sign)[0] == "M" and not 0xFE00 <= ord(sign) <= 0xFE0F  # noqa: PLR2004


def _warned(done: Set) -> Iterator[Loss]:
    """What Typst warned of: words that it left out, page numbers that it could not settle."""
    return (Loss(f"Typst says: {warning}") for warning in done.warnings)


def _questions(body: Body) -> str:
    """What the document is asked of its own pages."""
    names = markup.array([markup.string(name) for name in sorted(body.anchored)])
    return f"#pages({names})\n"


def _stand_in(character: str) -> str:
    return "" if unicodedata.category(character) in _INVISIBLE else _MISSING


def _described(character: str) -> str:
    name = unicodedata.name(character, "a character without a name")
    return f"{character} (U+{ord(character):04X} {name})"


def _first_place(publication: Publication, character: str) -> Span:
    for node in nodes(publication):
        if isinstance(node, Text | Code | CodeBlock) and character in node.text:
            return node.span
    return NOWHERE
