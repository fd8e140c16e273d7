"""Takes an edition; gives its findings, from a process of its own that stays warm.

The checks take longer than the making of the pages. Side by side with it in one process they
would hold up the very next save.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO, cast

from plainpress.document.errors import PlainpressError
from plainpress.document.findings import Finding, Severity
from plainpress.document.model import Span

_MODULE = "plainpress.press.preview.checker"


class Checker:
    """The other process, as we see it. It starts when it is first asked."""

    def __init__(self, source: Path, edition: str) -> None:
        self._command = [sys.executable, "-m", _MODULE, str(source), edition]
        self._process: subprocess.Popen[str] | None = None

    def findings(self) -> tuple[Finding, ...]:
        """What the checks say of the source as it is now.

        Raises `PlainpressError` with the reason where they cannot say anything.
        """
        process = self._running()
        try:
            # Both are pipes: the library types them as if they might not be.
            asked, told = cast("IO[str]", process.stdin), cast("IO[str]", process.stdout)
            print(file=asked, flush=True)
            answer = told.readline()
        except (OSError, ValueError):
            answer = ""
        if not answer:
            raise PlainpressError("the checks ended too early; save again to start them anew")
        found = json.loads(answer)
        if "problem" in found:
            raise PlainpressError(found["problem"])
        return tuple(map(_finding, found["findings"]))

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="ascii",
            )
        return self._process

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._process:
            self._process.kill()
            self._process.wait()


def _finding(row: list[str | int]) -> Finding:
    code, severity, message, path, first, last, hint, link, excerpt = row
    span = Span(str(path), int(first), int(last))
    level = Severity(int(severity))
    return Finding(str(code), level, str(message), span, str(hint), str(link), str(excerpt))


# --- The other process -----------------------------------------------------------------------


def reason(error: Exception) -> str:
    """Why something could not be made, in one line."""
    if isinstance(error, PlainpressError):
        return str(error)
    return f"{type(error).__name__}: {error}"


def _row(finding: Finding) -> list[str | int]:
    span = finding.span
    place = (span.path, span.first, span.last)
    rest = (finding.hint, finding.link, finding.excerpt)
    return [finding.code, int(finding.severity), finding.message, *place, *rest]


def _answer(source: Path, edition: str) -> dict[str, object]:
    from plainpress.press import check

    try:
        (found,) = check.read_editions(source, (edition,))
    except Exception as error:  # noqa: BLE001 - the preview outlives what it cannot check
        return {"problem": reason(error)}
    return {"findings": [_row(each) for each in found.all_findings]}


def serve(source: Path, edition: str) -> None:
    """Answer each line with the findings as one line, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the preview, which ends us
    for _ in sys.stdin:
        print(json.dumps(_answer(source, edition)), flush=True)  # noqa: T201 - to the preview


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.argv[2])
