"""Findings as GitHub annotations: workflow commands, worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility.reports.report import counted, with_hint
from plainpress.document.findings import Severity

if TYPE_CHECKING:
    from plainpress.accessibility.reports.report import Report
    from plainpress.document.findings import Finding

# GitHub shows ten annotations of each kind a step, and drops the rest without a word.
LIMIT = 10
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "notice"}


def render(report: Report) -> str:
    """One line a finding, at most ten of each severity; the last line says how many more."""
    lines: list[str] = []
    left: list[str] = []
    for severity in _COMMANDS:
        found = [finding for finding in report.findings if finding.severity is severity]
        lines += [_annotation(report, finding) for finding in found[:LIMIT]]
        if len(found) > LIMIT:
            left.append(counted(len(found) - LIMIT, severity))
    if left:
        lines.append(f"{' and '.join(left)} more in {report.publication} are not annotated")
    return "".join(f"{line}\n" for line in lines)


def _annotation(report: Report, finding: Finding) -> str:
    properties = {"title": finding.code}
    if finding.span.path:
        properties = {"file": report.path(finding), **_lines(finding), **properties}
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {listed}::{_data(with_hint(finding))}"


def _lines(finding: Finding) -> dict[str, str]:
    if not finding.span.first:
        return {}
    last = max(finding.span.first, finding.span.last)
    return {"line": str(finding.span.first), "endLine": str(last)}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
