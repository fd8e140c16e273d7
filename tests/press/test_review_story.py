"""A story: the standard text changes, the easy-read edition is stopped, signed off, and goes on."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from plainpress.document.errors import SourceError, UsageError
from plainpress.document.findings import Severity
from plainpress.press import review
from plainpress.press.command import main
from plainpress.press.editions import read_easy_read
from plainpress.press.review import Person, Request

if TYPE_CHECKING:
    from pathlib import Path

    from plainpress.document.findings import Finding

SETTINGS = 'title = "Meetings"\nlanguage = "en-GB"\nidentifier = "urn:x-plainpress:story"\n'
STANDARD = """\
(meetings)=
# How we meet

The team meets 15 times in a year. Write to [Ann Lee](mailto:ann@example.org) if you
would like to come.

(pay)=
## Pay

We pay for your time.[^rates] See [](#notes) for more.

[^rates]: The rate is £25 an hour.
"""
NOTES = "(notes)=\n# Notes\n\nThese notes are for staff.\n"
EASY = """\
(easy-meetings)=
{covers="meetings"}
# Our meetings

![](picture:meeting) You can come to our meetings.

![](picture:email) You can email [Ann Lee](mailto:ann@example.org).
"""
TODAY = dt.date(2025, 6, 1)
EDITOR = Person("Sam Bell", "editor")
GROUP = Person("Sam Bell", "editor", "Kent Talks Group")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A publication with an easy-read section that covers one of its two chapters."""
    folder = tmp_path / "story"
    (folder / "easy-read").mkdir(parents=True)
    left_out = '\n[easy-read.left-out]\nnotes = "They are for staff."\n'
    (folder / "publication.toml").write_text(SETTINGS + left_out, encoding="utf-8")
    (folder / "01-meetings.md").write_text(STANDARD, encoding="utf-8")
    (folder / "02-notes.md").write_text(NOTES, encoding="utf-8")
    (folder / "easy-read" / "01-meetings.md").write_text(EASY, encoding="utf-8")
    return folder


def sign(folder: Path, person: Person = EDITOR, section: str = "easy-meetings") -> None:
    review.sign(Request(folder, "easy-read", (section,), person), TODAY)


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def found(folder: Path, *codes: str) -> list[Finding]:
    return [finding for finding in read_easy_read(folder).findings if finding.code in codes]


def states(folder: Path) -> dict[str, str]:
    return {state.section: state.state for state in review.states(folder, "easy-read")}


PAIRING = ("easy-read-stale", "easy-read-missing", "easy-read-unreviewed")


def test_a_changed_word_stops_it_and_a_sign_off_lets_it_go_on(folder: Path) -> None:
    sign(folder)
    assert found(folder, *PAIRING) == []

    change(folder / "01-meetings.md", "15 times", "12 times")
    (stale,) = found(folder, *PAIRING)
    assert stale.code == "easy-read-stale"
    assert stale.severity is Severity.ERROR
    assert stale.span.path == "easy-read/01-meetings.md"
    assert stale.message == (
        '"Our meetings" (easy-meetings) is stale: the standard text has changed since Sam Bell '
        'signed it off on 1 June 2025: "15" is now "12"'
    )

    sign(folder)
    assert found(folder, *PAIRING) == []


def test_layout_files_and_labels_make_nothing_stale(folder: Path) -> None:
    sign(folder)
    record = (folder / "reviews.toml").read_bytes()
    standard = folder / "01-meetings.md"
    # Wrapped anew, emphasised, other quotes, a deeper heading, other files, other labels, in
    # another order, and with the footnote under another name.
    change(standard, "you\nwould like", "you would\n*like*")
    change(standard, "(meetings)=", "(how-we-meet)=")
    change(standard, "(pay)=\n## Pay", "(money)=\n## Pay")
    standard.write_text(standard.read_text().replace("[^rates]", "[^money]"), encoding="utf-8")
    standard.rename(folder / "09-how.md")
    easy = folder / "easy-read" / "01-meetings.md"
    change(easy, "(easy-meetings)=", "(our-meetings)=")
    change(easy, 'covers="meetings"', 'covers="money how-we-meet"')
    change(easy, "You can come to our meetings.", "You can come\nto our meetings.")
    easy.rename(folder / "easy-read" / "03-together.md")
    change(folder / "02-notes.md", "# Notes", "# Some notes")
    assert found(folder, *PAIRING) == []
    assert states(folder)["our-meetings"] == "current"
    assert (folder / "reviews.toml").read_bytes() == record


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("£25", "£30", '"£25" is now "£30"'),
        ("We pay", "We never pay", '"never" is new after "We"'),
        ("mailto:ann@example.org", "mailto:office@example.org", '"<mailto:office@example.org>"'),
        ("Ann Lee", "ann lee", '"Ann Lee" is now "ann lee"'),
        (" in a year", "", '"in a year" is gone after "meets 15 times"'),
    ],
)
def test_every_word_number_and_address_counts(folder: Path, old: str, new: str, told: str) -> None:
    sign(folder)
    change(folder / "01-meetings.md", old, new)
    (stale,) = found(folder, "easy-read-stale")
    assert told in stale.message


