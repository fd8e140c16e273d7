"""The page that plays a recording, in a real browser, from a disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.validator


@pytest.fixture(scope="module")
def browser(require_tool: Callable[[str], str]) -> Iterator[Any]:
    path = require_tool("chromium")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as playwright:
        silent = ["--autoplay-policy=no-user-gesture-required", "--mute-audio"]
        browser = playwright.chromium.launch(executable_path=path, args=silent)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Any, folder: Path) -> Iterator[Any]:
    """The page, which must end without a complaint and without a request to elsewhere."""
    page = browser.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.on("request", lambda each: each.url.startswith("file:") or wrong.append(each.url))
    page.goto((folder / "index.html").as_uri())
    yield page
    page.close()
    assert wrong == []


def heard(page: Any) -> str:
    return str(page.locator(".heard").inner_text())


def test_it_plays_and_marks_what_is_heard(page: Any) -> None:
    assert heard(page) == "Trees"
    page.get_by_role("button", name="Play").click()
    page.locator(".heard:not([data-from='0.000'])").wait_for(timeout=15_000)
    assert page.locator("#play").inner_text() == "Pause"
    page.keyboard.press("Space")  # the button has the focus
    page.get_by_role("button", name="Play").wait_for()


def test_sentences_and_chapters_are_reached_by_keyboard(page: Any) -> None:
    page.get_by_role("link", name="Planting").press("Enter")
    page.get_by_role("button", name="Sentence on").press("Enter")
    page.get_by_role("button", name="Sentence on").press("Enter")
    assert heard(page) == "Trees give shade."
    page.get_by_role("button", name="Sentence back").press("Enter")
    assert heard(page) == "Planting"
    assert page.locator("#now").inner_text().startswith("Planting")


def test_a_sentence_that_is_pointed_at_is_played(page: Any) -> None:
    page.get_by_text("They cool a street in summer.").click()
    page.get_by_role("button", name="Pause").wait_for()
    assert heard(page) == "They cool a street in summer."


def test_the_place_and_the_speed_are_kept(page: Any) -> None:
    page.locator("#speed").select_option("1.25")
    page.get_by_role("link", name="Planting").click()
    page.get_by_role("button", name="Sentence on").click()
    before = heard(page)
    page.reload()
    assert (heard(page), page.locator("#speed").input_value()) == (before, "1.25")


def test_passages_in_another_language_are_marked(page: Any) -> None:
    assert page.locator("[lang=cy]").inner_text().startswith("Mae coed")


def test_without_its_script_each_chapter_has_a_player(browser: Any, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "index.html").as_uri())
    players = page.locator("audio[controls]")
    assert players.count() == 3
    assert all(players.nth(number).is_visible() for number in range(3))
    assert not page.locator("#player").is_visible()
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("edition", ["folder", "easy_read"])
def test_it_reflows(browser: Any, request: pytest.FixtureRequest, edition: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 640})
    page.goto((request.getfixturevalue(edition) / "index.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_picture_of_what_is_heard_stands_beside_it(
    browser: Any, easy_read: Path, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto((easy_read / "index.html").as_uri())
    page.get_by_text("This is about picture:meeting.").click()
    page.get_by_role("button", name="Pause").click()
    row, picture = page.locator(".picture-row.beside"), page.locator(".beside img")
    assert heard(page) == "This is about picture:meeting."
    assert (row.count(), picture.get_attribute("alt")) == (1, "")
    assert picture.evaluate("(image) => image.complete && image.naturalWidth > 0")
    beside, words = picture.bounding_box(), row.locator("p").first.bounding_box()
    assert beside["width"] > 170
    if width > 1000:
        assert beside["x"] + beside["width"] < words["x"]  # left of the words
    else:
        assert beside["y"] + beside["height"] < words["y"]  # above them
    page.get_by_text("This too is about picture:money.").click()
    assert (row.count(), picture.get_attribute("src")) == (1, "pictures/money.svg")
    page.get_by_text("This is about plain.").click()
    assert row.count() == 0
    page.close()
