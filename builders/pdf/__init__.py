"""Takes an edition; gives a tagged PDF (PDF/UA-1), set by Typst, in standard or in large print."""

from .build import build, printed

__all__ = ["build", "printed"]
