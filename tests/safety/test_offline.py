"""No test reaches the network, nor does a Python that a test starts."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

NAME, ADDRESS = "example.org", "192.0.2.1"  # an address of nobody (RFC 5737)


@pytest.mark.parametrize(
    "reach",
    [
        lambda: socket.create_connection((NAME, 80), timeout=1),
        lambda: socket.create_connection((ADDRESS, 80), timeout=1),
        lambda: socket.getaddrinfo(NAME, 443),
        lambda: socket.gethostbyname(NAME),
        lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", (ADDRESS, 53)),
        lambda: socket.create_server(("127.0.0.1", 0)),
        lambda: socket.create_connection(("127.0.0.1", 9), timeout=1),
    ],
    ids=["name", "address", "look up", "old look up", "datagram", "server here", "client here"],
)
def test_a_socket_is_refused(reach: object) -> None:
    with pytest.raises(RuntimeError, match="a test"):
        reach()  # type: ignore[operator]


def test_a_process_that_a_test_starts_is_refused_too() -> None:
    words = f"import socket; socket.create_connection(({ADDRESS!r}, 80), timeout=1)"
    done = subprocess.run(
        [sys.executable, "-c", words], capture_output=True, text=True, check=False
    )
    assert f"a test may not reach {ADDRESS}" in done.stderr


@pytest.mark.loopback
def test_a_test_that_says_so_reaches_this_machine_and_no_other() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()
    with pytest.raises(RuntimeError, match=ADDRESS):
        socket.create_connection((ADDRESS, 80), timeout=1)


def test_sockets_within_the_system_are_no_network() -> None:
    for end in socket.socketpair():
        end.close()
