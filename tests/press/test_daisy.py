"""The talking book in a build: its name, its place on the page, and what is left out when."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from lxml import html

from plainpress.document.errors import UsageError
from plainpress.document.narration import narrate
from plainpress.press import sound
from plainpress.press.build import Request, build
from plainpress.press.formats import select

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plainpress.builders.recording import Recording
    from plainpress.document.narration import Narration
    from plainpress.press.build import Outcome

TEXT = "---\ntitle: Trees\nlanguage: {}\n---\n\n# Leaves\n\nLeaves are green.\n"


@pytest.fixture
def made(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    beeped: Callable[[Narration, Path], Recording],
) -> Callable[..., Outcome]:
    """A function that builds the talking book of a text in a language, spoken in beeps."""

    def speak(publication, settings, card, folder, tell):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        folder.mkdir()
        return sound.Sounded(beeped(narrate(publication, settings), folder), (), "beeps")

    monkeypatch.setattr(sound, "speak", speak)

    def make(language: str = "en-GB", *, named: bool = True) -> Outcome:
        source = tmp_path / "trees.md"
        source.write_text(TEXT.format(language), "utf-8")
        output = tmp_path / "dist"
        output.mkdir(exist_ok=True)
        formats = select(("daisy", "web"))
        # A draft, since only English can be measured.
        return build(Request(source, output, formats, ("standard",), draft=True, named=named))

    return make


def test_the_name_tells_it_from_other_zip_files(made: Callable[..., Outcome]) -> None:
    names = [each.artifact.path.name for each in made().made]
    assert names == ["trees-daisy.zip", "web"]


def test_the_page_names_it_in_plain_words(made: Callable[..., Outcome], tmp_path: Path) -> None:
    (book, _) = made().made
    page = html.document_fromstring((tmp_path / "dist" / "index.html").read_text("utf-8"))
    (link,) = page.xpath("//a[@href='trees-daisy.zip']")
    assert "Talking book (DAISY)" in link.getparent().text_content()
    (row,) = (
        each
        for each in json.loads((tmp_path / "dist" / "manifest.json").read_text("utf-8"))[
            "artifacts"
        ]
        if each["format"] == "daisy"
    )
    assert row["duration"] == book.artifact.duration > 0
    assert (row["media_type"], row["findings"]) == ("application/zip", [])


def test_a_language_that_no_voice_speaks_has_no_talking_book(
    made: Callable[..., Outcome], tmp_path: Path
) -> None:
    outcome = made("qaa", named=False)
    assert [each.artifact.format for each in outcome.made] == ["web"]
    assert ["no voice here speaks the language 'qaa'" in each for each in outcome.left_out] == [
        True
    ]
    with pytest.raises(UsageError, match="no voice here speaks the language 'qaa'"):
        made("qaa")


def test_it_is_made_by_default() -> None:
    assert "daisy" in [form.name for form in select(())]
