"""The body of a chapter that is read aloud: each sentence has an id, each utterance an element."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.builders.xhtml import BodyWriter, Flavour
from plainpress.document.model import (
    Activity,
    Example,
    Figure,
    Note,
    Paragraph,
    Publication,
    Section,
    TableRow,
)
from plainpress.document.records import dataclass
from plainpress.document.walk import nodes_of, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plainpress.builders.xhtml import Links
    from plainpress.document.model import Inline, Node
    from plainpress.document.narration import Narration, Utterance
    from plainpress.document.outline import Labelled

_PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Seen:
    """The id of the element that is shown for an utterance, and of the one that it is a part of."""

    target: str
    within: str


class Sentences:
    """The sentences that a node's words are made of, as places in the narration.

    Each is given out once, in order: one node may stand at two places.
    """

    def __init__(self, publication: Publication, narration: Narration) -> None:
        self.utterances = narration.utterances
        self._waiting: dict[int, list[int]] = {}
        for place, each in enumerate(narration.utterances):
            if each.inlines:
                self._waiting.setdefault(id(each.node), []).append(place)
        for row in nodes_of(TableRow, publication):
            self._share_out(row)

    def take(self, node: Node, words: Sequence[Inline], chapter: int) -> tuple[int, ...]:
        """The places of the sentences that these words of a node are; none if they are not spoken.

        A note may be heard in a later chapter than it stands in: that has a sound of its own.
        """
        waiting = self._waiting.get(id(node), [])
        here = [place for place in waiting if self.utterances[place].chapter == chapter]
        taken = self._making_up(plain_text(words), here)
        for place in taken:
            waiting.remove(place)
        return taken

    def _share_out(self, row: TableRow) -> None:
        """Give a row's utterances to the paragraphs of its cells: they are said one by one."""
        waiting = self._waiting.get(id(row), [])
        for cell in row.cells if waiting else ():
            for paragraph in nodes_of(Paragraph, cell):
                taken = self._making_up(plain_text(paragraph.children), waiting)
                del waiting[: len(taken)]
                self._waiting.setdefault(id(paragraph), []).extend(taken)

    def _making_up(self, text: str, said: Sequence[int]) -> tuple[int, ...]:
        """The first utterances whose runs are a text together; none if the text is not spoken."""
        together = ""
        for count, place in enumerate(said, 1):
            together += plain_text(self.utterances[place].inlines)
            if together == text:
                return tuple(said[:count])
            if not text.startswith(together):
                break
        return ()


class SpokenWriter(BodyWriter):
    """Writes a chapter with an element for each sentence, and knows where each is heard.

    The words are those that `BodyWriter` writes: the runs of a node's sentences are its words.
    """

    def __init__(
        self,
        links: Links,
        file: str,
        sentences: Sentences,
        chapter: int,
        marks: Iterator[str] | None = None,
    ) -> None:
        super().__init__(links, file, Flavour.EPUB, marks=marks)
        self._opened = ' open=""'  # what is spoken is to be seen
        self._sentences = sentences
        self._chapter = chapter
        self._said: dict[int, str] = {}
        self._names: dict[tuple[int, str], str] = {}
        self._parts = 0

    def said(self, node: Node, words: Sequence[Inline]) -> str:
        """The words of a node, sentence by sentence."""
        places = self._sentences.take(node, words, self._chapter)
        return "".join(map(self._sentence, places)) if places else self.inlines(words)

    def _sentence(self, place: int) -> str:
        name = self._said[place] = f"said.{place}"
        words = self.inlines(self._sentences.utterances[place].inlines)
        return f'<span id="{name}">{words}</span>'

    def mark(self, node: Node, part: str = "") -> str:
        """An id for an element that has none otherwise."""
        self._parts += 1
        name = self._names[id(node), part] = f"part.{self._parts}"
        return f' id="{name}"'

    def _id(self, node: Labelled, kind: str, number: int = 0) -> str:
        name = self._names[id(node), ""] = super()._id(node, kind, number)
        return name

    # --- Where an utterance is seen ---------------------------------------------------

    def seen(self, section: Section, places: Sequence[int]) -> Iterator[Seen]:
        """Where each utterance of a chapter is seen, in their order.

        Words that close something are seen at the utterance before, so that no page turns back
        for "End of the example"; so is what has no element in this file.
        """
        root = self._names[id(section), ""]
        latest = f"{root}.heading"
        for place in places:
            each = self._sentences.utterances[place]
            about = root if isinstance(each.node, Publication) else self._about(place, each)
            ends = about == root or self._is_end(place, each)
            target = latest if ends or not about else about
            if each.escape != "note":
                latest = target
            yield Seen(target, about or target)

    def _about(self, place: int, each: Utterance) -> str:
        """The element that an utterance is about; empty if it is not in this file."""
        if place in self._said:
            return self._said[place]
        part = _PICTURE if each.role == "alternative" else ""
        name = self._names.get((id(each.node), part), "")
        match each.node:
            case Section():
                return name and f"{name}.heading"
            case Activity() | Example() | Note() if each.role == "heading":
                return name and f"{name}.heading"
            case Figure() if each.role == "announcement":
                return name and f"{name}.description"
            case _:
                return name

    def _is_end(self, place: int, each: Utterance) -> bool:
        """Whether words of the narration's own close what they opened before."""
        if each.role != "announcement":
            return False
        if isinstance(each.node, Activity | Example | Note):
            return True
        before = self._sentences.utterances[place - 1]
        opened = before.role == "announcement" and before.node is each.node
        return each.sentence > 0 and not opened
