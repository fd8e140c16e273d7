"""A publication to build in every format, and the command as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from plainpress.press import plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# The formats that are made of text: speech takes ten times as long as all of them.
TEXTS = [word for name in ("word", "pdf", "epub", "web") for word in ("--format", name)]
GUARD = Path(__file__).with_name("guard.py")
COMMAND = "from plainpress.press.command import main; main(prog_name='plainpress')"
SETTINGS = 'title = "A booklet"\nlanguage = "en-GB"\ndate = 2025-06-01\n'
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="9" height="9"/></svg>'
)
CHAPTER = """(start)=
# Start

Words that {name} wrote, with a note.[^note]

:::{{figure}} drawing.svg
:name: square
:alt: A square.

A square
:::

We look at [](#square).

[^note]: It is a short one.
"""


def _write(folder: Path, name: str = "somebody") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "publication.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "01.md").write_text(CHAPTER.format(name=name), encoding="utf-8")
    (folder / "drawing.svg").write_text(DRAWING, encoding="utf-8")
    return folder


def _contents(folder: Path) -> dict[str, bytes]:
    """All but what a build remembers of its making: the times of its files are in it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != plan.FILE)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return tmp_path


@pytest.fixture
def write() -> Callable[..., Path]:
    """A function that writes a small publication into a folder; its text names a name."""
    return _write


@pytest.fixture
def booklet(here: Path) -> Path:
    """A small publication in `booklet`, below where we stand."""
    return _write(here / "booklet")


@pytest.fixture
def contents() -> Callable[[Path], dict[str, bytes]]:
    """A function from a folder to the bytes of each of its files, by the path there."""
    return _contents


@pytest.fixture
def disk(here: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A small disk, of as many bytes as the module's DISK says. Only root can make one."""
    folder = here / "disk"
    folder.mkdir()
    size = f"size={request.module.DISK}"
    command = ["mount", "-t", "tmpfs", "-o", size, "none", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("making a small disk needs root, with the right to mount")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture(scope="session")
def guard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., dict[str, Any]]]:
    """A function that builds a folder into another under watch: see `guard.py`."""
    folder = tmp_path_factory.mktemp("guard")
    source = _write(folder / "booklet")
    process = subprocess.Popen(
        [sys.executable, str(GUARD), str(source), str(folder / "out")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=folder,
    )
    reading, writing = process.stdout, process.stdin
    assert reading
    assert writing
    assert reading.readline() == "ready\n"

    def build(source: Path, output: Path) -> dict[str, Any]:
        writing.write(f"{source}\t{output}\n")
        writing.flush()
        found: dict[str, Any] = json.loads(reading.readline())
        return found

    yield build
    process.kill()
    process.communicate()


@pytest.fixture
def start(here: Path) -> Callable[..., subprocess.Popen[str]]:
    """Starts `plainpress WORDS` as a process of its own; `before` is Python to run first.

    A build makes the formats of text, unless `words` name others.
    """

    def begin(*words: str, before: str = "", **options: Any) -> subprocess.Popen[str]:
        formats = [] if "--format" in words else TEXTS
        options.setdefault("env", {**os.environ, "COLUMNS": "80"})
        return subprocess.Popen(
            [sys.executable, "-c", f"{before}\n{COMMAND}", *words, *formats],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )

    return begin
