"""Sound that is stopped at any moment: the last good files stay, and the next build is whole."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from plainpress.builders.audio.store import Store
from plainpress.builders.processes import cores

if TYPE_CHECKING:
    from collections.abc import Callable

Files = dict[str, bytes]
WISHES = ["--format", "audio", "--voice", "espeak"]
SETTINGS = 'title = "Trees"\nlanguage = "en-GB"\ndate = 2025-06-01\n'
TEXT = "# Planting\n\nTrees give {what}. They cool a street.\n\n# Water\n\nIt drinks {what}.\n"
COMMAND = "from plainpress.press.command import main; main(prog_name='plainpress')"
PATIENCE = 20.0  # seconds
# Kills the build just before a call of a function; all is spoken in the same process.
KILL = """
import importlib, os, signal
os.sched_setaffinity(0, {{min(os.sched_getaffinity(0))}})
owner = importlib.import_module({module!r})
for name in {path!r}.split(".")[:-1]:
    owner = getattr(owner, name)
name = {path!r}.split(".")[-1]
real, seen = getattr(owner, name), []
def killed(*given, **named):
    seen.append(given)
    if len(seen) == {call}:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*given, **named)
setattr(owner, name, killed)
"""
AUDIO = "plainpress.builders.audio"
MOMENTS = {
    "speaking": (f"{AUDIO}.voices.espeak", "Espeak.speak", 2),
    "keeping": (f"{AUDIO}.store", "os.replace", 2),
    "encoding to MP3": (f"{AUDIO}.frames", "sentence", 2),
    "joining": (f"{AUDIO}.chapters", "join", 2),
    "encoding to AAC": (f"{AUDIO}.packets", "_Aac.given", 2),
    "writing the audiobook": (f"{AUDIO}.m4b", "_cover", 1),
}


def put(folder: Path, text: str) -> None:
    (folder / "trees").mkdir(parents=True, exist_ok=True)
    (folder / "trees" / "publication.toml").write_text(SETTINGS)
    (folder / "trees" / "01.md").write_text(text)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What whole builds of two texts gave that found no speech kept, each in `out`."""
    found = {}
    for what in ("shade", "water"):
        folder = found[what] = tmp_path_factory.mktemp(what)
        put(folder, TEXT.format(what=what))
        environment = {**os.environ, "PLAINPRESS_CACHE": str(folder / "cache")}
        command = [sys.executable, "-c", COMMAND, "build", "trees", *WISHES, "-o", "out"]
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return found


@pytest.fixture
def before(
    here: Path, whole: dict[str, Path], monkeypatch: pytest.MonkeyPatch, contents: Any
) -> Files:
    """The files in `out` of the first text, its speech in `cache`; the second is to be built."""
    shutil.copytree(whole["shade"], here, dirs_exist_ok=True)
    monkeypatch.setenv("PLAINPRESS_CACHE", str(here / "cache"))
    put(here, TEXT.format(what="water"))
    files: Files = contents(here / "out")
    return files


@pytest.fixture
def after(whole: dict[str, Path], contents: Any) -> Files:
    """The files of the second text."""
    files: Files = contents(whole["water"] / "out")
    return files


@pytest.fixture
def build(here: Path, start: Any) -> Callable[..., subprocess.Popen[str]]:
    """Starts a build of the text into `out`, or into another folder."""

    def begin(output: str = "out", **options: Any) -> subprocess.Popen[str]:
        process: subprocess.Popen[str] = start("build", "trees", *WISHES, "-o", output, **options)
        return process

    return begin


def entries(store: Path) -> list[bytes | None]:
    """What the store gives for each of its entries: None for one that is not whole."""
    kept = Store(store / "speech")
    names = [f"{path.parent.name}{path.name}" for path in kept.root.glob("??/[!.]*")]
    return [kept.get(name) for name in names]


def is_intact(here: Path, before: Files, contents: Callable[[Path], Files]) -> None:
    """The finished files are the last good ones, and what is kept of speech is whole."""
    found = contents(here / "out")
    assert {name: data for name, data in found.items() if not name.startswith(".")} == before
    kept = entries(here / "cache")
    assert kept
    assert None not in kept


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_any_step_the_last_good_sound_stays_and_the_next_build_is_whole(
    moment: str, here: Path, before: Files, after: Files, build: Any, contents: Any
) -> None:
    module, path, call = MOMENTS[moment]
    assert build(before=KILL.format(module=module, path=path, call=call)).wait() == -signal.SIGKILL
    is_intact(here, before, contents)
    assert build().wait() == 0
    assert contents(here / "out") == after


