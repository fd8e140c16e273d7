"""Takes a publication that somebody is writing; gives its pages in a browser, kept up to date."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from plainpress.document.errors import UsageError
from plainpress.press import check
from plainpress.press.preview.server import Server
from plainpress.press.preview.session import Session
from plainpress.press.publications import locate, name_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["locate", "run"]


def run(source: Path, edition: str, port: int, say: Callable[[str], None]) -> None:
    """Serve an edition until somebody presses Ctrl-C. `say` hears where it can be seen.

    Raises `UsageError` for what cannot be shown, `PortError` where the port is taken.
    """
    if source.suffix in check.FINISHED:
        raise UsageError(f"{source} is a finished file: give the publication that it is made from")
    check.editions(source, (edition,))
    # The command line switches this off for commands that are over in a moment.
    gc.enable()
    session = Session(source, edition)
    with Server(session, port) as server:
        try:
            session.start()
            say(f"Preview of {name_of(source)}: {server.address} (Ctrl-C ends it)")
            server.serve_forever(poll_interval=0.1)
        except KeyboardInterrupt:
            pass  # the usual way to end it
        finally:
            session.stop()
