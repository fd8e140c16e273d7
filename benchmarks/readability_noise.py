"""How far the furniture of a text moves its grade: the same sections with and without it.

Takes how many sections to try (1,000 without any). Each is drawn from a fixed seed out of the
guide's own sentences, easy ones, hard ones or both, and written as Markdown with headings, lists,
tables, links, addresses and citations around and inside them. The truth is the Flesch-Kincaid
grade of its sentences alone, by textstat's formula and our syllables. Two answers are compared
with it: textstat on the Markdown as it stands, and ours. Prints the mean error in grades, how
many sections would wrongly pass or fail at grade 9, and how many pairs come out in the wrong order.
"""

from __future__ import annotations

import random
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plainpress.accessibility.readability import scorer
from plainpress.accessibility.readability.measure import measure
from plainpress.accessibility.readability.words import Lexicon, normalised, words
from plainpress.document.model import Paragraph
from plainpress.document.reader import read
from plainpress.document.sentences import sentence_spans
from plainpress.document.walk import nodes_of, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GUIDE = Path(__file__).resolve().parent.parent / "sources" / "guide"
SECTIONS = 1000
GRADE = 9.0
PAIRS = 20_000
BIBLIOGRAPHY = """
@book{nesta2013, author={{Nesta}}, title={People helping people}, year={2013}}
@article{allen2019, author={Allen, K. and Burn, E.}, title={Measuring outcomes}, year={2019}}
"""
_MARKS = str.maketrans("", "", "*_`[]<>#|:@{}\\$^~")


@dataclass(frozen=True, slots=True)
class Case:
    """A section as Markdown, and the true grade of its sentences."""

    markdown: str
    truth: float


def sentences() -> list[str]:
    """The guide's sentences of four words or more that end with a full stop, once each."""
    publication = read(GUIDE).publication
    if publication is None:
        raise SystemExit("the guide cannot be read")
    found = set()
    for paragraph in nodes_of(Paragraph, publication):
        text = " ".join(plain_text(paragraph.children).translate(_MARKS).split())
        for start, end in sentence_spans(text):
            sentence = text[start:end]
            if sentence.endswith(".") and len(words(sentence)) >= 4:  # noqa: PLR2004 - no labels
                found.add(sentence)
    return sorted(found)


class Grader:
    """The grade of sentences whose ends are known."""

    def __init__(self) -> None:
        self._lexicon = Lexicon("en-GB")

    def grade(self, known: Sequence[str]) -> float:
        """Flesch-Kincaid by textstat's formula."""
        total = scorer.Totals()
        for sentence in known:
            tokens = words(normalised(sentence))
            count = sum(self._lexicon[token].syllables for token in tokens)
            total += scorer.Totals(sentences=1, words=len(tokens), syllables=count)
        return scorer.by_totals(total).flesch_kincaid


def cases(count: int) -> Iterator[Case]:
    """Sections from easy to hard: each draws from a window of the sentences sorted by grade."""
    grader = Grader()
    ordered = sorted(sentences(), key=lambda sentence: grader.grade([sentence]))
    draw = random.Random(9)  # noqa: S311 - a fixed seed for the same sections each time
    for number in range(count):
        width = draw.uniform(0.1, 0.3) * len(ordered)
        first = int(draw.uniform(0, len(ordered) - width))
        chosen = draw.sample(ordered[first : first + int(width)], draw.randint(10, 30))
        yield Case(_Furnished(draw, number).section(chosen), grader.grade(chosen))


