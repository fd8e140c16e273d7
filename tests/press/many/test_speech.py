"""A long publication is spoken by all workers: the same bytes, nothing twice, nothing lost."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from plainpress.builders.audio import elsewhere
from plainpress.builders.audio.store import ENVIRONMENT, folder
from plainpress.press import command, plan
from plainpress.press.many import driver, executors, speech, tasks
from plainpress.press.many.order import order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from plainpress.press.many.order import Order

SENTENCES = 130  # four batches: two for each worker
# A voice for other processes: it notes what it says and who says it, and where it is told to, kills
# its process in the middle of a sentence, once.
CHIRPS = """
import os, signal, time
from pathlib import Path
import numpy as np
from plainpress.builders.audio.voices import Card, Speech, VoiceError

CARD = Card("chirps", "chirps:load", ("en",), "none", "CC0-1.0", 0, "chirps", gain=1.0)
NOTES = Path(os.environ["CHIRPS"])

class Chirps:
    fingerprint = os.environ.get("CHIRPS_FINGERPRINT", "chirps 1")

    def speaks(self, language):
        return language.startswith("en")

    def speak(self, text, language, pace):
        with (NOTES / "said").open("a") as said:
            said.write(f"{os.getpid()} {text}\\n")
        time.sleep(0.02)
        if "forty-two" in text and (NOTES / "kill").exists():
            (NOTES / "kill").unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        if "unspeakable" in text:
            raise VoiceError("it has no sound for that")
        samples = 0.1 * np.sin(np.arange(1200 + 24 * len(text)) / 4)
        return Speech(samples.astype(np.float32), 24_000)

def load():
    return Chirps()
"""


@pytest.fixture
def notes(here: Path, installed: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the voice notes what it says."""
    made = installed("chirps", CHIRPS, "[plainpress.voices]\nchirps = chirps:CARD\n")
    monkeypatch.setenv("CHIRPS", str(made))
    monkeypatch.setenv(ENVIRONMENT, str(here / "speech"))
    return made


@pytest.fixture
def book(here: Path, publication: Callable[..., Path]) -> Path:
    said = (f"This is sentence {number}.\n" for number in range(SENTENCES - 1))
    text = "\n".join(["# Start\n", *said, "Now comes forty-two.\n"])
    return publication(here / "books/long", text)


def ordered(output: str, executor: str) -> Order:
    words = ["--format", "daisy", "--voice", "chirps", "--jobs", "2", "-o", output]
    wishes: Any = command.build.make_context("build", [*words, "--executor", executor]).params
    made = order("books", wishes)
    assert made
    return made


def built(wanted: Order) -> tasks.Result:
    with executors.crew(wanted) as crew:
        (result,) = driver.results(crew, tasks.run, wanted.tasks())
    return result


def said(notes: Path) -> tuple[Counter[str], set[str]]:
    """How often each sentence was said, and by which processes."""
    rows = [each.split(" ", 1) for each in (notes / "said").read_text("utf-8").splitlines()]
    (notes / "said").unlink()
    return Counter(text for _, text in rows), {process for process, _ in rows}


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != plan.FILE  # it holds times
    }


