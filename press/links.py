"""Takes a publication; gives what the web says of its links, after a word on what that takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.document.errors import UsageError
from plainpress.document.records import dataclass
from plainpress.press import check

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from plainpress.document.findings import Finding
    from plainpress.document.model import Link


@dataclass(frozen=True, slots=True)
class Plan:
    """The addresses that will be asked for, each with the links that lead there."""

    links: Mapping[str, Sequence[Link]]

    @property
    def notice(self) -> str:
        """What is about to happen, in one line."""
        if not self.links:
            return "There are no links to check."
        return (
            f"Checking {_counted(len(self.links), 'address', 'addresses')} over the network, "
            "one request a second to each host."
        )

    def findings(self, tell: Callable[[str], None]) -> tuple[Finding, ...]:
        """Ask for each address. `tell` hears how far it has got."""
        from plainpress.accessibility import links

        return links.check(self.links, tell)


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def plan(source: Path, wanted: tuple[str, ...]) -> Plan:
    """The links of the editions. Nothing is asked yet.

    Raises `UsageError` for a finished file: a link is mended in the source.
    """
    from plainpress.accessibility import links
    from plainpress.document.reader import read
    from plainpress.press.pictures import sets

    if source.suffix in check.FINISHED:
        raise UsageError(f"{source} is a finished file: check the links of its publication")
    readings = [read(source, name, pictures=sets()) for name in check.editions(source, wanted)]
    return Plan(links.addresses(each.publication for each in readings if each.publication))
