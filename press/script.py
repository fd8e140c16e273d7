"""Takes a publication; gives its narration as a script with the rules, and as a transcript."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, TypedDict, TypeVar

from plainpress.document.errors import SourceError, UsageError
from plainpress.document.findings import Finding, Severity, has_errors
from plainpress.document.records import dataclass
from plainpress.press import check
from plainpress.press.publications import locate, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from plainpress.builders.artifact import Loss
    from plainpress.document.model import Publication
    from plainpress.document.narration import Narration
    from plainpress.document.reader import Reading

T = TypeVar("T")
FORMS = ("text", "json", "html")
HEADERS = ("File", "Edition", "Size", "Sentences", "Changes", "Left out")
VERSION = 1  # of what `--form json` gives


class ScriptWishes(TypedDict):
    """The options of `plainpress script`."""

    editions: tuple[str, ...]
    form: str | None
    output: Path | None


@dataclass(frozen=True, slots=True)
class Request:
    """Whose script, of which editions, in which form, and where to write it, if anywhere.

    `output` is a file for the form, or a folder for the transcripts.
    """

    source: Path
    editions: tuple[str, ...]
    form: str
    output: Path | None
    to_folder: bool = False

    @property
    def name(self) -> str:
        return name_of(self.source)


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written, and what the plain text could not hold."""

    path: Path
    told: Narration
    losses: tuple[Loss, ...] = ()


def request(publication: str | None, wishes: ScriptWishes) -> Request:
    """The request behind `plainpress script`. A file's ending tells its form, if nobody says it."""
    source = locate(publication)
    if source.suffix in check.FINISHED:
        raise UsageError(f"{source} is a finished file: give the publication that it is made from")
    output, form = wishes["output"], wishes["form"]
    editions = check.editions(source, wishes["editions"])
    if output and (output.is_dir() or not output.suffix):
        if form:
            raise UsageError(
                f"{output} is a folder, which takes the transcripts: leave --form out, "
                f"or give the name of a file"
            )
        return Request(source, editions, FORMS[0], output, to_folder=True)
    ending = output.suffix.removeprefix(".") if output else ""
    form = form or (ending if ending in FORMS else FORMS[0])
    if form == "html" and len(editions) > 1:
        raise UsageError(
            f"a page holds one edition: add --edition {editions[0]} or --edition {editions[1]}, "
            f"or give -o a folder"
        )
    return Request(source, editions, form, output)


def narrations(asked: Request) -> tuple[Narration, ...]:
    """The narration of each edition. Raises `SourceError` for a source with an error."""
    from plainpress.document.narration import narrate
    from plainpress.document.reader import read

    standard = read(asked.source)
    found = []
    for edition in asked.editions:
        reading, publication = _edition(asked.source, edition, standard)
        if publication is None or has_errors(reading.findings):
            raise SourceError(reading.findings)
        found.append(narrate(publication, reading.settings))
    return tuple(found)


def _edition(source: Path, edition: str, standard: Reading) -> tuple[Reading, Publication | None]:
    """An edition as it is published: easy read has its word list and its credits added."""
    if edition == check.STANDARD or has_errors(standard.findings):
        return standard, standard.publication
    from plainpress.press.editions import read_easy_read

    paired = read_easy_read(source, standard)
    return paired.reading, paired.publication


def render(asked: Request, told: Sequence[Narration]) -> str:
    """The script in the form that was asked for, all editions in one text."""
    match asked.form:
        case "json":
            return _json(asked, told)
        case "html":
            from plainpress.builders.transcript import page, parts

            return page.render(parts(told[0]))
        case _:
            return "\n".join(_text(each) for each in told)


def _json(asked: Request, told: Sequence[Narration]) -> str:
    from plainpress.document.narration.script import records

    content = {
        "version": VERSION,
        "publication": asked.name,
        "editions": [records(each) for each in told],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _text(told: Narration) -> str:
    from plainpress.accessibility.reports.report import printable
    from plainpress.document.narration.script import lines

    head = f"{told.title} ({told.edition}): {summary(told)}"
    return printable("\n".join((head, "", *lines(told))))


def summary(told: Narration) -> str:
    """How much is said and how much of it otherwise than it is written, in words."""
    said, changed = len(told.utterances), _changes(told)
    sentences = "sentence" if said == 1 else "sentences"
    changes = "change" if changed == 1 else "changes"
    return f"{said:,} {sentences}, {changed:,} {changes}, {len(told.silences):,} left out"


def _changes(told: Narration) -> int:
    return sum(each.rule != "lead" for one in told.utterances for each in one.changes)


# --- Files ---------------------------------------------------------------------------


def write(asked: Request, told: Sequence[Narration]) -> tuple[Written, ...]:
    """Write what was asked for, each file by a temporary name and one rename."""
    if asked.output is None:
        raise UsageError("say where to write: -o FILE or -o DIR")
    if asked.to_folder:
        return tuple(_transcripts(asked.output, asked.name, told))
    text = render(asked, told)
    _put(asked.output, lambda path: path.write_text(text, encoding="utf-8", newline="\n"))
    return tuple(Written(asked.output, each) for each in told)


def _transcripts(folder: Path, name: str, told: Sequence[Narration]) -> Iterator[Written]:
    """Each edition's transcript, as a page and as plain text."""
    from plainpress.builders.transcript import build_page, build_text

    for each in told:
        tail = "" if each.edition == check.STANDARD else f"-{each.edition}"
        page, text = (folder / f"{name}{tail}-transcript.{end}" for end in ("html", "txt"))
        _put(page, partial(build_page, each))
        yield Written(page, each)
        yield Written(text, each, _put(text, partial(build_text, each)).losses)


def _put(path: Path, make: Callable[[Path], T]) -> T:
    """Let a file be made. What stood there before is whole until the new file is."""
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        made = make(temporary)
        temporary.replace(path)
    except OSError as error:
        error.filename = str(path)  # the name that its reader knows
        raise
    else:
        return made
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def rows(written: Sequence[Written]) -> list[tuple[str, ...]]:
    """A row for each file and edition."""
    from plainpress.press.show import size

    return [
        (
            str(each.path),
            each.told.edition,
            size(each.path.stat().st_size),
            f"{len(each.told.utterances):,}",
            f"{_changes(each.told):,}",
            f"{len(each.told.silences):,}",
        )
        for each in written
    ]


def losses(written: Sequence[Written]) -> tuple[Finding, ...]:
    """What a file could not hold, as findings."""
    return tuple(
        Finding("loss", Severity.WARNING, f"{each.path.name}: {loss.what}", loss.span)
        for each in written
        for loss in each.losses
    )
