"""Many leaflets in all text formats: a Dask cluster that loses a worker half-way, and processes.

Takes the number of leaflets (1,000 without any). Builds the same corpus twice by the code behind
`plainpress build FOLDER`: with two workers of a local Dask cluster, one of which is killed by
`kill -9` when half of the leaflets are there; and with two processes. Prints the time of both,
and that all leaflets are there, that every file is the one in its manifest, that both ways gave the
same bytes, and what EPUBCheck, the Open XML schema, veraPDF and the Nu HTML checker say of a
sample. Ends with 1 if anything is amiss.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import resource
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plainpress.builders.folder import measure
from plainpress.document.errors import MissingToolError
from plainpress.press import command, plan
from plainpress.press.corpus import maker
from plainpress.press.many import driver, executors
from plainpress.press.many.order import DASK, PROCESSES, order
from plainpress.press.many.tasks import run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.press.many.executors import Crew
    from plainpress.press.many.order import Order
    from plainpress.press.many.tasks import Result

LEAFLETS = 1000
SEED = 1
WORKERS = 2
SAMPLE = 20


@dataclass(frozen=True, slots=True)
class Built:
    """What a run gave, its wall and CPU seconds, and the process id of the worker killed in it."""

    results: tuple[Result, ...]
    seconds: float
    processor: float
    killed: int = 0


def ordered(corpus: Path, output: Path, executor: str) -> Order:
    """The order: all text formats, without a look at page numbers by LibreOffice."""
    words = [word for name in ("word", "pdf", "epub", "web") for word in ("--format", name)]
    words += ["--no-layout", "--executor", executor, "--jobs", str(WORKERS), "-o", str(output)]
    wishes: Any = command.build.make_context("build", words).params
    made = order(str(corpus), wishes)
    if made is None:
        raise SystemExit(f"there are no leaflets in {corpus}")
    return made


def carried_out(wanted: Order, *, kill: bool) -> Built:
    """The order carried out; a worker is killed when half of the results are there."""
    began, used = time.perf_counter(), _processor()
    results: list[Result] = []
    killed = 0
    with executors.crew(wanted) as crew:
        for result in driver.results(crew, run, wanted.tasks()):
            results.append(result)
            if kill and not killed and 2 * len(results) >= len(wanted.places):
                killed = _kill_one(crew)
    seconds = time.perf_counter() - began
    return Built(tuple(results), seconds, _processor() - used, killed)


def _kill_one(crew: Crew) -> int:
    if not isinstance(crew, executors.Cluster):
        raise SystemExit("only a worker of a cluster is to be killed")
    victim = int(min(crew.client.run(os.getpid).values()))
    os.kill(victim, signal.SIGKILL)
    return victim


def _processor() -> float:
    """CPU seconds of this process and of all its children that have ended."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in usages)


def faults(built: Built, wanted: Order) -> Iterator[str]:
    """What is amiss: a leaflet that is not there, a file that is not the one in its manifest."""
    names = sorted(each.name for each in built.results)
    if names != sorted(place.name for place in wanted.places):
        yield f"{len(names)} results for {len(wanted.places)} leaflets"
    for result in built.results:
        if result.state != "built":
            yield f"{result.name}: {result.state}: {result.reasons or result.findings[:1]}"
    output = Path(wanted.output)
    manifests = sorted(output.rglob("manifest.json"))
    if len(manifests) != len(wanted.places):
        yield f"{len(manifests)} manifests for {len(wanted.places)} leaflets"
    for manifest in manifests:
        yield from _wrong(manifest)
    hidden = (each for each in output.rglob(".*") if each.name != plan.FILE)
    yield from (f"{each} was left behind" for each in hidden)


def _wrong(manifest: Path) -> Iterator[str]:
    rows = json.loads(manifest.read_text("utf-8"))["artifacts"]
    formats = {row["format"] for row in rows}
    if formats != {"word", "pdf", "epub", "web"}:
        yield f"{manifest}: only {', '.join(sorted(formats))}"
    for row in rows:
        path = manifest.parent / row["file"]
        if digest(path) != row["sha256"]:
            yield f"{path} is not the file in its manifest"


def digest(path: Path) -> str:
    """The SHA-256 of a file, or over the files of a folder."""
    return measure(path)[0] if path.is_dir() else hashlib.sha256(path.read_bytes()).hexdigest()


def differences(one: Path, two: Path) -> Iterator[str]:
    """Files that are not the same in both."""
    found = ((path, each) for each in (one, two) for path in each.rglob("*"))
    # What the plan remembers holds the times of the files.
    names = {path.relative_to(each) for path, each in found if path.name != plan.FILE}
    for name in sorted(names):
        first, second = one / name, two / name
        if not first.is_dir() and not (
            second.is_file() and first.is_file() and first.read_bytes() == second.read_bytes()
        ):
            yield f"{name} differs"


def rejected(output: Path) -> Iterator[str]:
    """What the field's own validators say of a sample, evenly taken."""
    from plainpress.accessibility.conformance import epubcheck, ooxml, verapdf, vnu

    for pattern, validate in (
        ("*.epub", epubcheck.validate),
        ("*.docx", ooxml.validate),
        ("*.pdf", verapdf.validate),
        ("web*", vnu.validate),
    ):
        found = sorted(output.rglob(pattern))
        sample = found[:: max(1, len(found) // SAMPLE)][:SAMPLE]
        try:
            said = [f"{path}: {finding}" for path in sample for finding in validate(path)]
        except MissingToolError as error:
            print(f"{pattern} not validated: {error}")
            continue
        print(f"{len(sample)} of {len(found):,} {pattern} validated: {len(said)} findings")
        yield from said


def line(words: str, built: Built) -> str:
    """A row of the table."""
    number = len(built.results)
    files = sum(len(each.files) for each in built.results)
    return (
        f"{words:<34}{number:>8,}{files:>8,}{built.seconds:>9.1f}{built.processor:>9.1f}"
        f"{number / built.seconds:>8.1f}"
    )


def main() -> int:
    """Build twice, print the table, and whatever is amiss."""
    number = int(sys.argv[1]) if sys.argv[1:] else LEAFLETS
    print(f"{number:,} leaflets as Word, PDF, EPUB and web; {WORKERS} workers")
    print(f"Python {platform.python_version()}, distributed {version('distributed')}")
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        easy = maker.make(here / "corpus", number, SEED)
        print(f"{easy:,} of them with an easy-read edition")
        by_dask = ordered(here / "corpus", here / "dask", DASK)
        by_processes = replace(by_dask, output=str(here / "processes"), executor=PROCESSES)
        print(f"{'':<34}{'leaflets':>8}{'files':>8}{'wall s':>9}{'CPU s':>9}{'per s':>8}")
        pool = carried_out(by_processes, kill=False)
        print(line("process pool", pool), flush=True)
        dask = carried_out(by_dask, kill=True)
        print(line("Dask, a worker killed half-way", dask), flush=True)
        print(f"killed: process {dask.killed}")
        amiss = [
            *faults(pool, by_processes),
            *faults(dask, by_dask),
            *differences(here / "processes", here / "dask"),
            *rejected(here / "dask"),
        ]
    for each in amiss:
        print(each)
    print("all there, all valid, the same bytes both ways" if not amiss else "NOT all is well")
    return int(bool(amiss))


if __name__ == "__main__":
    sys.exit(main())
