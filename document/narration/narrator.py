"""Takes an edition; gives its narration: two match statements over the whole model."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, assert_never

from plainpress.document.model import (
    Activity,
    Bibliography,
    Block,
    BulletList,
    CodeBlock,
    DefinitionItem,
    DefinitionList,
    Example,
    Figure,
    Footnote,
    Glossary,
    GlossaryEntry,
    Inline,
    ListItem,
    Node,
    Note,
    NoteReference,
    OrderedList,
    Paragraph,
    PictureRow,
    Publication,
    Quotation,
    Section,
    Table,
    ThematicBreak,
)
from plainpress.document.narration import opening, tables
from plainpress.document.narration.model import (
    Chapter,
    Escape,
    Narration,
    Role,
    Silence,
    Utterance,
)
from plainpress.document.narration.rules import Piece, changes
from plainpress.document.narration.runs import Run, sentences
from plainpress.document.narration.settings import Choices, choices
from plainpress.document.narration.speech import Speaker, Spoken
from plainpress.document.report import data
from plainpress.document.walk import nodes_of, plain_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from plainpress.document.settings import Settings

_ENGLISH = "en"
_ENDS = (*".!?…:\"')]", "\u201d", "\u2019")
_APPENDIX = "appendix"  # says itself what it is
_LEFT_OUT = ("citation-left-out",)


def narrate(publication: Publication, settings: Settings) -> Narration:
    """The narration of an edition, by the settings of its publication."""
    return Narrator(publication, choices(settings)).narration()


class Narrator:
    """Puts an edition into words to be spoken, in reading order."""

    def __init__(self, publication: Publication, made: Choices) -> None:
        self.publication = publication
        self._choices = made
        self._speaker = Speaker(publication.language, made.pronunciations, made.citations)
        self._english = Speaker(_ENGLISH, made.pronunciations, made.citations)
        pauses = data("narration/pauses.toml")
        self._pauses: Mapping[str, float] = pauses.get(publication.edition, pauses["standard"])
        words = data("narration/words.toml")
        self._own = words.get(publication.language.partition("-")[0], {})
        self._words = words[_ENGLISH]
        self._notes = {note.label: note for note in publication.footnotes}
        self._out: list[Utterance] = []
        self._silences: list[Silence] = []
        self._counts: dict[tuple[int, Role], int] = {}
        self._chapter = 0
        self._escape: Escape = ""
        self._text: Role = "text"

    def narration(self) -> Narration:
        """The whole of it."""
        chapters = [self._track(0, self.publication.title, partial(opening.opening, self))]
        for number, section in enumerate(self.publication.sections, 1):
            title = plain_text(section.title)
            chapters.append(self._track(number, title, partial(self._part, section)))
        publication = self.publication
        return Narration(
            publication.title,
            publication.language,
            publication.edition,
            tuple(self._out),
            tuple(each for each in chapters if each.first < each.end),
            tuple(self._silences),
        )

    def _track(self, number: int, title: str, speak: Callable[[], None]) -> Chapter:
        self._chapter, first = number, len(self._out)
        speak()
        self.pause("after-chapter")
        return Chapter(number, title, first, len(self._out))

    def _part(self, section: Section) -> None:
        title = plain_text(section.title).casefold()
        if not section.label.startswith(_APPENDIX) and not title.startswith(_APPENDIX):
            self.announce("chapter", section, number=str(self._chapter))
        self._section(section)
        if self._chapter == len(self.publication.sections):
            self.announce("end", self.publication, title=self.publication.title)
            self.pause("last")

    # --- What is said ----------------------------------------------------------------

    def words(self, name: str, /, **values: str) -> str:
        """Words of the narration's own, in the edition's language where there are some."""
        text: str = self._own.get(name, self._words[name])
        return text.format(**values)

    def announce(
        self, name: str, node: Node, role: Role = "announcement", /, **values: str
    ) -> None:
        """Say words of the narration's own about a node."""
        speaker = self._speaker if name in self._own else self._english
        spoken = speaker.say_text(self.words(name, **values))
        self._add(spoken, node, role, "announcement")

    def say(
        self,
        inlines: Sequence[Inline],
        node: Node,
        role: Role,
        pause: str = "block",
        before: str = "",
    ) -> None:
        """Say a run of inlines sentence by sentence. `before` are words that lead to it."""
        first = len(self._out)
        held: list[tuple[Run, Spoken]] = []
        runs = list(sentences(inlines))
        for number, run in enumerate(runs):
            led = before and len(self._out) == first
            lead = (Piece("", self._speaker.by_rule(before), "lead", before),) if led else ()
            spoken = self._speaker.say(run.inlines, *lead)
            if silent := _is_silent(spoken, len(lead)):
                held.append((run, spoken))
            else:
                last = number == len(runs) - 1
                self._add(spoken, node, role, pause if last else "sentence", run.inlines)
            if len(self._out) > first:
                self._attach(held, node, after=silent)
                held.clear()
        for run, spoken in held:
            self.leave_out(_why(spoken), run.text, node)
        if len(self._out) > first:
            self.pause(pause)

    def _attach(self, held: Sequence[tuple[Run, Spoken]], node: Node, *, after: bool) -> None:
        """Let what is not said go with the sentence beside it, and with it the rules for that."""
        for run, spoken in held if after else reversed(held):
            last, found = self._out[-1], changes(spoken.pieces)
            if not found:
                self.leave_out("nothing-to-say", run.text, node)
            self._out[-1] = replace(
                last,
                inlines=last.inlines + run.inlines if after else run.inlines + last.inlines,
                changes=last.changes + found if after else found + last.changes,
            )

    def say_text(self, text: str, node: Node, role: Role, before: str = "") -> None:
        """Say a plain text: the words for a picture."""
        spoken = self._speaker.say_text(before + text)
        if spoken.text:
            self._add(spoken, node, role, "block")
        else:
            self.leave_out("nothing-to-say", text, node)

    def leave_out(self, rule: str, written: str, node: Node) -> None:
        """Note words that are not spoken."""
        if written.strip():
            place, span = len(self._out), node.span
            self._silences.append(Silence(rule, written, place, span, self._chapter, node))

    def _add(
        self,
        spoken: Spoken,
        node: Node,
        role: Role,
        pause: str,
        inlines: tuple[Inline, ...] = (),
    ) -> None:
        key = (id(node), role)
        place = self._counts[key] = self._counts.get(key, -1) + 1
        self._out.append(
            Utterance(
                text=spoken.text,
                language=spoken.language,
                role=role,
                chapter=self._chapter,
                node=node,
                sentence=place,
                inlines=inlines,
                after=self._pauses[pause],
                escape=self._escape,
                changes=changes(spoken.pieces),
                span=node.span,
                printed=spoken.printed,
            )
        )

    def pause(self, name: str) -> None:
        """Let the last sentence be followed by at least this pause."""
        if self._out and self._out[-1].after < self._pauses[name]:
            self._out[-1] = replace(self._out[-1], after=self._pauses[name])

    @contextmanager
    def escape(self, kind: Escape) -> Iterator[None]:
        """What is said meanwhile can be left out or left early."""
        before, self._escape = self._escape, self._escape or kind
        yield
        self._escape = before

    # --- Sections and notes ----------------------------------------------------------

    def _section(self, section: Section) -> None:
        self.pause("before-heading")
        self.say(section.title, section, "heading", "after-heading")
        self.blocks(section.blocks)
        for inner in section.sections:
            self._section(inner)

    def notes(self, *roots: Node) -> None:
        """The footnotes that are referred to in these nodes, once each."""
        for reference in nodes_of(NoteReference, *roots):
            note = self._notes.pop(reference.label, None)
            if note is None:
                continue
            if self._choices.footnotes == "left-out":
                self.leave_out("footnote-left-out", _flat(note), note)
            else:
                self._note(note)

    def _note(self, note: Footnote) -> None:
        before, self._text = self._text, "note"
        with self.escape("note"):
            self.blocks(note.children, self.words("footnote", number=str(note.number)))
        self._text = before

    # --- Blocks ----------------------------------------------------------------------

    def blocks(self, blocks: Sequence[Block], before: str = "") -> None:
        """A run of blocks; words that lead to the first of them, if that is a paragraph.

        The notes of a paragraph wait while its sentence goes on, in a quotation and after it.
        """
        waiting: list[Paragraph] = []
        for number, block in enumerate(blocks):
            goes_on = _goes_on(block, blocks[number + 1 : number + 2])
            if isinstance(block, Paragraph):
                said = len(self._out)
                self.say(block.children, block, self._text, before="" if number else before)
                waiting.append(block)
                if goes_on and len(self._out) > said:
                    self._lead_on()
            else:
                self._block(block)
            if self._text != "note" and not goes_on:
                self.notes(*waiting)
                waiting.clear()

    def _lead_on(self) -> None:
        """Let the last sentence end as one that goes on."""
        last = self._out[-1]
        if last.text.endswith("."):
            self._out[-1] = replace(last, text=f"{last.text[:-1]}:")

    def _paragraph(self, node: Paragraph) -> None:
        self.blocks((node,))

    def _block(self, node: Block) -> None:
        match node:
            case Paragraph():
                self._paragraph(node)
            case BulletList():
                self._items(node.items)
            case OrderedList():
                self._items(node.items, node.start)
            case DefinitionList():
                self._definitions(node.items)
            case Glossary():
                self._definitions(node.entries)
            case Bibliography():
                self._bibliography(node)
            case Table():
                tables.table(self, node)
            case Figure():
                self._figure(node)
            case Quotation():
                self._quotation(node)
            case Activity() | Example() | Note():
                self._box(node)
            case PictureRow():
                self._row(node)
            case CodeBlock():
                self.announce("code-left-out", node)
                self.leave_out("code-left-out", node.text, node)
            case ThematicBreak():
                self.pause("break")
            case _:
                assert_never(node)

    def _items(self, items: Sequence[ListItem], start: int | None = None) -> None:
        for number, item in enumerate(items):
            before = "" if start is None else self.words("item", number=str(start + number))
            self.blocks(item.children, before)

    def _definitions(self, items: Sequence[DefinitionItem | GlossaryEntry]) -> None:
        for item in items:
            self.say(item.term, item, "term", "announcement")
            for definition in item.definitions:
                self.blocks(definition)

    def _bibliography(self, node: Bibliography) -> None:
        if self._choices.references == "left-out":
            self.announce("references-left-out", node, count=str(len(node.entries)))
        for entry in node.entries:
            if self._choices.references == "left-out":
                self.leave_out("reference-left-out", plain_text(entry.children), entry)
            else:
                self.say(entry.children, entry, "reference")

    def _figure(self, node: Figure) -> None:
        number = self.words("figure", number=str(node.number)) if node.number else ""
        before = self.words("number", kind=number) if number else ""
        self.say(node.caption, node, "caption", before=before)
        if node.decorative:
            return
        if node.alt:
            self.say_text(node.alt, node, "alternative", self.words("picture"))
        if node.long_description:
            self.announce("description", node)
            role, self._text = self._text, "description"
            self.blocks(node.long_description)
            self._text = role
            self.announce("description-end", node)
        self.notes(*node.caption)

    def _quotation(self, node: Quotation) -> None:
        self.announce("quotation", node)
        self.blocks(node.children)
        if node.source:
            short = Speaker(self.publication.language, self._choices.pronunciations, "short")
            lead = Piece("", self.words("quotation-source"), "lead")
            self._add(short.say(node.source, lead), node, "text", "announcement", node.source)
        else:
            self.announce("quotation-end", node)

    def _box(self, node: Activity | Example | Note) -> None:
        kind = self._kind(node)
        if node.title:
            self.say(node.title, node, "heading", before=self.words("number", kind=kind))
        else:
            self.say_text(kind, node, "heading")
        self.blocks(node.children)
        match node:
            case Activity():
                self.announce("activity-end", node)
            case Example():
                self.announce("example-end", node)
            case Note():
                self.announce(f"{node.kind}-end", node)
            case _:
                assert_never(node)

    def _kind(self, node: Activity | Example | Note) -> str:
        match node:
            case Activity(number=number):
                return (
                    self.words("activity", number=str(number))
                    if number
                    else self.words("activity-plain")
                )
            case Example():
                return self.words("example")
            case Note():
                return self.words(node.kind)
            case _:
                assert_never(node)

    def _row(self, node: PictureRow) -> None:
        if node.alt:
            self.say_text(node.alt, node, "alternative")
        for paragraph in node.children:
            self._paragraph(paragraph)


def _goes_on(block: Block, following: Sequence[Block]) -> bool:
    """Whether a sentence goes on from a paragraph into a quotation, or out of one."""
    match block, *following:
        case Paragraph(children=children), Quotation():
            return plain_text(children).rstrip()[-1:] not in _ENDS
        case Quotation(), Paragraph(children=children):
            return plain_text(children).lstrip()[:1].islower()
        case _:
            return False


def _is_silent(spoken: Spoken, lead: int) -> bool:
    """Whether nothing is said of a sentence itself, behind the pieces that lead to it."""
    return not spoken.text or not any(each.spoken.strip() for each in spoken.pieces[lead:])


def _why(unsaid: Spoken) -> str:
    """The rule by which nothing of a sentence is said: all of it may be a citation."""
    return next((each.rule for each in unsaid.pieces if each.rule in _LEFT_OUT), "nothing-to-say")


def _flat(note: Footnote) -> str:
    return " ".join(plain_text(each.children) for each in nodes_of(Paragraph, note))
