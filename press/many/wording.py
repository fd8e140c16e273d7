"""Takes what came of many publications; prints it, for a person at a terminal or for a log."""

from __future__ import annotations

import sys
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from plainpress.builders.address import is_address
from plainpress.document.findings import Finding, Severity
from plainpress.press import tables
from plainpress.press.many.outputs import under
from plainpress.press.many.tasks import BUILT, FAILED, LEFT_OUT, Result
from plainpress.press.show import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

    from plainpress.press.many.build import Done

_MINUTE = 60


def progress(total: int) -> AbstractContextManager[Callable[[Result], None]]:
    """A bar that grows with each publication; silent where nobody watches."""
    return _bar(total) if sys.stderr.isatty() else nullcontext(lambda _: None)


@contextmanager
def _bar(total: int) -> Iterator[Callable[[Result], None]]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    failed = 0
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        shown = bar.add_task("building", total=total)

        def tell(result: Result) -> None:
            nonlocal failed
            failed += result.state == FAILED
            words = f"building ({failed} failed)" if failed else "building"
            bar.update(shown, advance=1, description=words)

        yield tell


def show(done: Done) -> None:
    """Print the errors of each publication that failed, then what was built in all."""
    for link in done.order.links:
        click.echo(f"{link} is a link to a folder: links are not followed", err=True)
    failed = [each for each in done.results if each.state == FAILED]
    root, output = str(done.order.root), done.order.output
    for result in sorted(failed, key=lambda one: one.name):
        source = root if done.order.alone else under(root, result.name)
        target = output if done.order.alone else under(output, result.name)
        for line in (*_lines(result.findings, source), *_lines(result.faults, target)):
            click.echo(line)
        for reason in result.reasons:
            click.echo(f"{source}: error: {reason}")
    if done.order.wishes["explain"]:
        tables.show(STEPS, [row for result in done.results for row in _steps(result)])
    for line in closing(done):
        click.echo(line)


def _steps(result: Result) -> Iterator[tuple[str, str, str]]:
    """Of each file whether it was made anew, and why."""
    for file in result.files:
        yield (f"{result.name}/{file.name}", "ran" if file.why else "kept", file.why)


def _lines(findings: Iterable[Finding], folder: str) -> Iterator[str]:
    """The errors as `path:line: error: ...`, the paths as the user would type them."""
    from pathlib import Path

    from plainpress.accessibility import reports

    errors = tuple(each for each in findings if each.severity is Severity.ERROR)
    if errors:
        if is_address(folder):  # a path would lose one of its slashes
            errors = tuple(_moved(each, folder) for each in errors)
            folder = ""
        text = reports.render(errors, "text", publication_name=folder, root=Path(folder))
        yield from text.splitlines()[: len(errors)]


def _moved(finding: Finding, folder: str) -> Finding:
    return replace(finding, span=replace(finding.span, path=f"{folder}/{finding.span.path}"))


def closing(done: Done) -> Iterator[str]:
    """What was built in all, what was not, and where it is written down."""
    order, results = done.order, done.results
    if order.shard and not results:
        yield f"Shard {order.shard} holds none of the {_many(order.total)}."
        return
    built = [each for each in results if each.state == BUILT]
    files = sum(len(each.files) for each in built)
    shard = f" in shard {order.shard} (there are {order.total:,})" if order.shard else ""
    yield (
        f"Built {len(built):,} of {_many(len(order.places))}{shard}, {files:,} "
        f"file{'' if files == 1 else 's'}, into {order.output} "
        f"in {_time(done.seconds)} with {done.crew}."
    )
    if is_address(order.output):
        yield f"Sent {sum(each.uploaded for each in built):,} files; the others were there already."
    kept = sum(not file.why for each in built for file in each.files)
    if kept:
        yield f"Kept, since nothing in them has changed: {kept:,} of the files."
    yield from _rest(done)
    yield f"What came of each of them: {done.record}"


def _rest(done: Done) -> Iterator[str]:
    counts = {
        state: sum(one.state == state for one in done.results) for state in (FAILED, LEFT_OUT)
    }
    if counts[FAILED]:
        yield f"Failed: {counts[FAILED]:,}. Their earlier files are as they were."
    if counts[LEFT_OUT]:
        yield f"Left out, since they have no such edition: {counts[LEFT_OUT]:,}."
    warned = sum(len(one.findings) + len(one.faults) for one in done.results if one.state == BUILT)
    if warned:
        yield f"Warnings on what was built: {warned:,}."


def _many(number: int) -> str:
    return f"{number:,} publication{'' if number == 1 else 's'}"


def _time(seconds: float) -> str:
    if seconds < _MINUTE:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), _MINUTE)
    return f"{minutes} min {rest} s"
