"""Fields, bookmarks and the links between them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from plainpress.accessibility.files.word.document import q

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.files.word.document import Document, Story

# ECMA-376-1, 17.16.5: fields that refer to a bookmark.
_REFERENCE = re.compile(r'\s*(PAGEREF|NOTEREF|REF)\s+"?([^\s"\\]+)')
_LINK = re.compile(r'\s*HYPERLINK\s+.*\\l\s+"([^"]+)"')
_NAME = re.compile(r"[^\W\d]\w{0,39}")
_ALWAYS_THERE = {"_top"}


def pairs(document: Document) -> Iterator[tuple[str, str]]:
    """Each complex field begins once and ends once, in one story."""
    for story in document.stories:
        depth = 0
        for mark in story.root.iter(q("w:fldChar")):
            kind = mark.get(q("w:fldCharType"))
            depth += {"begin": 1, "end": -1}.get(kind, 0)
            if depth < 0:
                yield "field-unpaired", f"a field of {story.name} ends and has not begun"
                depth = 0
        if depth:
            yield "field-unpaired", f"a field of {story.name} begins and never ends"


def bookmarks(document: Document) -> Iterator[tuple[str, str]]:
    """Bookmarks have both ends, and names that Word keeps."""
    names: Counter[str] = Counter()
    for story in document.stories:
        starts = {
            mark.get(q("w:id")): mark.get(q("w:name"), "")
            for mark in story.root.iter(q("w:bookmarkStart"))
        }
        ends = {mark.get(q("w:id")) for mark in story.root.iter(q("w:bookmarkEnd"))}
        for identifier in sorted(starts.keys() - ends, key=str):
            yield "bookmark-unpaired", f"the bookmark {starts[identifier]} has no end"
        for identifier in sorted(ends - starts.keys(), key=str):
            yield "bookmark-unpaired", f"bookmark end {identifier} of {story.name} has no start"
        names.update(mark.get(q("w:name"), "") for mark in story.root.iter(q("w:bookmarkStart")))
    for name, count in names.items():
        if count > 1:
            yield "bookmark-repeated", f"the bookmark name “{name}” is used {count} times"
    odd = [name for name in names if not _NAME.fullmatch(name)]
    if odd:
        many = f"{len(odd)} bookmark names" if len(odd) > 1 else "a bookmark name"
        yield "bookmark-name-invalid", f"Word's dialogs do not allow {many}: “{odd[0]}”"


def targets(document: Document) -> Iterator[tuple[str, str]]:
    """Every link and every field that refers to a bookmark finds it."""
    names = {
        mark.get(q("w:name"))
        for story in document.stories
        for mark in story.root.iter(q("w:bookmarkStart"))
    }
    linked = names | _ALWAYS_THERE
    for story in document.stories:
        for link in story.find_all("w:hyperlink"):
            anchor = link.get(q("w:anchor"))
            if anchor and not link.get(q("r:id")) and anchor not in linked:
                yield "reference-to-nowhere", f"a link leads to the missing bookmark {anchor}"
        for instruction in _instructions(story):
            found = _REFERENCE.match(instruction) or _LINK.match(instruction)
            if found and found[found.lastindex or 1] not in names:
                field = instruction.split()[0]
                yield (
                    "reference-to-nowhere",
                    f"a {field} field refers to the missing bookmark {found[found.lastindex or 1]}",
                )


def _instructions(story: Story) -> Iterator[str]:
    """The instructions of all fields of a story; those of nested fields come first."""
    for simple in story.root.iter(q("w:fldSimple")):
        yield simple.get(q("w:instr"), "")
    open_fields: list[list[str]] = []
    for node in story.root.iter(q("w:fldChar"), q("w:instrText")):
        kind = node.get(q("w:fldCharType"))
        if kind == "begin":
            open_fields.append([])
        elif kind == "end" and open_fields:
            yield "".join(open_fields.pop())
        elif kind is None and open_fields:
            open_fields[-1].append(node.text or "")
