"""axe in a real browser over each web page: light and dark, on a narrow and on a wide screen."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plainpress.accessibility.conformance import tools
from plainpress.document.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.document.findings import Finding

# What we aim at, and what axe's makers recommend besides.
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
SCHEMES = ("light", "dark")
WIDTHS = (320, 1280)  # CSS pixels; the first is 1280 at 400 % (WCAG 2.2, 1.4.10)
_HEIGHT = 900
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_SCRIPT = "axe-core/axe.min.js"
_SEVERITIES = {
    "critical": Severity.ERROR,
    "serious": Severity.ERROR,
    "moderate": Severity.WARNING,
    "minor": Severity.WARNING,
}
_RUN = "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations'], preload: false})"


def validate(folder: Path) -> tuple[Finding, ...]:
    """What axe says of the pages in a folder; nothing if none has a violation.

    MissingToolError without axe, Playwright or a browser. A page that cannot be looked at is an
    error finding. Each violation is told once a page, however often it shows.
    """
    script = _axe()
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise tools.missing("Playwright, which axe needs,") from error
    browser_path = tools.require_tool("Chromium, which axe needs,", *_BROWSERS)
    pages = sorted(folder.rglob("*.html"))
    if not pages:
        return (tools.failed("axe", folder, "there is no page"),)
    found: dict[tuple[str, str], Finding] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path)
        try:
            for page in pages:
                for finding in _look(browser, page, folder, script):
                    found.setdefault((finding.code, finding.message), finding)
        except Error as error:
            return (tools.failed("axe", folder, str(error)),)
        finally:
            browser.close()
    return tuple(found.values())


def _axe() -> str:
    """The script of axe-core, from where the validators are."""
    folders = [os.environ.get("PLAINPRESS_VALIDATORS", ""), ".validators"]
    for folder in filter(None, folders):
        file = Path(folder) / "node_modules" / _SCRIPT
        if file.is_file():
            return file.read_text(encoding="utf-8")
    raise tools.missing("axe")


def _look(browser: Any, path: Path, folder: Path, script: str) -> Iterator[Finding]:  # noqa: ANN401  # Playwright's
    """The violations of one page, which is loaded once and shown in each scheme and width."""
    page = browser.new_page()
    page.goto(path.resolve().as_uri())
    # Evaluated from outside: the page's own policy forbids it no script of ours.
    page.evaluate(script)
    name = path.relative_to(folder).as_posix()
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": _HEIGHT})
            for violation in page.evaluate(_RUN, list(TAGS))["violations"]:
                yield from _violated(violation, name, folder)
    page.close()


def _violated(violation: Any, name: str, folder: Path) -> Iterator[Finding]:  # noqa: ANN401 # JSON
    severity = _SEVERITIES.get(violation["impact"], Severity.ERROR)
    code, hint = f"axe-{violation['id']}", violation["description"]
    for node in violation["nodes"][: tools.MOST_PLACES]:
        place = " ".join(str(part) for part in node["target"])
        message = f"{name}: {violation['help']}: {place}"
        yield tools.reported(code, severity, message, folder, hint)
