"""The accessibility statement: what the checks of this build found, and nothing more.

Its parts are those that the UK's Public Sector Bodies (Websites and Mobile Applications) (No. 2)
Accessibility Regulations 2018, regulation 8, ask for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from plainpress.builders.web.ways import address, edition_words, file_words, rank
from plainpress.builders.xhtml import is_safe
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    Row = Mapping[str, Any]

_ADDRESS = re.compile(r"[^\s@<>()\"',;:/?#&=]+@[^\s@<>()\"',;:/?#&=]+\.[^\s@<>()\"',;:/?#&=]+")
_BRITISH = "GB"
_WCAG = "https://www.w3.org/WAI/WCAG22/"


@dataclass(frozen=True, slots=True)
class Checked:
    """A file: what it claims to conform to, and the number of faults that are known in it.

    `checked` is false for a file that no check of this build has looked into.
    """

    href: str
    name: str
    claims: tuple[str, ...]
    faults: int
    checked: bool


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One thing that falls short: where, what, how often, and the clause behind it."""

    where: str
    what: str
    count: int
    link: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What the statement says. `contact` is words, `contact_link` where they lead, or empty.

    `remarks` are what the checks could not tell. `british` is whether the regulator to complain
    to is that of Great Britain.
    """

    files: tuple[Checked, ...]
    shortfalls: tuple[Shortfall, ...]
    remarks: tuple[Shortfall, ...]
    drafts: tuple[str, ...]
    contact: str
    contact_link: str
    british: bool

    @property
    def fails_wcag(self) -> bool:
        """Whether anything that falls short is a matter of WCAG 2.2."""
        return any(each.link.startswith(_WCAG) for each in self.shortfalls)


def statement(manifest: Mapping[str, Any]) -> Statement:
    """The statement on all files of a manifest."""
    rows = sorted(manifest["artifacts"], key=rank)
    contact = str(manifest.get("contact", ""))
    return Statement(
        files=tuple(map(_checked, rows)),
        shortfalls=(
            *map(_of_edition, manifest.get("shortfalls", ())),
            *(shortfall for row in rows for shortfall in _shortfalls(row)),
        ),
        remarks=tuple(each for row in rows for each in _found(row, "remarks")),
        drafts=tuple(dict.fromkeys(_edition(row) for row in rows if row.get("draft"))),
        contact=contact,
        contact_link=contact_link(contact),
        british=_BRITISH in manifest["language"].upper().split("-")[1:],
    )


def _checked(row: Row) -> Checked:
    findings = row.get("findings")
    return Checked(
        href=address(row),
        name=_name(row),
        claims=tuple(row.get("conformance", ())),
        faults=sum(found["count"] for found in findings or ()) + len(row.get("losses", ())),
        checked=findings is not None,
    )


def _of_edition(row: Row) -> Shortfall:
    return Shortfall(_edition(row), row["title"], row["count"], _link(row["link"]))


def _shortfalls(row: Row) -> list[Shortfall]:
    losses = [Shortfall(_name(row), _sentence(loss), 1) for loss in row.get("losses", ())]
    return _found(row, "findings") + losses


def _found(row: Row, kind: str) -> list[Shortfall]:
    return [
        Shortfall(_name(row), each["title"], each["count"], _link(each.get("link", "")))
        for each in row.get(kind) or ()
    ]


def _link(url: str) -> str:
    return url if is_safe(url) else ""


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _edition(row: Row) -> str:
    return "Standard edition" if row["edition"] == "standard" else edition_words(row)[0]


def _name(row: Row) -> str:
    return f"{_edition(row)}, {file_words(row)}"


def contact_link(contact: str) -> str:
    """Where a contact leads: an address of the web, or of mail; empty for plain words."""
    if is_safe(contact):
        return contact
    return f"mailto:{contact}" if _ADDRESS.fullmatch(contact) else ""
