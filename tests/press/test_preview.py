"""The preview: what it serves and to whom, how it follows the source, and how it looks."""

from __future__ import annotations

import gc
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from plainpress.accessibility.conformance import axe
from plainpress.press.command import main
from plainpress.press.preview.page import injected, message
from plainpress.press.preview.panel import MOST, panel
from plainpress.press.preview.server import Server
from plainpress.press.preview.session import Session, State
from plainpress.press.preview.watch import stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.loopback

PATIENCE = 20.0  # seconds until a test gives up
FIRST = (
    "(start)=\n# Start\n\nWords that somebody wrote.\n\n## Below\n\n[Here](https://example.org/)\n"
)
SECOND = "(next)=\n# Next\n\nMore words.\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "booklet"
    folder.mkdir()
    (folder / "publication.toml").write_text('title = "A booklet"\nlanguage = "en-GB"\n')
    (folder / "01.md").write_text(FIRST)
    (folder / "02.md").write_text(SECOND)
    return folder


class Preview:
    """A preview that runs, and a browser's part of the talk with it."""

    def __init__(self, source: Path, edition: str = "standard") -> None:
        self.session = Session(source, edition)
        self.server = Server(self.session, 0)
        self.port = self.server.server_port
        self.session.start()
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.session.stop()
        self.server.server_close()

    def ask(
        self, path: str, method: str = "GET", **headers: str
    ) -> tuple[http.client.HTTPResponse, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        connection.close()
        return response, text

    def events(self, page: str) -> Iterator[dict[str, Any]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", f"/-/events?page={page}")
        stream = connection.getresponse()
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        while line := stream.readline():
            if line.startswith(b"data: "):
                yield json.loads(line[6:])


@pytest.fixture
def preview(source: Path) -> Iterator[Preview]:
    made = Preview(source)
    yield made
    made.close()


def until(events: Iterator[dict[str, Any]], done: Callable[[dict[str, Any]], bool]) -> Any:
    return next(state for state in events if done(state))


# --- What it serves ------------------------------------------------------------------------


def test_the_first_address_leads_to_the_edition(preview: Preview) -> None:
    response, _ = preview.ask("/")
    assert (response.status, response.headers["Location"]) == (302, "/standard/")
    response, text = preview.ask("/standard/")
    assert response.status == 200
    assert "<h1" in text
    assert "A booklet" in text


def test_a_page_has_one_script_more_and_leave_to_listen(preview: Preview) -> None:
    assert preview.session.state.pages is not None
    built = preview.session.state.pages.files["start.html"].decode()
    _, served = preview.ask("/standard/start.html")
    assert "/-/" not in built
    assert served.count("/-/") == 1
    assert 'data-page="start.html"' in served
    assert "connect-src &#39;self&#39;" in served
    assert "connect-src" not in built
    script = served[served.index('<script src="/-/preview.js"') : served.index("\n</head>")]
    assert served.replace(script + "\n", "").replace("; connect-src &#39;self&#39;", "") == built


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/standard/site.css", "text/css; charset=utf-8"),
        ("/standard/site.js", "text/javascript; charset=utf-8"),
        ("/standard/icon.svg", "image/svg+xml"),
        ("/-/preview.css", "text/css; charset=utf-8"),
        ("/-/preview.js", "text/javascript; charset=utf-8"),
        ("/-/icon.svg", "image/svg+xml"),
    ],
)
def test_what_a_page_needs_comes_with_its_type(preview: Preview, path: str, kind: str) -> None:
    response, text = preview.ask(path)
    assert (response.status, response.headers["Content-Type"]) == (200, kind)
    assert text
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_head_is_get_without_the_page(preview: Preview) -> None:
    got, text = preview.ask("/standard/start.html")
    head, nothing = preview.ask("/standard/start.html", "HEAD")
    assert nothing == ""
    assert (
        head.headers["Content-Length"] == got.headers["Content-Length"] == str(len(text.encode()))
    )


def test_a_page_that_is_not_there_is_said_to_be_not_there(preview: Preview) -> None:
    for path in ("/standard/nothing.html", "/index.html", "/easy-read/", "/-/nothing.js"):
        response, text = preview.ask(path)
        assert response.status == 404
        assert "There is no such page" in text
        assert "Traceback" not in text


