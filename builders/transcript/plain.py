"""The transcript as plain text: each paragraph is one line, with a blank line below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.builders.pages import calmed
from plainpress.builders.transcript.parts import Passage, Unspoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.builders.transcript.parts import Run, Transcript

_UNDERLINES = {1: "=", 2: "-"}
_INDENT = "    "
_NOT_SPOKEN = "Not spoken:"


def render(transcript: Transcript) -> str:
    """The text, addresses below the paragraph that leaves them out."""
    blocks: list[str] = []
    for part in transcript.parts:
        for number, passage in enumerate(part.passages):
            match passage:
                case Passage():
                    is_title = part.number == 0 and number == 0
                    blocks.append("\n".join(_passage(passage, 1 if is_title else passage.level)))
                case Unspoken():
                    blocks.append("\n".join(_unspoken(passage)))
    return calmed("\n\n".join(blocks)) + "\n"


def _passage(passage: Passage, level: int) -> Iterator[str]:
    text = " ".join(sentence.text for sentence in passage.sentences)
    yield text
    if line := _UNDERLINES.get(level):
        yield line * len(text)
    for address in passage.addresses:
        yield f"{_INDENT}{_address(address)}"


def _address(address: Run) -> str:
    shown = address.url.removeprefix("mailto:")
    known = {shown, address.url, address.url.removeprefix("https://doi.org/")}
    return shown if address.text in known else f"{address.text}: {shown}"


def _unspoken(passage: Unspoken) -> Iterator[str]:
    yield _NOT_SPOKEN
    for entry in passage.entries:
        lines = "".join(_run(run) for run in entry).rstrip().split("\n")
        yield from (f"{_INDENT}{line}" for line in lines)


def _run(run: Run) -> str:
    shown = run.url.removeprefix("mailto:")
    return f"{run.text} ({shown})" if shown and shown not in run.text else run.text
