"""The page templates of the web format, and what its pages may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.builders import pages
from plainpress.builders.pages import calmed, language_marks, safe

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["POLICY", "calmed", "environment", "language_marks", "safe"]

# What a page may do: take style, script, pictures, type and sound from beside it, and nothing
# else. Content Security Policy Level 3; `frame-ancestors` cannot be set from inside a page.
# A page opened from a disk has an origin that matches nothing, not even 'self', so that the
# scheme is named as well; a page from a server may not load a file: address anyway.
_BESIDE = "'self' file:"
POLICY = (
    f"default-src 'none'; style-src {_BESIDE}; script-src {_BESIDE}; img-src {_BESIDE}; "
    f"font-src {_BESIDE}; media-src {_BESIDE}; base-uri 'none'; form-action 'none'"
)


def environment() -> Environment:
    """The templates of the web format, which know the policy."""
    made = pages.environment("web")
    made.globals["policy"] = POLICY
    return made
