"""Findings as checkstyle XML, which many review tools read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from plainpress.accessibility.reports.report import printable, with_hint
from plainpress.document.findings import Severity

if TYPE_CHECKING:
    from plainpress.accessibility.reports.report import Report
    from plainpress.document.findings import Finding

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "info"}


def render(report: Report) -> str:
    files = "".join(
        f"  <file name={_attribute(path or report.publication)}>\n"
        f"{''.join(map(_error, findings))}  </file>\n"
        for path, findings in report.by_file()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<checkstyle version="4.3">\n{files}</checkstyle>\n'
    )


def _error(finding: Finding) -> str:
    # Checkstyle counts lines from 1; a finding on a whole file stands on its first.
    return (
        f'    <error line="{max(1, finding.span.first)}" '
        f'severity="{_LEVELS[finding.severity]}" '
        f"message={_attribute(with_hint(finding))} "
        f'source="plainpress.{finding.code}"/>\n'
    )


def _attribute(text: str) -> str:
    return quoteattr(printable(text))
