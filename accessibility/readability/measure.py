"""`measure`: an edition in, its measures out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plainpress.accessibility.readability.counting import counting
from plainpress.accessibility.readability.lines import Locator
from plainpress.accessibility.readability.measures import (
    Bands,
    LeftOut,
    Measures,
    SectionMeasure,
    Sentence,
    TextMeasure,
)
from plainpress.accessibility.readability.scorer import Totals, formulas, grades
from plainpress.accessibility.readability.units import Unit, footnote_units, title_unit, units
from plainpress.accessibility.readability.words import Lexicon, carried, words
from plainpress.document.model import NOWHERE, Bibliography, Figure, Image, NoteReference
from plainpress.document.sentences import sentence_spans
from plainpress.document.walk import nodes, plain_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from plainpress.document.model import Footnote, Publication, Section, Span

DEFAULT_AUDIENCE = "public"
_POLYSYLLABLE = 3
# Kinds of text that come in paragraphs; an item, a cell or a caption is none.
_IN_PARAGRAPHS = frozenset({"paragraph", "activity", "example", "note", "quotation", "picture-row"})


def measure(
    publication: Publication,
    audience: str = DEFAULT_AUDIENCE,
    sources: Mapping[str, str] | None = None,
) -> Measures:
    """The readability of an edition: of each section, each audience's text, and the whole.

    `audience` is that of sections which name none, nor their parents; an easy-read edition
    is always written for "easy-read". `sources` are the texts of the reading, with which the
    place of a sentence is its own lines instead of its paragraph's. An edition in another
    language than English comes back with `measurable` false.
    """
    if publication.edition == "easy-read":
        audience = "easy-read"
    run = _Run(publication, Locator(sources))
    sections: tuple[SectionMeasure, ...] = ()
    if run.measurable:
        sections = tuple(
            found
            for chapter in publication.sections
            for found in run.section(chapter, "", audience)[0]
        )
    by_audience: dict[str, list[_Tally]] = {}
    for section in sections:
        by_audience.setdefault(section.audience, []).append(run.tallies[id(section)])
    everything = [run.tallies[id(section)] for section in sections]
    return Measures(
        title=publication.title,
        edition=publication.edition,
        language=publication.language,
        measurable=run.measurable,
        sections=sections,
        whole=run.text(everything),
        audiences=tuple((name, run.text(parts)) for name, parts in by_audience.items()),
        span=_first_place(publication),
    )


def _first_place(publication: Publication) -> Span:
    places = (section.span for section in publication.sections)
    return publication.span if publication.span != NOWHERE else next(places, NOWHERE)


def is_measurable(language: str) -> bool:
    """Whether the formulas are made for a language: English in any of its forms."""
    return language.replace("_", "-").partition("-")[0].lower() == "en"


@dataclass(slots=True)
class _Tally:
    """What was counted in one section's own text; tallies of several sections are added up."""

    totals: Totals = field(default_factory=Totals)
    carried: list[str] = field(default_factory=list)
    frequency: Counter[int] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)
    lengths: list[int] = field(default_factory=list)
    paragraphs: list[int] = field(default_factory=list)
    left_out: Counter[tuple[str, bool]] = field(default_factory=Counter)


