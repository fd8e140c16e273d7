"""The styles that the body uses, by their names in Word; their ids come from the template."""

from __future__ import annotations

import re
from dataclasses import field

from plainpress.document.records import dataclass

_STYLE = re.compile(r'<w:style\b[^>]*?w:styleId="(?P<id>[^"]*)".*?</w:style>', re.DOTALL)
_NAME = re.compile(r'<w:name w:val="([^"]*)"')
_SIZE = re.compile(r'(<w:szC?s? w:val=")(\d+)(")')
# Half-points: our body text, and what is no letter at all.
_BODY = 24
_HAIRLINE = 2


@dataclass(frozen=True, slots=True)
class Styles:
    """Style ids by name, without case, as Word compares them.

    `frames` holds boxes' borders. `used` gathers the names that have been asked for.
    """

    ids: dict[str, str] = field(default_factory=dict)
    frames: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def __getitem__(self, name: str) -> str:
        key = name.lower()
        self.used.add(key)
        return self.ids[key]

    def frame(self, name: str) -> str:
        """Borders and shading of a box's style: what a list or a quotation in it wears too."""
        return self.frames.get(name.lower(), "")


def read_styles(xml: str) -> Styles:
    """The styles of a style part, as Word and this template write it (prefix `w`)."""
    styles = Styles()
    for match in _STYLE.finditer(xml):
        element = match[0]
        name = _NAME.search(element)
        if name:
            key = name[1].lower()
            styles.ids[key] = match["id"]
            styles.frames[key] = _frame(element)
    return styles


def _frame(element: str) -> str:
    border = re.search(r"<w:pBdr>.*?</w:pBdr>", element, re.DOTALL)
    shading = re.search(r"</w:pBdr>\s*(<w:shd\b[^>]*/>)", element)
    inside = border[0] if border else ""
    return re.sub(r">\s+<", "><", inside + (shading[1] if shading else ""))


def enlarge(xml: str, body: int, display: float) -> str:
    """The style part for readers of large letters: text at `body` half-points, headings larger.

    What is smaller than body text grows to it as well, page numbers too. What is larger is
    multiplied by `display`. Hairlines (a point or less) stay.
    """

    def larger(found: re.Match[str]) -> str:
        size = int(found[2])
        if size > _HAIRLINE:
            size = body if size <= _BODY else max(body + 4, round(size * display))
        return f"{found[1]}{size}{found[3]}"

    return _SIZE.sub(larger, xml)


def flowing(xml: str, style: str) -> str:
    """The style part in which this style no longer starts a page, but stands off what is above."""
    start = xml.index(f'w:styleId="{style}"')
    end = xml.index("</w:style>", start)
    found = xml[start:end].replace("<w:pageBreakBefore/>", "")
    found = found.replace('<w:spacing w:before="0" ', '<w:spacing w:before="480" ')
    return xml[:start] + found + xml[end:]
