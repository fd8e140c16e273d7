"""Lists: one numbering instance for each ordered list, so that each starts afresh."""

from __future__ import annotations

import re
from dataclasses import field

# Word's numbering has nine levels (ECMA-376-1, 17.9.3, `w:ilvl` from 0 to 8).
from plainpress.document.records import dataclass

LEVELS = 9


@dataclass(slots=True)
class Numbering:
    """The numbering part, to which each ordered list adds an instance.

    `bullets` and `numbers` are the ids of instances for bulleted and numbered lists in the
    text and in the cells of tables; `styled_bullets` says whether the styles of bulleted
    lists bring their numbering. `abstract` gives the definition behind each instance.
    """

    xml: str
    bullets: tuple[int, int] = (1, 3)
    numbers: tuple[int, int] = (2, 4)
    styled_bullets: bool = True
    abstract: dict[int, int] = field(default_factory=dict)
    _added: list[str] = field(default_factory=list)
    _highest: int = 0

    def __post_init__(self) -> None:
        for number, definition in _instances(self.xml):
            self.abstract[number] = definition
        self._highest = max(self.abstract, default=0)

    def ordered(self, level: int, start: int, *, in_cell: bool) -> int:
        """A new instance for an ordered list at a level, counting from `start`."""
        self._highest += 1
        self._added.append(
            f'<w:num w:numId="{self._highest}">'
            f'<w:abstractNumId w:val="{self.abstract[self.numbers[in_cell]]}"/>'
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            "</w:num>"
        )
        return self._highest

    def part(self) -> str:
        """The numbering part with every instance that was added."""
        end = self.xml.rindex("</w:numbering>")
        # `w:numIdMacAtCleanup` may only stand last (CT_Numbering).
        at = self.xml.rfind("<w:numIdMacAtCleanup")
        at = end if at < 0 else at
        return self.xml[:at] + "".join(self._added) + self.xml[at:]


def _instances(xml: str) -> list[tuple[int, int]]:
    pattern = r'<w:num\b[^>]*w:numId="(\d+)"[^>]*>\s*<w:abstractNumId w:val="(\d+)"'
    return [(int(number), int(definition)) for number, definition in re.findall(pattern, xml)]


def numbering_properties(level: int, instance: int) -> str:
    """`w:numPr` of a paragraph."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{instance}"/></w:numPr>'
