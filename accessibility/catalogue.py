"""Every code that a check may report, read from catalogue.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from plainpress.document.findings import Finding, Severity
from plainpress.document.model import NOWHERE, Span
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Rule:
    """One code: how much it matters, what is wrong, why, what to do, and the clause behind it.

    `places` are where it is held: "document", "word", "epub", "web", "pdf", "audio", "daisy",
    "validator".
    """

    code: str
    severity: Severity
    places: tuple[str, ...]
    title: str
    why: str
    hint: str
    clause: str
    link: str


@cache
def rules() -> Mapping[str, Rule]:
    """All rules by code, in the catalogue's order."""
    data = tomllib.loads(_catalogue())
    clauses = data["clauses"]
    return MappingProxyType(
        {code: _rule(code, entry, clauses) for code, entry in data["rules"].items()}
    )


def _catalogue() -> str:
    return files(__package__).joinpath("catalogue.toml").read_text("utf-8")


def _rule(code: str, entry: Mapping[str, Any], clauses: Mapping[str, Any]) -> Rule:
    clause = clauses[entry["clause"]]
    return Rule(
        code=code,
        severity=Severity[entry["severity"].upper()],
        places=tuple(entry["places"]),
        title=entry["title"],
        why=entry["why"],
        hint=entry["hint"],
        clause=clause["name"],
        link=clause["link"],
    )


def rule_of(code: str) -> Rule | None:
    """The rule of a code; for a validator's own code ("epubcheck-rsc-005") that of its family.

    None for a code that is not in the catalogue, such as the reader's.
    """
    rule = rules().get(code)
    if rule is None:
        family = rules().get(code.partition("-")[0])
        rule = family if family and "validator" in family.places else None
    return rule


def finding(code: str, message: str, span: Span = NOWHERE, excerpt: str = "") -> Finding:
    """A finding with the severity, hint and link that the catalogue gives its code.

    A code that is not in the catalogue is a KeyError: a check must not invent one.
    """
    rule = rules()[code]
    return Finding(code, rule.severity, message, span, rule.hint, rule.link, excerpt)


def as_markdown() -> str:
    """The page docs/checks.md: every code with its reason, its hint and its clause."""
    parts = [_PREFACE]
    parts += [_entry(rule) for rule in rules().values()]
    return "\n".join(parts)


_PREFACE = """\
# Checks

Every code that a check may report. An error stops publication; a warning is advice. Codes are
stable: they may be named in settings and in scripts. This page is made from
`accessibility/catalogue.toml` by `pytest tests/accessibility --accept`.
"""

_PLACES = {
    "document": "the document",
    "word": "the finished Word file",
    "epub": "the finished EPUB file",
    "web": "the finished web pages",
    "pdf": "the finished PDF",
    "audio": "the finished folder of sound",
    "daisy": "the finished talking book",
    "validator": "an outside validator",
}


def _entry(rule: Rule) -> str:
    held = ", ".join(_PLACES[place] for place in rule.places)
    return (
        f"## {rule.code}\n\n"
        f"{rule.title}.\n\n"
        f"- Severity: {rule.severity.name.lower()}\n"
        f"- Checked in: {held}\n"
        f"- Why: {_shown(rule.why)}\n"
        f"- What to do: {_shown(rule.hint)}\n"
        f"- Clause: [{rule.clause}]({rule.link})\n"
    )


def _shown(text: str) -> str:
    # Markdown would take the elements that a hint names for elements of its own.
    return text.replace("<", "&lt;")
