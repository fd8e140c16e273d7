"""The package: parts, their types and the relationships between them (ECMA-376-2)."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from plainpress.accessibility.files.package import resolve
from plainpress.accessibility.files.word.document import NAMESPACES, q, relationships

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.accessibility.files.word.document import Document, Story

_USED = "//@r:*[local-name() = 'id' or local-name() = 'embed' or local-name() = 'link']"


def relationships_of(name: str) -> str:
    """The part whose relationships a .rels part holds."""
    folder, base = posixpath.split(name)
    return posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))


def relationship_parts(document: Document) -> list[str]:
    return [name for name in document.package.members if name.endswith(".rels")]


def _missing_parts(document: Document) -> Iterator[tuple[str, str]]:
    for name in relationship_parts(document):
        part = relationships_of(name)
        for relationship in relationships(document.package, part).values():
            target = resolve(part, relationship.target)
            if not relationship.external and target not in document.package.members:
                yield (
                    "part-missing",
                    f"{part or 'the package'} refers to {target}, which is missing",
                )


def _missing_relationships(story: Story) -> Iterator[tuple[str, str]]:
    from lxml import etree

    # One search in C: a loop over all elements of a book takes six times as long.
    search = etree.XPath(_USED, namespaces=NAMESPACES, smart_strings=False)
    for used in search(story.root):
        if used and used not in story.relationships:
            yield "part-missing", f"{story.name} uses {used}, which has no relationship"


def relationships_whole(document: Document) -> Iterator[tuple[str, str]]:
    """What is referred to is there."""
    yield from _missing_parts(document)
    for story in document.stories:
        yield from _missing_relationships(story)


def content_types(document: Document) -> Iterator[tuple[str, str]]:
    """Each part has a content type (ECMA-376-2, 7.2.3)."""
    types = document.package.xml("[Content_Types].xml")
    extensions = {entry.get("Extension", "").lower() for entry in types.iter(q("ct:Default"))}
    named = {entry.get("PartName", "").lower() for entry in types.iter(q("ct:Override"))}
    for name in document.package.members:
        typed = f"/{name.lower()}" in named or name.rpartition(".")[2].lower() in extensions
        if not typed and name != "[Content_Types].xml" and not name.endswith("/"):
            yield "part-untyped", f"{name} has no content type"
