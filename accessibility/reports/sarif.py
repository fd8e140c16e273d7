"""Findings as SARIF 2.1.0 (OASIS), as code scanning tools read it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from plainpress.accessibility import catalogue
from plainpress.accessibility.reports.report import with_hint
from plainpress.document.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plainpress.accessibility.reports.report import Report
    from plainpress.document.findings import Finding

# GitHub's code scanning shows 5,000 results of a run.
LIMIT = 5000
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "note"}
_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def render(report: Report) -> str:
    """The worst 5,000 findings; a notification says how many more there are."""
    shown = report.worst_first()[:LIMIT]
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report, shown)]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _run(report: Report, shown: Sequence[Finding]) -> dict[str, Any]:
    first_of = {finding.code: finding for finding in reversed(shown)}
    codes = sorted(first_of)
    places = {code: number for number, code in enumerate(codes)}
    return {
        "tool": {
            "driver": {
                "name": "plainpress",
                "rules": [_rule(first_of[code]) for code in codes],
            }
        },
        "automationDetails": {"id": f"plainpress/{report.publication}/"},
        "columnKind": "unicodeCodePoints",
        "results": [_result(report, finding, places[finding.code]) for finding in shown],
        "invocations": [_invocation(len(report.findings) - len(shown))],
    }


def _rule(finding: Finding) -> dict[str, Any]:
    known = catalogue.rule_of(finding.code)
    title = known.title if known else finding.code.replace("-", " ")
    help_text = f"{known.why} What to do: {known.hint}." if known else finding.hint or title
    rule: dict[str, Any] = {
        "id": finding.code,
        "shortDescription": {"text": title},
        "help": {"text": help_text},
        "defaultConfiguration": {"level": _LEVELS[known.severity if known else finding.severity]},
    }
    if finding.link:
        rule["helpUri"] = finding.link
    return rule


def _result(report: Report, finding: Finding, rule: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": with_hint(finding)},
        "partialFingerprints": {"plainpressFinding/v1": _fingerprint(report, finding)},
    }
    if finding.span.path:
        result["locations"] = [{"physicalLocation": _location(report, finding)}]
    return result


def _location(report: Report, finding: Finding) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": quote(report.path(finding))}}
    if finding.span.first:
        location["region"] = {
            "startLine": finding.span.first,
            "endLine": max(finding.span.first, finding.span.last),
        }
    return location


def _fingerprint(report: Report, finding: Finding) -> str:
    """The same finding keeps its fingerprint when lines above it come or go."""
    parts = (finding.code, report.path(finding), finding.message, finding.excerpt)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _invocation(left: int) -> dict[str, Any]:
    invocation: dict[str, Any] = {"executionSuccessful": True}
    if left:
        text = f"{left} more findings, less severe than those shown or as severe, are left out"
        note = {"level": "note", "message": {"text": text}}
        invocation["toolExecutionNotifications"] = [note]
    return invocation
