"""Takes findings; gives them as text, JSON, GitHub annotations, SARIF, JUnit XML or checkstyle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility.reports import checkstyle, github, junit, sarif, structured, text
from plainpress.accessibility.reports.report import Report
from plainpress.document.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from plainpress.document.findings import Finding

FORMS: dict[str, Callable[[Report], str]] = {
    "text": text.render,
    "json": structured.render,
    "github": github.render,
    "sarif": sarif.render,
    "junit": junit.render,
    "checkstyle": checkstyle.render,
}


def render(findings: Iterable[Finding], form: str, *, publication_name: str, root: Path) -> str:
    """The findings in one form, ending with a line break.

    `root` is the folder that the findings' paths start from, as the user would type it: a
    file is printed as `root/path`. An unknown form is a UsageError.
    """
    if form not in FORMS:
        raise UsageError(f'there is no report form "{form}"; the forms are {", ".join(FORMS)}')
    return FORMS[form](Report.of(findings, publication_name, root))
