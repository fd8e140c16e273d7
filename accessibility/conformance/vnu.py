"""The Nu HTML Checker, which the W3C and the WHATWG use: npm's `vnu-jar`, run by Java."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plainpress.accessibility.conformance import tools
from plainpress.document.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.document.findings import Finding

_JAR = "vnu-jar/build/dist/vnu.jar"
# The first two halve the time of a short run; the schema of HTML nests deeply.
_JAVA_FLAGS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m")


def validate(folder: Path) -> tuple[Finding, ...]:
    """What the checker says is wrong in the pages of a folder; nothing if they are valid HTML.

    Its remarks are left out. Those on the policy are wrong here: it does not know what 'self'
    is for a page on a disk. MissingToolError without the checker or Java.
    """
    java, jar = tools.require_tool("Java, which the Nu HTML Checker needs,", "java"), _jar()
    pages = sorted(str(page) for page in folder.rglob("*.html"))
    if not pages:
        return (tools.failed("The Nu HTML Checker", folder, "there is no page"),)
    command = [java, *_JAVA_FLAGS, "-jar", str(jar), "--format", "json", "--errors-only", *pages]
    try:
        # It writes its report to the standard error.
        result = tools.run(command)
        messages = json.loads(result.stderr)["messages"]
    except (OSError, ValueError, KeyError, subprocess.TimeoutExpired) as error:
        return (tools.failed("The Nu HTML Checker", folder, str(error)),)
    found = tuple(_findings(messages, folder))
    if result.returncode and not found:
        return (tools.failed("The Nu HTML Checker", folder, f"exit {result.returncode}"),)
    return found


def _jar() -> Path:
    folders = [os.environ.get("PLAINPRESS_VALIDATORS", ""), ".validators"]
    for folder in filter(None, folders):
        jar = Path(folder) / "node_modules" / _JAR
        if jar.is_file():
            return jar
    raise tools.missing("The Nu HTML Checker")


def _findings(messages: Any, folder: Path) -> Iterator[Finding]:  # noqa: ANN401 # JSON
    root = f"file:{folder.resolve().as_posix()}/"
    for message in messages:
        if message["type"] == "info":
            continue
        name = message.get("url", "").removeprefix(root)
        text = f"{name}, line {message.get('lastLine', 0)}: {message['message']}"
        yield tools.reported(f"vnu-{message['type']}", Severity.ERROR, text, folder)