class _Run:
    """One measuring of one edition, with its lexicon."""

    def __init__(self, publication: Publication, locator: Locator) -> None:
        self.locator = locator
        self.language = publication.language
        self.measurable = is_measurable(publication.language)
        self.footnotes = {note.label: note for note in publication.footnotes}
        self.tallies: dict[int, _Tally] = {}
        if self.measurable:
            self.lexicon = Lexicon(publication.language)

    def section(
        self, section: Section, parent: str, audience: str
    ) -> tuple[list[SectionMeasure], list[_Tally]]:
        """The measures of a section and of those below it, in reading order, and their tallies."""
        audience = section.audience or audience
        sentences, promoted, tally = self._own(section)
        below: list[SectionMeasure] = []
        parts = [tally]
        for child in section.sections:
            found, tallies = self.section(child, section.label, audience)
            below += found
            parts += tallies
        own = self.text([tally])
        measured = SectionMeasure(
            label=section.label,
            title=plain_text(section.title),
            level=section.level,
            audience=audience,
            span=section.span,
            parent=parent,
            own=own,
            whole=self.text(parts) if len(parts) > 1 else own,
            sentences=sentences,
            promoted=promoted,
            pictures=_count(section, (Figure, Image)),
            reference_list=bool(_count(section, (Bibliography,))),
        )
        self.tallies[id(measured)] = tally
        return [measured, *below], parts

    def _own(self, section: Section) -> tuple[tuple[Sentence, ...], bool, _Tally]:
        found = list(self._units(section))
        sentences = tuple(self._sentences(found))
        left_out: Counter[tuple[str, bool]] = Counter()
        for unit in found:
            for kind, count in unit.left_out:
                left_out[kind, False] += count
            if counting().kinds[unit.kind].standing == "left-out":
                left_out[unit.kind, False] += len(words(unit.text))
        checked = sum(len(each.words) for each in sentences if each.standing == "checked")
        total = sum(len(each.words) for each in sentences)
        promoted = counting().promote.holds(checked, total)
        return sentences, promoted, self._tally(sentences, left_out, promoted=promoted)

    def _units(self, section: Section) -> Iterator[Unit]:
        yield title_unit(section.title, section.span, self.language)
        yield from units(section.blocks, self.language)
        for note in self._notes(section):
            yield from footnote_units(note, self.language)

    def _notes(self, section: Section) -> Iterator[Footnote]:
        """The footnotes that this section is the first to point to."""
        if not self.footnotes:
            return
        for node in nodes(*section.title, *section.blocks):
            if isinstance(node, NoteReference) and node.label in self.footnotes:
                yield self.footnotes.pop(node.label)

    def _sentences(self, found: Iterable[Unit]) -> Iterator[Sentence]:
        kinds = counting().kinds
        for number, unit in enumerate(found):
            standing = kinds[unit.kind].standing
            if standing == "left-out" or not unit.text:
                continue
            for start, end in sentence_spans(unit.text):
                text = unit.text[start:end]
                tokens = tuple(words(text))
                if tokens:
                    counts = [self.lexicon[token].syllables for token in tokens]
                    yield Sentence(
                        text=text,
                        words=tokens,
                        span=self.locator.place(unit.place(start, end), tokens),
                        kind=unit.kind,
                        standing=standing,
                        paragraph=number,
                        syllables=sum(counts),
                        polysyllables=sum(1 for count in counts if count >= _POLYSYLLABLE),
                    )

    def _tally(
        self,
        sentences: Iterable[Sentence],
        left_out: Counter[tuple[str, bool]],
        *,
        promoted: bool,
    ) -> _Tally:
        tally = _Tally(left_out=left_out)
        graded: dict[str, Sentence] = {}
        for sentence in sentences:
            if sentence.standing == "checked" and not promoted:
                left_out[sentence.kind, True] += len(sentence.words)
            else:
                # A sentence that a section repeats word for word is graded once.
                graded.setdefault(sentence.text, sentence)
        counted: Counter[str] = Counter()
        for sentence in graded.values():
            tally.lengths.append(len(sentence.words))
            counted.update(sentence.words)
            tally.carried += map(carried, sentence.words)
        prose = (each.paragraph for each in graded.values() if each.kind in _IN_PARAGRAPHS)
        tally.paragraphs = list(Counter(prose).values())
        tally.totals = self._totals(graded.values(), counted)
        self._band(tally, counted)
        return tally

    def _band(self, tally: _Tally, counted: Counter[str]) -> None:
        """Count the words by how common they are and by level."""
        for word, count in counted.items():
            if word[0].isdigit():
                continue  # a number is neither rare nor common
            facts = self.lexicon[word]
            tally.frequency[int(facts.zipf)] += count
            tally.levels[facts.level] += count

    def _totals(self, sentences: Collection[Sentence], counted: Counter[str]) -> Totals:
        sizes = [(len(each.words), each.syllables) for each in sentences]
        facts = [(self.lexicon[word], count) for word, count in counted.items()]
        return Totals(
            sentences=len(sizes),
            words=sum(size for size, _ in sizes),
            syllables=sum(syllables for _, syllables in sizes),
            polysyllables=sum(each.polysyllables for each in sentences),
            hard=sum(count for fact, count in facts if fact.hard),
            unfamiliar=sum(count for fact, count in facts if fact.unfamiliar),
            words_squared=sum(size * size for size, _ in sizes),
            syllables_squared=sum(syllables * syllables for _, syllables in sizes),
            words_by_syllables=sum(size * syllables for size, syllables in sizes),
        )

    def text(self, parts: list[_Tally]) -> TextMeasure:
        """The measures of several tallies together."""
        totals = Totals()
        tokens: list[str] = []
        left_out: Counter[tuple[str, bool]] = Counter()
        frequency: Counter[int] = Counter()
        levels: Counter[str] = Counter()
        for part in parts:
            totals += part.totals
            tokens += part.carried
            left_out.update(part.left_out)
            frequency.update(part.frequency)
            levels.update(part.levels)
        read = totals.words + sum(left_out.values())
        return TextMeasure(
            totals=totals,
            grades=grades(totals, tokens, self.language),
            lengths=tuple(sorted(length for part in parts for length in part.lengths)),
            paragraphs=tuple(size for part in parts for size in part.paragraphs),
            bands=Bands(tuple(sorted(frequency.items())), tuple(sorted(levels.items()))),
            left_out=tuple(LeftOut(k, n, c) for (k, c), n in sorted(left_out.items()) if n),
            reading=60 * read / formulas()["reading-time"]["rate"],
            listening=60 * read / formulas()["listening-time"]["rate"],
        )


def _count(section: Section, kinds: tuple[type, ...]) -> int:
    return sum(1 for node in nodes(*section.blocks) if isinstance(node, kinds))
