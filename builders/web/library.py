"""A library as one page: every resource in a plain list, which a script can filter and sort."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from plainpress.builders.artifact import Artifact, Options
from plainpress.builders.folder import measure
from plainpress.builders.web.addresses import CONTENTS
from plainpress.builders.web.pages import safe
from plainpress.builders.web.site import (
    MEDIA_TYPE,
    PICTURES,
    STYLE,
    _copy_pictures,
    _losses,
    _Site,
    copy_style,
)
from plainpress.builders.web.writer import WebWriter
from plainpress.builders.xhtml import is_safe, survey
from plainpress.document.library import standard_chapters
from plainpress.document.library.sections import heading
from plainpress.document.library.words import facts, link_words, vocabulary, words
from plainpress.document.model import Section
from plainpress.document.records import dataclass
from plainpress.document.walk import transform

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markupsafe import Markup

    from plainpress.document.library import Library, Resource
    from plainpress.document.library.words import Fact
    from plainpress.document.model import Node, Publication

_FILES = ("library.css", "library.js")
_FILTERS = ("kind", "themes", "audience", "access")


@dataclass(frozen=True, slots=True)
class LibraryWords:
    """What the page says, in English. A value in braces is filled in by the script."""

    resources: str = "Resources"
    search: str = "Search the resources"
    filters: str = "Filters"
    chosen: str = "({count} chosen)"
    sort: str = "Sort by"
    by_title: str = "Title, A to Z"
    by_year: str = "Year, newest first"
    by_kind: str = "Kind"
    clear: str = "Clear all filters"
    all: str = "{all} resources."
    some: str = "{count} of {all} resources."
    one: str = "1 of {all} resources."
    none: str = "No resource fits all of your choices."
    cleared: str = "All filters are cleared."
    other_words: str = "Try another word, or fewer words."
    again: str = "Or clear all filters and begin again."
    without: str = "If you take away your choices under “{group}”, you will see {count}."
    without_words: str = "If you take away your words in the search box, you will see {count}."
    more: str = "Show more"
    first: str = "The first {shown} are in the list."


ENGLISH = LibraryWords()


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, and how many resources have it."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Group:
    """One filter: the key under which cards and addresses have its values, its name, its values."""

    id: str
    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One resource as the page shows it. `values` are what the filters look at."""

    id: str
    title: str
    subtitle: str
    kind: str
    description: tuple[str, ...]
    facts: tuple[Fact, ...]
    link: str
    link_words: str
    year: int
    values: tuple[tuple[str, str], ...]


def build(publication: Publication, options: Options, library: Library) -> Artifact:
    """Write the page of a library and what it needs into the folder `options.output`."""
    page = _Page(publication, options.site, library)
    options.output.mkdir()
    for name, text in page.texts():
        (options.output / name).write_text(text, encoding="utf-8", newline="\n")
    _copy_pictures(page.pictures(), options.output)
    copy_style(options.output, (*STYLE, *_FILES))
    digest, size = measure(options.output)
    return Artifact(
        path=options.output,
        format="web",
        edition=publication.edition,
        media_type=MEDIA_TYPE,
        digest=digest,
        size=size,
        losses=tuple(_losses(page.survey)),
    )


class _Page(_Site):
    """Makes the one page; the author's own chapters stand below the resources."""

    def __init__(self, publication: Publication, address: str, library: Library) -> None:
        super().__init__(publication, address)
        self._library = library
        self._files = [CONTENTS] * len(publication.sections)
        self.survey = survey(publication, self._files, PICTURES)

    def texts(self) -> Iterator[tuple[str, str]]:
        cards = [self._card(each) for each in self._library.resources]
        yield (
            CONTENTS,
            self._render(
                "library.html",
                file=CONTENTS,
                title=self._publication.title,
                said=ENGLISH,
                cards=cards,
                groups=list(self._groups(cards)),
                years=any(card.year for card in cards),
                about=self._about(),
            ),
        )

    def _about(self) -> Markup:
        """The chapters that are not made of resources, one level down: the page has a title."""
        language = self._publication.language
        made = {chapter.label for chapter in standard_chapters(self._library, language)}
        writer = WebWriter(self.survey.links, CONTENTS, self._labels)
        own = [each for each in self._publication.sections if each.label not in made]
        body = "".join([writer.section(transform(section, _lower)) for section in own])
        return safe(body + writer.footnotes(self._publication.footnotes) + writer.meanings())

    def _card(self, resource: Resource) -> Card:
        language = self._publication.language
        known = {fact.id: fact for fact in facts(resource, self._library, language)}
        kind = known.get("kind")
        return Card(
            id=self.survey.links.labels[resource.key].id,
            title=heading(resource),
            subtitle="" if heading(resource) == resource.full_title else resource.subtitle,
            kind=kind.text if kind else "",
            description=tuple(resource.description.split("\n\n")),
            facts=tuple(fact for fact in known.values() if fact.id != "kind"),
            link=resource.link if is_safe(resource.link) else "",
            link_words=link_words(resource, language),
            year=resource.year,
            values=tuple(
                (name, " ".join(map(_value, known[name].keys)))
                for name in _FILTERS
                if name in known
            ),
        )

    def _groups(self, cards: Sequence[Card]) -> Iterator[Group]:
        """The filters with every value that a resource has, in the order of the library's lists."""
        said = words(self._publication.language)
        kinds = {key: said["kinds"][key]["many"] for key in vocabulary().kinds}
        tables = (
            (said["kind"], kinds),
            (said["themes"], self._library.themes),
            (said["audience"], self._library.audiences),
            (said["access-name"], said["access"]),
        )
        held = [dict(card.values) for card in cards]
        for name, (title, table) in zip(_FILTERS, tables, strict=True):
            counts = _counts([each.get(name, "") for each in held])
            choices = [
                Choice(_value(key), label, counts[_value(key)])
                for key, label in table.items()
                if _value(key) in counts
            ]
            if choices:
                yield Group(name, title, tuple(choices))


def _counts(values: Sequence[str]) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for each in values:
        for value in each.split():
            counts[value] = counts.get(value, 0) + 1
    return counts


def _value(key: str) -> str:
    """A key without spaces, so that a card can list several: "case-studies"."""
    return key.replace(" ", "-")


def _lower(node: Node) -> Node:
    return replace(node, level=node.level + 1) if isinstance(node, Section) else node
