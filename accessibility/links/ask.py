"""Takes an address; gives what the web answers, by polite requests with long pauses."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from ipaddress import ip_address
from threading import Lock
from typing import TYPE_CHECKING
from urllib import error, request
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit

from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

REDIRECTS = 5
TIMEOUT = 10.0  # seconds
PAUSE = 1.0  # seconds between two requests to one host
_SAFE = "!#$%&'()*+,/:;=?@[]~"
_OK, _REDIRECT, _FAULT = 200, 300, 400
_TOO_MANY = 429
_OWN_NAMES = ("localhost", ".localhost", ".local", ".internal")
_FOR_GOOD = frozenset({301, 308})
# RFC 9110, 15.5.5 and 15.5.11: what was there is not found, or is gone.
_GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address led to.

    `moved` is its new address where it has moved for good. `fault` is why it does not work;
    `certain` tells a link that is dead from one that could not be checked. `nameless` means that
    the name of its host is not known, which is also what a machine without network hears.
    """

    moved: str = ""
    fault: str = ""
    certain: bool = False
    nameless: bool = False


class Hosts:
    """Sees to it that each host gets one request at a time, and a pause after it.

    A host that asks us to wait (429) gets no further request.
    """

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._guard = Lock()
        self._locks: dict[str, Lock] = {}
        self._next: dict[str, float] = {}
        self._closed: set[str] = set()

    def visit(self, host: str, call: Callable[[], Reply]) -> Reply:
        with self._guard:
            lock = self._locks.setdefault(host, Lock())
        with lock:
            if host in self._closed:
                return Reply(_TOO_MANY)
            time.sleep(max(0.0, self._next.get(host, 0.0) - time.monotonic()))
            try:
                reply = call()
            finally:
                self._next[host] = time.monotonic() + self._pause
            if reply.status == _TOO_MANY:
                self._closed.add(host)
            return reply


@dataclass(frozen=True, slots=True)
class Reply:
    """The status of one answer, and where it sends us on to."""

    status: int
    location: str = ""


class Asker:
    """Asks for addresses. `agent` is the name that it gives itself.

    Machines of a private network, which readers cannot reach, are asked only if `private`.
    """

    def __init__(
        self, agent: str, pause: float = PAUSE, timeout: float = TIMEOUT, *, private: bool = False
    ) -> None:
        self._headers = {"User-Agent": agent, "Accept": "text/html,*/*;q=0.8"}
        self._timeout = timeout
        self._private = private
        self._hosts = Hosts(pause)
        self._opener = _opener()

    def ask(self, url: str) -> Answer:
        """Follow an address to its end. Nothing is raised for what the web does."""
        try:
            return self._follow(url)
        except (OSError, http.client.HTTPException, ValueError) as fault:
            return _failed(fault)

    def _follow(self, url: str) -> Answer:
        address, fragment = urldefrag(plain(url))
        moved, for_good = "", True
        for _ in range(REDIRECTS + 1):
            if not self._private and is_private(urlsplit(address).hostname or ""):
                return Answer(fault="its host is a machine that only you can reach", certain=True)
            reply = self._reply(address)
            if not (_REDIRECT <= reply.status < _FAULT and reply.location):
                return _judged(reply.status, moved)
            address = urldefrag(plain(urljoin(address, reply.location)))[0]
            if urlsplit(address).scheme not in {"http", "https"}:
                return Answer(fault="it leads on to an address that is no page of the web")
            for_good = for_good and reply.status in _FOR_GOOD
            if for_good:
                moved = f"{address}#{fragment}" if fragment else address
        return Answer(fault=f"it leads on more than {REDIRECTS} times")

    def _reply(self, address: str) -> Reply:
        """The reply to HEAD; to GET, where the host does not care for HEAD."""
        reply = self._request("HEAD", address)
        refuses = reply.status >= _FAULT and reply.status != _TOO_MANY
        return self._request("GET", address) if refuses else reply

    def _request(self, method: str, address: str) -> Reply:
        def call() -> Reply:
            # The reader lets no address through but of http and https, and so does _follow.
            asked = request.Request(address, headers=self._headers, method=method)  # noqa: S310
            try:
                with self._opener.open(asked, timeout=self._timeout) as found:
                    return Reply(found.status)
            except error.HTTPError as refused:
                with refused:
                    return Reply(refused.code, refused.headers.get("Location", ""))

        return self._hosts.visit(urlsplit(address).netloc, call)


def _opener() -> request.OpenerDirector:
    """As the library's own, without what opens files and without redirects, which we count."""
    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler(),
        request.HTTPHandler(),
        request.HTTPSHandler(),
        request.HTTPDefaultErrorHandler(),
        request.HTTPErrorProcessor(),
        request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


def plain(url: str) -> str:
    """An address in ASCII: the name of its host in Punycode, other letters as per cent signs.

    Raises `ValueError` for one that cannot be an address.
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").encode("idna").decode("ascii")
    host = f"[{host}]" if ":" in host else host
    place = f"{host}:{parts.port}" if parts.port else host
    path, query, fragment = (quote(each, safe=_SAFE) for each in parts[2:5])
    return urlunsplit((parts.scheme, place, path or "/", query, fragment))


def is_private(host: str) -> bool:
    """Whether a host is known by its name or number to be out of its readers' reach."""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith(_OWN_NAMES)


def _judged(status: int, moved: str) -> Answer:
    if _OK <= status < _REDIRECT:
        return Answer(moved=moved)
    name = http.client.responses.get(status, "")
    told = f"its host answers {status} {name}".rstrip()
    return Answer(fault=told, certain=status in _GONE)


def _failed(fault: Exception) -> Answer:
    cause = fault.reason if isinstance(fault, error.URLError) else fault
    match cause:
        case socket.gaierror():
            known = cause.errno != socket.EAI_NONAME
            return Answer(
                fault="the name of its host is not known", certain=not known, nameless=True
            )
        case TimeoutError():
            return Answer(fault="its host did not answer in time")
        case ssl.SSLError():
            return Answer(fault="its host could not prove who it is")
        case OSError():
            return Answer(fault=f"no connection: {(cause.strerror or str(cause)).lower()}")
        case _:
            return Answer(fault="its address or its answer cannot be read")
