"""Ace by DAISY: axe in a real browser over each document of an EPUB, and its metadata."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plainpress.accessibility.conformance import tools
from plainpress.document.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.document.findings import Finding

# Five seconds, Ace's own limit for the browser to start, are too few on a busy machine.
_START_MILLISECONDS = "60000"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_SEVERITIES = {
    "critical": Severity.ERROR,
    "serious": Severity.ERROR,
    "moderate": Severity.WARNING,
    "minor": Severity.WARNING,
}
_EXIT_CODES = (0, 2)  # with -E: no violation, violations


def validate(path: Path) -> tuple[Finding, ...]:
    """What Ace says of an EPUB; nothing if it has no violation.

    MissingToolError without Ace or a browser. A run that gives no report is an error finding.
    """
    ace = tools.require_tool("Ace by DAISY", "ace", "ace-cli")
    with tempfile.TemporaryDirectory() as folder:
        # -s: no console output but errors; -E: exit 2 on violations; -f: overwrite.
        command = [ace, "-s", "-E", "-f", "-o", folder, str(path)]
        try:
            result = tools.run(command, _environment())
            content = json.loads((Path(folder) / "report.json").read_text("utf-8"))
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            return (tools.failed("Ace", path, str(error)),)
    found = tuple(_findings(content, path))
    if result.returncode not in _EXIT_CODES or (result.returncode and not found):
        return (tools.failed("Ace", path, result.stderr or f"exit {result.returncode}"),)
    return found


def _environment() -> dict[str, str]:
    browser = os.environ.get("PUPPETEER_EXECUTABLE_PATH") or tools.require_tool(
        "Chromium, which Ace needs,", *_BROWSERS
    )
    return {
        "PUPPETEER_EXECUTABLE_PATH": browser,
        "ACE_TIMEOUT_INITIAL": os.environ.get("ACE_TIMEOUT_INITIAL", _START_MILLISECONDS),
    }


def _findings(report: Any, path: Path) -> Iterator[Finding]:  # noqa: ANN401 # JSON
    for subject in report["assertions"]:
        place = subject["earl:testSubject"].get("url", "")
        for assertion in subject["assertions"]:
            test, result = assertion["earl:test"], assertion["earl:result"]
            if result["earl:outcome"] != "fail":
                continue
            title = test["dct:title"]
            message = f"{place}: {title}: {result['dct:description']}"
            severity = _SEVERITIES.get(test["earl:impact"], Severity.ERROR)
            hint = test.get("help", {}).get("dct:title", "")
            yield tools.reported(f"ace-{title}", severity, message, path, hint)
