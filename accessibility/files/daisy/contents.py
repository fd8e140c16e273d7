"""The contents of a talking book, ncc.html: what they say of the book, and their headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility.files.daisy.book import all_of, local, metas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.files.daisy.book import Book

# DAISY 2.02, 2.1.2: what every book must say, save for title and language, which have codes of
# their own.
_MANDATORY = (
    *("dc:creator", "dc:date", "dc:format", "dc:identifier", "dc:publisher"),
    *("ncc:charset", "ncc:pageFront", "ncc:pageNormal", "ncc:pageSpecial"),
    *("ncc:setInfo", "ncc:tocItems", "ncc:totalTime"),
)
# The classes of entries that the contents count.
_COUNTED = {
    "ncc:footnotes": "noteref",
    "ncc:pageFront": "page-front",
    "ncc:pageNormal": "page-normal",
    "ncc:pageSpecial": "page-special",
    "ncc:prodNotes": "optional-prodnote",
    "ncc:sidebars": "sidebar",
}


def properties(book: Book) -> Iterator[tuple[str, str]]:
    """The book has a title and a language."""
    said = metas(book.ncc)
    if not said.get("dc:title"):
        yield "title-missing", f"{book.member} has no dc:title"
    if not said.get("dc:language"):
        yield "language-missing", f"{book.member} has no dc:language"


def mandatory(book: Book) -> Iterator[tuple[str, str]]:
    said = metas(book.ncc)
    for name in _MANDATORY:
        if not said.get(name):
            yield "book-data-missing", f"{book.member} has no {name}"
    if said.get("dc:format", "Daisy 2.02") != "Daisy 2.02":
        format_ = said["dc:format"]
        yield "book-data-wrong", f"dc:format is “{format_[:60]}”, where it must be “Daisy 2.02”"


def counts(book: Book) -> Iterator[tuple[str, str]]:
    """What the contents count is there, neither more nor less."""
    said = metas(book.ncc)
    classes = [each.get("class", "") for each in book.entries]
    found = {name: classes.count(kind) for name, kind in _COUNTED.items()}
    found["ncc:tocItems"] = len(book.entries)
    found["ncc:files"] = len([name for name in book.package.members if not name.endswith("/")])
    for name, number in found.items():
        # A count of nothing may be left out.
        if said.get(name, "" if name == "ncc:files" else "0") not in ("", str(number)):
            yield "book-data-wrong", f"{name} is “{said[name][:60]}”, and the book has {number}"
        elif number and name not in said and name in _COUNTED:
            yield "book-data-wrong", f"{name} is not given, and the book has {number}"


def headings(book: Book) -> Iterator[tuple[str, str]]:
    """The first entry is the title; no level is skipped."""
    first = book.entries[:1]
    if not book.headings:
        yield "headings-missing", f"{book.member} has no headings"
    elif local(first[0]) != "h1" or first[0].get("class") != "title":
        yield "book-data-wrong", f"{book.member} does not begin with the title (h1, class title)"
    before = 0
    for each in book.headings:
        level, text = int(local(each)[1]), " ".join("".join(each.itertext()).split())
        if level > before + 1:
            above = f"the one before it level {before}" if before else "none stands before it"
            yield "heading-skipped", f"the heading “{text[:60]}” has level {level}, and {above}"
        if not text:
            yield "heading-empty", f"a heading of {book.member} has no words"
        if next(all_of(each, "a"), None) is None:
            yield "reference-to-nowhere", f"the heading “{text[:60]}” leads to no sound"
        before = level
