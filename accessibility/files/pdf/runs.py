"""The words of an edition in reading order, as a PDF of it should have them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from plainpress.document.model import (
    Abbreviation,
    Code,
    CodeBlock,
    Language,
    NoteReference,
    Table,
    Text,
)
from plainpress.document.records import dataclass
from plainpress.document.walk import abbreviation_text, children

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.document.model import Node, Publication, Span

_EXCERPT = 60
# White space, and what only joins letters, keeps them apart or turns them: no reader hears them.
_SILENT = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
# What turns the direction of the words behind it.
_TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
# What a builder prints for a character that no font has.
_STAND_IN = "\N{WHITE SQUARE}"
_RIGHT_TO_LEFT = ("R", "AL")
_RIGHT_TO_LEFT_LANGUAGES = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "ug", "ur", "yi")
)


@dataclass(frozen=True, slots=True)
class Run:
    """Words of the edition that stand together, in their language, and where they come from."""

    text: str
    language: str
    span: Span
    table: Table | None = None


def runs(publication: Publication) -> Iterator[Run]:
    """The words of an edition in reading order, a footnote where the text first refers to it."""
    notes = {note.label: note for note in publication.footnotes}
    stack: list[tuple[Node, str, Table | None]] = [
        (section, publication.language, None) for section in reversed(publication.sections)
    ]
    while stack:
        node, language, table = stack.pop()
        match node:
            case Text() | Code() | CodeBlock():
                yield Run(node.text, language, node.span, table)
            case Abbreviation():
                yield Run(abbreviation_text(node), language, node.span, table)
            case NoteReference(label=label):
                note = notes.pop(label, None)
                if note:
                    stack.append((note, publication.language, table))
            case _:
                inner = node.language if isinstance(node, Language) else language
                place = node if isinstance(node, Table) else table
                below = [(child, inner, place) for child in children(node)]
                stack.extend(reversed(below))


def sure(found: list[Run], letters: frozenset[str]) -> Iterator[tuple[Run, str, bool]]:
    """The runs that can be looked for, as the file should have them; and if one before cannot.

    Beside words that run from right to left, marks and digits are painted with those: there a
    run counts from its first letter that runs from left to right, or up to its last.
    """
    texts = ["", *(expected(run, letters) for run in found), ""]
    for place, run in enumerate(found, 1):
        text = texts[place]
        if text and texts[place - 1] is None:
            text = _from_first_letter(text)
        if text and texts[place + 1] is None:
            text = _from_first_letter(text[::-1])[::-1]
        if text:
            yield run, text, texts[place - 1] is None


def _from_first_letter(text: str) -> str:
    start = next((n for n, each in enumerate(text) if unicodedata.bidirectional(each) == "L"), None)
    return "" if start is None else text[start:]


def is_unsure(run: Run) -> bool:
    """Whether nobody can tell from the file where words stand, or in which order.

    Words that run from right to left are painted, and so kept, in the order of the page, and
    letters of several signs may be kept twice.
    """
    if primary(run.language) in _RIGHT_TO_LEFT_LANGUAGES or _TURNS.search(run.text):
        return True
    return any(map(_is_unsure_letter, comparable(run.text)))


def expected(run: Run, letters: frozenset[str]) -> str | None:
    """A run as the file should have it; None where it cannot be looked for."""
    if is_unsure(run):
        return None
    bare = comparable(run.text)
    if _STAND_IN not in letters or letters.issuperset(bare):
        return bare
    # A character that stands nowhere in the file is one that no font has, which the builder says.
    kept = (letter if letter in letters else _stand_in(letter) for letter in bare)
    return "".join(kept)


def comparable(text: str) -> str:
    """Words as the edition and the file are compared: composed, without white space."""
    bare = without_space(text)
    return bare if bare.isascii() else unicodedata.normalize("NFC", bare)


def _is_unsure_letter(letter: str) -> bool:
    """Whether a letter runs from right to left, or is a sign on another one."""
    right_to_left = unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT
    return right_to_left or unicodedata.category(letter)[0] == "M"


def _stand_in(letter: str) -> str:
    return "" if unicodedata.category(letter)[0] in "CM" else _STAND_IN


def quoted(run: Run) -> str:
    """Words and their place, for a message."""
    text = " ".join(run.text.split())
    short = f"{text[:_EXCERPT]}…" if len(text) > _EXCERPT else text
    place = f" ({run.span.path}:{run.span.first})" if run.span.path else ""
    return f"the words “{short}”{place}"


def primary(language: str) -> str:
    """The language of a tag without its country or script."""
    return language.partition("-")[0].lower()


def without_space(text: str) -> str:
    """Words without white space, and without what nobody hears."""
    return _SILENT.sub("", text)
