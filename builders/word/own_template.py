"""A reader's own Word template: its parts kept, its styles matched by name, missing ones added.

python-docx opens it: it knows every way in which a package may be put together.
"""

from __future__ import annotations

import copy
from posixpath import basename
from typing import TYPE_CHECKING, Any, TypeAlias

from plainpress.document.errors import UsageError

from .markup import MAIN, RELATIONSHIPS
from .numbering import Numbering
from .package import Package, Part, Relationship, Relationships, office
from .page import Page, a4
from .styles import read_styles
from .template import Template, edition_styles, new_document, read

if TYPE_CHECKING:
    from pathlib import Path

_W = f"{{{MAIN}}}"
_R = f"{{{RELATIONSHIPS}}}"
_KEPT = ("settings", "theme", "fontTable", "webSettings")
_RUNNING = ("header", "footer")
# What would make Word ask at opening, or point to notes that this file has not got.
_SETTINGS_LEFT_OUT = ("updateFields", "mailMerge", "attachedTemplate", "footnotePr", "endnotePr")

# lxml and python-docx ship no types for these.
Element: TypeAlias = Any
OpcPart: TypeAlias = Any


def own_template(path: Path, language: str, edition: str) -> Template:
    """The template in a file that a reader made in Word (.docx or .dotx).

    Raises `UsageError` for a file that is none.
    """
    main = _open(path)
    document = new_document()
    package = Package()
    package.add(document)
    package.relationships.add(office("officeDocument"), document.name)
    keeper = _Keeper(package)
    for relationship in main.rels.values():
        kind = basename(relationship.reltype)
        if kind in _KEPT and not relationship.is_external:
            target = keeper.keep(relationship.target_part, is_settings=kind == "settings")
            document.relationships.add(office(kind), f"/{target}")
    styles, numbering, missing = _styles_and_numbering(main, language, edition)
    document.relationships.add(office("styles"), "styles.xml")
    document.relationships.add(office("numbering"), "numbering.xml")
    section = _parse(main.blob).find(f"{_W}body/{_W}sectPr")
    return Template(
        package=package,
        document=document,
        styles=read_styles(styles),
        styles_xml=styles,
        styles_name="word/styles.xml",
        numbering=numbering,
        numbering_name="word/numbering.xml",
        page=_page(section, edition),
        references=_references(section, main, document, keeper),
        missing=missing,
    )


def _open(path: Path) -> OpcPart:
    import zipfile

    from docx.opc.exceptions import OpcError
    from docx.package import Package as OpcPackage
    from lxml.etree import XMLSyntaxError

    try:
        main = OpcPackage.open(str(path)).main_document_part
        _parse(main.blob)
    except (OpcError, OSError, KeyError, ValueError, XMLSyntaxError, zipfile.BadZipFile) as error:
        raise UsageError(
            f"{path}: this is not a Word file that can be opened; save the template as .docx"
        ) from error
    return main


def _parse(xml: bytes) -> Element:
    from lxml import etree

    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))


def _text(root: Element) -> str:
    from lxml import etree

    return str(etree.tostring(root, encoding="UTF-8", standalone=True), "utf-8")


