"""Takes a narration; gives its script as lines: what is said, and the rule behind each change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.document.narration.model import Narration, Silence, Utterance

# Words that lead to others say themselves what they are.
_PLAIN = ("lead",)


def lines(narration: Narration) -> Iterator[str]:
    """The script for people: a chapter, its sentences with their roles, changes and silences."""
    silences = list(narration.silences)
    for chapter in narration.chapters:
        yield f"# {chapter.title}"
        yield ""
        for place in range(chapter.first, chapter.end):
            while silences and silences[0].place <= place:
                yield _silence(silences.pop(0))
            yield from _utterance(narration.utterances[place], narration.language)
        yield ""
    yield from map(_silence, silences)


def _utterance(each: Utterance, language: str) -> Iterator[str]:
    mark = "" if each.language == language else f" in {each.language}"
    escape = f", {each.escape} can be left" if each.escape else ""
    yield f"[{each.role}{mark}{escape}] {each.text}  ({each.after:g} s)"
    for change in each.changes:
        if change.rule not in _PLAIN:
            yield f"    {change.rule}: “{_short(change.written)}” is said “{_short(change.spoken)}”"


def _silence(each: Silence) -> str:
    return f"    {each.rule}: “{_short(each.written)}” is not said"


def _short(text: str) -> str:
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
        "language": each.language,
        "role": each.role,
        "chapter": each.chapter,
        "pause": each.after,
        "escape": each.escape,
        "file": each.span.path,
        "line": each.span.first,
        "changes": [
            {"rule": change.rule, "written": change.written, "spoken": change.spoken}
            for change in each.changes
        ],
    }
