"""Tricks that lower a grade without helping a reader must not get a text past the gate."""

from __future__ import annotations

from plainpress.accessibility.readability.gate import gate
from plainpress.accessibility.readability.measure import measure
from plainpress.document.findings import Finding, Severity
from plainpress.document.model import (
    BulletList,
    Code,
    Figure,
    ImageFile,
    Language,
    ListItem,
    Paragraph,
    Publication,
    Quotation,
    Section,
    Table,
    TableCell,
    TableRow,
    Text,
)

# Hard text: 30 sentences of 29 words, none of them alike, Flesch-Kincaid about 20.
_TASKS = ("evaluation", "administration", "implementation", "dissemination", "documentation")
HARD = [
    f"The interdisciplinary committee responsible for {_TASKS[n % 5]} subsequently recommended "
    f"that organisation number {n} should immediately reconsider its communication arrangements, "
    f"because considerable uncertainty regarding {_TASKS[(n + 2) % 5]} and participation persisted "
    "throughout all departments and communities concerned."
    for n in range(30)
]
IMAGE = ImageFile("a.png", "image/png", 100, 100, file=__file__)  # type: ignore[arg-type]


def _paragraph(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def _section(*blocks: object, label: str = "a") -> Section:
    return Section(level=1, title=(Text("A section"),), label=label, blocks=blocks)  # type: ignore[arg-type]


def _errors(*sections: Section) -> set[str]:
    publication = Publication(title="A", language="en-GB", sections=sections)
    found: tuple[Finding, ...] = gate(measure(publication))
    return {each.code for each in found if each.severity is Severity.ERROR}


def _paragraphs(sentences: list[str]) -> list[Paragraph]:
    return [_paragraph(sentence) for sentence in sentences]


def test_the_hard_text_itself_does_not_pass() -> None:
    assert {"grade-too-high", "smog-too-high", "long-sentences"} <= _errors(
        _section(*_paragraphs(HARD))
    )


def test_one_filler_sentence_over_and_over_is_counted_once() -> None:
    mixed = [part for sentence in HARD for part in (sentence, *["We hope so."] * 5)]
    assert {"grade-too-high", "long-sentences"} <= _errors(_section(*_paragraphs(mixed)))


def test_filler_sentences_that_differ_do_not_hide_the_long_ones() -> None:
    """Six short ones to each long one bring the share under 20 %, but not the share of words."""
    who = ("We", "You", "They", "All", "Some", "Most")
    mixed = [
        part
        for number, sentence in enumerate(HARD)
        for part in (sentence, *(f"{name} hope for {number} good days." for name in who))
    ]
    publication = Publication(
        title="A", language="en-GB", sections=(_section(*_paragraphs(mixed)),)
    )
    own = measure(publication).sections[0].own
    assert own.share_longer_than(25) < 0.2
    assert "long-sentences" in _errors(_section(*_paragraphs(mixed)))


def test_chopped_sentences_do_not_pass() -> None:
    """A full stop after every sixth word."""
    chopped = []
    for sentence in HARD:
        words = sentence.rstrip(".").split()
        parts = [" ".join(words[n : n + 6]).capitalize() for n in range(0, len(words), 6)]
        chopped.append(". ".join(parts) + ".")
    assert "chopped-sentences" in _errors(_section(*_paragraphs(chopped)))


def test_text_chopped_over_many_sections_does_not_pass() -> None:
    """No section has 30 sentences, but what is said to the public has."""
    sections = [_section(_paragraph(text), label=f"s{n}") for n, text in enumerate(HARD)]
    assert {"grade-too-high", "smog-too-high"} <= _errors(*sections)


def test_text_in_list_items_does_not_pass() -> None:
    items = BulletList(tuple(ListItem((_paragraph(text.rstrip(".")),)) for text in HARD))
    assert "grade-too-high" in _errors(_section(items))


def test_an_empty_section_does_not_pass() -> None:
    assert _errors(_section()) == {"section-not-measurable"}


def test_a_section_of_labels_does_not_pass() -> None:
    assert _errors(_section(_paragraph("A label"))) == {"section-not-measurable"}


def test_all_text_in_a_table_does_not_pass() -> None:
    rows = tuple(TableRow((TableCell((_paragraph(text),)),)) for text in HARD)
    assert {"grade-too-high", "long-sentences"} <= _errors(_section(Table(rows)))
    assert "grade-too-high" in _errors(_section(_paragraph("See the table."), Table(rows)))


def test_a_long_sentence_in_a_cell_does_not_pass() -> None:
    easy = [_paragraph(f"On day {n} we walked to the park and sat in the sun.") for n in range(30)]
    long = " and ".join(["we went to the park"] * 10) + "."
    table = Table((TableRow((TableCell((_paragraph(long),)),)),))
    assert _errors(_section(*easy, table)) == {"sentence-too-long"}


def test_all_text_in_a_caption_does_not_pass() -> None:
    figure = Figure(IMAGE, alt="A tree", caption=(Text(" ".join(HARD)),))
    assert "grade-too-high" in _errors(_section(_paragraph("See the figure."), figure))


def test_all_text_in_a_picture_does_not_pass() -> None:
    """With its words in a description they are graded; without, nothing can be measured."""
    described = Figure(IMAGE, alt="A tree", long_description=tuple(_paragraphs(HARD)))
    assert "grade-too-high" in _errors(_section(described))
    assert _errors(_section(Figure(IMAGE, alt=""))) == {"section-not-measurable"}


def test_all_text_in_a_quotation_does_not_pass() -> None:
    quoted = Quotation(tuple(_paragraphs(HARD)), source=(Text("Ann"),))
    assert "grade-too-high" in _errors(_section(_paragraph("Ann said this to us."), quoted))


def test_all_text_marked_as_code_or_as_another_language_does_not_pass() -> None:
    code = Paragraph((Text("See this. "), Code(" ".join(HARD))))
    assert "text-out-of-reach" in _errors(_section(code))
    foreign = Paragraph((Text("See this. "), Language("cy", (Text(" ".join(HARD)),))))
    assert "text-out-of-reach" in _errors(_section(foreign))


def test_a_language_that_cannot_be_measured_does_not_pass() -> None:
    section = _section(_paragraph("Helo."))
    publication = Publication(title="A", language="cy", sections=(section,))
    (found,) = gate(measure(publication))
    assert found.code == "language-not-measured"
    assert found.severity is Severity.ERROR


def test_an_audience_without_targets_does_not_pass() -> None:
    section = Section(
        level=1, title=(Text("A"),), label="a", blocks=(_paragraph("We see."),), audience="nobody"
    )
    assert _errors(section) == {"audience-unknown"}
