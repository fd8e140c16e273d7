"""Takes a standard section; gives a skeleton of easy-read rows for its editor to rewrite."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from plainpress.document.errors import SourceError, UsageError
from plainpress.document.model import Figure, Paragraph, Section
from plainpress.document.outline import sections
from plainpress.document.walk import nodes, plain_text
from plainpress.press.publications import locate

__all__ = ["locate", "propose", "skeleton", "write"]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from plainpress.document.model import Node, Publication
    from plainpress.document.pictures import Picture, Pictures

_WORD = re.compile(r"[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*")
_SPECIAL = re.compile(r"([\\`*_\[\]<>{}])")
_LONGEST_PHRASE = 3
_HEAD = """\
% A draft, made from the standard text of "{title}" ({label}). It is not easy read yet.
% Rewrite each sentence in 10 words or so, choose the pictures, leave out what these readers do
% not need, then delete every line that begins with a % sign.

"""


def skeleton(source: Path, label: str) -> str:
    """One row for each sentence of a standard section, with what is to be done about it.

    Nothing is invented: the words are those of the standard text. Raises `UsageError` for a
    section that the standard edition does not have.
    """
    from plainpress.document.reader import read
    from plainpress.press.pictures import of_publication

    reading = read(source)
    if reading.publication is None:
        raise SourceError(reading.findings)
    section = _section(reading.publication, label)
    pictures = of_publication(source)
    title = plain_text(section.title)
    lines = [_HEAD.format(title=title, label=label)]
    lines += _lines(section, pictures, section.level - 1)
    return "".join(lines)


def write(file: Path, text: str) -> None:
    """Write a skeleton to a new file. Raises `UsageError` where there is a file already."""
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise UsageError(f"{file} is already there: choose another name") from None


def _section(standard: Publication, label: str) -> Section:
    known = {section.label: section for section in sections(standard)}
    if label not in known:
        close = difflib.get_close_matches(label, known, n=3, cutoff=0.4) or list(known)
        names = ", ".join(close)
        raise UsageError(f"the standard edition has no section {label!r}: there is {names}")
    return known[label]


def _lines(section: Section, pictures: Pictures, shift: int) -> Iterator[str]:
    level = section.level - shift
    if level == 1:
        yield f'(easy-{section.label})=\n{{covers="{section.label}"}}\n'
    yield f"{'#' * level} {_escaped(plain_text(section.title))}\n\n"
    for node in nodes(*section.blocks):
        yield from _of_node(node, pictures)
    for below in section.sections:
        yield from _lines(below, pictures, shift)


def _of_node(node: Node, pictures: Pictures) -> Iterator[str]:
    from plainpress.document.sentences import sentence_spans

    if isinstance(node, Figure):
        yield f"% a figure stands here: {plain_text(node.caption) or node.alt}\n\n"
    if isinstance(node, Paragraph):
        text = " ".join(plain_text(node.children).split())
        for start, end in sentence_spans(text):
            yield from _row(text[start:end], pictures)


def _row(sentence: str, pictures: Pictures) -> Iterator[str]:
    from plainpress.accessibility.easy_read.text import WORD, limits

    count = len(WORD.findall(sentence))
    if count > limits()["sentence"]["warning"]:
        yield f"% too long: {count} words\n"
    hard = _hard_words(sentence)
    for word in hard:
        yield f"% hard word: {word}{_plainer(word)}\n"
    picture, clear = propose(pictures, sentence)
    if picture is None:
        yield "% no picture fits: look for one with `plainpress pictures WORD`, or draw one\n"
    elif not clear:
        yield f"% does this picture fit? {picture.note}\n"
    shown = f"![](picture:{picture.id}) " if picture else ""
    yield f"{shown}{_marked(sentence, hard)}\n\n"


# --- Hard words ----------------------------------------------------------------------


def _hard_words(sentence: str) -> list[str]:
    """The words of level B2 or above, and those that are not common; names are left out."""
    from plainpress.accessibility.easy_read.difficulty import level
    from plainpress.accessibility.easy_read.text import limits

    limit = limits()["word"]["level"]
    found = []
    for match in _WORD.finditer(sentence):
        word = match[0]
        name = word[0].isupper() and match.start() > 0
        known = level(word.lower()) if len(word) > 2 and not name else 0  # noqa: PLR2004 # as in the check
        if known is None or known >= limit:
            found.append(word)
    return list(dict.fromkeys(found))


def _plainer(word: str) -> str:
    """What to add about a plainer word: ", plainer: plan; design", or nothing."""
    from plainpress.accessibility.language.phrases import shipped

    for phrase in shipped("hard-words.txt", "hard-word"):
        if phrase.words == (word.lower(),):
            return f", plainer: {'; '.join(phrase.plainer)}"
    return ""


def _marked(sentence: str, hard: list[str]) -> str:
    """The sentence as Markdown with its hard words bold."""
    marks = set(hard)
    parts, end = [], 0
    for match in _WORD.finditer(sentence):
        if match[0] in marks:
            parts += [_escaped(sentence[end : match.start()]), f"**{_escaped(match[0])}**"]
            end = match.end()
    return "".join([*parts, _escaped(sentence[end:])])


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


# --- Pictures ------------------------------------------------------------------------


def propose(pictures: Pictures, sentence: str) -> tuple[Picture | None, bool]:
    """The picture that the longest phrase of a sentence finds, and whether it clearly fits.

    Among phrases as long, a clear picture comes before a metaphor, then the first phrase wins.
    Short words ("one", "for") find nothing: they say too little.
    """
    words = [word.lower() for word in _WORD.findall(sentence)]
    for length in range(_LONGEST_PHRASE, 0, -1):
        found = []
        for start in range(len(words) - length + 1):
            phrase = " ".join(words[start : start + length])
            picture = _found(pictures, phrase)
            if picture:
                clear = picture.grade in {"", "A"} and picture.meaning(phrase) == picture.id
                found.append((not clear, start, picture))
        if found:
            unclear, _start, best = min(found, key=lambda each: each[:2])
            return best, not unclear
    return None, False


def _found(pictures: Pictures, phrase: str) -> Picture | None:
    if len(phrase) < 4:  # noqa: PLR2004 # "one", "for", "you"
        return None
    single = phrase.removesuffix("s")
    return pictures.find(phrase) or (pictures.find(single) if len(single) > 3 else None)  # noqa: PLR2004 # the same
