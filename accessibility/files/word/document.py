"""A Word file opened for checking: its parts, its stories and its styles."""

from __future__ import annotations

import posixpath
import re
from dataclasses import field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from plainpress.accessibility.files.package import Package, UnreadableError, open_package, resolve
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "dec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
}
_OFFICE = "/officeDocument"
_STORIES = ("/header", "/footer", "/footnotes", "/endnotes")
_MAIN_TYPES = ("wordprocessingml.document.main", "wordprocessingml.template.main", "ms-word.")
_OFF = ("0", "false", "off")

# An element of a part. lxml ships no types.
Element = Any


@cache
def q(names: str) -> str:
    """A prefixed name, "w:p", or a path of them, "w:pPr/w:pStyle", as lxml writes it."""
    parts = (name.partition(":") for name in names.split("/"))
    return "/".join(f"{{{NAMESPACES[prefix]}}}{local}" for prefix, _, local in parts)


@dataclass(frozen=True, slots=True)
class Relationship:
    identifier: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `properties` are the children of its w:pPr by name; `text` is stripped."""

    element: Element
    properties: Mapping[str, Element]
    style: str | None
    text: str


@dataclass(frozen=True)
class Story:
    """A part with text: the body, a header, a footer, the notes.

    What several checks need is found once: a book has tens of thousands of elements.
    """

    name: str
    root: Element
    relationships: Mapping[str, Relationship]

    def find_all(self, *names: str) -> Iterator[Element]:
        """All elements of these names, save the copies that only old programs read."""
        found = self.root.iter(*map(q, names))
        return filter(self.is_shown, found) if self._has_copies else found

    @cached_property
    def _has_copies(self) -> bool:
        return next(self.root.iter(q("mc:Fallback")), None) is not None

    def is_shown(self, element: Element) -> bool:
        """Whether an element is no part of a copy that only old programs read."""
        return not self._has_copies or next(element.iterancestors(q("mc:Fallback")), None) is None

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All paragraphs in the order in which they begin."""
        return tuple(map(_paragraph, self.root.iter(q("w:p"))))

    def shown_paragraphs(self) -> Iterable[Paragraph]:
        if not self._has_copies:
            return self.paragraphs
        return (each for each in self.paragraphs if self.is_shown(each.element))


def _paragraph(element: Element) -> Paragraph:
    properties = next(element.iterchildren(q("w:pPr")), ())
    found = {child.tag: child for child in properties}
    return Paragraph(element, found, value(found.get(q("w:pStyle"))), words(element).strip())


@dataclass(frozen=True, slots=True)
class Table:
    """A table by its number in the document, with the cells of its rows."""

    name: str
    element: Element
    rows: tuple[tuple[Element, ...], ...]

    @property
    def is_layout(self) -> bool:
        """Whether it only sets things side by side, with nothing to head.

        It is one row: of one cell, a frame around text, or of a picture and its words.
        """
        if len(self.rows) != 1:
            return False
        cells = self.rows[0]
        return len(cells) == 1 or any(
            has_drawing(cell) and not words(cell).strip() for cell in cells
        )


def _table(name: str, element: Element) -> Table:
    return Table(name, element, tuple(map(_cells, element.iterfind(q("w:tr")))))


