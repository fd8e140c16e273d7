"""The text of an easy-read edition as the checks see it: rows, sentences, headings."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from plainpress.accessibility.readability.rules import finding as rule_finding
from plainpress.document.editions.hard_words import HardWord, hard_words
from plainpress.document.editions.rows import split
from plainpress.document.model import Glossary, Link, Paragraph, PictureRow, Section, Text
from plainpress.document.walk import children, nodes_of, plain_text, transform

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from plainpress.document.findings import Finding, Severity
    from plainpress.document.model import Inline, Node, Publication, Span

_ADDRESS = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+")
WORD = re.compile(r"[\w\u00c0-\u024f]+(?:[-'\u2019.,:/@&][\w\u00c0-\u024f]+)*%?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an author. `row` is None outside picture rows; `first` begins its row.

    `prose` is its words without addresses, which no rule of wording is about. A heading counts
    as a sentence with `heading` true: it has words, and no picture.
    """

    text: str
    prose: str
    span: Span
    section: Section
    row: PictureRow | None = None
    first: bool = False
    heading: bool = False

    @property
    def words(self) -> list[str]:
        return WORD.findall(self.text)


@dataclass(frozen=True, slots=True)
class EasyText:
    """An edition, without what is generated: its sections, rows, sentences and hard words."""

    publication: Publication
    chapters: tuple[Section, ...]
    sections: tuple[Section, ...]
    rows: tuple[PictureRow, ...]
    sentences: tuple[Sentence, ...]
    hard_words: tuple[HardWord, ...]

    @property
    def spoken(self) -> Iterator[Sentence]:
        """The sentences that are no headings."""
        return (sentence for sentence in self.sentences if not sentence.heading)


def easy_text(publication: Publication) -> EasyText:
    """The author's text. A chapter that was put in when the edition was completed has no place."""
    chapters = tuple(section for section in publication.sections if section.span.path)
    sections = tuple(nodes_of(Section, *chapters))
    sentences = tuple(sentence for section in sections for sentence in _sentences(section))
    return EasyText(
        publication=publication,
        chapters=chapters,
        sections=sections,
        rows=tuple(nodes_of(PictureRow, *chapters)),
        sentences=sentences,
        hard_words=hard_words(publication),
    )


def _sentences(section: Section) -> Iterator[Sentence]:
    title = plain_text(section.title)
    yield Sentence(title, _prose(section.title), section.span, section, heading=True)
    for row, paragraph in _paragraphs(section.blocks):
        first = row is not None and paragraph is row.children[0]
        for run in split(paragraph.children):
            yield Sentence(plain_text(run), _prose(run), paragraph.span, section, row, first)
            first = False


def _paragraphs(blocks: Iterable[Node]) -> Iterator[tuple[PictureRow | None, Paragraph]]:
    """The paragraphs of blocks, each with the row that it stands in; word lists are left out."""
    for block in blocks:
        match block:
            case Paragraph():
                yield None, block
            case PictureRow():
                yield from ((block, paragraph) for paragraph in block.children)
            case Glossary():
                continue
            case _:
                yield from _paragraphs(children(block))


def _prose(run: tuple[Inline, ...]) -> str:
    calm = (transform(node, _without_address) for node in run)
    return _ADDRESS.sub(" ", plain_text(calm))


def _without_address(node: Node) -> Node:
    if isinstance(node, Link) and node.url.startswith(("mailto:", "tel:")):
        return Text(" ")
    return node


@cache
def limits() -> Mapping[str, Any]:
    """data/limits.toml."""
    return _data("limits.toml")


@cache
def word_lists() -> Mapping[str, Any]:
    """data/words.toml."""
    return _data("words.toml")


def _data(name: str) -> Mapping[str, Any]:
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


def finding(
    code: str, message: str, span: Span, excerpt: str = "", severity: Severity | None = None
) -> Finding:
    """A finding with what this room's catalogue gives its code."""
    package = "plainpress.accessibility.easy_read"
    return rule_finding(code, message, span, excerpt, severity=severity, package=package)
