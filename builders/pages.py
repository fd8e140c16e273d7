"""Page templates, filled in so that no text of an author can become markup."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from plainpress.builders.xhtml import direction
from plainpress.templates import template

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

# What a page may do: take style, script, pictures, type and sound from beside it, and nothing
# else. Content Security Policy Level 3; `frame-ancestors` cannot be set from inside a page.
# A page opened from a disk has an origin that matches nothing, not even 'self', so that the
# scheme is named as well; a page from a server may not load a file: address anyway.
_BESIDE = "'self' file:"
POLICY = (
    f"default-src 'none'; style-src {_BESIDE}; script-src {_BESIDE}; img-src {_BESIDE}; "
    f"font-src {_BESIDE}; media-src {_BESIDE}; base-uri 'none'; form-action 'none'"
)

# Marks that turn the direction of writing round until the end of their paragraph, over the edges
# of links and quotations (UAX 9, 2.1 and 2.2). HTML has `dir` for what they were meant to do.
_TURNS = re.compile("[\u202a-\u202e]")
_ISOLATES = re.compile("[\u2066-\u2069]")
_END = "\u2069"


def calmed(text: str) -> str:
    """A page without the marks that could show its words in another order than they are read.

    Isolates stay where each one is closed: they stand around honest words.
    """
    if text.isascii():
        return text
    text = _TURNS.sub("", text)
    found = _ISOLATES.findall(text)
    return text if 2 * found.count(_END) == len(found) else _ISOLATES.sub("", text)


@cache
def environment(folder: str) -> Environment:
    """Jinja with automatic escaping, over a folder of our templates.

    A name that is not given is an error, never an empty place. It is made once, since to compile
    the templates takes longer than to fill in the pages of a leaflet.
    """
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        loader=FunctionLoader(
            lambda name: template(f"{folder}/{name}").read_text(encoding="utf-8")
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )


def safe(markup: str) -> Markup:
    """Finished XHTML of ours, which is not to be escaped a second time."""
    from markupsafe import Markup

    return Markup(markup)  # noqa: S704  # what the writers make: they have escaped every text


def language_marks(language: str, around: str) -> Markup:
    """`lang` and `dir` for words in a language, nothing where it is the one around them."""
    from markupsafe import Markup

    if language.partition("-")[0].lower() == around.partition("-")[0].lower():
        return Markup()
    return Markup(' lang="{}" dir="{}"').format(language, direction(language))
