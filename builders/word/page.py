"""The page: its size and margins, and the sections that turn it on its side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.builders.print import MARGIN

if TYPE_CHECKING:
    from plainpress.builders.print import PrintSize

# Twips (twentieths of a point) in a centimetre, and English Metric Units in a twip.
from plainpress.document.records import dataclass

TWIPS_PER_CM = 1440 / 2.54
TWIPS_PER_POINT = 20
EMU_PER_TWIP = 635

_A4 = (11906, 16838)
# Centimetres. An easy-read booklet has 2 cm, so that a column of pictures of 5.5 cm and a
# column of words of 11.5 cm fill the width.
_MARGINS = {"easy-read": 2.0}
_STANDARD_MARGIN = 2.5


@dataclass(frozen=True, slots=True)
class Page:
    """An upright page, in twips."""

    width: int
    height: int
    margin_top: int
    margin_right: int
    margin_bottom: int
    margin_left: int
    header: int = 680
    footer: int = 680

    @property
    def text_width(self) -> int:
        return self.width - self.margin_left - self.margin_right

    @property
    def text_height(self) -> int:
        return self.height - self.margin_top - self.margin_bottom

    @property
    def landscape_width(self) -> int:
        """The width of the text where the page lies on its side."""
        return self.height - self.margin_top - self.margin_bottom

    def section(self, references: str = "", *, landscape: bool = False, bidi: bool = False) -> str:
        """`w:sectPr`: the end of a section, which begins on a page of its own.

        `references` are those of header and footer, given for the first section only; the
        later ones take them over. The first has a first page, the cover, without them.
        """
        first = "<w:titlePg/>" if references else ""
        direction = "<w:bidi/>" if bidi else ""
        return (
            f'<w:sectPr>{references}<w:type w:val="nextPage"/>{self._size(landscape)}'
            f'<w:cols w:space="708"/>{first}{direction}</w:sectPr>'
        )

    def _size(self, landscape: bool) -> str:
        if landscape:
            # The page turns to the left: its top margin is what was the left one.
            size = f'w:w="{self.height}" w:h="{self.width}" w:orient="landscape"'
            top, right = self.margin_left, self.margin_top
            bottom, left = self.margin_right, self.margin_bottom
        else:
            size = f'w:w="{self.width}" w:h="{self.height}"'
            top, right = self.margin_top, self.margin_right
            bottom, left = self.margin_bottom, self.margin_left
        return (
            f'<w:pgSz {size}/><w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" '
            f'w:left="{left}" w:header="{self.header}" w:footer="{self.footer}" w:gutter="0"/>'
        )


def a4(edition: str, size: PrintSize | None = None) -> Page:
    """The page of an edition, or of a size of print: A4."""
    width = MARGIN if size else _MARGINS.get(edition, _STANDARD_MARGIN)
    margin = round(width * TWIPS_PER_CM)
    # The header stands in the upper half of its margin, so that the text keeps clear of it.
    header = round(margin * 0.45)
    return Page(*_A4, margin, margin, margin, margin, header=header, footer=header)


def end_section(body: list[str], section: str, separator: str) -> None:
    """Ends a section after the last block of a body, in that block's last paragraph.

    After a table there is no paragraph to hold it: `separator`, an empty one, is added.
    """
    if not body or not body[-1].endswith("</w:p>"):
        body.append(separator)
    last = body[-1]
    at = last.index("</w:pPr>", last.rindex("<w:p>"))
    body[-1] = last[:at] + section + last[at:]
