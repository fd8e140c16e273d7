"""What every form of report is made from: findings in order, their counts and their files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from plainpress.document.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PLURAL = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.INFORMATION: ("remark", "remarks"),
}


@dataclass(frozen=True, slots=True)
class Report:
    """The findings on one publication, by file and line."""

    findings: tuple[Finding, ...]
    publication: str
    root: PurePosixPath

    @classmethod
    def of(cls, findings: Iterable[Finding], publication: str, root: Path) -> Report:
        ordered = tuple(sorted(findings, key=lambda finding: (finding.span.path, _order(finding))))
        return cls(ordered, publication, PurePosixPath(root.as_posix()))

    def path(self, finding: Finding) -> str:
        """The finding's file as the user would type it; empty where it has none."""
        return (self.root / finding.span.path).as_posix() if finding.span.path else ""

    def worst_first(self) -> tuple[Finding, ...]:
        """Errors, then warnings, then remarks; by file and line among equals."""
        return tuple(sorted(self.findings, key=lambda finding: -finding.severity))

    def by_file(self) -> Iterator[tuple[str, tuple[Finding, ...]]]:
        groups: dict[str, list[Finding]] = {}
        for finding in self.findings:
            groups.setdefault(self.path(finding), []).append(finding)
        for path, group in groups.items():
            yield path, tuple(group)

    def count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for finding in self.findings)

    def summary(self) -> str:
        """One line: "3 errors, 5 warnings in guide", or "nothing to mend in guide"."""
        counts = [
            counted(number, severity) for severity in _PLURAL if (number := self.count(severity))
        ]
        return f"{', '.join(counts) or 'nothing to mend'} in {self.publication}"


def counted(number: int, severity: Severity) -> str:
    """A number with its word: "1 error", "2 errors"."""
    one, many = _PLURAL[severity]
    return f"{number} {one if number == 1 else many}"


def _order(finding: Finding) -> tuple[int, int, str]:
    return (finding.span.first, -finding.severity, finding.code)


def with_hint(finding: Finding) -> str:
    """The message, the words that it is about, and what to do, as one line."""
    return f"{finding.told}; {finding.hint}" if finding.hint else finding.told


def printable(text: str) -> str:
    """A text without the characters that XML 1.0, 2.2 does not allow, and that terminals obey."""
    return "".join(
        char
        for char in text
        if char in "\t\n\r" or (char >= " " and char != "\x7f" and not "\ud800" <= char <= "\udfff")
        if char not in "\ufffe\uffff"
    )