# --- To whom it answers --------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "", "[::1]"])
def test_a_foreign_host_is_refused_with_one_line(preview: Preview, host: str) -> None:
    for path in ("/standard/start.html", "/-/events"):
        response, text = preview.ask(path, Host=host.format(port=preview.port))
        assert (response.status, text) == (403, "This preview answers only to its own machine.\n")


def test_its_own_names_are_not_refused(preview: Preview) -> None:
    for name in ("127.0.0.1", "localhost", "LOCALHOST"):
        assert preview.ask("/standard/", Host=f"{name}:{preview.port}")[0].status == 200


def test_it_listens_on_this_machine_only(preview: Preview) -> None:
    assert preview.server.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "NONSENSE"])
def test_only_get_and_head(preview: Preview, method: str) -> None:
    response, text = preview.ask("/standard/start.html", method)
    assert (response.status, response.headers["Allow"]) == (405, "GET, HEAD")
    assert text == "This preview only shows pages: use GET or HEAD.\n"


@pytest.mark.parametrize(
    "path",
    [
        "/standard/../../../etc/hostname",
        "/standard/%2e%2e/%2e%2e/publication.toml",
        "/standard/..%2f..%2fpublication.toml",
        "/standard//etc/hostname",
        "/standard/..\\..\\publication.toml",
        "/-/../standard/start.html",
        "/-/%2e%2e/preview/message.html",
        "/-/message.html",
        "//evil.example/standard/",
        "http://evil.example/x",
        "/standard/%00",
        "/publication.toml",
        "/standard/publication.toml",
        "/standard/01.md",
    ],
)
def test_no_path_leads_out_of_the_pages(preview: Preview, path: str) -> None:
    response, text = preview.ask(path)
    assert response.status in {403, 404}
    assert "Words that somebody wrote" not in text
    assert 'title = "A booklet"' not in text


def test_an_address_cannot_bring_markup_into_a_page(preview: Preview) -> None:
    _, text = preview.ask("/standard/%22%3E%3Cscript%3Ealert(1)%3C/script%3E.html")
    assert "<script>alert" not in text
    assert b"<b>" not in injected(b"<head></head>", '"><b>', "1")
    assert "<b>" not in message("<b>", "<b>", "/")


# --- How it follows the source -------------------------------------------------------------


def test_a_save_brings_an_event_and_the_new_words(preview: Preview, source: Path) -> None:
    events = preview.events("start.html")
    version = next(events)["version"]
    (source / "01.md").write_text(FIRST.replace("somebody", "a stranger"))
    began = time.perf_counter()
    state = until(events, lambda state: state["version"] != version)
    assert "Words that a stranger wrote." in preview.ask("/standard/start.html")[1]
    assert time.perf_counter() - began < 2  # a second is meant; machines of tests are busy
    assert state["phase"] != "broken"


def test_a_save_without_a_change_is_no_reason_to_load_again(preview: Preview, source: Path) -> None:
    events = preview.events("start.html")
    version, number = next(events)["version"], preview.session.state.number
    os.utime(source / "01.md", ns=(1, 1))
    until(events, lambda _: preview.session.state.number > number)
    assert preview.session.state.pages is not None
    assert preview.session.state.pages.version == version


def test_a_new_file_is_seen_as_well(preview: Preview, source: Path) -> None:
    events = preview.events("index.html")
    version = next(events)["version"]
    (source / "03.md").write_text("# Last\n\nThe end.\n")
    until(events, lambda state: state["version"] != version)
    assert "The end." in preview.ask("/standard/last.html")[1]


def test_an_error_keeps_the_page_and_says_where(preview: Preview, source: Path) -> None:
    events = preview.events("next.html")
    first = next(events)
    (source / "01.md").write_text(FIRST + "\n{ref}`nowhere`\n")
    state = until(events, lambda state: state["phase"] == "broken")
    assert state["version"] == first["version"]
    assert [(each["place"], each["severity"]) for each in state["here"]] == [("01.md:10", "error")]
    assert "nowhere" in state["here"][0]["message"]
    assert "More words." in preview.ask("/standard/next.html")[1]
    (source / "01.md").write_text(FIRST)
    assert until(events, lambda state: state["phase"] != "broken")["version"] == first["version"]


