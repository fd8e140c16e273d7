"""Findings of one reading, worded by data/findings.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from plainpress.document.findings import Finding, Severity
from plainpress.document.model import NOWHERE, Span

if TYPE_CHECKING:
    from collections.abc import Iterable


@cache
def data(name: str) -> dict[str, Any]:
    """A data file of the reader, such as `findings.toml`, read once."""
    return tomllib.loads(files("plainpress.document").joinpath("data", name).read_text("utf-8"))


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like this one, compared without case, or the empty string."""
    import difflib  # only where something is wrong

    names = {name.casefold(): name for name in known}
    found = difflib.get_close_matches(word.casefold(), names, n=1, cutoff=0.5)
    return names[found[0]] if found else ""


class Report:
    """Collects what is wrong, in any order; gives it back file by file and line by line."""

    def __init__(self) -> None:
        self._found: list[Finding] = []
        self._seen: set[tuple[str, Span, str]] = set()

    def add(self, code: str, span: Span = NOWHERE, **values: object) -> None:
        """Report a code of data/findings.toml; `values` fill its message and its hint.

        `near` is the nearest known name: without one, the catalogue's `otherwise` is the hint.
        """
        entry = data("findings.toml")[code]
        message = entry["message"].format(**values)
        hint = entry.get("hint", "")
        if not values.get("near", True):
            hint = entry.get("otherwise", "")
        if (code, span, message) in self._seen:
            return
        self._seen.add((code, span, message))
        severity = Severity[entry["severity"].upper()]
        self._found.append(
            Finding(code, severity, message, span, hint.format(**values), entry.get("link", ""))
        )

    def has(self, *codes: str) -> bool:
        """Whether any of these codes has been reported."""
        return any(finding.code in codes for finding in self._found)

    def findings(self, order: Iterable[str] = ()) -> tuple[Finding, ...]:
        """All findings: by file in the order given, then by line."""
        rank = {path: place for place, path in enumerate(order)}

        def key(finding: Finding) -> tuple[int, str, int]:
            path = finding.span.path
            return rank.get(path, -1), path, finding.span.first

        return tuple(sorted(self._found, key=key))
