"""The vocabulary of data/library.toml: kinds, ways of access, and the words for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from plainpress.document.records import dataclass
from plainpress.document.report import data

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plainpress.document.library.records import Library, Resource

_FILE = "library.toml"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What an entry may say. `kinds` has for each kind its `bibtex`, `csl` and `picture`."""

    kinds: Mapping[str, Mapping[str, str]]
    access: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what is known of a resource: "themes", "Themes", ("Research", "Power").

    `keys` are the values as the entry has them, for filters; empty where they are free words.
    """

    id: str
    name: str
    values: tuple[str, ...]
    keys: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "; ".join(self.values)


def vocabulary() -> Vocabulary:
    """The kinds and the ways of access, in their order."""
    known = data(_FILE)
    return Vocabulary(known["kinds"], tuple(known["en"]["access"]))


def words(language: str) -> Mapping[str, Any]:
    """The words for the facts of a resource, in this language or else in English."""
    known = data(_FILE)
    found: Mapping[str, Any] = known.get(language.partition("-")[0].lower(), known["en"])
    return found


def facts(resource: Resource, library: Library, language: str) -> Iterator[Fact]:
    """What is known of a resource beside its title and description, in the order of printing."""
    said = words(language)
    yield from _origin(resource, said)
    if resource.kind:
        kind = said["kinds"][resource.kind]["one"]
        yield Fact("kind", said["kind"], (kind,), (resource.kind,))
    if resource.themes:
        names = tuple(library.themes[key] for key in resource.themes)
        yield Fact("themes", said["themes"], names, resource.themes)
    if resource.audience:
        names = tuple(library.audiences[key] for key in resource.audience)
        yield Fact("audience", said["audience"], names, resource.audience)
    if resource.access:
        names = tuple(said["access"][key] for key in resource.access)
        yield Fact("access", said["access-name"], names, resource.access)


def _origin(resource: Resource, said: Mapping[str, Any]) -> Iterator[Fact]:
    """Who made it and when, in one line where both are known."""
    year = f" ({resource.year})" if resource.year else ""
    if resource.authors:
        yield Fact("by", said["by"], (names_text(resource.authors, said) + year,))
    if resource.editors:
        when = "" if resource.authors else year
        yield Fact("edited-by", said["edited-by"], (names_text(resource.editors, said) + when,))
    if year and not resource.authors and not resource.editors:
        yield Fact("year", said["year"], (str(resource.year),))


def names_text(given: tuple[str, ...], said: Mapping[str, Any]) -> str:
    """People as they are named: "J. Slay and J. Penny", "K. Allen and others"."""
    names = [said["others"] if name == "others" else natural(name) for name in given]
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} {said['and']} {names[-1]}"


def natural(name: str) -> str:
    """The order of speech: "Julia Slay" for "Slay, Julia"; the name of a body as it is."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma else name


def link_words(resource: Resource, language: str) -> str:
    """The words of the link to a resource: what happens, its title, and at whose site."""
    said = words(language)
    deed = said["kinds"][resource.kind]["deed"] if resource.kind else said["deed"]
    return str(said["link"].format(deed=deed, title=resource.title, place=site(resource.link)))


def easy_link_words(resource: Resource, language: str) -> str:
    """The same in one short sentence."""
    return str(words(language)["easy-link"].format(place=site(resource.link)))


def site(link: str) -> str:
    """Whose site an address leads to: "nesta.org.uk"."""
    return urlsplit(link).netloc.rpartition("@")[2].removeprefix("www.")
