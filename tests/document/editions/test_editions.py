"""Completing an edition: sentences, hard words, credits; words, fingerprints, differences."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plainpress.document import editions
from plainpress.document.editions.difference import changes
from plainpress.document.editions.hard_words import hard_words
from plainpress.document.editions.pairing import uncovered
from plainpress.document.editions.reviews import Record, SignOff, read, sign
from plainpress.document.editions.rows import one_sentence_a_paragraph, split
from plainpress.document.editions.words import fingerprint, own_lines, tokens
from plainpress.document.model import (
    Citation,
    CrossReference,
    Glossary,
    ImageFile,
    Link,
    Paragraph,
    PictureRow,
    Publication,
    Section,
    Span,
    Strong,
    Text,
)
from plainpress.document.pictures import Pictures
from plainpress.document.settings import EasyRead, Settings
from plainpress.document.walk import nodes_of, plain_text

if TYPE_CHECKING:
    from pathlib import Path

    from plainpress.document.model import Block, Inline


def image(tmp_path: Path, name: str = "meeting") -> ImageFile:
    return ImageFile(f"picture:{name}", "image/svg+xml", 10, 10, tmp_path / f"{name}.svg")


def paragraph(*inlines: Inline | str) -> Paragraph:
    return Paragraph(tuple(Text(each) if isinstance(each, str) else each for each in inlines))


def section(
    label: str, *blocks: Block, sections: tuple[Section, ...] = (), level: int = 1
) -> Section:
    span = Span(f"{label}.md", 1, 9)
    return Section(level, (Text(label.title()),), label, blocks, sections, span=span)


def bold(word: str) -> Strong:
    return Strong((Text(word),))


# --- Rows ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("You talk. We listen! Is it free?", ["You talk.", "We listen!", "Is it free?"]),
        ("Ask Dr Lee. Bring £2.50 in coins.", ["Ask Dr Lee.", "Bring £2.50 in coins."]),
        ("Ask Dr. Lee or J. Bell.", ["Ask Dr. Lee or J. Bell."]),
        ("“Come in.” We mean it.", ["“Come in.”", "We mean it."]),
        ("We met in 2024. 8 people came.", ["We met in 2024.", "8 people came."]),
        ("No full stop", ["No full stop"]),
    ],
)
def test_a_run_is_split_into_sentences(text: str, sentences: list[str]) -> None:
    assert [plain_text(run) for run in split((Text(text),))] == sentences


def test_bold_words_and_links_stay_whole() -> None:
    link = Link("https://example.org", (Text("Ask. Us."),))
    runs = split((Text("We do "), bold("research"), Text(". It is good. "), link))
    assert [plain_text(run) for run in runs] == ["We do research.", "It is good.", "Ask. Us."]
    assert link in runs[2]


@given(st.lists(st.text(alphabet="Ab. ?!1", max_size=30), max_size=4))
def test_splitting_loses_no_word(parts: list[str]) -> None:
    runs = split(tuple(Text(part) for part in parts if part))
    said = " ".join(plain_text(run) for run in runs)
    assert "".join(said.split()) == "".join("".join(parts).split())


# --- Hard words ----------------------------------------------------------------------


def publication(*sections: Section) -> Publication:
    return Publication("Meetings", "en-GB", sections, edition="easy-read", publisher="Us")


def with_hard_words(tmp_path: Path, *more: Section) -> Publication:
    rows = (
        PictureRow(image(tmp_path), (paragraph("We pay a ", bold("fee"), ". A fee is money."),)),
        PictureRow(image(tmp_path), (paragraph("We do ", bold("arts"), "."),)),
        PictureRow(image(tmp_path), (paragraph("Arts are fun. More ", bold("fees"), " come."),)),
    )
    return one_sentence_a_paragraph(publication(section("pay", *rows), *more))


def test_a_hard_word_comes_with_the_sentence_after_it(tmp_path: Path) -> None:
    found = hard_words(with_hard_words(tmp_path))
    explained = [
        (hard.word, plain_text(hard.explanation.children)) for hard in found if hard.explanation
    ]
    assert explained == [("fee", "A fee is money."), ("arts", "Arts are fun.")]


def complete(edition: Publication, tmp_path: Path, settings: Settings | None = None) -> Publication:
    pictures = Pictures(tmp_path / "pictures")
    done = editions.complete(edition, publication(), settings or Settings(), tmp_path, pictures)
    return done.publication


def test_the_list_stands_where_the_author_left_it(tmp_path: Path) -> None:
    here = section("words", Glossary(()))
    done = complete(with_hard_words(tmp_path, here, section("end")), tmp_path)
    labels = [chapter.label for chapter in done.sections]
    assert labels == ["pay", "words", "end", "picture-credits"]
    (glossary,) = nodes_of(Glossary, done)
    assert [plain_text(entry.term) for entry in glossary.entries] == ["arts", "fee"]
    assert len({entry.label for entry in glossary.entries}) == 2


def test_no_paragraph_stands_at_two_places(tmp_path: Path) -> None:
    paragraphs = list(nodes_of(Paragraph, complete(with_hard_words(tmp_path), tmp_path)))
    assert len({id(each) for each in paragraphs}) == len(paragraphs)


def test_without_a_place_the_list_comes_before_the_contacts(tmp_path: Path) -> None:
    contacts = section("contacts", paragraph("Write to us."))
    done = complete(with_hard_words(tmp_path, contacts), tmp_path)
    labels = [chapter.label for chapter in done.sections]
    assert labels == ["pay", "hard-words", "contacts", "picture-credits"]


def test_the_subtitle_says_that_it_is_a_draft(tmp_path: Path) -> None:
    done = complete(with_hard_words(tmp_path), tmp_path)
    assert (done.subtitle, done.draft) == ("Easy read draft", True)
    settings = Settings(easy_read=EasyRead(subtitle="About pay"))
    assert complete(with_hard_words(tmp_path), tmp_path, settings).subtitle == (
        "Easy read draft: About pay"
    )


def test_each_set_that_is_used_is_credited_once(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for name in ("meeting", "talk", "other"):
        (folder / f"{name}.svg").write_text("<svg/>")
    (folder / "index.toml").write_text(
        '[[set]]\nname = "us"\ntitle = "Our Pictures"\nurl = "https://example.org"\n'
        'licence = { name = "CC BY 4.0", url = "https://example.org/by" }\n'
        'credit = "Drawn for Our Pictures by Ann. Licence: CC BY."\n'
        '[[set]]\nname = "unused"\ntitle = "Unused"\n'
        '[[picture]]\nid = "meeting"\nfile = "meeting.svg"\nset = "us"\n'
        '[[picture]]\nid = "talk"\nfile = "talk.svg"\nset = "us"\n'
    )
    rows = [
        PictureRow(image(folder, name), (paragraph("You talk."),))
        for name in ("meeting", "talk", "other", "meeting")
    ]
    chapter = complete(publication(section("pay", *rows)), tmp_path).sections[-1]
    said = [plain_text(each.children) for each in nodes_of(Paragraph, chapter)]
    assert said == [
        "Drawn for Our Pictures by Ann. Licence: CC BY 4.0.",
        "Other pictures: Us.",
        "People with learning disabilities have not checked all of this booklet yet.",
    ]
    links = [link.url for link in nodes_of(Link, chapter)]
    assert links == ["https://example.org", "https://example.org/by"]


# --- Words ---------------------------------------------------------------------------


def lines(*inlines: Inline | str) -> tuple[str, ...]:
    return own_lines(section("a", paragraph(*inlines)), {})[1:]


def test_what_comes_from_elsewhere_does_not_count() -> None:
    reference = CrossReference("b", "number", (Text("Figure 3"),))
    cited = Citation(narrative=False, children=(Text("(Nesta, 2013)"),))
    assert lines("See ", reference, " ", cited, ".") == lines("See ", ".")
    words = CrossReference("b", "words", (Text("our words"),))
    assert lines("See ", words) == ("See our words",)
    said = Citation(narrative=True, children=(Text("Nesta (2013b)"),))
    assert lines(said, " says") == ("Nesta (2013) says",)


def test_marks_and_spaces_do_not_count_and_signs_do() -> None:
    assert tokens("“Yes,” you\n say \u2013 (no)!") == ("Yes", "you", "say", "no")
    assert tokens("£5 is 10% or -3") == ("£5", "is", "10%", "or", "-3")
    assert tokens("it\u2019s") == tokens("it's")
    assert tokens("Us") != tokens("us")


def test_the_order_of_sections_does_not_count_and_that_of_words_does() -> None:
    assert fingerprint([["a b"], ["c"]]) == fingerprint([["c"], ["a", "b"]])
    assert fingerprint([["a b"]]) != fingerprint([["b a"]])
    assert fingerprint([["a"], ["b"]]) != fingerprint([["a b"]])


@given(st.text(max_size=40), st.integers(0, 40))
def test_wrapping_changes_no_word(text: str, place: int) -> None:
    before = tokens(text)
    spaced = text.replace(" ", "\n  ")
    assert tokens(spaced) == before
    assert tokens(f"  {text}\n") == before


def test_changes_are_word_by_word() -> None:
    before = ("The team meets 15 times.", "Come along.", "Bye.")
    after = ("The whole team meets 12 times.", "Come along.")
    assert list(map(str, changes(before, after))) == [
        '"whole" is new after "The"',
        '"15" is now "12"',
        '"Bye" is gone at the start',
    ]
    assert changes(before, before) == ()


# --- Pairing and the record ----------------------------------------------------------


def test_what_is_left_over_is_named_topmost_first() -> None:
    below = (section("b", paragraph("x"), level=2), section("c", paragraph("x"), level=2))
    standard = publication(section("a", paragraph("x"), sections=below), section("d"))
    assert [each.label for each in uncovered(standard, ())] == ["a", "d"]
    assert [each.label for each in uncovered(standard, {"a"})] == ["d"]
    assert [each.label for each in uncovered(standard, {"b"})] == ["a", "c", "d"]


SIGN_OFF = SignOff("easy-read", "pay", "Ann", "editor", dt.date(2025, 6, 1), "1", "2")


def test_sign_offs_of_other_words_go_and_those_of_other_people_stay(tmp_path: Path) -> None:
    record = sign(Record(tmp_path), SIGN_OFF, ("a",), ("b",))
    record = sign(record, replace(SIGN_OFF, by="Bob"), ("a",), ("b",))
    record = sign(record, replace(SIGN_OFF, tested_with="Group"), ("a",), ("b",))
    assert len(record.sign_offs) == 3
    assert read(tmp_path).sign_offs == record.sign_offs
    record = sign(record, replace(SIGN_OFF, text="9"), ("c",), ("b",))
    assert record.sign_offs == (replace(SIGN_OFF, text="9"),)
    assert record.reviewed("easy-read", "pay", "text") == ("c",)
    assert record.reviewed("easy-read", "gone", "text") is None


@pytest.mark.parametrize(
    "text", ["[[review]]\n", "x = \n", "review = 1\n", "[[review]]\ndate = 1\n"]
)
def test_a_broken_record_has_a_fault_and_no_sign_off(tmp_path: Path, text: str) -> None:
    (tmp_path / "reviews.toml").write_text(text)
    record = read(tmp_path)
    assert record.fault.startswith("the review record cannot be read: ")
    assert record.sign_offs == ()


@given(st.text(max_size=20))
def test_any_name_can_sign(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    if any(0xD800 <= ord(each) < 0xE000 for each in name):
        return
    folder = tmp_path_factory.mktemp("record")
    sign(Record(folder), replace(SIGN_OFF, by=name or "A", tested_with=name), (), ())
    assert read(folder).sign_offs[0].by == (name or "A")
