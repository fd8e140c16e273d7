"""The check of links, against a server on this machine: no test goes out to the web."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from plainpress.accessibility import links
from plainpress.accessibility.links.ask import Answer, Asker, _failed, is_private, plain
from plainpress.accessibility.links.check import PACKAGE, Web
from plainpress.accessibility.readability.rules import rules
from plainpress.document.findings import Severity
from plainpress.document.reader import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plainpress.document.findings import Finding

pytestmark = pytest.mark.loopback

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/fails.md"))
RULES = rules(PACKAGE)
QUICK = Web(pause=0.0, timeout=0.5, private=True)
# What each path answers: to HEAD, to GET, and where it sends on to.
SITE = {
    "/well": (200, 200, ""),
    "/well/naïve": (200, 200, ""),
    "/only-get": (405, 200, ""),
    "/lies-to-head": (404, 200, ""),
    "/missing": (404, 404, ""),
    "/gone": (410, 410, ""),
    "/forbidden": (403, 403, ""),
    "/fault": (503, 503, ""),
    "/moved": (301, 301, "/well"),
    "/moved-twice": (308, 308, "/moved"),
    "/moved-to-nothing": (301, 301, "/missing"),
    "/for-now": (302, 302, "/well"),
    "/circle": (302, 302, "/circle"),
    "/to-a-file": (301, 301, "file:///etc/hostname"),
    "/busy": (429, 429, ""),
}


class Site(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.asked: list[tuple[str, str, float]] = []
        self.agents: set[str] = set()
        self.at_once = 0
        self.most_at_once = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Answers(BaseHTTPRequestHandler):
    server: Site

    def do_HEAD(self) -> None:
        self.answer(0)

    def do_GET(self) -> None:
        self.answer(1)

    def answer(self, which: int) -> None:
        site = self.server
        site.at_once += 1
        site.most_at_once = max(site.most_at_once, site.at_once)
        site.asked.append((self.command, self.path, time.monotonic()))
        site.agents.add(self.headers["User-Agent"])
        if self.path == "/slow":
            time.sleep(1)
        found = SITE.get(self.path.replace("%C3%AF", "ï"), (404, 404, ""))
        site.at_once -= 1
        self.send_response(found[which])
        if found[2]:
            self.send_header("Location", found[2])
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the parent's name
        pass


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


def check(path: Path, site: Site, tmp_path: Path, web: Web = QUICK) -> tuple[Finding, ...]:
    text = path.read_text("utf-8").replace("http://example.org", site.address)
    copy = tmp_path / path.name
    copy.write_text(text, "utf-8")
    reading = read(copy)
    assert reading.publication is not None
    assert {each.code for each in reading.findings} <= {"language-assumed"}
    return links.check(links.addresses([reading.publication]), web=web)


def lines(found: tuple[Finding, ...], site: Site) -> str:
    rows = [f"{each.span.first}: {each.code}: {each.message}; {each.hint}\n" for each in found]
    return "".join(rows).replace(site.address, "http://example.org")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_fails_is_found(case: Path, site: Site, tmp_path: Path, accept: bool) -> None:
    found = lines(check(case / "fails.md", site, tmp_path), site)
    assert f": {case.name}: " in found
    expected = case / "findings.txt"
    if accept:
        expected.write_text(found, "utf-8")
    assert found == expected.read_text("utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_passes_has_no_finding(case: Path, site: Site, tmp_path: Path) -> None:
    assert check(case / "passes.md", site, tmp_path) == ()


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert {case.name for case in CASES} == set(RULES)


@pytest.mark.parametrize("code", RULES)
def test_every_rule_says_what_why_and_what_to_do(code: str) -> None:
    rule = RULES[code]
    assert rule.link.startswith("https://")
    assert rule.why.endswith(".")
    assert rule.hint
    assert not rule.hint.endswith(".")
    assert code in (HERE.parents[2] / "docs" / "links.md").read_text("utf-8")


def test_no_link_stops_a_publication() -> None:
    assert {rule.severity for rule in RULES.values()} <= {Severity.WARNING, Severity.INFORMATION}


def asker(**wishes: Any) -> Asker:
    return Asker("plainpress/test", **{"pause": 0.0, "timeout": 0.5, "private": True, **wishes})


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/well", Answer()),
        ("/well/naïve", Answer()),
        ("/only-get", Answer()),
        ("/lies-to-head", Answer()),
        ("/for-now", Answer()),
        ("/moved#part", Answer(moved="{site}/well#part")),
        ("/moved-twice", Answer(moved="{site}/well")),
        ("/missing", Answer(fault="its host answers 404 Not Found", certain=True)),
        ("/moved-to-nothing", Answer(fault="its host answers 404 Not Found", certain=True)),
        ("/gone", Answer(fault="its host answers 410 Gone", certain=True)),
        ("/forbidden", Answer(fault="its host answers 403 Forbidden")),
        ("/fault", Answer(fault="its host answers 503 Service Unavailable")),
        ("/busy", Answer(fault="its host answers 429 Too Many Requests")),
        ("/circle", Answer(fault="it leads on more than 5 times")),
        ("/to-a-file", Answer(fault="it leads on to an address that is no page of the web")),
        ("/slow", Answer(fault="its host did not answer in time")),
    ],
)
def test_what_an_answer_means(path: str, answer: Answer, site: Site) -> None:
    expected = Answer(
        answer.moved.replace("{site}", site.address), answer.fault, answer.certain, answer.nameless
    )
    assert asker().ask(site.address + path) == expected


@pytest.mark.parametrize("url", ["http://[::1", "http://host:99999/", "http://", "http://a b/"])
def test_an_address_that_is_none_is_not_asked_for(url: str) -> None:
    answer = asker().ask(url)
    assert answer.fault
    assert not answer.certain


def test_nobody_at_home_is_no_proof(site: Site) -> None:
    site.shutdown()
    site.server_close()
    answer = asker().ask(f"{site.address}/well")
    assert answer == Answer(fault="no connection: connection refused")


def test_a_name_that_is_not_known_is_dead_unless_no_name_is_known() -> None:
    import socket
    from urllib.error import URLError

    unknown = _failed(URLError(socket.gaierror(socket.EAI_NONAME, "unknown")))
    later = _failed(URLError(socket.gaierror(socket.EAI_AGAIN, "try again")))
    assert (unknown.certain, later.certain) == (True, False)
    assert unknown.nameless
    assert later.nameless


def test_without_a_network_no_link_is_called_dead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nameless = Answer(fault="its name is not known", certain=True, nameless=True)
    monkeypatch.setattr(Asker, "ask", lambda *_: nameless)
    text = tmp_path / "text.md"
    text.write_text("# Title\n\n[One](https://one.example/) and [two](https://two.example/).\n")
    publication = read(text).publication
    assert publication is not None
    found = links.check(links.addresses([publication]))
    assert [each.code for each in found] == ["link-unchecked"] * 2
    assert "no network" in found[0].message


def test_it_is_polite(site: Site) -> None:
    one = asker(pause=0.2)
    urls = [f"{site.address}/well?{number}" for number in range(3)]
    threads = [threading.Thread(target=one.ask, args=(url,)) for url in urls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = [at for *_, at in site.asked]
    assert site.most_at_once == 1
    assert all(later - earlier > 0.19 for earlier, later in pairwise(times))
    assert site.agents == {"plainpress/test"}


def test_a_host_that_asks_to_wait_is_left_alone(site: Site) -> None:
    one = asker()
    assert "429" in one.ask(f"{site.address}/busy").fault
    assert "429" in one.ask(f"{site.address}/well").fault
    assert [path for _, path, _ in site.asked] == ["/busy"]


def test_get_is_used_only_where_head_is_refused(site: Site) -> None:
    asker().ask(f"{site.address}/well")
    asker().ask(f"{site.address}/only-get")
    assert [(how, path) for how, path, _ in site.asked] == [
        ("HEAD", "/well"),
        ("HEAD", "/only-get"),
        ("GET", "/only-get"),
    ]


def test_an_address_that_stands_twice_is_asked_for_once(site: Site, tmp_path: Path) -> None:
    text = tmp_path / "source.md"
    text.write_text(
        "# Title\n\n[A](http://example.org/gone)\n\n[B](http://example.org/gone)\n\n"
        "[Mail](mailto:a@example.org)\n"
    )
    (tmp_path / "copy").mkdir()
    found = check(text, site, tmp_path / "copy")
    assert [each.span.first for each in found] == [3, 5]
    assert [(how, path) for how, path, _ in site.asked] == [("HEAD", "/gone"), ("GET", "/gone")]


def test_it_names_itself(site: Site, tmp_path: Path) -> None:
    text = tmp_path / "source.md"
    text.write_text("# Title\n\n[A](http://example.org/well)\n")
    (tmp_path / "copy").mkdir()
    check(text, site, tmp_path / "copy")
    (agent,) = site.agents
    assert agent.startswith("plainpress/")


def test_machines_out_of_reach_are_not_asked(site: Site, tmp_path: Path) -> None:
    text = tmp_path / "source.md"
    text.write_text("# Title\n\n[A](http://example.org/well)\n")
    (tmp_path / "copy").mkdir()
    (found,) = check(text, site, tmp_path / "copy", Web(pause=0.0))
    assert found.code == "link-dead"
    assert "only you can reach" in found.message
    assert site.asked == []


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("example.org", False),
        ("93.184.216.34", False),
        ("localhost", True),
        ("printer.local", True),
        ("10.0.0.1", True),
        ("169.254.169.254", True),
        ("::1", True),
    ],
)
def test_which_machines_are_private(host: str, private: bool) -> None:
    assert is_private(host) is private


def test_addresses_are_written_as_the_web_wants_them() -> None:
    assert plain("https://bücher.example/ä b?q=é#ß") == (
        "https://xn--bcher-kva.example/%C3%A4%20b?q=%C3%A9#%C3%9F"
    )
    assert plain("https://example.org/a%20b") == "https://example.org/a%20b"