def test_killed_while_processes_speak_none_of_them_stays(
    here: Path, before: Files, build: Any, contents: Any
) -> None:
    process = speaking(here, build)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    until(lambda: not at_work(here))
    is_intact(here, before, contents)


def speaking(here: Path, build: Any) -> subprocess.Popen[str]:
    """A build of many sentences, some of which are spoken."""
    put(here, "# Many\n\n" + " ".join(f"Tree {n} gives shade." for n in range(60)))
    already = len(entries(here / "cache"))
    process: subprocess.Popen[str] = build()
    until(lambda: len(entries(here / "cache")) > already + 2)
    return process


@pytest.mark.skipif(cores() == 1, reason="one core speaks without processes of its own")
def test_a_process_that_speaks_and_is_ended_is_one_line(
    here: Path, before: Files, build: Any, contents: Any
) -> None:
    process = speaking(here, build)
    (first, *_) = [name for name in at_work(here) if "spawn_main" in command_of(name)]
    os.kill(int(first), signal.SIGKILL)
    one_line(process, "a process that made sound was ended from outside")
    is_intact(here, before, contents)
    until(lambda: not at_work(here))


def command_of(process: str) -> str:
    return (Path("/proc") / process / "cmdline").read_bytes().decode()


def test_books_with_sound_are_the_same_whether_made_side_by_side_or_one_after_the_other(
    here: Path, before: Files, start: Any, contents: Any
) -> None:
    put(here, "# Planting\n\nTrees give shade.[^a] They cool a street.\n\n[^a]: In summer.\n")
    forms = [word for name in ("audio", "read-aloud", "daisy") for word in ("--format", name)]
    for jobs in ("1", "2"):
        wishes = ("--voice", "espeak", *forms, "--jobs", jobs, "-o", f"jobs-{jobs}")
        assert start("build", "trees", *wishes).wait() == 0
    one, two = (
        {name: data for name, data in contents(here / f"jobs-{jobs}").items() if name[0] != "."}
        for jobs in (1, 2)
    )
    assert one == two
    with zipfile.ZipFile(here / "jobs-2" / "trees-read-aloud.epub") as book:
        assert b"In summer." in book.read("EPUB/chapter-01.xhtml").partition(b'id="said.6">')[2]


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)


def at_work(here: Path) -> list[str]:
    """The processes of builds that keep their speech here."""
    mark, found = f"PLAINPRESS_CACHE={here / 'cache'}\0".encode(), []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes():
                found.append(folder.name)
        except OSError:
            continue
    return [name for name in found if int(name) != os.getpid()]


def test_damaged_speech_is_not_used(
    here: Path, before: Files, after: Files, build: Any, contents: Any
) -> None:
    for path in (here / "cache" / "speech").glob("??/*"):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 0xFF
        path.write_bytes(data)
    assert build().wait() == 0
    assert contents(here / "out") == after


DISK = 3_000_000


def one_line(process: subprocess.Popen[str], words: str) -> None:
    _, said = process.communicate()
    assert process.returncode == 3, said
    assert said.count("\n") == 1, said
    assert words in said


@pytest.mark.parametrize("left", [20_000, 250_000, 650_000])
def test_a_disk_that_is_full_is_one_line_and_harms_nothing(
    left: int, here: Path, disk: Path, before: Files, build: Any, contents: Any
) -> None:
    shutil.copytree(here / "out", disk / "out")
    (disk / "filler").write_bytes(bytes(shutil.disk_usage(disk).free - left))
    one_line(build("disk/out"), "no space left on device")
    (disk / "filler").unlink()
    assert contents(disk / "out") == before


@pytest.mark.parametrize("left", [0, 20_000])
def test_a_store_without_room_is_one_line_and_harms_nothing(
    left: int, here: Path, disk: Path, before: Files, after: Files, build: Any, contents: Any
) -> None:
    environment = {**os.environ, "PLAINPRESS_CACHE": str(disk)}
    (disk / "filler").write_bytes(bytes(shutil.disk_usage(disk).free - left))
    one_line(build(env=environment), "no space left on device")
    is_intact(here, before, contents)
    (disk / "filler").unlink()
    assert None not in entries(disk)
    assert build(env=environment).wait() == 0
    assert contents(here / "out") == after


def test_a_store_that_cannot_be_written_is_one_line(here: Path, before: Files, build: Any) -> None:
    environment = {**os.environ, "PLAINPRESS_CACHE": str(here / "trees" / "01.md")}
    one_line(build(env=environment), "not a directory")


def test_a_folder_that_cannot_be_written_is_one_line(here: Path, before: Files, build: Any) -> None:
    one_line(build("trees/01.md/out"), "not a directory")
