"""The page templates of the web format, and what its pages may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.builders import pages
from plainpress.builders.pages import POLICY, calmed, language_marks, safe

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["POLICY", "calmed", "environment", "language_marks", "safe"]


def environment() -> Environment:
    """The templates of the web format, which know the policy."""
    made = pages.environment("web")
    made.globals["policy"] = POLICY
    return made
