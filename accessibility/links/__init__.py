"""Takes editions; gives findings on links that lead nowhere or elsewhere, by asking the web."""

from __future__ import annotations

from plainpress.accessibility.links.check import Web, addresses, check

__all__ = ["Web", "addresses", "check"]
