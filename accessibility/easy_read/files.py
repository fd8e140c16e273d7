"""Takes a finished easy-read Word file; gives findings on its layout: size of letters, lines, rows.

EPUB needs no such check: its readers choose letters, lines and columns themselves.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plainpress.accessibility.easy_read.text import finding, limits
from plainpress.document.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from lxml.etree import _Element as Element

    from plainpress.document.findings import Finding

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
# ECMA-376 Part 1, 17.3.2.38: sizes are half-points; 17.3.1.33: lines are 240ths of a line.
_HALF_POINT, _LINE, _DEFAULT_SIZE = 2, 240, 20
_TEXT_PARTS = ("word/document.xml", "word/header", "word/footer", "word/footnotes.xml")


@dataclass(frozen=True, slots=True)
class _Styles:
    """The styles of a file by their id, and its defaults."""

    styles: Mapping[str, Element]
    defaults: Element | None
    normal: str

    def chain(self, style: str) -> Iterator[Element]:
        """A style, those that it is based on, then the defaults (ECMA-376 Part 1, 17.7.2)."""
        seen: set[str] = set()
        while style in self.styles and style not in seen:
            seen.add(style)
            yield self.styles[style]
            based = self.styles[style].find(f"{_W}basedOn")
            style = based.get(f"{_W}val", "") if based is not None else ""
        if self.defaults is not None:
            yield self.defaults


def check_word(path: Path) -> tuple[Finding, ...]:
    """The findings on the layout of a Word file. It must be one that can be read."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    with zipfile.ZipFile(path) as archive:
        parts = {
            name: etree.fromstring(archive.read(name), parser)
            for name in archive.namelist()
            if name.startswith(("word/styles.xml", "word/settings.xml", *_TEXT_PARTS))
            and name.endswith(".xml")
        }
    styles = _styles(parts.get("word/styles.xml"))
    place = Span(path.name, 1, 1)
    found = [*_hyphenation(parts.get("word/settings.xml"))]
    for name, root in parts.items():
        if name.startswith(_TEXT_PARTS):
            found += [*_letters(root, styles), *_alignment(root, styles), *_underline(root)]
            found += [*_rows(root), *_lines(root, styles)]
    return tuple(finding(code, what, place) for code, what in dict.fromkeys(found))


def _styles(root: Element | None) -> _Styles:
    if root is None:
        return _Styles({}, None, "")
    named = {style.get(f"{_W}styleId", ""): style for style in root.iter(f"{_W}style")}
    normal = next(
        (
            name
            for name, style in named.items()
            if style.get(f"{_W}default") in {"1", "true", "on"}
            and style.get(f"{_W}type") == "paragraph"
        ),
        "",
    )
    return _Styles(named, root.find(f"{_W}docDefaults"), normal)


def _paragraphs(root: Element) -> Iterator[Element]:
    """The paragraphs that have words."""
    for paragraph in root.iter(f"{_W}p"):
        if any((text.text or "").strip() for text in paragraph.iter(f"{_W}t")):
            yield paragraph


def _style_of(paragraph: Element, styles: _Styles) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return style.get(f"{_W}val", "") if style is not None else styles.normal


def _value(paragraph: Element, styles: _Styles, tag: str, attribute: str = "val") -> str:
    """What holds for a paragraph: its own property, else that of its style, else the default."""
    own = paragraph.find(f"{_W}pPr/{_W}{tag}")
    sources = [own] if own is not None else []
    for style in styles.chain(_style_of(paragraph, styles)):
        sources += list(style.iter(f"{_W}{tag}"))[:1]
    for source in sources:
        value: str | None = source.get(f"{_W}{attribute}")
        if value is not None:
            return value
    return ""


def _letters(root: Element, styles: _Styles) -> Iterator[tuple[str, str]]:
    least = limits()["layout"]["letters"]
    for paragraph in _paragraphs(root):
        sizes = [_value(paragraph, styles, "sz") or str(_DEFAULT_SIZE)]
        sizes += [
            size.get(f"{_W}val", "")
            for run in paragraph.iter(f"{_W}r")
            for size in run.findall(f"{_W}rPr/{_W}sz")
        ]
        small = min(float(size) / _HALF_POINT for size in sizes if size)
        if small < least:
            words = _words(paragraph)
            yield (
                "easy-read-letters-small",
                f'"{words}" is in {small:g} points, of {least} at least',
            )


def _alignment(root: Element, styles: _Styles) -> Iterator[tuple[str, str]]:
    """The text itself; a page number in a footer may stand at the right."""
    if root.tag != f"{_W}document":
        return
    for paragraph in _paragraphs(root):
        alignment = _value(paragraph, styles, "jc")
        if alignment not in {"", "left", "start"}:
            yield "easy-read-not-left-aligned", f'"{_words(paragraph)}" is aligned "{alignment}"'


def _underline(root: Element) -> Iterator[tuple[str, str]]:
    for mark in root.iter(f"{_W}u"):
        run = mark.getparent().getparent()
        linked = any(True for _ in mark.iterancestors(f"{_W}hyperlink"))
        if mark.get(f"{_W}val") != "none" and not linked and run.tag == f"{_W}r":
            words = "".join(text.text or "" for text in run.iter(f"{_W}t"))
            if words.strip():
                yield "easy-read-underline", f'"{words[:40]}" is underlined'


def _rows(root: Element) -> Iterator[tuple[str, str]]:
    for row in _picture_rows(root):
        kept = row.find(f"{_W}trPr/{_W}cantSplit")
        if kept is None or kept.get(f"{_W}val") in {"0", "false", "off"}:
            yield "easy-read-row-may-split", f'the row "{_words(row)}" may be split'


def _picture_rows(root: Element) -> Iterator[Element]:
    for row in root.iter(f"{_W}tr"):
        if next(row.iter(_DRAWING), None) is not None:
            yield row


def _lines(root: Element, styles: _Styles) -> Iterator[tuple[str, str]]:
    least = limits()["layout"]["line-spacing"]
    for row in _picture_rows(root):
        for paragraph in _paragraphs(row):
            rule = _value(paragraph, styles, "spacing", "lineRule")
            line = _value(paragraph, styles, "spacing", "line")
            spacing = int(line) / _LINE if line else 1
            if rule in {"", "auto"} and spacing < least:
                what = (
                    f'"{_words(paragraph)}" has a line spacing of {spacing:g}, of {least} at least'
                )
                yield "easy-read-line-spacing", what


def _hyphenation(root: Element | None) -> Iterator[tuple[str, str]]:
    mark = root.find(f"{_W}autoHyphenation") if root is not None else None
    if mark is not None and mark.get(f"{_W}val", "true") not in {"0", "false", "off"}:
        yield "easy-read-hyphenation", "the file lets words be split at the end of a line"


def _words(element: Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{_W}t")).strip()[:40]
