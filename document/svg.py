"""SVG drawings: parsed without ever following a reference, refused if they could act or fetch."""

from __future__ import annotations

import re
from dataclasses import field
from typing import Any
from xml.parsers import expat

from plainpress.document.records import dataclass
from plainpress.document.report import data

_SVG = "http://www.w3.org/2000/svg"
# CSS pixels in each absolute unit (CSS Values and Units 4, 6.2).
_UNITS = {"": 1.0, "px": 1.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "pt": 4 / 3, "pc": 16.0}
_LENGTH = re.compile(r"\s*\+?(\d*\.?\d+(?:[eE][+-]?\d+)?)\s*(px|in|cm|mm|pt|pc|)\s*")
_ACTIVE = {"script", "foreignObject", "iframe", "embed", "object", "audio", "video", "handler"}
_EMBEDDED = re.compile(r"data:image/(?:png|jpeg|gif)[;,]", re.IGNORECASE)
_CSS_FETCH = re.compile(
    r"@import|url\(\s*[\"']?\s*(?![\"'#\s]|data:(?:image/(?:png|jpeg|gif)|font/))", re.IGNORECASE
)
_OURS = re.compile(r"url\(\s*[\"']?#([^\"')\s]+)")
_ADDRESSES = {"href", "src", "base"}
_SAFE_SIZE = (300.0, 150.0)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing's size in CSS pixels; or a problem, as a code of the findings.

    `heavy` says that nobody can tell by looking how long it takes to draw.
    """

    width: float = 0
    height: float = 0
    problem: str = ""
    detail: str = ""
    heavy: bool = False


class _Refused(Exception):  # noqa: N818 - it never leaves this module
    def __init__(self, problem: str, detail: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.detail = detail


def measure_svg(raw: bytes) -> Drawing:
    """The size of a drawing, if it is one and does nothing but draw."""
    if not re.search(rb"<(?:[\w.-]+:)?svg[\s/>]|<\0s\0v\0g\0|\0<\0s\0v\0g", raw[:65536]):
        return Drawing(problem="image-unknown")
    if len(raw) > data("limits.toml")["svg-bytes"]:
        return Drawing(problem="image-too-large", detail=f"{len(raw):,} bytes")
    reader = _Reader()
    try:
        reader.parse(raw)
        measure = _weight(raw) * reader.drawn + reader.letters // 10 + len(raw) // 2000
        return reader.drawing(measure)
    except _Refused as refused:
        return Drawing(problem=refused.problem, detail=refused.detail)
    except expat.ExpatError as error:
        return Drawing(problem="image-broken", detail=str(error))
    except (ValueError, LookupError) as error:  # an encoding that Python does not know
        return Drawing(problem="image-broken", detail=str(error))


def _weight(raw: bytes) -> int:
    """How long one element can take, at most, against a plain one: measured with resvg.

    What is see-through, painted with a pattern, or cut out takes some twenty times as long on
    a page of its own, and a filter any time at all.
    """
    if re.search(rb"<(?:[\w.-]+:)?fe[A-Z]", raw):
        return 1000
    return 5 if re.search(rb"opacity|url\s*\(|image", raw) else 1


@dataclass(slots=True)
class _Part:
    """An element with all in it: how many they are, and the names of what they draw again."""

    count: int = 1
    again: list[str] = field(default_factory=list)
    drawn: int = 0


class _Reader:
    """Expat's callbacks. Names come as "namespace local"."""

    def __init__(self) -> None:
        self._root: dict[str, str] | None = None
        self._open: list[_Part] = [_Part()]
        self._parts: dict[str, _Part] = {}
        self._count = 0
        self.letters = 0
        self._style: list[str] = []
        self._in_style = False
        self._limits: dict[str, Any] = data("limits.toml")

    def parse(self, raw: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        parser.EntityDeclHandler = self._entity
        parser.ExternalEntityRefHandler = self._external
        parser.ProcessingInstructionHandler = self._instruction
        parser.buffer_text = True
        parser.Parse(raw, True)  # noqa: FBT003 - expat's own signature

    def _entity(self, name: str, *_rest: object) -> None:
        raise _Refused("svg-entity", name)

    def _external(self, context: str, *_rest: object) -> int:
        raise _Refused("svg-entity", context or "")

    def _instruction(self, target: str, _text: str) -> None:
        if target.lower() == "xml-stylesheet":
            raise _Refused("svg-reference", "a style sheet of its own")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        self._count += 1
        self._begin(attributes)
        if self._root is None:
            if local != "svg" or namespace not in {_SVG, ""}:
                raise _Refused("image-unknown", "")
            self._root = attributes
        if local in _ACTIVE:
            raise _Refused("svg-active", f"<{local}>")
        self._in_style = local == "style"
        for key, value in attributes.items():
            _attribute(key.rpartition(" ")[2], value)

    def _begin(self, attributes: dict[str, str]) -> None:
        """Count the element in each part that it stands in, and note what it draws again."""
        part = _Part()
        self._open.append(part)
        if name := attributes.get("id"):
            self._parts.setdefault(name, part)
        for key, value in attributes.items():
            if key.endswith("href") and value.strip().startswith("#"):
                part.again.append(value.strip()[1:])
            elif "url(" in value:
                part.again += _OURS.findall(value)
        if len(self._open) - 1 > self._limits["svg-depth"] or self._count > self._most:
            raise _Refused("image-too-large", "too many elements")

    @property
    def _most(self) -> int:
        return int(self._limits["svg-elements"])

    @property
    def drawn(self) -> int:
        """How many elements are drawn, those counted again that are used again."""
        return self._drawn(self._open[0], 0)

    def _drawn(self, part: _Part, depth: int) -> int:
        """Elements of a part, with all that it uses. A part in itself is drawn once."""
        if part.drawn:
            return part.drawn
        part.drawn = part.count  # while it is being counted
        if depth <= self._limits["svg-depth"]:
            others = (self._parts[name] for name in part.again if name in self._parts)
            part.drawn = part.count + sum(self._drawn(other, depth + 1) for other in others)
        else:
            part.drawn = self._most + 1
        if part.drawn > self._most:
            raise _Refused(
                "image-too-large", "too many elements, counted as often as they are drawn"
            )
        return part.drawn

    def _end(self, _name: str) -> None:
        part = self._open.pop()
        self._open[-1].count += part.count
        self._open[-1].again += part.again
        if self._in_style:
            _css("".join(self._style))
            self._style, self._in_style = [], False

    def _words(self, text: str) -> None:
        self.letters += len(text)
        if self.letters > self._limits["svg-letters"]:
            raise _Refused("image-too-large", "too many letters")
        if self._in_style:
            self._style.append(text)

    def drawing(self, measure: int) -> Drawing:
        root = self._root or {}
        box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
        try:
            across, down = (float(box[2]), float(box[3])) if len(box) == 4 else (0.0, 0.0)  # noqa: PLR2004 - min-x, min-y, width, height
        except ValueError:
            across = down = 0.0
        width, height = _pixels(root.get("width", "")), _pixels(root.get("height", ""))
        if across > 0 and down > 0:
            if not width and not height:
                width, height = across, down
            width, height = width or height * across / down, height or width * down / across
        if not width or not height:
            width, height = _SAFE_SIZE  # what a browser takes (CSS Images 3, 5.1)
        if not max(width / height, height / width) <= self._limits["svg-ratio"]:
            raise _Refused("image-too-large", "it is too long and narrow")
        return Drawing(width, height, heavy=measure > self._limits["svg-light"])


def _pixels(text: str) -> float:
    match = _LENGTH.fullmatch(text)
    return float(match[1]) * _UNITS[match[2]] if match else 0.0


def _attribute(name: str, value: str) -> None:
    if name.lower().startswith("on"):
        raise _Refused("svg-active", f"{name}=")
    if "javascript:" in re.sub(r"\s", "", value).lower():
        raise _Refused("svg-active", "javascript:")
    if name in _ADDRESSES:
        address = value.strip()
        if address and not address.startswith("#") and not _EMBEDDED.match(address):
            raise _Refused("svg-reference", address[:60])
    elif "(" in value:
        _css(value)


def _css(text: str) -> None:
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    if "\\" in text or _CSS_FETCH.search(text):
        raise _Refused("svg-reference", " ".join(text.split())[:60])
