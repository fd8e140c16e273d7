"""What every language check is given, and how it reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from plainpress.accessibility.readability.rules import finding
from plainpress.document.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plainpress.accessibility.readability.measures import Measures, Sentence
    from plainpress.document.findings import Finding
    from plainpress.document.model import Publication

# Kinds of text whose words are somebody else's, or a name.
_NOT_OURS = frozenset({"quotation", "long-heading"})
_FOR_EXPERTS = "professional"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as the checks look at it: with its words in lower case, and its readers."""

    sentence: Sentence
    lowered: tuple[str, ...]
    audience: str
    section: str


@dataclass(frozen=True, slots=True)
class Context:
    """An edition for the language checks.

    `style` and `terms` are the publication's own settings: how it writes dates and numbers,
    and which word it uses for a thing ("service user" = "person who uses services").
    `people` is its list of words about people, None for ours.
    """

    publication: Publication
    lines: tuple[Line, ...]
    style: Mapping[str, Any] = field(default_factory=dict)
    terms: Mapping[str, Any] = field(default_factory=dict)
    people: str | None = None


def lines(measures: Measures) -> tuple[Line, ...]:
    """The sentences of an edition that are the author's own."""
    return tuple(
        Line(sentence, tuple(map(str.lower, sentence.words)), section.audience, section.label)
        for section in measures.sections
        for sentence in section.sentences
        if sentence.kind not in _NOT_OURS
    )


def report(code: str, message: str, line: Line, hint: str = "") -> Finding:
    """A finding on a sentence. For professional readers advice on wording is information only."""
    found = finding(
        code,
        message,
        line.sentence.span,
        line.sentence.text,
        hint=hint,
        package="plainpress.accessibility.language",
    )
    if line.audience == _FOR_EXPERTS and code in _EASED:
        return _informing(found)
    return found


_EASED = frozenset({"hard-word", "idiom", "passive-voice"})


def _informing(found: Finding) -> Finding:
    from dataclasses import replace

    return replace(found, severity=Severity.INFORMATION)
