"""Takes the inlines of a sentence; gives the words that a voice is to say for them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from plainpress.document.model import Abbreviation as AbbreviationNode
from plainpress.document.model import (
    Citation,
    Code,
    Image,
    Inline,
    Language,
    LineBreak,
    Link,
    NoteReference,
    Text,
)
from plainpress.document.narration.rules import Piece, Rule, rules, said
from plainpress.document.records import dataclass
from plainpress.document.walk import abbreviation_text, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_SPACE = re.compile(r"\s+")
_BEFORE_MARK = re.compile(r"\s+(?=[.,;:!?)](?:\s|$))")
_MARKS_TOGETHER = re.compile(r"[,;:]+(?=[.,;:!?])")
_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]")
# A pause before the name that a lead has announced.
_LED = re.compile(r"(?<=\bfrom)\s*,\s")
_ENDS_TWICE = re.compile(r"([?!…])\.$")
_END = re.compile(r"[.!?…:][\"'\u201d\u2019)\]]*$")
_YEAR = re.compile(r"\s*\(([^)]*)\)")
_ADDRESS = "a web address, which is in the transcript"


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is said for a sentence; `text` is empty where nothing of it can be said.

    `printed` is the same in the spelling of print.
    """

    text: str
    language: str
    pieces: tuple[Piece, ...]

    @property
    def printed(self) -> str:
        text = tidy_spaces("".join(each.printed for each in self.pieces))
        # A comma behind a citation is the narration's own; any other one is the text's.
        own = self.pieces and self.pieces[-1].shown is not None
        return text.rstrip(",") if own else text


@dataclass(frozen=True, slots=True)
class _Leaf:
    """Words in one language; what is said for them where that is settled, and by which rule."""

    written: str
    language: str
    spoken: str | None = None
    rule: str = ""
    shown: str | None = None


class Speaker:
    """Says sentences by the rules of their language. `citations` is "left-out" or "short"."""

    def __init__(self, language: str, pronunciations: Mapping[str, str], citations: str) -> None:
        self._language = language
        self._pronunciations = pronunciations
        self._citations = citations
        self._rules: dict[str, tuple[Rule, ...]] = {}

    def say(self, inlines: Sequence[Inline], *before: Piece) -> Spoken:
        """The sentence, behind words of the narration's own."""
        leaves = list(self._leaves(inlines))
        pieces = (*before, *self._pieces(leaves))
        return Spoken(tidy("".join(each.spoken for each in pieces)), self._main(leaves), pieces)

    def say_text(self, text: str) -> Spoken:
        """Words that are a plain text: those for a picture, or the narration's own."""
        pieces = said(text, self._of(self._language))
        return Spoken(tidy("".join(each.spoken for each in pieces)), self._language, pieces)

    def _main(self, leaves: Sequence[_Leaf]) -> str:
        """The language of most of the letters."""
        counts: Counter[str] = Counter()
        for leaf in leaves:
            counts[leaf.language] += sum(map(str.isalpha, leaf.written))
        return max(counts, key=counts.__getitem__) if counts else self._language

    def _of(self, language: str) -> tuple[Rule, ...]:
        if language not in self._rules:
            self._rules[language] = rules(language, self._pronunciations)
        return self._rules[language]

    def _pieces(self, leaves: Sequence[_Leaf]) -> Iterator[Piece]:
        """Rules see the words of neighbouring leaves as one text: marks do not come between."""
        held: list[str] = []
        language = ""
        for leaf in leaves:
            if held and (leaf.spoken is not None or leaf.language != language):
                yield from said("".join(held), self._of(language))
                held = []
            if leaf.spoken is None:
                held.append(leaf.written)
                language = leaf.language
            else:
                yield Piece(leaf.written, leaf.spoken, leaf.rule, leaf.shown)
        if held:
            yield from said("".join(held), self._of(language))

    def _leaves(self, inlines: Sequence[Inline]) -> Iterator[_Leaf]:
        stack = [(node, self._language) for node in reversed(inlines)]
        while stack:
            node, language = stack.pop()
            match node:
                case Text() | Code():
                    yield _Leaf(node.text, language)
                case AbbreviationNode():
                    yield _Leaf(abbreviation_text(node), language)
                case LineBreak():
                    yield _Leaf(" ", language)
                case NoteReference():
                    pass
                case Image():
                    alt = "" if node.decorative else f" {node.alt} "
                    yield _Leaf("", language, alt, "picture" if alt else "")
                case Citation():
                    yield self._citation(node, language)
                case Link() if _is_address(node):
                    yield _Leaf(plain_text((node,)), language, _ADDRESS, "web-address")
                case _:
                    inner = node.language if isinstance(node, Language) else language
                    stack.extend((child, inner) for child in reversed(node.children))

    def _citation(self, node: Citation, language: str) -> _Leaf:
        written = plain_text((node,))
        if node.narrative:
            return _Leaf(written, language, self.by_rule(_YEAR.sub(r", \1,", written)), "citation")
        if self._citations == "left-out":
            return _Leaf(written, language, "", "citation-left-out")
        bare = written.strip("()")
        return _Leaf(written, language, f", {self.by_rule(bare)},", "citation", f", {bare},")

    def by_rule(self, text: str) -> str:
        """Words by the rules of the edition's language, as a part of a sentence."""
        return "".join(each.spoken for each in said(text, self._of(self._language)))


def _is_address(node: Link) -> bool:
    """Whether a link's words are its own address, with or without its beginning."""
    words = plain_text((node,)).strip().rstrip("/").casefold()
    bare = node.url.rstrip("/").casefold()
    return bool(words) and bare in {words, f"https://{words}", f"http://{words}"}


def tidy(text: str) -> str:
    """The words with one space between them, no space before a mark, and a mark at the end.

    Empty where there is no letter and no figure.
    """
    if not any(map(str.isalnum, text)):
        return ""
    text = tidy_spaces(text).rstrip(" ,;")
    if _END.search(text):
        return text
    return f"{text.rstrip(',; ')}."


def tidy_spaces(text: str) -> str:
    """The words with one space between them, and without the marks of words left out."""
    text = _LED.sub(" ", _BRACKETS.sub("", text))
    text = _BEFORE_MARK.sub("", _SPACE.sub(" ", text)).lstrip(" ,;").rstrip()
    return _ENDS_TWICE.sub(r"\1", _MARKS_TOGETHER.sub("", text))
