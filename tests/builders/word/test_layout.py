"""Page numbers: what the file says is what LibreOffice's pages show."""

from __future__ import annotations

import subprocess
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree
from pypdf import PdfReader

from plainpress.document.outline import sections
from plainpress.document.walk import plain_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plainpress.builders.artifact import Artifact

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def letters(text: str) -> str:
    return "".join(text.split())


def lines(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    found: list[Any] = list(body.iter(f"{W}p"))
    return ["".join(element.itertext(f"{W}t")) for element in found]


@pytest.mark.validator
def test_pages_of_the_guide(
    build: Callable[..., Artifact],
    publication_of: Callable,
    require_tool: Callable[[str], str],
    tmp_path: Path,
) -> None:
    soffice = require_tool("soffice")
    guide = publication_of("guide")
    artifact = build(guide, layout=True)
    assert artifact.losses == ()
    pages = artifact.pages
    assert pages is not None
    profile = (tmp_path / "profile").as_uri()
    command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(artifact.path)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    printed = [letters(page.extract_text()) for page in PdfReader(tmp_path / "book.pdf").pages]
    assert pages.pages == len(printed)

    # Each heading stands on the page that the map says, and the contents say the same.
    shown = lines(artifact.path)
    for section in sections(guide):
        title, page = plain_text(section.title), pages.labels[section.label]
        assert letters(title) in printed[page - 1]
        if section.level <= 2:
            assert f"{title}{page}" in shown

    # A place for each heading and each block that stands directly in a section, in order.
    count = sum(1 + len(section.blocks) for section in sections(guide))
    assert len(pages.blocks) == count
    assert list(pages.blocks) == sorted(pages.blocks)
    assert f"{guide.title}, Word edition" == pages.source
    assert any("(page\N{NO-BREAK SPACE}" in line for line in shown)
