"""Rules from a catalogue.toml of this room: each code with its severity, hint and link."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from plainpress.accessibility.catalogue import Rule
from plainpress.document.findings import Finding, Severity
from plainpress.document.model import NOWHERE, Span

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def rules(package: str) -> Mapping[str, Rule]:
    """The rules in a package's catalogue.toml, by code, in its order."""
    text = files(package).joinpath("catalogue.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    found = {}
    for code, entry in data["rules"].items():
        clause = data["clauses"][entry["clause"]]
        found[code] = Rule(
            code=code,
            severity=Severity[entry["severity"].upper()],
            places=tuple(entry["places"]),
            title=entry["title"],
            why=entry["why"],
            hint=entry["hint"],
            clause=clause["name"],
            link=clause["link"],
        )
    return MappingProxyType(found)


def finding(
    code: str,
    message: str,
    span: Span = NOWHERE,
    excerpt: str = "",
    *,
    severity: Severity | None = None,
    hint: str = "",
    package: str = "plainpress.accessibility.readability",
) -> Finding:
    """A finding with what the catalogue gives its code, save where the caller knows better."""
    rule = rules(package)[code]
    return Finding(
        code=code,
        severity=rule.severity if severity is None else severity,
        message=message,
        span=span,
        hint=hint or rule.hint,
        link=rule.link,
        excerpt=excerpt,
    )
