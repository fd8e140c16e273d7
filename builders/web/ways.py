"""The ways to read a publication: each edition and format in plain words, best known first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plainpress.builders.recording import length_in_words
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Row = Mapping[str, Any]

_KILOBYTE = 1000
_STANDARD, _WEB = "standard", "web"
_PAGES = ("web", "audio")  # folders with a first page
_FLOWING = frozenset({"epub", "read-aloud"})

# What people call a format, what it is good for, and what its file is called; in the order in
# which they are offered.
_FORMATS = {
    "web": (
        "Read it",
        "Pages for any phone, tablet or computer. Nothing to download.",
        "web pages",
    ),
    "audio": ("Listen", "A page that reads the words aloud, and files to take away.", "Listen"),
    "word": ("Download Word", "To edit, to quote from and to print.", "Word"),
    "pdf": ("Print", "A PDF file, laid out for paper.", "PDF"),
    "epub": ("Book for phones and e-readers", "An EPUB file. Your own settings apply.", "EPUB"),
    "read-aloud": (
        "Book that reads itself aloud",
        "An EPUB file with sound. Each sentence is marked while you hear it.",
        "EPUB that reads itself aloud",
    ),
    "daisy": (
        "Talking book (DAISY)",
        "For DAISY players, such as those that libraries for blind people lend out.",
        "talking book (DAISY)",
    ),
}
_EDITIONS = {
    "easy-read": ("Easy read", "Short sentences, with a picture for each idea."),
    "large-print": ("Large print", "Big letters, for reading on paper."),
}


@dataclass(frozen=True, slots=True)
class File:
    """A file to get: where it is, what it is called, and its facts in words."""

    href: str
    name: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A way to read: its name and what it is for, its facts, and the same in other formats.

    `language` is that of the edition, `is_page` whether it opens in the browser.
    """

    href: str
    name: str
    purpose: str
    facts: tuple[str, ...]
    draft: bool
    language: str
    is_page: bool
    others: tuple[File, ...] = ()


def ways(rows: Sequence[Row]) -> list[Way]:
    """The standard edition's pages, then each other edition, then the standard edition's files."""
    by_edition: dict[str, list[Row]] = {}
    for row in sorted(rows, key=rank):
        by_edition.setdefault(row["edition"], []).append(row)
    standard = by_edition.pop(_STANDARD, [])
    pages = [_way(row) for row in standard if row["format"] == _WEB]
    files = [_way(row) for row in standard if row["format"] != _WEB]
    return [*pages, *map(_edition, by_edition.values()), *files]


def rank(row: Row) -> tuple[bool, str, int, str]:
    """The place of a file: the standard edition first, in it the formats that most people want."""
    known = list(_FORMATS)
    place = known.index(row["format"]) if row["format"] in known else len(known)
    return row["edition"] != _STANDARD, row["edition"], place, row["file"]


def _way(row: Row) -> Way:
    name, purpose, _ = _FORMATS.get(row["format"], (row["format"].capitalize(), "", ""))
    return Way(
        href=address(row),
        name=name,
        purpose=purpose,
        facts=(*_ages(row), *_sizes(row), *_behind(row)),
        draft=row.get("draft", False),
        language=row["language"],
        is_page=row["format"] in _PAGES,
    )


def _edition(rows: Sequence[Row]) -> Way:
    """An edition as one way: its first format, the others below it."""
    first = rows[0]
    name, purpose = edition_words(first)
    return Way(
        href=address(first),
        name=name,
        purpose=purpose,
        facts=(*_ages(first), *_sizes(first), *_behind(first)),
        draft=first.get("draft", False),
        language=first["language"],
        is_page=first["format"] in _PAGES,
        others=tuple(File(address(row), file_words(row), tuple(_sizes(row))) for row in rows[1:]),
    )


def _behind(row: Row) -> Iterator[str]:
    if row.get("behind"):
        yield "The standard text has changed since this was checked"


def edition_words(row: Row) -> tuple[str, str]:
    """What people call an edition, and what it is for; an unknown one goes by its own name."""
    return _EDITIONS.get(row["edition"], (row["edition"].replace("-", " ").capitalize(), ""))


def file_words(row: Row) -> str:
    """What a file of a format is called: "Word", "EPUB"."""
    return _FORMATS.get(row["format"], ("", "", row["format"]))[2]


def address(row: Row) -> str:
    """Where a file is, from the folder of the page.

    A page opened from a disk has no server that would find a folder's first page.
    """
    return f"{row['file']}/index.html" if row["format"] in _PAGES else str(row["file"])


def _ages(row: Row) -> Iterable[str]:
    if age := row.get("reading_age"):
        yield f"Reading age: {age['years']}"


def _sizes(row: Row) -> Iterator[str]:
    if seconds := row.get("duration"):
        yield length_in_words(seconds)
    # An EPUB flows: the pages that it knows are those of the paged edition.
    if (pages := row.get("pages")) and row["format"] not in _FLOWING:
        yield "1 page" if pages == 1 else f"{pages} pages"
    if row["format"] not in _PAGES:
        yield size(row["size"])


def size(number: int) -> str:
    """A number of bytes as a reader knows it: "214 KB", "1.8 MB"."""
    if number < _KILOBYTE * _KILOBYTE:
        return f"{max(1, round(number / _KILOBYTE))} KB"
    return f"{number / _KILOBYTE / _KILOBYTE:.1f} MB"