@pytest.fixture
def here_built(here: Path, book: Path, notes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The book as one process makes it, with speech that nobody else sees."""
    with monkeypatch.context() as patch:
        patch.setenv(ENVIRONMENT, str(here / "own"))
        assert built(ordered("alone", "processes")).state == "built"
    assert set(said(notes)[0].values()) == {1}
    return here / "alone"


@pytest.mark.loopback
@pytest.mark.skipif(sys.platform == "win32", reason="it has no SIGKILL")
@pytest.mark.parametrize("kill", [False, True])
def test_all_workers_speak_and_one_that_is_killed_loses_no_sentence(
    here: Path, here_built: Path, notes: Path, kill: bool
) -> None:
    if kill:
        (notes / "kill").touch()
    assert built(ordered("dist", "dask")).state == "built"
    assert not (notes / "kill").exists()
    count, processes = said(notes)
    assert len(processes) >= 2
    assert sum(count.values()) == len(count) + kill  # the sentence in which it was killed
    assert count["Now comes forty-two."] == 1 + kill
    assert files(here / "dist") == files(here_built)


@pytest.fixture
def apart(
    here: Path, here_built: Path, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Any]:
    """A cluster that is there already, whose two workers each have a place of their own."""
    from distributed import Nanny, Scheduler, SpecCluster

    monkeypatch.delenv(ENVIRONMENT)
    workers = {
        number: {
            "cls": Nanny,
            "options": {
                "host": "127.0.0.1",
                "nthreads": 1,
                "env": {"XDG_CACHE_HOME": str(here / f"machine-{number}")},
            },
        }
        for number in range(2)
    }
    scheduler = {
        "cls": Scheduler,
        "options": {"host": "127.0.0.1", "dashboard_address": "127.0.0.1:0"},
    }
    with SpecCluster(workers=workers, scheduler=scheduler) as made:
        yield made


@pytest.mark.loopback
@pytest.mark.skipif(sys.platform != "linux", reason="caches have another place there")
def test_speech_reaches_the_build_from_machines_that_share_no_disk(
    here: Path, here_built: Path, notes: Path, apart: Any
) -> None:
    assert built(ordered("dist", f"dask={apart.scheduler_address}")).state == "built"
    count, processes = said(notes)
    assert len(processes) == 2
    assert set(count.values()) == {1}
    assert len(list(here.glob("machine-*/plainpress"))) == 2
    assert files(here / "dist") == files(here_built)


# --- The same without a cluster -------------------------------------------------------


def begun(text: str, book: Path) -> tuple[tasks.Task, list[speech.Batch]]:
    """A task whose sentences are to be spoken by others, and the batches of them."""
    (book / "01.md").write_text(text, "utf-8")
    (task,) = (replace(each, shares=True) for each in ordered("dist", "dask").tasks())
    first = tasks.run(task)
    assert first.state == "unspoken"
    assert not (book.parent.parent / "dist/long").exists()
    batches = list(speech.batches(task, first.unspoken, away=True))
    assert [line for each in batches for line in each.lines] == list(first.unspoken)
    return task, batches


def test_few_sentences_are_spoken_where_they_are_built(book: Path, notes: Path) -> None:
    (book / "01.md").write_text("# Start\n\nThis is short.\n", "utf-8")
    (task,) = ordered("dist", "dask").tasks()
    assert task.shares
    assert tasks.run(task).state == "built"
    said(notes)
    assert tasks.run(task).files[0].why == ""


def test_a_sentence_that_cannot_be_spoken_is_named_by_its_publication(
    book: Path, notes: Path
) -> None:
    text = (book / "01.md").read_text("utf-8").replace("sentence 7.", "unspeakable.")
    task, batches = begun(text, book)
    result = tasks.run(task, [speech.speak(each) for each in batches])
    assert result.state == "failed"
    (finding,) = result.findings
    assert (finding.code, finding.span.first) == ("voice-failed", 17)
    count, _ = said(notes)
    assert {text for text, times in count.items() if times > 1} == {"This is unspeakable."}


def test_a_worker_with_another_voice_of_that_name_speaks_nothing(
    book: Path, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, batches = begun((book / "01.md").read_text("utf-8"), book)
    import chirps  # type: ignore[import-not-found]

    monkeypatch.setattr(chirps.Chirps, "fingerprint", "chirps 2")
    assert speech.speak(batches[0]) == ()
    assert not (notes / "said").exists()


def test_speech_is_carried_only_where_no_store_is_shared(
    book: Path, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task, batches = begun((book / "01.md").read_text("utf-8"), book)
    entries = speech.speak(batches[0])
    assert len(entries) == 2 * len(batches[0].lines)  # samples, and frames
    monkeypatch.setenv(ENVIRONMENT, str(book.parent / "elsewhere"))
    elsewhere.keep(entries)
    assert len(list(folder().rglob("*"))) > len(entries)
    assert not any(each.bring for each in speech.batches(task, batches[0].lines, away=False))
    at_address = replace(task, environment=((ENVIRONMENT, "s3://bucket/speech"),))
    assert not any(each.bring for each in speech.batches(at_address, batches[0].lines, away=True))