class _Furnished:
    """Writes sentences as Markdown with the furniture of a real guide."""

    def __init__(self, draw: random.Random, number: int) -> None:
        self._draw = draw
        self._number = number

    def section(self, chosen: Sequence[str]) -> str:
        blocks = [f"# Part {self._number} about sharing power"]
        rest = list(chosen)
        while rest:
            size = self._draw.randint(1, 4)
            part, rest = rest[:size], rest[size:]
            blocks.append(self._prose(part))
            blocks += self._furniture()
        return "\n\n".join(blocks)

    def _prose(self, part: Sequence[str]) -> str:
        marked = [self._marked(sentence) for sentence in part]
        if self._draw.random() < 0.25:  # noqa: PLR2004 - a quarter of the text is in lists
            return "\n".join(f"- {sentence}" for sentence in marked)
        return " ".join(marked)

    def _marked(self, sentence: str) -> str:
        """The sentence with a link, a citation, an address or emphasis in it, or as it is."""
        draw, body = self._draw.random(), sentence[:-1]
        head, _, tail = body.rpartition(" ")
        if draw < 0.12:  # noqa: PLR2004 - shares as in a real guide
            return f"{head} [{tail}](https://example.org/guides/{tail.lower()}.html)."
        if draw < 0.24:  # noqa: PLR2004
            key = self._draw.choice(("nesta2013", "allen2019"))
            return f"{body} {{cite:p}}`{key}`."
        if draw < 0.30:  # noqa: PLR2004
            return f"{body} (see https://www.example.ac.uk/co-production/page.html)."
        if draw < 0.40:  # noqa: PLR2004
            return f"{head} **{tail}**."
        return sentence

    def _furniture(self) -> Iterator[str]:
        draw = self._draw.random()
        if draw < 0.10:  # noqa: PLR2004
            yield "## Making it work"
        elif draw < 0.18:  # noqa: PLR2004
            yield "- travel costs\n- a quiet room\n- tea"
        elif draw < 0.24:  # noqa: PLR2004
            yield (
                "| Stage | Who | When |\n| --- | --- | --- |\n| Aims | Everyone | May |\n"
                "| Design | Team | 1.5 days |\n| Sharing | Public | June |"
            )


def answers(found: Sequence[Case]) -> tuple[list[float], list[float]]:
    """The grades by textstat on the Markdown, and ours, section by section."""
    metrics = scorer._offline_textstat()  # noqa: SLF001 - the same syllables for both
    raw = [metrics.flesch_kincaid_grade(case.markdown, "en_GB") for case in found]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "references.bib").write_text(BIBLIOGRAPHY, "utf-8")
        (root / "publication.toml").write_text(
            'title = "Noise"\nlanguage = "en-GB"\nreferences = "references.bib"\nfiles = ["a.md"]\n'
        )
        (root / "a.md").write_text("\n\n".join(case.markdown for case in found), "utf-8")
        publication = read(root).publication
        if publication is None:
            raise SystemExit("the generated sections cannot be read")
        chapters = [one for one in measure(publication).sections if one.level == 1]
    ours = [one.whole.grades.flesch_kincaid for one in chapters if one.whole.grades]
    return raw, ours


def row(name: str, truth: Sequence[float], answer: Sequence[float]) -> str:
    """One line of the table."""
    pairs = list(zip(truth, answer, strict=True))
    error = sum(abs(true - said) for true, said in pairs) / len(pairs)
    wrong = sum((true > GRADE) != (said > GRADE) for true, said in pairs) / len(pairs)
    draw = random.Random(1)  # noqa: S311 - a fixed seed for the same pairs each time
    drawn = [draw.sample(pairs, 2) for _ in range(PAIRS)]
    order = sum((a[0] > b[0]) == (a[1] > b[1]) for a, b in drawn) / PAIRS
    return f"{name:<22}{error:>8.2f}{wrong:>16.1%}{order:>12.1%}"


def main() -> None:
    """Print the table."""
    found = list(cases(int(sys.argv[1]) if len(sys.argv) > 1 else SECTIONS))
    truth = [case.truth for case in found]
    raw, ours = answers(found)
    over = sum(grade > GRADE for grade in truth) / len(truth)
    print(f"{len(found)} sections, {over:.0%} of them over grade {GRADE:g} in truth")
    print("                         error  wrong at grade 9  right order")
    print(row("textstat on Markdown", truth, raw))
    print(row("plainpress", truth, ours))


if __name__ == "__main__":
    main()