def test_its_own_words_and_pictures_count_too(folder: Path) -> None:
    sign(folder)
    change(folder / "easy-read" / "01-meetings.md", "picture:meeting", "picture:talk")
    (stale,) = found(folder, "easy-read-stale")
    assert "its own words have changed since Sam Bell signed it off" in stale.message
    assert '"meeting" is now "talk"' in stale.message


def test_it_is_a_draft_until_readers_have_tested_every_part(folder: Path) -> None:
    (unreviewed,) = found(folder, "easy-read-unreviewed")
    assert unreviewed.severity is Severity.INFORMATION
    for person, subtitle in ((EDITOR, "Easy read draft"), (GROUP, "Easy read")):
        sign(folder, person)
        publication = read_easy_read(folder).publication
        assert publication is not None
        assert publication.subtitle == subtitle
        assert publication.draft == (person is EDITOR)
    change(folder / "01-meetings.md", "15 times", "12 times")
    publication = read_easy_read(folder).publication
    assert publication is not None
    assert publication.draft


def test_what_no_section_stands_for_is_missing_until_a_reason_is_given(folder: Path) -> None:
    sign(folder)
    (folder / "publication.toml").write_text(SETTINGS, encoding="utf-8")
    (missing,) = found(folder, "easy-read-missing")
    assert (missing.span.path, missing.severity) == ("02-notes.md", Severity.ERROR)
    (folder / "publication.toml").write_text(SETTINGS + '\n[reviews]\nmissing = "warn"\n')
    (missing,) = found(folder, "easy-read-missing")
    assert missing.severity is Severity.WARNING
    (folder / "publication.toml").write_text(SETTINGS + '\n[easy-read.left-out]\nnotes = " "\n')
    assert found(folder, "easy-read-missing") == []
    assert len(found(folder, "easy-read-left-out-without-reason")) == 1


def test_the_publication_may_let_stale_sections_through(folder: Path) -> None:
    with (folder / "publication.toml").open("a", encoding="utf-8") as file:
        file.write('\n[reviews]\nstale = "warn"\nunreviewed = "stop"\n')
    (unreviewed,) = found(folder, "easy-read-unreviewed")
    assert unreviewed.severity is Severity.ERROR
    sign(folder)
    change(folder / "01-meetings.md", "15 times", "12 times")
    (stale,) = found(folder, "easy-read-stale")
    assert stale.severity is Severity.WARNING


def test_the_table_says_who_signed_what_and_the_details_what_changed(folder: Path) -> None:
    sign(folder)
    sign(folder, GROUP)
    rows = review.rows(review.states(folder, "easy-read"))
    signed = "Sam Bell, editor, 2025-06-01; Sam Bell, editor, 2025-06-01, with Kent Talks Group"
    assert rows == [
        ("easy-meetings", "current, tested", "meetings", signed),
        ("notes", "left out", "-", "-"),
    ]
    change(folder / "01-meetings.md", "15 times", "12 times")
    assert list(review.details(review.states(folder, "easy-read"))) == [
        "easy-meetings: in the standard text:",
        '    "15" is now "12"',
        "notes: left out: They are for staff.",
        "1 stale, 1 left out",
    ]


