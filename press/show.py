"""Takes what was made or found; prints it, for a person at a terminal or for a log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from plainpress.document.findings import Finding, Severity
from plainpress.press import tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from plainpress.builders.artifact import Artifact
    from plainpress.document.errors import SourceError
    from plainpress.press.build import Made, Outcome

HEADERS = ("File", "Edition", "Size", "Length", "Time", "Findings")
STEPS = ("Step", "", "Why")
KILOBYTE = 1000
_MINUTE = 60


def progress() -> AbstractContextManager[Callable[[str], None]]:
    """Says what is being done while it is done; to a log only what takes long."""
    from plainpress.press import progress as steps

    return steps.shown()


def waiting(output: Path) -> Callable[[], None]:
    """Says, even where nobody watches, that another build has to end first."""
    words = f"plainpress: another build into {output} is running; this one waits for it to end"
    return lambda: click.echo(words, err=True)


def findings(
    found: tuple[Finding, ...],
    form: str,
    source: Path,
    output: Path | None = None,
    root: Path | None = None,
) -> None:
    """Print findings in one of the report forms, or write them to a file.

    `source` is the publication's folder, or its only file; `root` is where the findings' paths
    start from, if not there.
    """
    from plainpress.accessibility import reports
    from plainpress.press.publications import name_of

    root = root or (source.parent if source.is_file() else source)
    text = reports.render(found, form, publication_name=name_of(source), root=root)
    if output:
        output.write_text(text, encoding="utf-8")
        click.echo(f"Wrote {output}: {count(found)}.")
    else:
        click.echo(text.rstrip("\n"))


def count(found: tuple[Finding, ...]) -> str:
    """How many errors and warnings, in words: "2 errors, 1 warning", or "none"."""
    parts = []
    for severity, word in ((Severity.ERROR, "error"), (Severity.WARNING, "warning")):
        number = sum(finding.severity is severity for finding in found)
        if number:
            parts.append(f"{number} {word}{'s' if number > 1 else ''}")
    return ", ".join(parts) or "none"


def outcome(result: Outcome, source: Path, output: Path) -> None:
    """Print the findings of a build, then a table of what was made."""
    of_source = (*result.findings, *(loss for item in result.made for loss in item.losses))
    _note(of_source, source, None)
    # Both files with pages may say the same of an edition: that is said once.
    of_files = dict.fromkeys(one for item in result.made for one in item.findings)
    _note(tuple(of_files), source, output, least=Severity.INFORMATION)
    tables.show(HEADERS, [_row(item) for item in result.made])
    for line in (*(item.note for item in result.made if item.note), *result.left_out):
        click.echo(line)


def explanation(result: Outcome) -> None:
    """Print of each step whether it ran, and why."""
    rows = [("reading the source", "ran" if result.reading else "kept", result.reading)]
    for item in result.made:
        ran = ("built" if item.built else "checked") if item.why else "kept"
        rows.append((item.artifact.path.name, ran, item.why))
    tables.show(STEPS, rows)


def stopped(error: SourceError, source: Path) -> None:
    """Print why nothing was built: errors and warnings, without the remarks."""
    _note(error.findings, source, error.root)


def _note(
    found: tuple[Finding, ...],
    source: Path,
    root: Path | None,
    least: Severity = Severity.WARNING,
) -> None:
    """Print what should be mended. Remarks on the text are for `plainpress check`."""
    noted = tuple(finding for finding in found if finding.severity >= least)
    if noted:
        findings(noted, "text", source, root=root)


def _row(item: Made) -> tuple[str, ...]:
    artifact = item.artifact
    return (
        str(artifact.path),
        artifact.edition,
        size(artifact.size),
        _length(artifact),
        f"{item.seconds:.1f} s" if item.why else "kept",
        count(item.findings + item.losses),
    )


def _length(artifact: Artifact) -> str:
    """Pages of what has pages, minutes of what has sound."""
    if artifact.duration is not None:
        return f"{artifact.duration / _MINUTE:.1f} min"
    return f"{artifact.pages.pages} pages" if artifact.pages else "-"


def size(number: int) -> str:
    """A number of bytes as a reader knows it: "214 KB", "1.8 MB"."""
    if number < KILOBYTE * KILOBYTE:
        return f"{max(1, round(number / KILOBYTE))} KB"
    return f"{number / KILOBYTE / KILOBYTE:.1f} MB"
