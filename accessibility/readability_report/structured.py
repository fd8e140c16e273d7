"""The report for programs: JSON, as schema.json beside this file describes it."""

from __future__ import annotations

import json
import math
from statistics import mean, median
from typing import TYPE_CHECKING, Any

from plainpress.accessibility.readability.scorer import formulas
from plainpress.accessibility.readability_report.facts import facts
from plainpress.accessibility.readability_report.truth import truth
from plainpress.accessibility.readability_report.worst import worst

if TYPE_CHECKING:
    from plainpress.accessibility.readability.measures import TextMeasure
    from plainpress.accessibility.readability.scorer import Grades
    from plainpress.accessibility.readability_report.facts import (
        EditionFacts,
        Group,
        SectionFacts,
    )
    from plainpress.accessibility.readability_report.results import Results
    from plainpress.accessibility.readability_report.worst import Worst
    from plainpress.document.findings import Finding
    from plainpress.document.model import Span

VERSION = 1


def render(results: Results) -> str:
    """The report as JSON."""
    editions = facts(results)
    report = {
        "version": VERSION,
        "title": results.title,
        "date": results.date.isoformat(),
        "truth": truth(editions)[0],
        "formulas": {
            name.replace("-", "_"): {"name": formula["name"], "paper": formula["paper"]}
            for name, formula in formulas().items()
        },
        "editions": [_edition(edition) for edition in editions],
        "worst": [_worst(each) for each in worst(editions)],
    }
    return json.dumps(report, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _edition(edition: EditionFacts) -> dict[str, Any]:
    results = edition.results
    measures = results.measures
    return {
        "edition": edition.name,
        "language": measures.language,
        "measurable": measures.measurable,
        "source_errors": results.unread,
        **_long(sum(group.long for group in edition.groups), measures.whole),
        "measures": _text(measures.whole),
        "audiences": [_group(group) for group in edition.groups],
        "sections": [_section(section) for section in edition.sections],
        "left_out": [
            {"kind": out.kind, "words": out.words, "checked": out.checked}
            for out in measures.whole.left_out
        ],
        "findings": [_finding(finding) for finding in results.findings],
        "allowed": [
            {
                "finding": _finding(each.finding),
                "reason": each.reason,
                "until": each.until.isoformat() if each.until else None,
            }
            for each in results.allowed
        ],
        "in_baseline": len(results.known),
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "audience": group.target.audience,
        "state": group.state.name.lower(),
        "long_from": group.target.long + 1,
        **_long(group.long, group.text),
        "measures": _text(group.text),
    }


def _section(section: SectionFacts) -> dict[str, Any]:
    measure = section.measure
    return {
        "label": measure.label,
        "title": measure.title,
        "level": measure.level,
        "parent": measure.parent,
        "audience": measure.audience,
        **_place(measure.span),
        "state": section.state.name.lower(),
        **_long(section.long, measure.own),
        "grade_held": section.held,
        "measures": _text(measure.own),
    }


def _long(long: int, text: TextMeasure) -> dict[str, Any]:
    total = len(text.lengths)
    return {"long": long, "long_share": round(long / total, 4) if total else 0}


def _text(text: TextMeasure) -> dict[str, Any]:
    return {
        "sentences": text.totals.sentences,
        "words": text.totals.words,
        "mean_length": round(text.mean_length, 2),
        "median_length": median(text.lengths) if text.lengths else 0,
        "longest": text.longest,
        "lengths": list(text.lengths),
        "mean_paragraph": round(mean(text.paragraphs), 2) if text.paragraphs else 0,
        "longest_paragraph": max(text.paragraphs, default=0),
        "paragraphs": list(text.paragraphs),
        "grades": _grades(text.grades) if text.grades else None,
        "words_by_frequency": {str(band): count for band, count in text.bands.frequency},
        "words_by_level": {level or "none": count for level, count in text.bands.levels},
        "reading_seconds": round(text.reading),
        "listening_seconds": round(text.listening),
    }


def _grades(grades: Grades) -> dict[str, Any]:
    known = math.isfinite(grades.error)
    return {
        "flesch_kincaid": round(grades.flesch_kincaid, 2),
        "error": round(grades.error, 2) if known else None,
        "flesch_ease": round(grades.flesch_ease, 2),
        "smog": None if grades.smog is None else round(grades.smog, 2),
        "gunning_fog": round(grades.gunning_fog, 2),
        "dale_chall": round(grades.dale_chall, 2),
        "reading_age": round(grades.reading_age, 2),
    }


def _worst(each: Worst) -> dict[str, Any]:
    sentence = each.marked.sentence
    return {
        "edition": each.section.edition,
        "section": each.section.measure.label,
        **_place(sentence.span),
        "sentence": sentence.text,
        "words": len(sentence.words),
        "level": each.marked.level.name.lower(),
        "advice": [{"reason": reason, "proposal": proposal} for reason, proposal in each.advice],
        "gain": each.gain,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.name.lower(),
        "message": finding.message,
        "hint": finding.hint,
        "link": finding.link,
        **_place(finding.span),
        "excerpt": finding.excerpt,
    }


def _place(span: Span) -> dict[str, Any]:
    return {"path": span.path, "first_line": span.first, "last_line": max(span.first, span.last)}