def test_the_record_is_the_same_whoever_signs_first(folder: Path, tmp_path: Path) -> None:
    sign(folder)
    sign(folder, Person('Ann "A" Lee\\', "author"))
    first = (folder / "reviews.toml").read_bytes()
    (folder / "reviews.toml").unlink()
    sign(folder, Person('Ann "A" Lee\\', "author"))
    sign(folder)
    assert (folder / "reviews.toml").read_bytes() == first
    kept = sorted(path.name for path in (folder / "reviews" / "easy-read").iterdir())
    assert kept == ["easy-meetings.standard.txt", "easy-meetings.txt"]


def test_a_broken_record_is_named_and_never_overwritten(folder: Path) -> None:
    (folder / "reviews.toml").write_text("[[review]\n", encoding="utf-8")
    (fault,) = found(folder, "easy-read-review-record")
    assert fault.span.path == "reviews.toml"
    with pytest.raises(SourceError, match="take it back from version control"):
        sign(folder)
    assert (folder / "reviews.toml").read_text(encoding="utf-8") == "[[review]\n"


def test_a_section_that_is_not_there_is_named_with_the_nearest(folder: Path) -> None:
    with pytest.raises(UsageError, match="there is easy-meetings"):
        sign(folder, section="easy-meeting")
    assert not (folder / "reviews.toml").exists()


def test_half_a_sign_off_is_refused(folder: Path) -> None:
    wishes = review.ReviewWishes(
        by="", role="editor", tested_with="", publication=str(folder), edition="easy-read"
    )
    with pytest.raises(UsageError, match="--by NAME"):
        review.request((), wishes)
    with pytest.raises(UsageError, match="--role ROLE"):
        review.request(("easy-meetings",), {**wishes, "by": "Sam", "role": ""})
    with pytest.raises(UsageError, match="SECTION"):
        review.request((), {**wishes, "by": "Sam"})
    asked = review.request((), {**wishes, "role": ""})
    assert asked == Request(folder, "easy-read")


def command(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, words)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def test_one_section_is_shown_by_its_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    for words in (("notes",), ("notes", "--publication", ".")):
        code, text = command("review", *words)
        assert (code, text.splitlines()[1:]) == (
            0,
            [
                "notes    left out  -           -",
                "notes: left out: They are for staff.",
                "1 left out",
            ],
        )
    code, text = command("review", "easy-meeting")
    assert code == 2
    assert "no section 'easy-meeting': there is easy-meetings" in text
    assert "easy-meetings" in command("review", ".")[1]


def test_the_story_from_the_command_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    build = ("build", "story", "--no-layout", "--format", "word", "--format", "epub")
    contact = folder / "easy-read" / "02-contact.md"
    contact.write_text(
        "(easy-contact)=\n# Contact us\n\n"
        "![](picture:email) You can email [Ann Lee](mailto:ann@example.org).\n",
        encoding="utf-8",
    )
    signed = ("--publication", "story", "--by", "Sam Bell", "--role", "editor")
    assert command("review", "easy-meetings", *signed)[0] == 0
    code, text = command(*build)
    assert code == 0, text
    before = {file.name: file.read_bytes() for file in (folder.parent / "dist/story").glob("*.*")}

    change(folder / "01-meetings.md", "The team meets 15 times", "The team meets 12 times")
    code, text = command(*build)
    assert code == 1
    assert "easy-meetings" in text
    assert "12" in text
    after = {file.name: file.read_bytes() for file in (folder.parent / "dist/story").glob("*.*")}
    assert after == before

    assert command("review", "easy-meetings", *signed)[0] == 0
    assert command(*build)[0] == 0

    change(folder / "01-meetings.md", "if you\nwould like to come", "if\nyou would like\nto come")
    code, text = command(*build)
    assert code == 0, text


def test_the_manifest_says_which_edition_is_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    sign(folder)
    settings = folder / "publication.toml"
    settings.write_text(settings.read_text() + '\n[reviews]\nstale = "warn"\n', encoding="utf-8")
    change(folder / "01-meetings.md", "15 times", "12 times")
    assert command("build", "story", "--draft", "--format", "web")[0] == 0
    out = folder.parent / "dist" / "story"
    rows = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["artifacts"]
    assert {row["edition"]: row["behind"] for row in rows} == {"standard": False, "easy-read": True}
    assert (
        "The standard text has changed since this was checked" in (out / "index.html").read_text()
    )
