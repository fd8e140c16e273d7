"""Takes a finished page; gives it with the preview's script, and pages of the preview's own."""

from __future__ import annotations

import re
from html import escape
from types import MappingProxyType

from plainpress.templates import template

# By the ending of a file's name. The system's own table differs from machine to machine.
TYPES = MappingProxyType(
    {
        "css": "text/css; charset=utf-8",
        "events": "text/event-stream; charset=utf-8",
        "gif": "image/gif",
        "html": "text/html; charset=utf-8",
        "jpeg": "image/jpeg",
        "jpg": "image/jpeg",
        "js": "text/javascript; charset=utf-8",
        "png": "image/png",
        "svg": "image/svg+xml",
        "txt": "text/plain; charset=utf-8",
        "webp": "image/webp",
        "woff2": "font/woff2",
    }
)
_POLICY = re.compile(rb'(<meta http-equiv="Content-Security-Policy" content="[^"]*)"')
# The script hears of changes from the server that the page came from, and from nowhere else.
_LISTEN = rb'\1; connect-src &#39;self&#39;"'


def injected(page: bytes, name: str, version: str) -> bytes:
    """A page with the one script that the preview adds, and leave for it to listen to us."""
    script = (
        f'<script src="/-/preview.js" data-page="{escape(name)}" '
        f'data-version="{escape(version)}" defer></script>\n</head>'
    )
    page = _POLICY.sub(_LISTEN, page, count=1)
    return page.replace(b"</head>", script.encode(), 1)


def message(title: str, words: str, first: str) -> str:
    """A page of the preview's own. `first` is the address of the first page."""
    text = template("preview/message.html").read_text(encoding="utf-8")
    for name, value in (("title", title), ("words", words), ("first", first)):
        text = text.replace(f"{{{{ {name} }}}}", escape(value))
    return text
