"""The text of each section, sentence by sentence, marked by difficulty in colour and in words."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from plainpress.accessibility.readability.counting import counting
from plainpress.accessibility.readability_report.facts import Level
from plainpress.accessibility.readability_report.markup import escape, remarks, state
from plainpress.accessibility.readability_report.wording import counted, edition_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from plainpress.accessibility.readability_report.facts import (
        EditionFacts,
        Marked,
        SectionFacts,
    )
    from plainpress.document.findings import Finding

_CLASSES = {Level.DENSE: "dense", Level.LONG: "long", Level.VERY_LONG: "very-long"}
# The strip of bars beside a section's name: a bar a sentence, in a box of this height, whose top
# is twice the length at which a sentence is long.
_STRIP_HEIGHT = 40
_STRIP_BARS = 56


def passages(editions: Sequence[EditionFacts], anchors: Mapping[int, str]) -> str:
    """All sections of all editions. `anchors` names sentences, by identity, that are linked to."""
    parts = []
    several = len(editions) > 1
    for number, edition in enumerate(editions):
        if several:
            parts.append(f"<h3>{escape(edition_name(edition.name))}</h3>\n")
        parts += [
            passage(section, passage_id(number, index), anchors, "h4" if several else "h3")
            for index, section in enumerate(edition.sections)
        ]
    return "".join(parts)


def passage_id(edition: int, section: int) -> str:
    """The id of a section's text on the page."""
    return f"text-{edition + 1}-{section + 1}"


def passage(
    section: SectionFacts, name: str, anchors: Mapping[int, str], heading: str = "h3"
) -> str:
    """One section: its name and a strip of its sentences, and behind them its text."""
    title = escape(section.measure.title) or "Section without a title"
    title = f'<{heading} class="title">{title}</{heading}>'
    indent = f"level-{min(section.measure.level, 3)}"
    if not section.sentences:
        return (
            f'<div class="passage empty {indent}" id="{name}">{title} '
            '<span class="count">no sentences of its own</span></div>\n'
        )
    return (
        f'<details class="passage {indent}" id="{name}"><summary>{title} '
        f"{_strip(section.sentences, 2 * section.target.long)} "
        f'<span class="count">{_count(section)}</span> {state(section.state)}</summary>\n'
        f'<div class="text">\n<p class="file">{escape(section.measure.span.path)}</p>\n'
        f"{_told(section, anchors)}</div></details>\n"
    )


def _count(section: SectionFacts) -> str:
    sentences = counted(len(section.sentences), "sentence")
    return f"{sentences}, {f'{section.long:,}' if section.long else 'none'} too long"


def _strip(sentences: Sequence[Marked], top: int) -> str:
    """A bar for each sentence, as high as it is long. It repeats what the text says in words."""
    paths: dict[str, list[str]] = {}
    for index, marked in enumerate(sentences):
        height = round(_STRIP_HEIGHT * min(1, len(marked.sentence.words) / top))
        bar = f"M{index} {_STRIP_HEIGHT}v-{height}h.7v{height}z"
        paths.setdefault(_CLASSES.get(marked.level, "fine"), []).append(bar)
    drawn = "".join(f'<path class="{name}" d="{"".join(bars)}"/>' for name, bars in paths.items())
    count = len(sentences)
    width = 4 * min(count, _STRIP_BARS)
    return (
        f'<svg class="strip" aria-hidden="true" focusable="false" width="{width}" height="24" '
        f'viewBox="0 0 {count} {_STRIP_HEIGHT}" preserveAspectRatio="none">'
        f"{drawn}</svg>"
    )


def _told(section: SectionFacts, anchors: Mapping[int, str]) -> str:
    """What the checks say of the section, then its text, with what they say of each paragraph."""
    groups = groupby(section.sentences, key=lambda marked: marked.sentence.paragraph)
    units = [list(group) for _, group in groups]
    about: dict[tuple[int, str], list[Finding]] = {_start(unit): [] for unit in units}
    rest = [each for each in section.findings if (each.span.first, each.excerpt) not in about]
    for each in section.findings:
        about.get((each.span.first, each.excerpt), []).append(each)
    return remarks(rest) + "".join(_unit(unit, about[_start(unit)], anchors) for unit in units)


def _start(unit: list[Marked]) -> tuple[int, str]:
    """By what a finding on a paragraph knows it: its line and its first sentence."""
    return unit[0].sentence.span.first, unit[0].sentence.text


def _unit(group: list[Marked], about: Iterable[Finding], anchors: Mapping[int, str]) -> str:
    """A paragraph, item or cell, with its line in the margin and remarks on it below."""
    first = group[0].sentence
    text = " ".join(_sentence(marked, anchors.get(id(marked), "")) for marked in group)
    aside = ""
    if first.standing == "checked":
        kind = counting().kinds[first.kind].name
        aside = f' <span class="label">not graded: {escape(kind)}</span>'
    words = [
        each for marked in group for each in marked.findings if each.code != "sentence-too-long"
    ]
    below = remarks((*about, *words))
    return (
        f'<div class="unit {escape(first.kind)}">'
        f'<span class="line"><span class="spoken">Line </span>{first.span.first}</span>'
        f"<p>{text}{aside}</p>{below}</div>\n"
    )


def _sentence(marked: Marked, anchor: str) -> str:
    text = escape(marked.sentence.text)
    named = f' id="{anchor}"' if anchor else ""
    if marked.level is Level.FINE:
        return f"<span{named}>{text}</span>" if named else text
    return (
        f'<mark class="{_CLASSES[marked.level]}"{named}>{text}</mark> '
        f'<span class="label {_CLASSES[marked.level]}">{_label(marked)}</span>'
    )


def _label(marked: Marked) -> str:
    if marked.level is Level.DENSE:
        return f"{marked.sentence.polysyllables} long words"
    return f"{len(marked.sentence.words)} words: {marked.level.value}"