def test_a_source_that_begins_with_an_error_is_shown_once_it_is_mended(source: Path) -> None:
    (source / "01.md").write_text(FIRST + "\n{ref}`nowhere`\n")
    preview = Preview(source)
    try:
        response, text = preview.ask("/standard/start.html")
        assert response.status == 503
        assert "There is no page yet" in text
        events = preview.events("start.html")
        assert next(events)["here"][0]["place"] == "01.md:10"
        (source / "01.md").write_text(FIRST)
        until(events, lambda state: bool(state["version"]))
        assert preview.ask("/standard/start.html")[0].status == 200
    finally:
        preview.close()


def test_findings_come_after_the_page_and_stand_in_their_part(preview: Preview) -> None:
    events = preview.events("start.html")
    assert next(events)["phase"] == "checking"
    preview.ask("/standard/start.html")
    state = until(events, lambda state: state["phase"] == "checked")
    found = {each["code"]: each for each in state["here"]}
    assert found["link-words"]["place"] == "01.md:8"
    assert found["link-words"]["section"] == "Below"
    assert f'id="{found["link-words"]["id"]}"' in preview.ask("/standard/start.html")[1]
    other = next(preview.events("next.html"))
    assert "link-words" not in {each["code"] for each in other["here"]}
    assert "start.html" in {each["page"] for each in other["elsewhere"]}


def test_the_easy_read_edition_has_a_preview_too(source: Path) -> None:
    (source / "easy-read").mkdir()
    text = '{covers="start next"}\n# Easy\n\nShort words.\n'
    (source / "easy-read" / "01.md").write_text(text)
    preview = Preview(source, "easy-read")
    try:
        events = preview.events("easy.html")
        version = next(events)["version"]
        assert "Short words." in preview.ask("/easy-read/easy.html")[1]
        (source / "easy-read" / "01.md").write_text(text.replace("Short", "Few"))
        until(events, lambda state: state["version"] != version)
        assert "Few words." in preview.ask("/easy-read/easy.html")[1]
        assert until(events, lambda state: state["phase"] == "checked")["problem"] == ""
    finally:
        preview.close()


