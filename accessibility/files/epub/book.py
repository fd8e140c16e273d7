"""An EPUB opened for checking: its package document, navigation and content documents."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from plainpress.accessibility.files.package import (
    Package,
    UnreadableError,
    open_package,
    resolve,
)
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

NAMESPACES = {
    "h": "http://www.w3.org/1999/xhtml",
    "opf": "http://www.idpf.org/2007/opf",
    "ops": "http://www.idpf.org/2007/ops",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ocf": "urn:oasis:names:tc:opendocument:xmlns:container",
    "smil": "http://www.w3.org/ns/SMIL",
    "svg": "http://www.w3.org/2000/svg",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
_XHTML = "application/xhtml+xml"

# An element of a part. lxml ships no types.
Element = Any


@cache
def q(name: str) -> str:
    """A prefixed name, "h:p", as lxml writes it."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


@dataclass(frozen=True, slots=True)
class Item:
    """A resource of the manifest; `name` is its member of the package."""

    name: str
    media_type: str
    properties: tuple[str, ...]
    overlay: str


@dataclass(frozen=True, slots=True)
class ContentDocument:
    name: str
    root: Element

    def find_all(self, *names: str) -> Iterator[Element]:
        elements: Iterator[Element] = self.root.iter(*map(q, names))
        return elements

    def search(self, path: str) -> list[Any]:
        """What an XPath finds: elements, or attributes as strings.

        For a question to all elements: one search in C takes a fifth of a loop's time.
        """
        found: list[Any] = _xpath(path)(self.root)
        return found


@cache
def _xpath(path: str) -> Any:  # noqa: ANN401 # lxml ships no types
    from lxml import etree

    return etree.XPath(path, namespaces=NAMESPACES, smart_strings=False)


@dataclass(frozen=True, slots=True)
class Book:
    """`documents` are the XHTML documents of the spine, in reading order.

    `navigation` is the navigation document, None where the book has none.
    """

    package: Package
    opf: Element
    items: Mapping[str, Item]
    documents: tuple[ContentDocument, ...]
    navigation: ContentDocument | None

    def meta(self, name: str) -> list[str]:
        """The values of a metadata property, as EPUB 3 writes it and as EPUB 2 did."""
        values = [
            (meta.text or "").strip()
            for meta in self.opf.iter(q("opf:meta"))
            if meta.get("property") == name and meta.get("refines") is None
        ]
        values += [
            meta.get("content", "").strip()
            for meta in self.opf.iter(q("opf:meta"))
            if meta.get("name") == name
        ]
        return [value for value in values if value]

    def refinements(self, name: str) -> list[str]:
        """The values of a property wherever it stands, on the book or on another property."""
        metas = self.opf.iter(q("opf:meta"))
        return [(m.text or "").strip() for m in metas if m.get("property") == name]

    def nav(self, kind: str) -> Element | None:
        """The nav element of this epub:type: "toc", "landmarks", "page-list"."""
        if self.navigation is None:
            return None
        found = (n for n in self.navigation.find_all("h:nav") if kind in types(n))
        return next(found, None)


def types(element: Element) -> list[str]:
    """The values of epub:type."""
    return list(element.get(q("ops:type"), "").split())


def words(element: Element) -> str:
    """The words in an element as they are read aloud: a picture stands for its alternative."""
    parts: list[str] = []
    for node in element.iter():
        if node.tag == q("h:img"):
            parts.append(node.get("alt", ""))
        elif isinstance(node.tag, str) and node.tag not in _SILENT:  # a comment has no name
            parts.append(node.text or "")
        if node is not element:
            parts.append(node.tail or "")
    return " ".join("".join(parts).split())


_SILENT = (q("h:script"), q("h:style"))


def open_book(path: Path) -> Book:
    """An EPUB; `UnreadableError` if it is not one, or is damaged."""
    package = open_package(path)
    if package.members.get("mimetype", b"").strip() != b"application/epub+zip":
        raise UnreadableError("the package is not an EPUB: its mimetype says otherwise")
    container = package.xml("META-INF/container.xml")
    rootfile = next(container.iter(q("ocf:rootfile")), None)
    if rootfile is None:
        raise UnreadableError("META-INF/container.xml names no package document")
    name = rootfile.get("full-path", "")
    opf = package.xml(name)
    items = {item.get("id"): _item(name, item) for item in opf.iter(q("opf:item"))}
    spine = [items.get(itemref.get("idref")) for itemref in opf.iter(q("opf:itemref"))]
    if not spine or None in spine:
        raise UnreadableError(f"the spine of {name} is empty or names what the manifest does not")
    nav = next((item for item in items.values() if "nav" in item.properties), None)
    return Book(
        package=package,
        opf=opf,
        items=items,
        documents=tuple(
            _content(package, item) for item in spine if item and item.media_type == _XHTML
        ),
        navigation=_content(package, nav) if nav else None,
    )


def _item(base: str, item: Element) -> Item:
    return Item(
        name=resolve(base, item.get("href", "")),
        media_type=item.get("media-type", ""),
        properties=tuple(item.get("properties", "").split()),
        overlay=item.get("media-overlay", ""),
    )


def _content(package: Package, item: Item) -> ContentDocument:
    return ContentDocument(item.name, package.xml(item.name))
