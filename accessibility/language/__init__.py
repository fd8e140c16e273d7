"""Takes an edition and its measures; gives findings about plain language, each with a proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plainpress.accessibility.language import glossary, grammar, style, wording
from plainpress.accessibility.language.context import Context, lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from plainpress.accessibility.readability.measures import Measures
    from plainpress.document.findings import Finding
    from plainpress.document.model import Publication

CHECKS: tuple[Callable[[Context], Iterator[Finding]], ...] = (
    wording.listed,
    grammar.passive,
    grammar.double_negative,
    grammar.noun_strings,
    style.dates,
    style.numbers,
    style.spellings,
    glossary.first_uses,
)


def check(
    publication: Publication,
    measures: Measures,
    style: Mapping[str, Any] | None = None,
    terms: Mapping[str, Any] | None = None,
    people: str | None = None,
) -> tuple[Finding, ...]:
    """All findings on the language of an edition, by file and line.

    `style` and `terms` are [style] and [words] of publication.toml; `people` is the text of the
    publication's own list of words about people, None for ours. An edition that cannot be
    measured gets no findings here: the readability gate refuses it.
    """
    context = Context(publication, lines(measures), style or {}, terms or {}, people)
    found = [finding for each in CHECKS for finding in each(context)]
    return tuple(sorted(found, key=_place))


def _place(finding: Finding) -> tuple[str, int, int, str]:
    return (finding.span.path, finding.span.first, -finding.severity, finding.code)
