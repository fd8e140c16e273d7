"""Folders of publications, and the command that builds them."""

from __future__ import annotations

import hashlib
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from plainpress.press.command import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GOOD = "(start)=\n# Start\n\nWords that somebody wrote.\n"
BAD = "# Start\n\nSee [](#nowhere).\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return tmp_path


@pytest.fixture
def installed(here: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, str], Path]:
    """A function that installs a module by its name, its text and its entry points.

    Every process finds it from here on. It gives the folder for what the module has to note.
    """

    def install(name: str, text: str, entries: str) -> Path:
        modules, made = here / "modules", here / "notes"
        information = modules / f"{name}-1.dist-info"
        information.mkdir(parents=True)
        made.mkdir()
        (modules / f"{name}.py").write_text(text)
        (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        (information / "entry_points.txt").write_text(entries)
        monkeypatch.syspath_prepend(str(modules))
        monkeypatch.delitem(sys.modules, name, raising=False)
        return made

    return install


@pytest.fixture
def publication() -> Callable[..., Path]:
    """A function that writes a publication of one chapter."""

    def write(folder: Path, text: str = GOOD) -> Path:
        folder.mkdir(parents=True)
        settings = 'title = "A leaflet"\nlanguage = "en-GB"\n'
        (folder / "publication.toml").write_text(settings, encoding="utf-8")
        (folder / "01.md").write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def root(here: Path, publication: Callable[..., Path]) -> Path:
    """A folder with a good publication, a bad one, and one further down."""
    publication(here / "leaflets/good")
    publication(here / "leaflets/bad", BAD)
    publication(here / "leaflets/health/teeth")
    return here / "leaflets"


@pytest.fixture
def run() -> Callable[..., tuple[int, str]]:
    """A function that runs the command in this process: its exit code and all that it prints."""

    def invoke(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, words, prog_name="plainpress")
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        assert "Traceback" not in done.output
        return done.exit_code, done.output

    return invoke


@pytest.fixture
def record() -> Callable[[Path], dict[str, Any]]:
    """A function that reads a record of builds: each publication's row by its name."""

    def read(file: Path) -> dict[str, Any]:
        held = json.loads(file.read_text("utf-8"))
        return {row["publication"]: row for row in held["publications"]}

    return read


@pytest.fixture
def digests_match() -> Callable[[Path], int]:
    """A function that holds every file of a manifest against its digest: how many there are."""
    from plainpress.builders.folder import measure

    def match(manifest: Path) -> int:
        rows = json.loads(manifest.read_text("utf-8"))["artifacts"]
        for row in rows:
            path = manifest.parent / row["file"]
            if path.is_dir():
                digest, size = measure(path)
            else:
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
                size = path.stat().st_size
            assert (row["sha256"], row["size"]) == (digest, size), path
        return len(rows)

    return match
