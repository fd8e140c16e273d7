"""Takes a publication; gives the script of its narration: what is said, and by which rule."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, TypedDict

from plainpress.document.errors import SourceError, UsageError
from plainpress.document.findings import has_errors
from plainpress.document.records import dataclass
from plainpress.press import check
from plainpress.press.publications import locate, name_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from plainpress.document.model import Publication
    from plainpress.document.narration import Narration
    from plainpress.document.reader import Reading

FORMS = ("text", "json")
VERSION = 1  # of what `--form json` gives


class ScriptWishes(TypedDict):
    """The options of `plainpress script`."""

    editions: tuple[str, ...]
    form: str | None
    output: Path | None


@dataclass(frozen=True, slots=True)
class Request:
    """Whose script, of which editions, in which form, and the file to write if there is one."""

    source: Path
    editions: tuple[str, ...]
    form: str
    output: Path | None

    @property
    def name(self) -> str:
        return name_of(self.source)


def request(publication: str | None, wishes: ScriptWishes) -> Request:
    """The request behind `plainpress script`. A file's ending tells its form, if nobody says it."""
    source = locate(publication)
    if source.suffix in check.FINISHED:
        raise UsageError(f"{source} is a finished file: give the publication that it is made from")
    output = wishes["output"]
    ending = output.suffix.removeprefix(".") if output else ""
    form = wishes["form"] or (ending if ending in FORMS else FORMS[0])
    return Request(source, check.editions(source, wishes["editions"]), form, output)


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
    from plainpress.document.narration.script import records

    if asked.form == "json":
        content = {
            "version": VERSION,
            "publication": asked.name,
            "editions": [records(each) for each in told],
        }
        return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    return "\n".join(_text(each) for each in told)


def _text(told: Narration) -> str:
    from plainpress.accessibility.reports.report import printable
    from plainpress.document.narration.script import lines

    head = f"{told.title} ({told.edition}): {summary(told)}"
    return printable("\n".join((head, "", *lines(told))))


def summary(told: Narration) -> str:
    """How much is said and how much of it otherwise than it is written, in words."""
    said, changed = len(told.utterances), sum(_differs(told))
    sentences = "sentence" if said == 1 else "sentences"
    changes = "change" if changed == 1 else "changes"
    return f"{said:,} {sentences}, {changed:,} {changes}, {len(told.silences):,} left out"


def _differs(told: Narration) -> list[int]:
    return [sum(each.rule != "lead" for each in one.changes) for one in told.utterances]


def write(asked: Request, told: Sequence[Narration]) -> list[str]:
    """Write what was asked for by a temporary name and one rename; a line for each file."""
    if asked.output is None:
        raise UsageError("say where to write: -o FILE")
    replace_text(asked.output, render(asked, told))
    return [f"Wrote {asked.output}: {summary(each)}, {each.edition}." for each in told]


def replace_text(path: Path, text: str) -> None:
    """Put a text into a file. What stood there before is whole until the new text is."""
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(text, encoding="utf-8", newline="\n")
        temporary.replace(path)
    except OSError as error:
        error.filename = str(path)  # the name that its reader knows
        raise
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
