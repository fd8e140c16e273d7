"""Hard words: the bold words of picture rows, and the sentence after each, which explains it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from plainpress.document.model import (
    Glossary,
    GlossaryEntry,
    Node,
    Paragraph,
    PictureRow,
    Section,
    Strong,
)
from plainpress.document.outline import outline
from plainpress.document.reader.names import slug
from plainpress.document.records import dataclass
from plainpress.document.walk import nodes_of, plain_text, transform

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from plainpress.document.model import Block, Publication, Span

_AROUND = ".,:;!? "


@dataclass(frozen=True, slots=True)
class HardWord:
    """A bold word, the sentence that it stands in, and the next sentence, which should explain it.

    `explanation` is None at the end of a section, where no sentence follows.
    """

    word: str
    sentence: Paragraph
    explanation: Paragraph | None

    @property
    def span(self) -> Span:
        return self.sentence.span


def key(word: str) -> str:
    """What makes two hard words one: case and a plural s do not count."""
    return word.casefold().removesuffix("s")


def hard_words(publication: Publication) -> tuple[HardWord, ...]:
    """Each hard word at its first place, in reading order; rows have one paragraph a sentence."""
    found: dict[str, HardWord] = {}
    for sentences in _runs(publication.sections):
        # The last sentence is followed by none; without sentences there is nothing to pair.
        for sentence, following in zip(sentences, (*sentences[1:], None), strict=False):
            for bold in nodes_of(Strong, sentence):
                word = plain_text(bold.children).strip(_AROUND)
                if word:
                    found.setdefault(key(word), HardWord(word, sentence, following))
    return tuple(found.values())


def _runs(sections: tuple[Section, ...]) -> Iterator[list[Paragraph]]:
    """The sentences of each section's rows: an explanation does not cross a heading."""
    for section in sections:
        rows = nodes_of(PictureRow, *section.blocks)
        yield [sentence for row in rows for sentence in row.children]
        yield from _runs(section.sections)


def with_word_list(publication: Publication, title: str, before: Collection[str]) -> Publication:
    """A copy with the list of hard words, by alphabet.

    It stands where the author left an empty glossary (`:::{word-list}`); without one, in a
    chapter of its own at the end, before a last chapter whose label is one of `before`.
    """
    entries = _entries(publication)
    filled = 0

    def fill(node: Node) -> Node:
        nonlocal filled
        if not isinstance(node, Glossary) or node.entries:
            return node
        filled += 1
        return replace(node, entries=entries if filled == 1 else ())

    result = transform(publication, fill)
    if filled or not entries:
        return result
    return _with_chapter(result, title, (Glossary(entries),), before)


def _with_chapter(
    publication: Publication, title: str, blocks: tuple[Block, ...], before: Collection[str]
) -> Publication:
    from plainpress.document.editions.credits import chapter

    chapters = publication.sections
    place = len(chapters) - bool(chapters and chapters[-1].label in before)
    made = chapter(publication, title, blocks)
    return replace(publication, sections=(*chapters[:place], made, *chapters[place:]))


def _entries(publication: Publication) -> tuple[GlossaryEntry, ...]:
    taken = set(outline(publication).labels)
    made: list[GlossaryEntry] = []
    for hard in sorted(hard_words(publication), key=lambda hard: key(hard.word)):
        if hard.explanation is None:
            continue
        label = free_label(f"hard-word-{slug(hard.word) or len(made) + 1}", taken)
        taken.add(label)
        words = tuple(nodes_of(Strong, hard.sentence))
        term = next(
            bold.children for bold in words if plain_text(bold.children).strip(_AROUND) == hard.word
        )
        # A copy: a narration tells nodes apart as objects, and this one stands in its row as well.
        meaning = replace(hard.explanation)
        made.append(GlossaryEntry(label, term, ((meaning,),), span=hard.span))
    return tuple(made)


def free_label(wanted: str, taken: Collection[str]) -> str:
    """The name itself if nothing is called so, else with a number after it."""
    label, number = wanted, 1
    while label in taken:
        number += 1
        label = f"{wanted}-{number}"
    return label
