"""Takes a publication's folder or one Markdown file; gives the document and every finding."""

from __future__ import annotations

from plainpress.document.reader.publication import read
from plainpress.document.reader.reading import Reading, Remark

__all__ = ["Reading", "Remark", "read"]
