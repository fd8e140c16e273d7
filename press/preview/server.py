"""Takes a session; serves its pages on this machine only, and pushes every change to them."""

from __future__ import annotations

import json
import os
import socketserver
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from plainpress.builders.web.addresses import CONTENTS
from plainpress.document.errors import PlainpressError
from plainpress.press.preview.page import TYPES, injected, message
from plainpress.press.preview.panel import panel
from plainpress.templates import template

if TYPE_CHECKING:
    from collections.abc import Callable

    from plainpress.press.preview.session import Session

LOOPBACK = "127.0.0.1"
# What the preview adds to the pages, by name: where it lies among the templates.
OWN = MappingProxyType(
    {
        "preview.js": "preview/preview.js",
        "preview.css": "preview/preview.css",
        "icon.svg": "web/icon.svg",
    }
)
# Seconds after which a stream says that it is still there: so we notice when the browser is not.
_ALIVE = 15.0
_IDLE = 60.0
_WEB_PORT = 80


class PortError(PlainpressError):
    """The port cannot be had on this machine; the message says how to choose another."""

    exit_code = 3


class Server(ThreadingHTTPServer):
    """Listens on the loopback address. Each page that is open holds one thread."""

    daemon_threads = True
    # On Windows it would let two servers share one port.
    allow_reuse_address = os.name == "posix"

    def __init__(self, session: Session, port: int) -> None:
        self.session = session
        try:
            super().__init__((LOOPBACK, port), Handler)
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise PortError(
                f"port {port} cannot be used: {why}; choose another one with --port, "
                "or --port 0 for any that is free"
            ) from None

    def server_bind(self) -> None:
        # The parent asks for the machine's name as well, which can take seconds.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away in the middle of an answer is no news; a fault of ours is."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.server_port}/"

    @property
    def hosts(self) -> frozenset[str]:
        """The names by which a browser on this machine may call it."""
        names = (LOOPBACK, "localhost")
        plain = names if self.server_port == _WEB_PORT else ()
        return frozenset((*plain, *(f"{name}:{self.server_port}" for name in names)))


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD of this machine.

    Files come from the memory of the session: no path that is asked for reaches the disk.
    """

    server: Server
    protocol_version = "HTTP/1.1"
    timeout = _IDLE

    def parse_request(self) -> bool:
        """Whether the request is one that we answer. The others get their refusal here."""
        if not super().parse_request():
            return False
        if "Content-Length" in self.headers or "Transfer-Encoding" in self.headers:
            self.close_connection = True  # what comes with it is not read
        # A page elsewhere can lead its own name to this machine (DNS rebinding): then the browser
        # sends that name, and believes that what comes back belongs to that page.
        hosts = [host.lower() for host in self.headers.get_all("Host", ())]
        if len(hosts) != 1 or hosts[0] not in self.server.hosts:
            words = "This preview answers only to its own machine."
            self._refuse(HTTPStatus.FORBIDDEN, words)
            return False
        if self.command not in {"GET", "HEAD"}:
            words = "This preview only shows pages: use GET or HEAD."
            self._refuse(HTTPStatus.METHOD_NOT_ALLOWED, words, Allow="GET, HEAD")
            return False
        return True

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        path = unquote(address.path)
        session = self.server.session
        folder, _, name = path.removeprefix("/").partition("/")
        if path == "/":
            self._redirect(f"/{session.edition}/")
        elif folder == "-" and name == "events":
            self._events(parse_qs(address.query).get("page", [CONTENTS])[0])
        elif folder == "-" and name in OWN:
            self._send(template(OWN[name]).read_bytes(), name)
        elif folder == session.edition:
            self._page(name or CONTENTS)
        else:
            self._absent(name)

    def do_HEAD(self) -> None:
        self.do_GET()

    # --- Answers ----------------------------------------------------------------------

    def _page(self, name: str) -> None:
        session = self.server.session
        pages = session.state.pages
        if pages is None:
            self._message("There is no page yet", _NO_PAGES, name, HTTPStatus.SERVICE_UNAVAILABLE)
        elif name not in pages.files:
            self._absent(name)
        elif name.endswith(".html"):
            self._send(injected(pages.files[name], name, pages.version), name)
            session.look()
        else:
            self._send(pages.files[name], name)

    def _absent(self, name: str) -> None:
        self._message("There is no such page", _NO_SUCH_PAGE, name, HTTPStatus.NOT_FOUND)

    def _message(self, title: str, words: str, name: str, status: HTTPStatus) -> None:
        session = self.server.session
        text = message(title, words, f"/{session.edition}/")
        version = session.state.pages.version if session.state.pages else ""
        self._send(injected(text.encode(), name, version), CONTENTS, status)

    def _redirect(self, path: str) -> None:
        self._send(b"", CONTENTS, HTTPStatus.FOUND, Location=path)

    def _refuse(self, status: HTTPStatus, words: str, **headers: str) -> None:
        self.close_connection = True
        self._send(f"{words}\n".encode(), "refusal.txt", status, **headers)

    def _send(
        self, body: bytes, name: str, status: HTTPStatus = HTTPStatus.OK, **headers: str
    ) -> None:
        self._head(name, status, {"Content-Length": str(len(body)), **headers})
        if self.command != "HEAD":
            self.wfile.write(body)

    def _head(self, name: str, status: HTTPStatus, headers: dict[str, str]) -> None:
        ending = name.rpartition(".")[2].lower()
        always = {
            "Content-Type": TYPES.get(ending, "application/octet-stream"),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Cross-Origin-Resource-Policy": "same-origin",
        }
        if ending == "svg":  # opened on its own it would be a page with scripts of its own
            always["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
        self.send_response(status)
        for key, value in (always | headers).items():
            self.send_header(key, value)
        self.end_headers()

    def _events(self, page: str) -> None:
        """Send the panel of a page now and after each change, as Server-Sent Events."""
        self.close_connection = True
        self._head("stream.events", HTTPStatus.OK, {"Connection": "close"})
        if self.command == "HEAD":
            return
        session = self.server.session
        state = session.state
        write: Callable[[bytes], object] = self.wfile.write
        while not session.is_over:
            write(f"data: {json.dumps(panel(state, page))}\n\n".encode())
            step = state.step
            while (state := session.wait(step, _ALIVE)).step == step and not session.is_over:
                write(b":\n\n")

    # --- Silence ----------------------------------------------------------------------

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        """Nothing: the terminal stays free for what its reader must know."""

    def version_string(self) -> str:
        return "plainpress"


_NO_PAGES = "The source has an error. The findings on this page say where. Mend it and save."
_NO_SUCH_PAGE = (
    "It may have another name now. The preview shows the pages of one edition: the page with "
    "all files to download is made by plainpress build."
)
