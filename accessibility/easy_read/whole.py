"""The edition as a whole: its length, its contacts, its "you", one word for one thing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plainpress.accessibility.easy_read.text import WORD, finding, limits, word_lists
from plainpress.document.findings import Severity
from plainpress.document.model import NOWHERE, Link
from plainpress.document.walk import nodes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.easy_read.text import EasyText, Sentence
    from plainpress.document.findings import Finding
    from plainpress.document.model import Span

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<!\d)(?:\+44\s?|0)\d(?:[\s()-]?\d){8,10}(?!\d)")


def length(text: EasyText) -> Iterator[Finding]:
    limit = limits()["length"]["words"]
    count = sum(len(sentence.words) for sentence in text.spoken)
    if count > limit:
        message = f"the edition has {count:,} words, of {limit:,} at most"
        yield finding("easy-read-many-words", message, text.sections[0].span)


def pages(count: int, place: Span = NOWHERE) -> tuple[Finding, ...]:
    """What there is to say about the number of pages of a Word file or a PDF of the edition."""
    limit = limits()["length"]
    if count <= limit["pages-warning"]:
        return ()
    over = count > limit["pages-error"]
    most = limit["pages-error" if over else "pages-warning"]
    message = f"the edition has {count} pages, of {most} at most"
    severity = Severity.ERROR if over else Severity.WARNING
    return (finding("easy-read-many-pages", message, place, severity=severity),)


def contacts(text: EasyText) -> Iterator[Finding]:
    """Somebody can be asked: by e-mail, by telephone."""
    links = nodes_of(Link, *text.sections)
    if any(link.url.startswith(("mailto:", "tel:")) for link in links):
        return
    if any(_MAIL.search(each.text) or _PHONE.search(each.text) for each in text.sentences):
        return
    if text.sections:
        message = "the edition has no e-mail address and no telephone number"
        yield finding("easy-read-contacts-missing", message, text.sections[-1].span)


def speaks_to_the_reader(text: EasyText) -> Iterator[Finding]:
    words = {word.casefold() for sentence in text.sentences for word in sentence.words}
    if text.sections and not words & {"you", "your", "yours"}:
        message = 'the edition never says "you"'
        yield finding("easy-read-without-you", message, text.sections[0].span)


def one_word_for_one_thing(text: EasyText) -> Iterator[Finding]:
    """An edition keeps to one word of each group, and to one spelling with or without a hyphen."""
    for group in word_lists()["same"]:
        used = [(word, found) for word in group["words"] if (found := _first_use(text, word))]
        for word, sentence in used[1:]:
            yield _two_words(word, used[0][0], sentence)
    yield from _hyphens(text)


def _first_use(text: EasyText, word: str) -> Sentence | None:
    pattern = re.compile(rf"(?<![\w-]){re.escape(word)}s?(?![\w-])", re.IGNORECASE)
    return next((each for each in text.sentences if pattern.search(each.prose)), None)


def _hyphens(text: EasyText) -> Iterator[Finding]:
    spelled: dict[str, str] = {}
    told: set[str] = set()
    for sentence in text.sentences:
        for found in WORD.findall(sentence.prose):
            word = found.casefold()
            bare = word.replace("-", "")
            known = spelled.setdefault(bare, word)
            if known != word and bare not in told and bare.isalpha():
                told.add(bare)
                yield _two_words(word, known, sentence)


def _two_words(word: str, other: str, sentence: Sentence) -> Finding:
    message = f'"{word}" here and "{other}" elsewhere are two words for one thing'
    return finding("easy-read-two-words", message, sentence.span, sentence.text)