def test_what_is_no_fault_of_the_source_is_shown_and_survived(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session(source, "standard")
    session.renew()

    def fail(*_: object) -> None:
        raise ZeroDivisionError("by nought")

    with monkeypatch.context() as patch:
        patch.setattr("plainpress.press.preview.pages.make", fail)
        session.renew()
    assert session.state.broken
    assert session.state.pages is not None
    assert panel(session.state, "start.html")["problem"] == "ZeroDivisionError: by nought"
    session.renew()
    assert not session.state.broken


def test_a_thousand_findings_do_not_drown_the_page(source: Path) -> None:
    link = "\n[Here](https://example.org/)\n"
    (source / "02.md").write_text(SECOND + (MOST + 7) * link)
    session = Session(source, "standard")
    session.renew()
    from plainpress.accessibility.structure import check
    from plainpress.document.reader import read

    publication = read(source).publication
    assert publication is not None
    found = check(publication)
    shown = panel(State(session.state.pages, found, checked=True), "next.html")
    assert len(shown["here"]) == MOST
    assert shown["more"] == 7


# --- What it watches -----------------------------------------------------------------------


def test_what_lies_beside_a_single_file_counts_and_what_lies_deep_does_not(tmp_path: Path) -> None:
    file = tmp_path / "text.md"
    file.write_text("# Title\n")
    (tmp_path / "figures" / "deep").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    before = stamp(file)
    (tmp_path / "figures" / "deep" / "one.svg").write_text("x")
    (tmp_path / ".hidden" / "two.svg").write_text("x")
    assert stamp(file) == before
    (tmp_path / "figures" / "three.svg").write_text("x")
    assert stamp(file) != before
    assert stamp(tmp_path) != stamp(file)


def test_a_folder_that_has_gone_has_no_files(tmp_path: Path) -> None:
    assert stamp(tmp_path / "nowhere" / "text.md") == frozenset()


# --- The command ---------------------------------------------------------------------------


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, words, prog_name="plainpress")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def test_a_port_that_is_taken_is_one_clear_line(source: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, text = run("preview", str(source), "--port", str(port))
    assert code == 3
    assert text == (
        f"plainpress: port {port} cannot be used: address already in use; choose another one "
        "with --port, or --port 0 for any that is free\n"
    )


def test_what_cannot_be_shown_is_refused(source: Path, tmp_path: Path) -> None:
    assert run("preview", str(source), "--edition", "braille")[0] == 2
    finished = tmp_path / "book.docx"
    finished.write_bytes(b"")
    assert run("preview", str(finished)) == (
        2,
        f"plainpress: {finished} is a finished file: give the publication that it is made from\n",
    )


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent by another way there")
def test_control_c_ends_it_quietly(source: Path) -> None:
    command = [sys.executable, "-m", "plainpress.press.command", "preview", str(source)]
    with subprocess.Popen(
        [*command, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        line = process.stdout.readline()
        assert line.startswith("Preview of booklet: http://127.0.0.1:")
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
        assert (process.stdout.read(), process.stderr.read()) == ("", "")


def test_a_server_that_lives_long_collects_its_garbage(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def serve(*_: object, **__: object) -> None:
        assert gc.isenabled()
        raise KeyboardInterrupt

    monkeypatch.setattr(Server, "serve_forever", serve)
    gc.disable()
    try:
        assert run("preview", str(source), "--port", "0")[0] == 0
    finally:
        gc.enable()
        gc.unfreeze()


def test_links_are_checked_on_request_only(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from plainpress.accessibility.links.ask import Answer, Asker

    asked: list[str] = []

    def ask(_: Asker, url: str) -> Answer:
        asked.append(url)
        return Answer(fault="its host answers 404 Not Found", certain=True)

    monkeypatch.setattr(Asker, "ask", ask)
    assert "link-dead" not in run("check", str(source))[1]
    assert asked == []
    _, text = run("check", str(source), "--links")
    assert asked == ["https://example.org/"]
    assert "Checking 1 address over the network, one request a second to each host." in text
    assert "01.md:8: warning: https://example.org/ leads nowhere" in text


def test_links_of_a_finished_file_are_not_checked(tmp_path: Path) -> None:
    finished = tmp_path / "book.docx"
    finished.write_bytes(b"")
    code, text = run("check", str(finished), "--links")
    assert code == 2
    assert "is a finished file: check the links of its publication" in text


# --- In a browser --------------------------------------------------------------------------


@pytest.mark.validator
def test_an_editor_sees_each_save_without_pressing_anything(
    preview: Preview, source: Path, require_tool: Callable[[str], str]
) -> None:
    path = require_tool("chromium")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    (source / "01.md").write_text(FIRST + "\nA long way down.\n" * 80 + "\n## Last\n\nThe end.\n")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        complaints: list[str] = []
        page.on("console", lambda said: complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{preview.server.address}standard/start.html")
        _journey(page, source)
        _accessible(page)
        assert complaints == []
        browser.close()


def _journey(page: Any, source: Path) -> None:
    findings = page.get_by_role("complementary", name="Findings in this part")
    findings.get_by_text("01.md:8").wait_for()
    status = findings.get_by_role("status")
    assert "in this part" in status.inner_text()
    assert page.evaluate("document.activeElement === document.body")
    # The words change further up; what was in view stays in view.
    last = page.get_by_role("heading", name="Last")
    last.scroll_into_view_if_needed()
    top = last.bounding_box()["y"]
    text = (source / "01.md").read_text()
    more = text.replace("somebody wrote", "a stranger wrote").replace(
        "## Below", "New.\n\n## Below"
    )
    (source / "01.md").write_text(more)
    page.get_by_text("Words that a stranger wrote.").wait_for(timeout=PATIENCE * 1000)
    findings.get_by_text("01.md:10").wait_for()
    assert abs(last.bounding_box()["y"] - top) < 2
    # An error leaves the page as it is.
    (source / "01.md").write_text(more + "\n{ref}`nowhere`\n")
    findings.get_by_text("1 error in the source.").wait_for()
    assert page.get_by_text("Words that a stranger wrote.").count() == 1
    (source / "01.md").write_text(more)
    findings.get_by_text("01.md:10").wait_for()


def _accessible(page: Any) -> None:
    page.evaluate("scrollTo(0, 0)")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the findings"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "plainpress-findings"
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Hide the findings"
    page.keyboard.press("Enter")
    assert page.locator(":focus").get_attribute("aria-expanded") == "false"
    page.keyboard.press("Enter")
    page.evaluate(axe._axe())
    for scheme in axe.SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in axe.WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(axe._RUN, list(axe.TAGS))["violations"] == []
            wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
            assert page.evaluate(wide)
