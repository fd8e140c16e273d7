"""`plainpress export`: the two forms, to the screen and to a file, and what it refuses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from plainpress.press.command import main

if TYPE_CHECKING:
    from pathlib import Path

ENTRY = 'title = "One"\nkind = "guide"\ndescription = "Words."\n'


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "shelf"
    (folder / "resources").mkdir(parents=True)
    settings = 'kind = "library"\ntitle = "Shelf"\nlanguage = "en-GB"\n'
    (folder / "publication.toml").write_text(settings, "utf-8")
    (folder / "resources" / "one.toml").write_text(ENTRY, "utf-8")
    return folder


def test_both_forms_are_printed(library: Path) -> None:
    found = CliRunner().invoke(main, ["export", str(library)])
    assert found.exit_code == 0
    assert found.output.startswith("@misc{one,\n  title = {{One}},")
    found = CliRunner().invoke(main, ["export", str(library), "--form", "csl-json"])
    assert [item["id"] for item in json.loads(found.output)] == ["one"]


def test_a_file_is_written(library: Path, tmp_path: Path) -> None:
    file = tmp_path / "library.bib"
    found = CliRunner().invoke(main, ["export", str(library), "-o", str(file)])
    assert found.output == f"Wrote {file}: 1 resource.\n"
    assert file.read_text("utf-8").startswith("@misc{one,")


def test_a_guide_has_nothing_to_export(library: Path) -> None:
    (library / "publication.toml").write_text('title = "Guide"\nlanguage = "en-GB"\n', "utf-8")
    (library / "text.md").write_text("# Text\n", "utf-8")
    found = CliRunner().invoke(main, ["export", str(library)])
    assert found.exit_code == 2
    assert "is no library" in found.output


def test_a_faulty_entry_stops_the_export(library: Path, tmp_path: Path) -> None:
    (library / "resources" / "two.toml").write_text("title = ", "utf-8")
    file = tmp_path / "library.bib"
    found = CliRunner().invoke(main, ["export", str(library), "-o", str(file)])
    assert found.exit_code == 1
    assert "resources/two.toml:1" in found.output
    assert not file.exists()
