"""Refuses the network to the tests, and to every Python that they start.

`tests/conftest.py` puts this folder into PYTHONPATH, so that Python imports this file when it
starts. A test marked `loopback` may reach this machine; nothing reaches another one. Sockets
within the system (AF_UNIX) are no network.
"""

from __future__ import annotations

import os
import sys

ALLOWED = "PLAINPRESS_TESTS_LOOPBACK"
_HERE = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "", None}  # noqa: S104 - names, not opened
_WITH_SOCKET = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}
_WITH_NAME = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


class NetworkError(RuntimeError):
    """No `OSError`: what handles a network that is down shall not hide this."""


def _host(event: str, arguments: tuple[object, ...]) -> object:
    """Whom a call would reach; "" for a socket that is no network's."""
    if event in _WITH_NAME:
        return arguments[0]
    if event not in _WITH_SOCKET:
        return ""
    address = arguments[1]
    return address[0] if isinstance(address, tuple) else ""


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if not event.startswith("socket."):
        return
    host = _host(event, arguments)
    if isinstance(host, bytes):
        host = host.decode()
    if host not in _HERE:
        raise NetworkError(f"a test may not reach {host}: use a stand-in on this machine")
    if host and ALLOWED not in os.environ:
        raise NetworkError(f"a test reached {host}: mark it `loopback` if that is its point")


sys.addaudithook(_watch)
