"""Findings as JUnit XML: a test suite a file, a failed test an error."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from plainpress.accessibility.reports.report import printable, with_hint
from plainpress.document.findings import Severity

if TYPE_CHECKING:
    from plainpress.accessibility.reports.report import Report
    from plainpress.document.findings import Finding


def render(report: Report) -> str:
    """The report as JUnit XML.

    Warnings and remarks are tests that passed and have something to say. Without findings
    there is one test, which passed, because runners take an empty report for a mistake.
    """
    suites = [_suite(report, path, findings) for path, findings in report.by_file()]
    if not suites:
        name = _attribute(report.publication)
        case = f'    <testcase classname={name} name="no findings"/>\n'
        suites = [f'  <testsuite name={name} tests="1" failures="0">\n{case}  </testsuite>\n']
    tests = max(1, len(report.findings))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<testsuites name={_attribute(f'plainpress {report.publication}')} "
        f'tests="{tests}" failures="{report.count(Severity.ERROR)}">\n'
        f"{''.join(suites)}</testsuites>\n"
    )


def _suite(report: Report, path: str, findings: tuple[Finding, ...]) -> str:
    name = path or report.publication
    failures = sum(finding.severity is Severity.ERROR for finding in findings)
    cases = "".join(_case(name, finding) for finding in findings)
    return (
        f'  <testsuite name={_attribute(name)} tests="{len(findings)}" '
        f'failures="{failures}">\n{cases}  </testsuite>\n'
    )


def _case(name: str, finding: Finding) -> str:
    line = f" line {finding.span.first}" if finding.span.first else ""
    told = escape(printable(with_hint(finding)))
    link = f"\n{escape(finding.link)}" if finding.link else ""
    if finding.severity is Severity.ERROR:
        message = _attribute(finding.told)
        inner = f'<failure type="{finding.code}" message={message}>{told}{link}</failure>'
    else:
        inner = f"<system-out>{finding.severity.name.lower()}: {told}{link}</system-out>"
    return (
        f"    <testcase classname={_attribute(name)} "
        f"name={_attribute(finding.code + line)}>{inner}</testcase>\n"
    )


def _attribute(text: str) -> str:
    return quoteattr(printable(text))