class _Keeper:
    """Takes parts over into our package, each once, under names that cannot meet ours."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._kept: dict[str, str] = {}

    def keep(self, part: OpcPart, *, is_settings: bool = False) -> str:
        """The name of the part in our package, with all that it refers to."""
        old = str(part.partname)
        if old in self._kept:
            return self._kept[old]
        name = f"word/template/{len(self._kept) + 1}-{basename(old)}"
        self._kept[old] = name
        data = _settings(part.blob) if is_settings else part.blob
        kept = self.package.add(Part(name, data, part.content_type))
        if not is_settings:
            self._relationships(part, kept.relationships)
        return name

    def _relationships(self, part: OpcPart, relationships: Relationships) -> None:
        for item in part.rels.values():
            external = bool(item.is_external)
            target = item.target_ref if external else f"/{self.keep(item.target_part)}"
            relationships.keep(Relationship(item.rId, item.reltype, target, external))


def _settings(xml: bytes) -> bytes:
    root = _parse(xml)
    for name in _SETTINGS_LEFT_OUT:
        for element in root.findall(f"{_W}{name}"):
            root.remove(element)
    return _text(root).encode()


def _part(main: OpcPart, kind: str) -> Element:
    parts = (item.target_part for item in main.rels.values() if basename(item.reltype) == kind)
    part = next(parts, None)
    return _parse(part.blob) if part else None


def _styles_and_numbering(
    main: OpcPart,
    language: str,
    edition: str,
) -> tuple[str, Numbering, tuple[str, ...]]:
    ours = _parse(edition_styles(read("styles.xml"), language, edition).encode())
    theirs = _part(main, "styles")
    theirs = _parse(_EMPTY_STYLES) if theirs is None else theirs
    numbering, shift = _merged_numbering(_part(main, "numbering"))
    missing = _add_styles(theirs, ours, shift)
    _set_language(theirs, language)
    bullets = {"List Bullet", "List Bullet 2", "List Bullet 3"}
    numbering.styled_bullets = bullets <= set(missing) or _all_numbered(theirs, bullets)
    return _text(theirs), numbering, tuple(missing)


_EMPTY_STYLES = f'<w:styles xmlns:w="{MAIN}"/>'.encode()


def _name(style: Element) -> str:
    found = style.find(f"{_W}name")
    return "" if found is None else str(found.get(f"{_W}val"))


def _all_numbered(styles: Element, names: set[str]) -> bool:
    wanted = {name.lower() for name in names}
    found = [style for style in styles.findall(f"{_W}style") if _name(style).lower() in wanted]
    return len(found) == len(names) and all(
        style.find(f"{_W}pPr/{_W}numPr") is not None for style in found
    )


def _add_styles(theirs: Element, ours: Element, shift: int) -> list[str]:
    """Puts in each style that is missing; gives their names.

    Ids are the template's own business: what our styles refer to is found again by name.
    """
    known = {_name(style).lower(): style.get(f"{_W}styleId") for style in theirs.iter(f"{_W}style")}
    taken = set(known.values())
    added, ids = [], {}
    for style in ours.findall(f"{_W}style"):
        name, identifier = _name(style), style.get(f"{_W}styleId")
        if name.lower() in known:
            ids[identifier] = known[name.lower()]
            continue
        ids[identifier] = identifier if identifier not in taken else f"Plainpress{identifier}"
        added.append(copy.deepcopy(style))
    defaults = {style.get(f"{_W}type") for style in theirs.iter(f"{_W}style") if _is_default(style)}
    for style in added:
        _rename(style, ids, shift)
        if style.get(f"{_W}type") in defaults:
            style.attrib.pop(f"{_W}default", None)
        theirs.append(style)
    return [_name(style) for style in added]


def _is_default(style: Element) -> bool:
    return str(style.get(f"{_W}default")) in {"1", "true", "on"}


def _rename(style: Element, ids: dict[str, str], shift: int) -> None:
    style.set(f"{_W}styleId", ids[style.get(f"{_W}styleId")])
    for tag in ("basedOn", "next", "link"):
        for element in style.findall(f"{_W}{tag}"):
            element.set(f"{_W}val", ids.get(element.get(f"{_W}val"), element.get(f"{_W}val")))
    for element in style.iter(f"{_W}numId"):
        element.set(f"{_W}val", str(int(element.get(f"{_W}val")) + shift))


def _set_language(styles: Element, language: str) -> None:
    """The default language of every run is the publication's, whatever the template says."""
    from lxml import etree

    node = styles
    for position, tag in ((0, "docDefaults"), (0, "rPrDefault"), (0, "rPr")):
        child = node.find(f"{_W}{tag}")
        if child is None:
            child = etree.Element(f"{_W}{tag}")
            node.insert(position, child)
        node = child
    found = node.find(f"{_W}lang")
    if found is None:
        found = etree.SubElement(node, f"{_W}lang")
    found.set(f"{_W}val", language)


def _merged_numbering(theirs: Element) -> tuple[Numbering, int]:
    """Their numbering with our definitions after it, and by how much our ids were raised."""
    if theirs is None:
        return Numbering(read("numbering.xml")), 0
    ours = _parse(read("numbering.xml").encode())
    definitions = theirs.findall(f"{_W}abstractNum")
    instances = theirs.findall(f"{_W}num")
    abstract = 1 + _highest(definitions, "abstractNumId")
    shift = 1 + _highest(instances, "numId")
    at = list(theirs).index(instances[0]) if instances else len(theirs)
    for offset, definition in enumerate(ours.findall(f"{_W}abstractNum")):
        _raise(definition, "abstractNumId", abstract)
        for link in list(definition.iter(f"{_W}pStyle")):
            link.getparent().remove(link)
        theirs.insert(at + offset, definition)
    end = list(theirs).index(theirs.findall(f"{_W}num")[-1]) + 1 if instances else len(theirs)
    for offset, instance in enumerate(ours.findall(f"{_W}num")):
        _raise(instance, "numId", shift)
        _raise(instance.find(f"{_W}abstractNumId"), "val", abstract)
        theirs.insert(end + offset, instance)
    return Numbering(_text(theirs), (1 + shift, 3 + shift), (2 + shift, 4 + shift)), shift


def _highest(elements: list[Element], name: str) -> int:
    return max((int(element.get(f"{_W}{name}")) for element in elements), default=0)


def _raise(element: Element, name: str, by: int) -> None:
    element.set(f"{_W}{name}", str(int(element.get(f"{_W}{name}")) + by))


def _page(section: Element, edition: str) -> Page:
    """The template's page; A4 where it says none."""
    ours = a4(edition)
    size = None if section is None else section.find(f"{_W}pgSz")
    margins = None if section is None else section.find(f"{_W}pgMar")
    if size is None or margins is None:
        return ours

    def length(element: Element, name: str, other: int) -> int:
        return abs(int(float(element.get(f"{_W}{name}", other))))

    return Page(
        width=length(size, "w", ours.width),
        height=length(size, "h", ours.height),
        margin_top=length(margins, "top", ours.margin_top),
        margin_right=length(margins, "right", ours.margin_right),
        margin_bottom=length(margins, "bottom", ours.margin_bottom),
        margin_left=length(margins, "left", ours.margin_left),
        header=length(margins, "header", ours.header),
        footer=length(margins, "footer", ours.footer),
    )


def _references(section: Element, main: OpcPart, document: Part, keeper: _Keeper) -> str:
    """The template's own headers and footers; none where it has none, and ours serve."""
    if section is None:
        return ""
    references = []
    for kind in _RUNNING:
        for element in section.findall(f"{_W}{kind}Reference"):
            part = main.rels[element.get(f"{_R}id")].target_part
            identifier = document.relationships.add(office(kind), f"/{keeper.keep(part)}")
            place = element.get(f"{_W}type", "default")
            references.append(f'<w:{kind}Reference w:type="{place}" r:id="{identifier}"/>')
    return "".join(references)
