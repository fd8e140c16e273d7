"""Pieces of WordprocessingML as strings: escaped text, runs, paragraphs.

A body of strings is some sixty times quicker than python-docx's calls, and linear.
"""

from __future__ import annotations

import re

from plainpress.document.records import dataclass

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{MAIN}" xmlns:r="{RELATIONSHIPS}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# The characters that XML 1.0 cannot hold, however they are written (section 2.2).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile("[&<>\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# Languages that are written from right to left, by their BCP 47 primary subtag.
_RIGHT_TO_LEFT = frozenset(
    (
        "ar",
        "arc",
        "ckb",
        "dv",
        "fa",
        "he",
        "ks",
        "ku-arab",
        "nqo",
        "ps",
        "sd",
        "syr",
        "ug",
        "ur",
        "yi",
    )
)
# Languages for which Word keeps fonts and proofing apart, as `w:lang/@w:eastAsia`.
_EAST_ASIAN = frozenset(("ja", "ko", "zh"))


def escape(text: str) -> str:
    """Text for an element; characters that XML forbids are left out."""
    # Not by xml.sax.saxutils: it imports the library's web client, a tenth of a short build.
    if not _SPECIAL.search(text):
        return text
    allowed = _FORBIDDEN.sub("", text)
    return allowed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(text: str) -> str:
    """Text for an attribute in double quotes; a line break becomes a space."""
    return escape(" ".join(text.split())).replace('"', "&quot;")


def is_right_to_left(language: str) -> bool:
    """Whether a BCP 47 tag names a language that is written from right to left."""
    tag = language.lower()
    return tag.split("-")[0] in _RIGHT_TO_LEFT or "-".join(tag.split("-")[:2]) in _RIGHT_TO_LEFT


def language_element(language: str) -> str:
    """`w:lang` for a BCP 47 tag; the script says which of its attributes counts (17.3.2.20)."""
    tag = attribute(language)
    if is_right_to_left(language):
        return f'<w:rtl/><w:lang w:bidi="{tag}"/>'
    if language.lower().split("-")[0] in _EAST_ASIAN:
        return f'<w:lang w:val="{tag}" w:eastAsia="{tag}"/>'
    return f'<w:lang w:val="{tag}"/>'


@dataclass(frozen=True, slots=True)
class Marks:
    """How a run of words looks and what it is part of. `style` is a character style's id."""

    style: str = ""
    bold: bool = False
    italic: bool = False
    position: str = ""
    language: str = ""
    right_to_left: bool = False
    linked: bool = False

    def properties(self) -> str:
        """`w:rPr`, its children in the order of the schema (CT_RPr); empty for plain words."""
        rtl = "<w:rtl/>" if self.right_to_left else ""
        inside = "".join(
            (
                f'<w:rStyle w:val="{self.style}"/>' if self.style else "",
                "<w:b/><w:bCs/>" if self.bold else "",
                "<w:i/><w:iCs/>" if self.italic else "",
                f'<w:vertAlign w:val="{self.position}"/>' if self.position else "",
                language_element(self.language) if self.language else rtl,
            )
        )
        return f"<w:rPr>{inside}</w:rPr>" if inside else ""


def run(text: str, properties: str = "") -> str:
    """A run of words. Nothing for no words."""
    if not text:
        return ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def lines(text: str, properties: str = "") -> str:
    """Literal text as runs, with its line breaks and tabs."""
    rows = text.removesuffix("\n").split("\n")
    return f"<w:r>{properties}<w:br/></w:r>".join(
        f"<w:r>{properties}<w:tab/></w:r>".join(run(cell, properties) for cell in row.split("\t"))
        for row in rows
    )


# Whether a paragraph runs from right to left; None for as the document does.
_BIDI = {None: "", True: "<w:bidi/>", False: '<w:bidi w:val="0"/>'}


@dataclass(frozen=True, slots=True)
class Format:
    """Direct formatting of a paragraph, over its style: only what no style can hold.

    `frame` is the borders and shading of the box around it; `start`, `end` and `hanging` are
    indents in twips, `start` -1 to leave the style's own.
    """

    keep_next: bool = False
    numbering: str = ""
    frame: str = ""
    tabs: str = ""
    bidi: bool | None = None
    start: int = -1
    end: int = 0
    hanging: int = 0
    alignment: str = ""

    def properties(self) -> str:
        """The children of `w:pPr` after `w:pStyle`, in the order of the schema (CT_PPr)."""
        return "".join(
            (
                "<w:keepNext/>" if self.keep_next else "",
                self.numbering,
                self.frame,
                self.tabs,
                _BIDI[self.bidi],
                # In a box, the lines follow on: its borders are as wide as the space between.
                '<w:spacing w:before="0" w:after="0"/>' if self.frame else "",
                self._indents(),
                f'<w:jc w:val="{self.alignment}"/>' if self.alignment else "",
            )
        )

    def _indents(self) -> str:
        left = f' w:left="{self.start}"' if self.start >= 0 else ""
        right = f' w:right="{self.end}"' if self.end or (left and self.frame) else ""
        hanging = f' w:hanging="{self.hanging}"' if left and self.hanging else ""
        return f"<w:ind{left}{right}{hanging}/>" if left or right else ""


PLAIN = Format()


def paragraph(style: str, content: str, form: Format = PLAIN) -> str:
    """A paragraph in a style, by its id."""
    direct = "" if form is PLAIN else form.properties()
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{direct}</w:pPr>{content}</w:p>'


_SPACING = re.compile("<w:spacing [^>]*/>")


def end_box(xml: str, after: int) -> str:
    """The box's last paragraph let go: no longer kept with the next, and with space below."""
    if not xml.endswith("</w:p>"):
        return xml
    start = xml.rindex("<w:p>")
    end = xml.index("</w:pPr>", start)
    inside = xml[start:end].replace("<w:keepNext/>", "")
    inside = _SPACING.sub("", inside)
    # `w:spacing` stands before `w:ind` and `w:jc` (CT_PPr).
    at = min(found for mark in ("<w:ind ", "<w:jc ", "") if (found := _find(inside, mark)) >= 0)
    spacing = f'<w:spacing w:after="{after}"/>'
    return f"{xml[:start]}{inside[:at]}{spacing}{inside[at:]}{xml[end:]}"


def _find(text: str, mark: str) -> int:
    return text.find(mark) if mark else len(text)
