"""A library: its resources, and the names of the themes and audiences that they are sorted by."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from plainpress.document.model import NOWHERE, Span
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Resource:
    """One entry. A field that nobody has filled in is empty: nothing is guessed.

    `key` is its label in the document and its BibTeX key. An author with a comma is a person
    ("Slay, J."), without one a body ("Nesta"), and "others" stands for the rest. `kind` and
    `access` are words of data/library.toml, `themes` and `audience` keys of the library's own.
    `description` is plain words; a blank line ends a paragraph. `spans` has the lines of each
    key of the entry, and those of the whole entry under the empty name.
    """

    key: str
    title: str
    kind: str
    description: str
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    year: int = 0
    themes: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    link: str = ""
    easy_read: str = ""
    spans: Mapping[str, Span] = field(default_factory=dict, compare=False, repr=False)

    @property
    def full_title(self) -> str:
        """Title and subtitle, as a catalogue lists them."""
        return f"{self.title}: {self.subtitle}" if self.subtitle else self.title

    def span(self, name: str = "") -> Span:
        """The lines of one of its keys, else those of the entry."""
        return self.spans.get(name) or self.spans.get("", NOWHERE)


@dataclass(frozen=True, slots=True)
class Library:
    """All resources by title, and the printed names of themes and audiences by key, in order.

    `order` says what the chapters are made of: "kind" or "theme".
    """

    resources: tuple[Resource, ...] = ()
    themes: Mapping[str, str] = field(default_factory=dict)
    audiences: Mapping[str, str] = field(default_factory=dict)
    order: str = "kind"
