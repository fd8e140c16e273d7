"""Takes an edition; gives a Word file with real styles, fields, footnotes and alternative text."""

from .build import build

__all__ = ["build"]