def _cells(row: Element) -> tuple[Element, ...]:
    cells = row.iter(q("w:tc"))
    return tuple([cell for cell in cells if next(cell.iterancestors(q("w:tr"))) is row])


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: its name in lower case, and its outline level, 0 for text."""

    name: str
    level: int


@dataclass(frozen=True)
class Document:
    """The stories begin with the body. `styles` is by style identifier."""

    package: Package
    stories: tuple[Story, ...]
    styles: Mapping[str, Element]
    style_part: Element | None
    settings: Element | None
    core: Element | None
    _chains: dict[str, tuple[Element, ...]] = field(default_factory=dict)
    _known: dict[str | None, Style] = field(default_factory=dict)

    @property
    def body(self) -> Element:
        return self.stories[0].root.find(q("w:body"))

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """All tables of all stories."""
        found = (element for story in self.stories for element in story.find_all("w:tbl"))
        return tuple(_table(f"table {count}", each) for count, each in enumerate(found, 1))

    def chain(self, style: str | None) -> tuple[Element, ...]:
        """A style and those that it is based on, nearest first; a circle ends where it closes."""
        if style is None:
            return ()
        if style not in self._chains:
            links: dict[str, Element] = {}
            name = style
            while name in self.styles and name not in links:
                links[name] = self.styles[name]
                name = value(self.styles[name].find(q("w:basedOn"))) or ""
            self._chains[style] = tuple(links.values())
        return self._chains[style]

    def style(self, identifier: str | None) -> Style:
        """What a style is called, and the level at which it puts a paragraph."""
        if identifier not in self._known:
            chain = self.chain(identifier)
            self._known[identifier] = Style(_name(chain[0]) if chain else "", _level_of(chain))
        return self._known[identifier]

    def level(self, paragraph: Paragraph) -> int:
        """The outline level of a paragraph, from 1; 0 for text (ECMA-376-1, 17.3.1.20)."""
        direct = value(paragraph.properties.get(q("w:outlineLvl")))
        if direct is not None:
            return _level(int(number(direct, 0)))
        return self.style(paragraph.style).level


_HEADING = re.compile(r"heading (\d)")
_BODY_TEXT_LEVEL = 9


def _name(style: Element) -> str:
    return (value(style.find(q("w:name"))) or "").lower()


def _level_of(chain: tuple[Element, ...]) -> int:
    for style in chain:
        level = value(style.find(q("w:pPr/w:outlineLvl")))
        if level is not None:
            return _level(int(number(level, 0)))
        named = _HEADING.fullmatch(_name(style))
        if named:
            return int(named[1])
    return 0


def _level(outline: int) -> int:
    return outline + 1 if outline < _BODY_TEXT_LEVEL else 0


def open_document(path: Path) -> Document:
    """A Word file; `UnreadableError` if it is not one, or is damaged."""
    package = open_package(path)
    main = _main_part(package)
    related = relationships(package, main)
    stories = [Story(main, package.xml(main), related)]
    if stories[0].root.find(q("w:body")) is None:
        raise UnreadableError(f"the part {main} has no body")
    stories += [
        Story(name, package.xml(name), relationships(package, name))
        for name in dict.fromkeys(_targets(package, main, related, *_STORIES))
    ]
    style_part = _part(package, main, related, "/styles")
    found = style_part.iter(q("w:style")) if style_part is not None else ()
    return Document(
        package=package,
        stories=tuple(stories),
        styles={style.get(q("w:styleId")): style for style in found},
        style_part=style_part,
        settings=_part(package, main, related, "/settings"),
        core=_part(package, "", relationships(package, ""), "/core-properties"),
    )


def _main_part(package: Package) -> str:
    types = package.xml("[Content_Types].xml")
    for relationship in relationships(package, "").values():
        if relationship.kind.endswith(_OFFICE):
            name = resolve("", relationship.target)
            kind = next(
                (o.get("ContentType", "") for o in types if o.get("PartName") == f"/{name}"), ""
            )
            if not any(main in kind for main in _MAIN_TYPES):
                raise UnreadableError(
                    f"the package is not a Word file: {name} is {kind or 'untyped'}"
                )
            return name
    raise UnreadableError("the package is not an Office file: it names no main part")


def relationships(package: Package, part: str) -> dict[str, Relationship]:
    """What a part refers to, by identifier; "" stands for the package itself."""
    folder, base = posixpath.split(part)
    name = posixpath.join(folder, "_rels", f"{base}.rels")
    if name not in package.members:
        return {}
    return {
        element.get("Id"): Relationship(
            element.get("Id"),
            element.get("Type", ""),
            element.get("Target", ""),
            element.get("TargetMode") == "External",
        )
        for element in package.xml(name).iter(q("rel:Relationship"))
    }


def _targets(
    package: Package, main: str, related: Mapping[str, Relationship], *kinds: str
) -> Iterator[str]:
    for relationship in related.values():
        if relationship.kind.endswith(kinds) and not relationship.external:
            name = resolve(main, relationship.target)
            if name in package.members:  # a missing part is a finding of its own
                yield name


def _part(
    package: Package, main: str, related: Mapping[str, Relationship], kind: str
) -> Element | None:
    name = next(_targets(package, main, related, kind), None)
    return package.xml(name) if name else None


def value(element: Element | None) -> str | None:
    """The `w:val` of an element."""
    return element.get(q("w:val")) if element is not None else None


def number(text: str | None, default: float, base: int = 10) -> float:
    """The number that an attribute holds; `UnreadableError` where it holds something else."""
    if text is None:
        return default
    try:
        return float(text) if base == 10 else int(text, base)  # noqa: PLR2004 # decimal
    except ValueError as error:
        raise UnreadableError(f"“{text}” stands where a number must stand") from error


def is_on(element: Element | None) -> bool:
    """Whether a switch such as `w:tblHeader` is there and not turned off (ECMA-376-1, 17.17.4)."""
    return element is not None and value(element) not in _OFF


def words(element: Element) -> str:
    """The words in an element, as they are printed."""
    return "".join(map(_printed, element.iter(*_PRINTED)))


_PRINTED = tuple(map(q, ("w:t", "w:tab", "w:br", "w:noBreakHyphen")))


def _printed(node: Element) -> str:
    if node.tag == _PRINTED[0]:
        return node.text or ""
    return "-" if node.tag == _PRINTED[3] else " "


def style_of(paragraph: Element) -> str | None:
    """The identifier of a paragraph's style."""
    return value(paragraph.find(q("w:pPr/w:pStyle")))


def has_drawing(element: Element) -> bool:
    return next(element.iter(*_DRAWINGS), None) is not None


_DRAWINGS = (q("w:drawing"), q("w:pict"), q("w:object"))


def is_blank(element: Element) -> bool:
    """Whether an element prints no words and draws nothing."""
    printed = any(_printed(node).strip() for node in element.iter(*_PRINTED))
    return not printed and not has_drawing(element)
