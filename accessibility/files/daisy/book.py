"""A talking book opened for checking: its contents, its chapters in playing order, its text."""

from __future__ import annotations

import posixpath
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from plainpress.accessibility.files.package import UnreadableError, open_package, resolve
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from plainpress.accessibility.files.package import Package

    # An element of a part. lxml ships no types.
    Element = Any

NCC, MASTER = "ncc.html", "master.smil"
_CLIP = re.compile(r"(?:npt=)?(\d{1,9}(?:\.\d{1,9})?)s?")
_CLOCK = re.compile(r"(?:npt=)?(?:(\d{1,5}):)?(\d{1,2}):(\d{1,2}(?:\.\d{1,9})?)")
_HEADING = re.compile(r"h[1-6]")


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def all_of(root: Element, *names: str) -> Iterator[Element]:
    """The elements of these names, whatever their namespace, in the order of the text."""
    return (each for each in root.iter() if local(each) in names)


def moment(text: str) -> float | None:
    """A time of SMIL 1.0 in seconds, as "npt=1.5s" or "0:01:02.5"; None for another text."""
    if found := _CLIP.fullmatch(text):
        return float(found[1])
    if found := _CLOCK.fullmatch(text):
        return int(found[1] or 0) * 3600 + int(found[2]) * 60 + float(found[3])
    return None


def metas(root: Element) -> dict[str, str]:
    """What a file says of itself: the first value of each name."""
    found: dict[str, str] = {}
    for each in all_of(root, "meta"):
        found.setdefault(each.get("name", ""), each.get("content", "").strip())
    return found


@dataclass(frozen=True, slots=True)
class Clip:
    """A stretch of sound in seconds; `begins` or `ends` is None where it cannot be read."""

    member: str
    begins: float | None
    ends: float | None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A SMIL file."""

    member: str
    root: Element

    @property
    def clips(self) -> tuple[Clip, ...]:
        return tuple(
            Clip(
                resolve(self.member, each.get("src", "")),
                moment(each.get("clip-begin", "")),
                moment(each.get("clip-end", "")),
            )
            for each in all_of(self.root, "audio")
        )


class Book:
    """`ncc` is the root of the contents, `member` where they lie in the package."""

    def __init__(self, package: Package, member: str) -> None:
        self.package = package
        self.member = member
        self.ncc = package.xml(member)
        self._roots: dict[str, Element] = {}
        self._places: dict[str, Mapping[str, int]] = {}

    @cached_property
    def entries(self) -> tuple[Element, ...]:
        """Headings and other entries of the contents."""
        body = next(all_of(self.ncc, "body"), None)
        return () if body is None else tuple(each for each in body if local(each))

    @cached_property
    def headings(self) -> tuple[Element, ...]:
        return tuple(each for each in self.entries if _HEADING.fullmatch(local(each)))

    @cached_property
    def links(self) -> tuple[str, ...]:
        return tuple(each.get("href", "") for each in all_of(self.ncc, "a"))

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """The SMIL files in the order in which the contents lead to them; those that exist."""
        members = dict.fromkeys(resolve(self.member, link) for link in self.links)
        return tuple(
            Chapter(member, self.root(member))
            for member in members
            if member.casefold().endswith(".smil") and member in self.package.members
        )

    @cached_property
    def master(self) -> Chapter | None:
        """The master file, which a book may have."""
        member = posixpath.join(posixpath.dirname(self.member), MASTER)
        there = member in self.package.members
        return Chapter(member, self.root(member)) if there else None

    def root(self, member: str) -> Element:
        """The root of a text of the book, parsed once."""
        if member not in self._roots:
            self._roots[member] = self.package.xml(member)
        return self._roots[member]

    def places(self, member: str) -> Mapping[str, int]:
        """The ids of a text, each with its place in it."""
        if member not in self._places:
            found = (each.get("id") for each in self.root(member).iter() if local(each))
            self._places[member] = {name: place for place, name in enumerate(found) if name}
        return self._places[member]


def open_book(path: Path) -> Book:
    """A talking book; `UnreadableError` if it is not one, or is damaged."""
    package = open_package(path)
    members = sorted(package.members, key=lambda name: (name.count("/"), name))
    found = next((name for name in members if posixpath.basename(name).casefold() == NCC), None)
    if found is None:
        raise UnreadableError(f"the package is not a DAISY 2.02 book: it has no {NCC}")
    return Book(package, found)
