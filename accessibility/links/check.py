"""The check of links: each address is asked for once, wherever it stands."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from plainpress.accessibility.readability.rules import finding
from plainpress.document.model import Link
from plainpress.document.records import dataclass
from plainpress.document.walk import nodes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from plainpress.accessibility.links.ask import Answer, Asker
    from plainpress.document.findings import Finding
    from plainpress.document.model import Publication

PACKAGE = "plainpress.accessibility.links"
_SCHEMES = frozenset({"http", "https"})
_HOSTS_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Web:
    """How to ask. `pause` is between two requests to one host, in seconds, as is `timeout`.

    `private` lets it ask machines of a private network, which readers cannot reach.
    """

    pause: float = 1.0
    timeout: float = 10.0
    private: bool = False


DEFAULT = Web()


def addresses(publications: Iterable[Publication]) -> dict[str, list[Link]]:
    """The links of some editions by their address, those of http and https only."""
    found: dict[str, list[Link]] = {}
    for publication in publications:
        for link in nodes_of(Link, publication):
            if link.url.partition(":")[0].lower() in _SCHEMES:
                found.setdefault(link.url, []).append(link)
    return found


def check(
    links: Mapping[str, Sequence[Link]],
    tell: Callable[[str], None] = lambda _: None,
    web: Web = DEFAULT,
) -> tuple[Finding, ...]:
    """Ask for each address, and say of each link what came of it, by file and line.

    It uses the network. `tell` hears how far it has got.
    """
    from plainpress.accessibility.links.ask import Asker

    asker = Asker(_agent(), web.pause, web.timeout, private=web.private)
    answers = _answers(links, asker, tell)
    if answers and all(answer.nameless for answer in answers.values()):
        # No name at all is known: it is this machine that has no network.
        answers = dict.fromkeys(answers, _offline())
    found = {
        (each.span, each.code, each.message): each
        for url, answer in answers.items()
        for link in links[url]
        for each in _findings(url, link, answer)
    }
    return tuple(sorted(found.values(), key=lambda each: (each.span.path, each.span.first)))


def _answers(links: Iterable[str], asker: Asker, tell: Callable[[str], None]) -> dict[str, Answer]:
    """The answer of each address, hosts side by side and the addresses of a host in turn."""
    hosts: dict[str, list[str]] = {}
    for url in links:
        hosts.setdefault(_host(url), []).append(url)

    def ask(item: tuple[str, list[str]]) -> list[tuple[str, Answer]]:
        host, urls = item
        tell(f"asking {host or 'for an address'}")
        return [(url, asker.ask(url)) for url in urls]

    with ThreadPoolExecutor(_HOSTS_AT_ONCE) as pool:
        told = dict(pair for pairs in pool.map(ask, hosts.items()) for pair in pairs)
    return {url: told[url] for url in links}


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _offline() -> Answer:
    from plainpress.accessibility.links.ask import Answer

    return Answer(fault="this machine seems to have no network")


def _agent() -> str:
    try:
        number = version("plainpress")
    except PackageNotFoundError:  # it runs from a folder that was never installed
        number = "0"
    return f"plainpress/{number} (checks the links of a publication, for its editor)"


def _findings(url: str, link: Link, answer: Answer) -> Iterator[Finding]:
    if answer.certain:
        yield finding(
            "link-dead", f"{url} leads nowhere: {answer.fault}", link.span, url, package=PACKAGE
        )
    elif answer.fault:
        message = f"{url} could not be checked: {answer.fault}"
        yield finding("link-unchecked", message, link.span, url, package=PACKAGE)
    elif answer.moved:
        message = f"{url} has moved to {answer.moved}"
        yield finding("link-moved", message, link.span, url, package=PACKAGE)
