"""The figures of a report: at a glance, by section, and what was left out of the count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.accessibility.readability.counting import counting
from plainpress.accessibility.readability.gate import GRADED_FROM
from plainpress.accessibility.readability.scorer import SMOG_SENTENCES, formulas
from plainpress.accessibility.readability_report import every, history
from plainpress.accessibility.readability_report.facts import State
from plainpress.accessibility.readability_report.markup import (
    details,
    escape,
    place,
    remarks,
    sentence_case,
    state,
    table,
    terms,
)
from plainpress.accessibility.readability_report.passages import passage_id
from plainpress.accessibility.readability_report.wording import (
    NONE,
    between,
    counted,
    day,
    decimal,
    duration,
    edition_name,
    grade,
    share,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from plainpress.accessibility.readability.targets import Target
    from plainpress.accessibility.readability_report.facts import (
        EditionFacts,
        Group,
        SectionFacts,
    )
    from plainpress.accessibility.readability_report.history import Entry
    from plainpress.accessibility.readability_report.results import EditionResults

_NO_VALUE = f'<span class="none">{NONE}</span>'


# --- At a glance ---------------------------------------------------------------------


def glance(editions: Iterable[EditionFacts]) -> str:
    """A card for all that one edition says to one audience."""
    return "".join(_card(group) for edition in editions for group in edition.groups)


def _card(group: Group) -> str:
    text, target = group.text, group.target
    grades = text.grades
    sentences = len(text.lengths)
    pairs = [
        ("Sentences", _figure(f"{sentences:,}", f"{counted(text.totals.words, 'word')}")),
        (
            "Too long",
            _figure(f"{group.long:,}", f"{share(group.long, sentences)}, over {target.long} words"),
        ),
        (
            "Flesch-Kincaid",
            _figure(grade(grades), between("flesch_kincaid", target.warn, target.fail)),
        ),
    ]
    if grades is not None:
        smog = decimal(grades.smog) if grades.smog is not None else ""
        pairs += [
            ("SMOG", smog and _figure(smog, between("smog", target.warn, target.fail))),
            (
                "Reading age",
                _figure(decimal(grades.reading_age), "years: Flesch-Kincaid plus five"),
            ),
        ]
    pairs += [
        ("Reading", _figure(duration(text.reading), f"{_rate('reading-time')} words a minute")),
        (
            "Listening",
            _figure(duration(text.listening), f"{_rate('listening-time')} words a minute"),
        ),
    ]
    return (
        f'<section class="card">\n<h2>{escape(edition_name(group.edition))}, '
        f'for {escape(target.title)}</h2>\n<p class="tally">{_tally(group)}</p>\n'
        f"{remarks(group.findings)}{terms(pairs)}</section>\n"
    )


def _figure(value: str, note: str) -> str:
    small = f" <small>{escape(note)}</small>" if note else ""
    return f"<b>{escape(value)}</b>{small}"


def _rate(name: str) -> str:
    return f"{formulas()[name]['rate']:g}"


def _tally(group: Group) -> str:
    """How many sections are in each state: "50 sections pass, 5 are warned, 3 fail"."""
    passes, warned, fails = (group.count(each) for each in State)
    parts = [f"{state(group.state)} {counted(passes, 'section passes', 'sections pass')}"]
    if warned:
        parts.append(f"{warned:,} {'is' if warned == 1 else 'are'} warned")
    if fails:
        parts.append(f"{fails:,} {'fails' if fails == 1 else 'fail'}")
    return ", ".join(parts)


# --- By section ----------------------------------------------------------------------


def sections(editions: Sequence[EditionFacts], earlier: Sequence[Entry]) -> str:
    """A table for each edition, with the change since the last report that was kept."""
    return "".join(
        _sections(edition, number, earlier)
        for number, edition in enumerate(editions)
        if edition.sections
    )


def _sections(edition: EditionFacts, number: int, earlier: Sequence[Entry]) -> str:
    before = next(
        ((each.date, found) for each in reversed(earlier) if (found := each.edition(edition.name))),
        None,
    )
    several = len(edition.groups) > 1
    headers = ["Section", *(["For"] if several else []), "State", "#Sentences", "#Too long"]
    headers += ["#Flesch-Kincaid \u00b1 error", "#Target, limit"]
    if before:
        headers.append(f"#Change since {day(before[0])}")
    headers += ["#SMOG", "#Reading age (grade + 5)", "#Reading", "#Listening"]
    old = before[1].sections if before else None
    rows = [
        _row(section, passage_id(number, index), old, several=several)
        for index, section in enumerate(edition.sections)
    ]
    targets = "; ".join(f"{group.target.title}: {_targets(group)}" for group in edition.groups)
    caption = f"{edition_name(edition.name)}, {targets}"
    return table(f"sections-{number + 1}", caption, headers, rows)


def _limits(target: Target) -> str:
    """The target and the limit of the grade, as two numbers."""
    pair = (target.warn.flesch_kincaid, target.fail.flesch_kincaid)
    return ", ".join(f"{value:g}" for value in pair if value is not None) or _NO_VALUE


def _targets(group: Group) -> str:
    """The targets and limits of an audience in full."""
    target = group.target
    parts = [
        f"{name} {told}"
        for measure, name in (("flesch_kincaid", "grade"), ("smog", "SMOG"), ("mean", "average"))
        if (told := between(measure, target.warn, target.fail))
    ]
    longest = f", limit {target.fail.longest}" if target.fail.longest is not None else ""
    return ", ".join([*parts, f"sentences long from {target.long + 1} words{longest}"])


def _row(
    section: SectionFacts,
    name: str,
    before: dict[str, history.Counts] | None,
    *,
    several: bool,
) -> list[str]:
    own = section.measure.own
    grades = own.grades
    count = len(own.lengths)
    long = f"{section.long:,} ({share(section.long, count)})" if section.long else "0"
    row = [
        _link(section, name),
        *([escape(section.target.title)] if several else []),
        state(section.state),
        f"{count:,}",
        long if count else _NO_VALUE,
        _held(section) if grades else _NO_VALUE,
        _limits(section.target),
    ]
    if before is not None:
        row.append(_change(section, before))
    return [
        *row,
        decimal(grades.smog) if grades and grades.smog is not None else _NO_VALUE,
        decimal(grades.reading_age) if grades else _NO_VALUE,
        escape(duration(own.reading)),
        escape(duration(own.listening)),
    ]


def _link(section: SectionFacts, name: str) -> str:
    title = escape(section.measure.title) or "Section without a title"
    return f'<a href="#{name}" class="level-{min(section.measure.level, 3)}">{title}</a>'


def _held(section: SectionFacts) -> str:
    """The grade; in brackets where the section has too few sentences to be held to it."""
    text = grade(section.measure.own.grades)
    return text if section.held else f"({text})"


def _change(section: SectionFacts, before: dict[str, history.Counts]) -> str:
    now = history.of_section(section)
    change = history.since(now, before.get(section.measure.label))
    if change is None:
        return '<span class="none">new</span>'
    return f"{'+' if round(change, 1) > 0 else ''}{decimal(change)}"


def section_notes() -> str:
    """What the columns of the tables mean."""
    smog, age = formulas()["smog"]["name"], formulas()["reading-age"]["name"]
    return (
        f"<p>A grade in brackets comes from fewer than {GRADED_FROM} sentences. It is shown with "
        "its error, and nothing is held to it; long sentences count always. The error is one "
        "standard error: of texts like this one, two in three have their grade within it; one "
        "sentence alone has none that is known. "
        f"The {escape(smog)} is given from {SMOG_SENTENCES} sentences up. "
        f"{escape(sentence_case(age))} Times are for all the words that people read, graded or "
        "not.</p>\n"
    )


# --- Every measure -------------------------------------------------------------------


def measures(editions: Sequence[EditionFacts]) -> str:
    """Every measure, by topic: of each edition, and behind it of each of its sections."""
    texts = [text for edition in editions for text in every.of_edition(edition)]
    if not texts:
        return "<p>There is nothing that can be measured.</p>\n"
    return "".join(
        _topic(topic, f"measures-{number}", texts, editions)
        for number, topic in enumerate(every.TOPICS, start=1)
    )


def _topic(
    topic: every.Topic,
    name: str,
    texts: Sequence[every.Measured],
    editions: Sequence[EditionFacts],
) -> str:
    rows = [
        (escape(column.name), *(_value(column, text) for text in texts)) for column in topic.columns
    ]
    headers = ("Measure", *(f"#{text.name}" for text in texts))
    whole = table(name, f"{topic.title} of each edition", headers, rows)
    behind = "".join(
        _by_section(topic, f"{name}-{place + 1}", edition, place)
        for place, edition in enumerate(editions)
        if edition.sections
    )
    return f"<h3>{escape(topic.title)}</h3>\n<p>{escape(topic.note)}</p>\n{whole}{behind}"


def _by_section(topic: every.Topic, name: str, edition: EditionFacts, place: int) -> str:
    headers = ("Section", *(f"#{column.name}" for column in topic.columns))
    rows = [
        [_link(section, passage_id(place, index))]
        + [_value(column, every.of_section(section)) for column in topic.columns]
        for index, section in enumerate(edition.sections)
    ]
    told = f"each section of the {edition_name(edition.name).lower()}"
    return details(
        sentence_case(told).rstrip("."), table(name, f"{topic.title} of {told}", headers, rows)
    )


def _value(column: every.Column, text: every.Measured) -> str:
    value = column.of(text)
    return _NO_VALUE if value == NONE else escape(value)


# --- Left out, and let through -------------------------------------------------------


def left_out(editions: Sequence[EditionFacts]) -> str:
    """The words that were not graded, by the rule that left them out, for each edition."""
    parts = []
    for number, edition in enumerate(editions):
        rows = list(_left_out(edition.results))
        caption = f"Words of the {edition_name(edition.name).lower()} that are not in its grades"
        headers = ("Kind of text", "#Words", "What was done", "Why")
        if rows:
            parts.append(table(f"left-out-{number + 1}", caption, headers, rows))
        promoted = sum(section.measure.promoted for section in edition.sections)
        if promoted:
            verb = "holds" if promoted == 1 else "hold"
            parts.append(
                f"<p>{counted(promoted, 'section')} {verb} so much text in tables, captions or "
                "quotations that it was graded with the rest.</p>\n"
            )
    return "".join(parts) or "<p>Nothing was left out.</p>\n"


def _left_out(results: EditionResults) -> Iterable[tuple[str, ...]]:
    kinds = counting().kinds
    for out in sorted(results.measures.whole.left_out, key=lambda each: -each.words):
        kind = kinds[out.kind]
        done = "checked for long sentences, not graded" if out.checked else "left out"
        yield (
            escape(sentence_case(kind.name).rstrip(".")),
            f"{out.words:,}",
            done,
            escape(sentence_case(kind.why)),
        )


def let_through(editions: Sequence[EditionFacts]) -> str:
    """Findings that an exception or the baseline let through, each with its reason."""
    parts = []
    allowed = [each for edition in editions for each in edition.results.allowed]
    if allowed:
        items = "".join(
            f"<li>{place(each.finding.span)} {escape(sentence_case(each.finding.message))} "
            f"<q>{escape(each.reason)}</q>"
            f"{f' Until {day(each.until)}.' if each.until else ''}</li>\n"
            for each in allowed
        )
        parts.append(f'<h3>Let through by an exception</h3>\n<ul class="allowed">\n{items}</ul>\n')
    known = sum(len(edition.results.known) for edition in editions)
    if known:
        parts.append(
            f"<h3>Let through by the baseline</h3>\n<p>{counted(known, 'finding')} from before "
            "the gate was put up. They may only become fewer.</p>\n"
        )
    return "".join(parts)
