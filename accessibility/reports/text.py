"""Findings for people and their editors: `path:line: error: what is wrong; what to do (code)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility.reports.report import printable, with_hint

if TYPE_CHECKING:
    from plainpress.accessibility.reports.report import Report
    from plainpress.document.findings import Finding

_NAMES = {3: "error", 2: "warning", 1: "remark"}


def render(report: Report) -> str:
    """The report as plain text, one line a finding, without colour codes; a summary last."""
    lines = [_line(finding, report) for finding in report.findings]
    return printable("\n".join([*lines, report.summary()])) + "\n"


def _line(finding: Finding, report: Report) -> str:
    path = report.path(finding) or report.publication
    place = f"{path}:{finding.span.first}" if finding.span.first else path
    return f"{place}: {_NAMES[finding.severity]}: {_one_line(with_hint(finding))} ({finding.code})"


def _one_line(text: str) -> str:
    return " ".join(text.split())
