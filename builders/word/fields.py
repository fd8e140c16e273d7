"""Fields and bookmarks: what Word keeps up to date, with the results that it shows until then.

Page numbers are not known while the body is written. It holds marks in their place, made
of control characters that no text can hold; `fill` puts in what the layout has found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .markup import run

if TYPE_CHECKING:
    from collections.abc import Mapping

_MARK = re.compile("([\x01-\x05\x0e])(\\w+)\x06")
_CONTENTS, _PROBE = "\x05\x0e"
# What stands around the page of a reference, and what it says while the page is not known.
_REFERENCES = {
    "\x01": (" (", "below", ")"),
    "\x02": (" (", "above", ")"),
    "\x03": (", ", "below", ""),
    "\x04": (", ", "above", ""),
}


def field(instruction: str, result: str, properties: str = "") -> str:
    """A complex field (ECMA-376-1, 17.16.18) whose cached result is a run of XML."""
    start = f"<w:r>{properties}"
    return (
        f'{start}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'{start}<w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'{start}<w:fldChar w:fldCharType="separate"/></w:r>'
        f'{result}{start}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def page_reference(bookmark: str, *, is_behind: bool, in_brackets: bool = False) -> str:
    """The mark for " (page 3)", or ", page 3" where a bracket is open already.

    `is_behind` says whether the target stands before the reference.
    """
    kind = "\x01\x02\x03\x04"[2 * in_brackets + is_behind]
    return f"{kind}{bookmark}\x06"


def contents_page(bookmark: str) -> str:
    """The mark for the page number at the end of a line of the contents."""
    return f"{_CONTENTS}{bookmark}\x06"


def probe(number: int) -> str:
    """The mark for a bookmark that stands only in the copy that is laid out."""
    return f"{_PROBE}{number}\x06"


def probe_name(number: int) -> str:
    """The name of that bookmark."""
    return f"Probe{number}"


def fill(xml: str, pages: Mapping[str, int], *, probes: bool = False) -> str:
    """The body with its marks replaced; `pages` gives the page of each bookmark that has one."""

    def result(match: re.Match[str]) -> str:
        kind, name = match.groups()
        page = pages.get(name)
        if kind == _PROBE:
            return _probe(name) if probes else ""
        if kind == _CONTENTS:
            return _contents(name, page)
        before, side, after = _REFERENCES[kind]
        return run(before) + _page(name, page, side) + run(after)

    return _MARK.sub(result, xml)


def _probe(number: str) -> str:
    # The identifiers of the real bookmarks count from 1; these stand well clear of them.
    identifier = 1_000_000 + int(number)
    return (
        f'<w:bookmarkStart w:id="{identifier}" w:name="{probe_name(int(number))}"/>'
        f'<w:bookmarkEnd w:id="{identifier}"/>'
    )


def _contents(name: str, page: int | None) -> str:
    if page is None:
        return ""
    return "<w:r><w:tab/></w:r>" + _page_field(name, str(page))


def _page_field(name: str, result: str) -> str:
    return field(f"PAGEREF {name} \\h", run(result))


def _page(name: str, page: int | None, side: str) -> str:
    if page is not None:
        return run("page\N{NO-BREAK SPACE}") + _page_field(name, str(page))
    # Without a layout no number is shown, as it would be wrong: the field says on which side
    # the target stands, and Word makes "on page 3" of it when it updates (17.16.5.45, `\\p`).
    return field(f"PAGEREF {name} \\p \\h", run(side))


class Bookmarks:
    """Bookmarks by the label of what they surround: letters, digits and _, at most 40 of them.

    Word compares their names without case, so that two labels that differ by case alone
    get two names.
    """

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()
        self._written: set[str] = set()

    def name(self, label: str) -> str:
        """The name for a label: always the same one."""
        name = self._names.get(label)
        if name is None:
            name = self._names[label] = self._free(re.sub(r"\W", "_", label, flags=re.ASCII))
        return name

    def names(self) -> tuple[str, ...]:
        """Every name that has been given."""
        return tuple(self._names.values())

    def is_written(self, label: str) -> bool:
        """Whether the bookmark stands in the text already."""
        return label in self._written

    def _free(self, wanted: str) -> str:
        base = wanted if wanted[:1].isalpha() else f"b{wanted}"
        name, count = base[:40], 1
        while name.lower() in self._taken:
            count += 1
            name = f"{base[:34]}_{count}"
        self._taken.add(name.lower())
        return name

    def around(self, label: str, content: str) -> str:
        """The content inside its bookmark; a label that has been used already gives none."""
        if not label or label in self._written:
            return content
        self._written.add(label)
        identifier = len(self._written)
        return (
            f'<w:bookmarkStart w:id="{identifier}" w:name="{self.name(label)}"/>'
            f'{content}<w:bookmarkEnd w:id="{identifier}"/>'
        )
