"""The page: one HTML file that needs no network and no script."""

from __future__ import annotations

from base64 import b64encode
from string import Template
from typing import TYPE_CHECKING

from plainpress.accessibility.readability.scorer import formulas
from plainpress.accessibility.readability_report import charts, history, tables
from plainpress.accessibility.readability_report.facts import facts
from plainpress.accessibility.readability_report.markup import escape, place, sentence_case
from plainpress.accessibility.readability_report.passages import passage_id, passages
from plainpress.accessibility.readability_report.truth import FLOOR, truth
from plainpress.accessibility.readability_report.wording import counted, day, edition_name
from plainpress.accessibility.readability_report.worst import HOW_MANY, worst
from plainpress.templates import template

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plainpress.accessibility.readability_report.facts import EditionFacts, SectionFacts
    from plainpress.accessibility.readability_report.results import Results
    from plainpress.accessibility.readability_report.worst import Worst

_SHEETS = ("report.css", "text.css", "figures.css", "media.css")
_FONTS = (("Regular", 400), ("Bold", 700))


def render(results: Results) -> str:
    """The report as HTML."""
    editions = facts(results)
    found = worst(editions)
    said, where = truth(editions)
    present = history.entry(results.date, editions)
    anchors = {id(each.marked): f"sentence-{n}" for n, each in enumerate(found, start=1)}
    return _template("page.html").substitute(
        title=escape(results.title),
        language=escape(results.language),
        date=day(results.date),
        iso_date=results.date.isoformat(),
        style=style(),
        truth=escape(said),
        where=escape(where),
        problems=_problems(results),
        glance=tables.glance(editions),
        worst=_worst(found, editions),
        texts=passages(editions, anchors),
        sections=tables.sections(editions, results.earlier),
        section_notes=tables.section_notes(),
        measures=tables.measures(editions),
        charts=charts.charts(editions),
        trend=charts.trend(editions, results.earlier, present),
        left_out=tables.left_out(editions) + tables.let_through(editions),
        formulas=_formulas(),
        floor=FLOOR,
    )


def _template(name: str) -> Template:
    return Template(template(f"report/{name}").read_text(encoding="utf-8"))


def style() -> str:
    """The style sheet, with the typeface inside it: the page fetches nothing."""
    faces = "".join(
        '@font-face{font-family:"Atkinson Hyperlegible Next";'
        f"font-weight:{weight};src:url(data:font/ttf;base64,{_font(name)})}}\n"
        for name, weight in _FONTS
    )
    sheets = (template(f"report/{name}").read_text(encoding="utf-8") for name in _SHEETS)
    return faces + "\n".join(sheets)


def _font(name: str) -> str:
    file = template(f"fonts/AtkinsonHyperlegibleNext-{name}.ttf")
    return b64encode(file.read_bytes()).decode("ascii")


def _problems(results: Results) -> str:
    """What the reader of the page must know first: what is missing from it, and why."""
    items = [
        f"{escape(sentence_case(finding.message))} {escape(sentence_case(finding.hint))}"
        for finding in results.problems
    ]
    for edition in results.editions:
        if edition.unread:
            name = edition_name(edition.measures.edition).lower()
            items.append(
                f"The source of the {escape(name)} has {counted(edition.unread, 'error')}; what "
                "they hit may be missing here. <code>plainpress check</code> lists them."
            )
    listed = "".join(f"<li>{item}</li>\n" for item in items)
    return f'<ul class="problems">\n{listed}</ul>\n' if items else ""


# --- The ten worst -------------------------------------------------------------------


def _worst(found: Sequence[Worst], editions: Sequence[EditionFacts]) -> str:
    if not found:
        return "<p>No sentence calls for mending.</p>\n"
    lead = ""
    if len(found) < HOW_MANY:
        lead = f"<p>There {'is' if len(found) == 1 else 'are'} {len(found)} in all.</p>\n"
    links = {
        id(section): passage_id(number, index)
        for number, edition in enumerate(editions)
        for index, section in enumerate(edition.sections)
    }
    items = "".join(
        _item(each, number, links[id(each.section)], several=len(editions) > 1)
        for number, each in enumerate(found, start=1)
    )
    return f'{lead}<ol class="worst">\n{items}</ol>\n'


def _item(each: Worst, number: int, link: str, *, several: bool) -> str:
    sentence = each.marked.sentence
    edition = f" {escape(edition_name(each.section.edition))}." if several else ""
    pairs = [
        f"<dt>Reason</dt><dd>{escape(sentence_case(reason))}</dd>\n"
        + (f"<dt>Proposal</dt><dd>{escape(sentence_case(proposal))}</dd>\n" if proposal else "")
        for reason, proposal in each.advice
    ]
    if each.gain:
        pairs.append(f'<dt>Gain</dt><dd class="gain">{escape(sentence_case(each.gain))}</dd>\n')
    return (
        f'<li>\n<p class="where">{place(sentence.span)}{edition} {_section_link(each, link)} '
        f'<a href="#sentence-{number}">In its place<span class="spoken">: sentence {number}'
        "</span></a></p>\n"
        f"<blockquote>{escape(sentence.text)}</blockquote>\n"
        f"<dl>\n{''.join(pairs)}</dl>\n</li>\n"
    )


def _section_link(each: Worst, link: str) -> str:
    section: SectionFacts = each.section
    return f'<a href="#{link}">{escape(section.measure.title) or "Section"}</a>'


# --- How it was measured -------------------------------------------------------------


def _formulas() -> str:
    rows = "".join(
        f"<dt>{escape(sentence_case(formula['name']).rstrip('.'))}</dt>"
        f"<dd>{escape(formula['paper'])}</dd>\n"
        for formula in formulas().values()
    )
    return f'<dl class="papers">\n{rows}</dl>\n'
