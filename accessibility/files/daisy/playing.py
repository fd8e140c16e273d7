"""A talking book as a player goes through it: contents, SMIL, text and sound."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from plainpress.accessibility.files.daisy.book import all_of
from plainpress.accessibility.files.package import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.files.daisy.book import Book

_OUTSIDE = ("http:", "https:", "mailto:", "tel:")
_TEXTS = (".html", ".htm", ".xhtml", ".smil")


def targets(book: Book) -> Iterator[tuple[str, str]]:
    """Everything that is pointed to is there: the file, and the id in it."""
    for base, target in _references(book):
        if not target or not _is_there(book, base, target):
            shown = target[:80] or "nothing"
            yield "reference-to-nowhere", f"{base} points to {shown}, which is not in the book"


def _references(book: Book) -> Iterator[tuple[str, str]]:
    yield from ((book.member, link) for link in book.links)
    chapters = [*book.chapters, *([book.master] if book.master else [])]
    for each in chapters:
        for element in all_of(each.root, "text", "audio", "img", "ref"):
            yield each.member, element.get("src", "")
    for text in _texts(book):
        for link in all_of(book.root(text), "a"):
            href = link.get("href")
            if href and not href.lower().startswith(_OUTSIDE):
                yield text, href


def _is_there(book: Book, base: str, target: str) -> bool:
    member, fragment = resolve(base, target), target.partition("#")[2]
    if member not in book.package.members:
        return False
    is_text = member.casefold().endswith(_TEXTS)
    return not fragment or not is_text or fragment in book.places(member)


def _texts(book: Book) -> list[str]:
    """The texts that are played, but for the contents."""
    found = dict.fromkeys(member for member, _ in _played(book))
    return [each for each in found if each != book.member and each in book.package.members]


def _played(book: Book) -> Iterator[tuple[str, str]]:
    """The texts in the order in which they are played: the file and the id in it."""
    for chapter in book.chapters:
        for each in all_of(chapter.root, "text"):
            source = each.get("src", "")
            yield resolve(chapter.member, source), source.partition("#")[2]


def order(book: Book) -> Iterator[tuple[str, str]]:
    """Text is played in the order in which it is written, chapters in that of the contents."""
    reached: dict[str, int] = {}
    for member, name in _played(book):
        if member not in book.package.members or name not in book.places(member):
            continue  # a reference to nowhere
        place = book.places(member)[name]
        if place <= reached.get(member, -1):
            yield "playing-order-wrong", f"“{name}” of {member} is played after what follows it"
        reached[member] = place
    yield from _entries(book)
    yield from _master(book)


def _entries(book: Book) -> Iterator[tuple[str, str]]:
    """The contents lead through the sound from its beginning to its end."""
    members = {chapter.member: number for number, chapter in enumerate(book.chapters)}
    found = []
    for link in book.links:
        member, name = resolve(book.member, link), link.partition("#")[2]
        if member in members and name in book.places(member):
            found.append((members[member], book.places(member)[name], link))
    for (*before, _), (*after, link) in pairwise(found):
        if after < before:
            yield "playing-order-wrong", f"{book.member} leads to {link} after what follows it"


def _master(book: Book) -> Iterator[tuple[str, str]]:
    if book.master is None:
        return
    member = book.master.member
    listed = [resolve(member, each.get("src", "")) for each in all_of(book.master.root, "ref")]
    if listed != [chapter.member for chapter in book.chapters]:
        yield "playing-order-wrong", f"{member} plays other chapters than {book.member}"
