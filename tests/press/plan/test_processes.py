"""Steps run as soon as what they need is there, in forks of this process where that pays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from multiprocessing import Event
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from plainpress.builders.pdf.typesetter import TypesettingError
from plainpress.document.errors import SourceError, StoppedError
from plainpress.document.findings import Finding, Severity
from plainpress.press.plan import Step, run

if TYPE_CHECKING:
    from collections.abc import Mapping

FAULT = Finding("loss", Severity.ERROR, "no")


def step(name: str, *needs: str, known: Any = None, apart: bool = True) -> Step:
    """A step whose result is its name and those of what it needs, in one word; and its process."""

    def work(results: Mapping[str, Any], tell: Any) -> Any:
        tell(f"making {name}")
        return name + "".join(results[each][0] for each in needs), os.getpid()

    return Step(name, needs, lambda _: known, work, apart=apart)


@pytest.mark.parametrize("forks", [0, 1, 3])
def test_every_step_has_what_it_needs(forks: int) -> None:
    told: list[str] = []
    steps = [step("c", "a", "b"), step("a"), step("b", "a", apart=False), step("d", "c")]
    made = run(steps, forks, told.append)
    assert {name: word for name, (word, _) in made.items()} == {
        "a": "a",
        "b": "ba",
        "c": "caba",
        "d": "dcaba",
    }
    single = {word for words in told for word in words.split(", ")}
    assert single == {"making a", "making b", "making c", "making d"}
    assert made["b"][1] == os.getpid()
    assert (made["a"][1] == os.getpid()) is (forks == 0)


class Far:
    """Steps that are done later, the last one first; and whether it was told that all is over."""

    def __init__(self) -> None:
        self.given: list[tuple[Step, Mapping[str, Any]]] = []
        self.is_closed = False

    def begin(self, step: Step, results: Mapping[str, Any]) -> None:
        self.given.append((step, dict(results)))

    def ended(self) -> tuple[str, Any]:
        step, results = self.given.pop()
        return step.name, step.work(results, lambda _: None)

    def close(self) -> None:
        self.is_closed = True


def test_far_steps_are_done_elsewhere_with_what_they_need_and_no_more() -> None:
    told: list[str] = []
    far = Far()
    steps = [step("a"), step("b", "a"), step("c", "a"), step("d", "b", "c"), step("e")]
    steps = [replace(each, far=each.name in "bc") for each in steps]
    made = run(steps, 0, told.append, far)
    assert {name: word for name, (word, _) in made.items()} == {
        "a": "a",
        "b": "ba",
        "c": "ca",
        "d": "dbaca",
        "e": "e",
    }
    assert told == ["making a", "making e", "making d"]
    assert far.is_closed


def test_what_is_done_elsewhere_ends_with_the_first_error() -> None:
    far = Far()
    with pytest.raises(SourceError):
        run([replace(step("a"), far=True), failing(SourceError((FAULT,)))], 0, print, far)
    assert far.is_closed
    assert [each.name for each, _ in far.given] == ["a"]


def test_a_step_alone_is_done_here() -> None:
    made = run([replace(step("a"), far=True)], 0, print, Far())
    assert made["a"] == ("a", os.getpid())


@pytest.mark.parametrize("forks", [0, 2])
def test_what_is_told_last_is_what_is_at_work(forks: int) -> None:
    """One that has told of itself and ended is not what a build was at when its time was over."""
    told: list[str] = []
    ended = Event()

    def wait(_results: Mapping[str, Any], tell: Any) -> None:
        tell("waiting")
        while not ended.wait(0.01) and forks:
            pass

    steps = [Step("wait", (), lambda _: None, wait), step("quick")]
    steps.append(Step("last", ("quick",), lambda _: None, lambda *_: ended.set(), apart=False))
    run(steps, forks, told.append)
    assert told[-1] == ("waiting" if forks else "making quick")


def test_what_is_known_is_not_made() -> None:
    made = run([step("a", known=("A", 0)), step("b", "a"), step("c", known=("C", 0))], 2, print)
    assert made["a"] == ("A", 0)
    assert made["b"][0] == "bA"


def failing(error: BaseException | None) -> Step:
    def work(_results: Mapping[str, Any], _tell: Any) -> Any:
        if error is None:
            os._exit(9)
        raise error

    return Step("bad", (), lambda _: None, work)


@pytest.mark.parametrize("forks", [0, 2])
def test_an_error_comes_through_whole(forks: int) -> None:
    with pytest.raises(SourceError) as caught:
        run([failing(SourceError((FAULT,))), step("a")], forks, print)
    assert caught.value.findings == (FAULT,)
    with pytest.raises(OSError, match="full") as full:
        run([failing(OSError(28, "full", "file")), step("a")], forks, print)
    assert full.value.errno == 28
    refused = TypesettingError("too wide", frozenset("ø"))
    with pytest.raises(TypesettingError) as there:
        run([failing(refused), step("a")], forks, print)
    assert (str(there.value), there.value.characters) == (str(refused), refused.characters)


def test_a_process_that_is_ended_from_outside_is_one_line() -> None:
    with pytest.raises(StoppedError, match=r"bad was ended .*--jobs 1"):
        run([failing(None), step("a")], 2, print)


def test_ctrl_c_ends_what_the_steps_have_started() -> None:
    script = """
        import signal, subprocess
        from plainpress.press.plan import Step, run
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a test run may ignore it
        def work(_results, _tell):
            subprocess.run(["sh", "-c", "echo $$; exec sleep 600"], check=True)
        steps = [Step(name, (), lambda _: None, work) for name in "ab"]
        run(steps, 2, lambda words: print(words, flush=True))
    """
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert parent.stdout
    programs = [int(parent.stdout.readline()) for _ in range(2)]
    os.killpg(parent.pid, signal.SIGINT)
    _, said = parent.communicate()
    assert said.count("Traceback") == 1  # the parent's own KeyboardInterrupt
    assert said.rstrip().endswith("KeyboardInterrupt")
    assert not any(is_at_work(program) for program in programs)


def is_at_work(process: int) -> bool:
    """Whether a process is there and has not ended, whoever is to take note of that."""
    try:
        status = Path(f"/proc/{process}/stat").read_text("utf-8")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_forks_end_with_their_parent() -> None:
    script = """
        import os, time
        from plainpress.press.plan import Step, run
        def work(_results, _tell):
            print(os.getpid(), flush=True)
            time.sleep(600)
        steps = [Step(name, (), lambda _: None, work) for name in "ab"]
        run(steps, 2, lambda _: None)
    """
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout
    forks = [int(parent.stdout.readline()) for _ in range(2)]
    parent.kill()
    parent.wait()
    assert parent.stdout.read() == ""  # it ends when the last process that could write has ended
    until = time.monotonic() + 60
    while any(is_at_work(fork) for fork in forks) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(is_at_work(fork) for fork in forks)
