"""Picture rows: a picture for each idea, and one meaning for each picture; no italics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility.easy_read.text import finding, limits
from plainpress.document.model import Emphasis, Figure
from plainpress.document.pictures import bare_name
from plainpress.document.walk import nodes_of, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.easy_read.text import EasyText
    from plainpress.document.findings import Finding
    from plainpress.document.pictures import Pictures


def pictures_missing(text: EasyText) -> Iterator[Finding]:
    """Every sentence stands beside a picture. One finding a paragraph."""
    told = set()
    for sentence in text.spoken:
        if sentence.row is None and sentence.span not in told:
            told.add(sentence.span)
            message = "these words have no picture beside them"
            yield finding("easy-read-row-without-picture", message, sentence.span, sentence.text)


def rows_too_full(text: EasyText) -> Iterator[Finding]:
    limit = limits()["row"]["sentences"]
    beside: dict[int, list[str]] = {}
    for sentence in text.spoken:
        if sentence.row is not None:
            beside.setdefault(id(sentence.row), []).append(sentence.text)
    for figure in nodes_of(Figure, *text.chapters):
        yield finding("easy-read-row-without-words", "a picture has no words", figure.span)
    for row in text.rows:
        said = beside.get(id(row), [])
        if not said:
            yield finding("easy-read-row-without-words", "a picture has no words", row.span)
        elif len(said) > limit:
            message = f"{len(said)} sentences stand beside one picture, of {limit} at most"
            yield finding("easy-read-row-too-full", message, row.span, said[0])


def italics(text: EasyText) -> Iterator[Finding]:
    for section in text.sections:
        for node in (*section.title, *section.blocks):
            for found in nodes_of(Emphasis, node):
                words = plain_text(found.children)
                span = found.span if found.span.path else section.span
                yield finding("easy-read-italics", f'"{words}" is in italics', span, words)


def picture_meanings(text: EasyText, pictures: Pictures) -> Iterator[Finding]:
    """One picture has one meaning: no file is used under two names.

    Two words that find one picture ("pay" and "money") are one meaning, unless the index says
    that one of them is another idea ("read" and "story"). Each second name is reported once, at
    its first place.
    """
    first: dict[object, tuple[str, str]] = {}
    told: set[str] = set()
    for row in text.rows:
        picture = pictures.find(row.image.name)
        name = picture.meaning(row.image.name) if picture else bare_name(row.image.name)
        known, place = first.setdefault(
            row.image.file.resolve(), (name, f"{row.span.path}:{row.span.first}")
        )
        if known != name and name not in told:
            told.add(name)
            message = f'"{name}" and "{known}" ({place}) are the same picture'
            yield finding("easy-read-picture-two-meanings", message, row.span)


def credits_missing(text: EasyText, pictures: Pictures) -> Iterator[Finding]:
    """Each picture comes from a set that has a credit."""
    told: set[str] = set()
    for row in text.rows:
        picture = pictures.find(row.image.name)
        name = bare_name(row.image.name)
        if (picture is None or picture.set not in pictures.sets) and name not in told:
            told.add(name)
            message = f'nothing says whose picture "{name}" is'
            yield finding("easy-read-picture-uncredited", message, row.span)


def index_faults(text: EasyText, pictures: Pictures) -> Iterator[Finding]:
    for fault in pictures.faults:
        message = f"{fault.file}: {fault.what}"
        yield finding("easy-read-picture-index", message, text.publication.span)
