"""Takes a narration; gives its transcript as parts: what is said of a node is one passage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from plainpress.document.model import (
    Abbreviation,
    Code,
    CodeBlock,
    LineBreak,
    Link,
    Section,
    Text,
)
from plainpress.document.records import dataclass
from plainpress.document.walk import nodes, nodes_of, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plainpress.document.model import AnyNode, Inline, Node
    from plainpress.document.narration import Chapter, Narration, Role, Silence, Utterance

_DEEPEST = 6  # heading of HTML
_END = re.compile(r"[.!?…:;,][\"'\u201d\u2019)\]]*$")
# Words whose place in the text is said to be in the transcript.
_PROMISED = ("reference-left-out", "footnote-left-out", "code-left-out")


@dataclass(frozen=True, slots=True)
class Run:
    """Words, and the address to which they lead, if they do."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; `place` is that of its utterance in the narration."""

    text: str
    language: str
    place: int


@dataclass(frozen=True, slots=True)
class Passage:
    """What is said of one node in one role, and the addresses that a voice leaves out.

    `level` is that of a heading, from 2; 0 for all else.
    """

    role: Role
    sentences: tuple[Sentence, ...]
    level: int = 0
    addresses: tuple[Run, ...] = ()

    @property
    def language(self) -> str:
        """The language of all its sentences; that of the first where they differ."""
        return self.sentences[0].language


@dataclass(frozen=True, slots=True)
class Unspoken:
    """What a voice leaves to the transcript: entries of a list, a note, or code."""

    entries: tuple[tuple[Run, ...], ...]
    kind: Literal["list", "references", "code"] = "list"


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter: `number` is 0 for title and makers."""

    number: int
    title: str
    passages: tuple[Passage | Unspoken, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    title: str
    language: str
    edition: str
    parts: tuple[Part, ...]


def parts(narration: Narration) -> Transcript:
    """The transcript of a narration, in the order of the narration."""
    return Transcript(
        narration.title,
        narration.language,
        narration.edition,
        tuple(
            Part(chapter.number, chapter.title, tuple(_passages(narration, chapter)))
            for chapter in narration.chapters
        ),
    )


def _passages(narration: Narration, chapter: Chapter) -> Iterator[Passage | Unspoken]:
    """The passages of a chapter. What is not spoken stands where it would have been spoken."""
    silences: dict[int, list[Silence]] = {}
    for silence in narration.silences:
        if silence.chapter == chapter.number and silence.rule in _PROMISED:
            silences.setdefault(silence.place, []).append(silence)
    level = 1
    held: list[Utterance] = []
    for place in range(chapter.first, chapter.end):
        each = narration.utterances[place]
        left = silences.get(place, ())
        if held and (left or not _together(held[-1], each)):
            yield _passage(held, level, place - len(held))
            held = []
        yield from _unspoken(left)
        held.append(each)
        if isinstance(each.node, Section):
            level = each.node.level
    yield _passage(held, level, chapter.end - len(held))
    yield from _unspoken(silences.get(chapter.end, ()))


def _together(one: Utterance, other: Utterance) -> bool:
    """Whether two utterances are of one passage. On a title page every line stands alone."""
    return one.node is other.node and one.role == other.role != "title"


def _passage(said: Sequence[Utterance], level: int, place: int) -> Passage:
    """`level` is that of the section; a box in it has a heading one level below.

    `place` is that of the first utterance.
    """
    first = said[0]
    depth = 0
    if first.role == "heading":
        depth = min(_DEEPEST, level + (1 if isinstance(first.node, Section) else 2))
    texts = [each.printed or each.text for each in said]
    texts[:-1] = [text if _END.search(text) else f"{text}." for text in texts[:-1]]
    return Passage(
        role=first.role,
        sentences=tuple(
            Sentence(text, each.language, place + number)
            for number, (text, each) in enumerate(zip(texts, said, strict=True))
        ),
        level=depth,
        addresses=tuple(_addresses(said)),
    )


# --- Addresses -----------------------------------------------------------------------


def _addresses(said: Sequence[Utterance]) -> Iterator[Run]:
    """The addresses of links and those that a rule has taken out of the words, each once."""
    known: set[str] = set()
    for each in said:
        links = tuple(_linked(each.inlines))
        # A link may have an address among its words, and leads to more than that.
        bare = (run for run in _unspelled(each) if not any(run.text in link.text for link in links))
        for run in (*links, *bare):
            if (key := run.url.rstrip("/").casefold()) not in known:
                known.add(key)
                yield run


def _linked(inlines: Sequence[Inline]) -> Iterator[Run]:
    for link in nodes_of(Link, *inlines):
        yield Run(plain_text((link,)).strip() or link.url, link.url)


def _unspelled(each: Utterance) -> Iterator[Run]:
    for change in each.changes:
        words = change.written.strip()
        match change.rule:
            case "email-address":
                bare = words.removeprefix("mailto:")
                yield Run(bare, f"mailto:{bare}")
            case "web-address":
                yield Run(words, words if "://" in words else f"https://{words}")
            case "doi":
                bare = words.removeprefix("doi:").strip()
                yield Run(words, f"https://doi.org/{bare}")
            case _:
                pass


# --- What is not spoken --------------------------------------------------------------


def _unspoken(silences: Sequence[Silence]) -> Iterator[Unspoken]:
    listed = [each for each in silences if not isinstance(each.node, CodeBlock)]
    if listed:
        cited = all(each.rule == "reference-left-out" for each in listed)
        entries = tuple(_entry(each) for each in listed)
        yield Unspoken(entries, "references" if cited else "list")
    for each in silences:
        if isinstance(each.node, CodeBlock):
            yield Unspoken(((Run(each.written),),), "code")


def _entry(silence: Silence) -> tuple[Run, ...]:
    """The words of an entry, with those of its links as links."""
    runs = tuple(_runs(silence.node)) if silence.node else ()
    return runs or (Run(silence.written),)


def _runs(node: Node) -> Iterator[Run]:
    within: set[int] = set()
    for each in nodes(node):
        match each:
            case Link():
                within.update(id(below) for below in nodes(*each.children))
                yield Run(plain_text((each,)), each.url)
            case _ if id(each) not in within and (words := _own_words(each)):
                yield Run(words)
            case _:
                pass


def _own_words(node: AnyNode) -> str:
    """The words of a node that has none below it."""
    return plain_text((node,)) if isinstance(node, Text | Code | Abbreviation | LineBreak) else ""
