"""Findings for programs: JSON, as schema.json beside this file describes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from plainpress.document.findings import Severity

if TYPE_CHECKING:
    from plainpress.accessibility.reports.report import Report
    from plainpress.document.findings import Finding

VERSION = 1


def render(report: Report) -> str:
    return json.dumps(_report(report), ensure_ascii=False, indent=2) + "\n"


def _report(report: Report) -> dict[str, Any]:
    return {
        "version": VERSION,
        "publication": report.publication,
        "counts": {severity.name.lower(): report.count(severity) for severity in Severity},
        "findings": [_finding(report, finding) for finding in report.findings],
    }


def _finding(report: Report, finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.name.lower(),
        "message": finding.message,
        "hint": finding.hint,
        "link": finding.link,
        "path": report.path(finding),
        "first_line": finding.span.first,
        "last_line": max(finding.span.first, finding.span.last),
        "excerpt": finding.excerpt,
    }
