"""Takes a narration; gives its script: what is said, and the rule behind each change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.document.narration.model import (
        Change,
        Chapter,
        Narration,
        Silence,
        Utterance,
    )

# Words that lead to others say themselves what they are.
_PLAIN = ("lead",)


def lines(narration: Narration) -> Iterator[str]:
    """The script for people: a chapter, its sentences with their roles, changes and silences."""
    for chapter in narration.chapters:
        yield f"# {_line(chapter.title)}"
        yield ""
        for each in _in_order(narration, chapter):
            yield from each
        yield ""


def _in_order(narration: Narration, chapter: Chapter) -> Iterator[Iterator[str]]:
    """What is said in a chapter and what is not, in the order of the text."""
    silences = [each for each in narration.silences if each.chapter == chapter.number]
    for place in range(chapter.first, chapter.end):
        while silences and silences[0].place <= place:
            yield _silence(silences.pop(0))
        yield _utterance(narration.utterances[place], narration.language)
    yield from map(_silence, silences)


def _utterance(each: Utterance, language: str) -> Iterator[str]:
    mark = "" if each.language == language else f" in {each.language}"
    escape = f", {each.escape} can be left" if each.escape else ""
    yield f"[{each.role}{mark}{escape}] {each.text}  ({each.after:g} s)"
    yield from (_change(change) for change in each.changes if change.rule not in _PLAIN)


def _change(change: Change) -> str:
    written, spoken = _line(change.written), _line(change.spoken)
    if not spoken:
        return f"    “{written}” -> not said ({change.rule})"
    return f"    “{written}” -> “{spoken}” ({change.rule})"


def _silence(each: Silence) -> Iterator[str]:
    yield f"    “{_line(each.written)}” -> not said ({each.rule})"


def _line(text: str) -> str:
    return " ".join(text.split())


def records(narration: Narration) -> dict[str, Any]:
    """The script for programs."""
    return {
        "title": narration.title,
        "language": narration.language,
        "edition": narration.edition,
        "chapters": [
            {"number": each.number, "title": each.title, "first": each.first, "end": each.end}
            for each in narration.chapters
        ],
        "utterances": [_record(each) for each in narration.utterances],
        "silences": [
            {
                "rule": each.rule,
                "written": each.written,
                "chapter": each.chapter,
                "before": each.place,
                "file": each.span.path,
                "line": each.span.first,
            }
            for each in narration.silences
        ],
    }


def _record(each: Utterance) -> dict[str, Any]:
    return {
        "text": each.text,
        "printed": each.printed,
        "language": each.language,
        "role": each.role,
        "chapter": each.chapter,
        "sentence": each.sentence,
        "pause": each.after,
        "escape": each.escape,
        "file": each.span.path,
        "line": each.span.first,
        "changes": [
            {"rule": change.rule, "written": change.written, "spoken": change.spoken}
            for change in each.changes
        ],
    }
