"""Finding and running the programs of outside validators."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from plainpress.accessibility import catalogue
from plainpress.document.errors import MissingToolError
from plainpress.document.findings import Finding, Severity
from plainpress.document.model import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TIMEOUT = 600  # seconds
# Where one message has many places, these many are told.
MOST_PLACES = 20
_INSTALL = "install it with `make validators`"


def find_tool(*names: str) -> str | None:
    """The path of a program: on PATH, in $PLAINPRESS_VALIDATORS, or in .validators here."""
    folders = [os.environ.get("PLAINPRESS_VALIDATORS", ""), ".validators"]
    local = [
        str(path)
        for folder in folders
        if folder
        for path in (Path(folder).absolute(), Path(folder).absolute() / "node_modules" / ".bin")
    ]
    where = os.pathsep.join([os.environ.get("PATH", ""), *local])
    return next((found for name in names if (found := shutil.which(name, path=where))), None)


def require_tool(title: str, *names: str) -> str:
    """The path of a program; MissingToolError (exit code 3) if this machine lacks it."""
    found = find_tool(*names)
    if found is None:
        raise missing(title)
    return found


def missing(title: str) -> MissingToolError:
    return MissingToolError(f"{title} is not installed; {_INSTALL}")


def run(
    command: Sequence[str], environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """A program's run with its output, whatever its exit code. At most ten minutes."""
    return subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=TIMEOUT,
        env={**os.environ, **(environment or {})},
    )


def failed(title: str, path: Path, reason: str) -> Finding:
    """The finding of a file that a validator could not check: an error, never a pass."""
    message = f"{title} could not check the file: {' '.join(reason.split())[-300:]}"
    return catalogue.finding("validator-failed", message, Span(path.name))


def reported(code: str, severity: Severity, message: str, path: Path, hint: str = "") -> Finding:
    """What a validator says, under its own code and severity, with our rule's link."""
    rule = catalogue.rule_of(code)
    link = rule.link if rule else ""
    return Finding(code, severity, " ".join(message.split()), Span(path.name), hint, link)
