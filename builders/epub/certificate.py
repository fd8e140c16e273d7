"""The conformance claim, set into a finished book after the validators have passed it."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

from plainpress.builders.xhtml.text import escape

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from plainpress.builders.artifact import Artifact

# The exact string that EPUB Accessibility 1.1, 2.4.2 wants.
CONFORMANCE = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
_PACKAGE = "EPUB/content.opf"
_OLD_CLAIM = re.compile(
    r'\s*<meta [^>]*property="(?:dcterms:conformsTo|a11y:certifiedBy)"[^>]*>[^<]*</meta>'
    r'|\s*<meta [^>]*refines="#conformance"[^>]*>[^<]*</meta>'
)


def certify(artifact: Artifact, certifier: str, clock: dt.datetime) -> Artifact:
    """The same book with the claim that `certifier` found it to conform.

    Only call this when EPUBCheck and Ace have passed the very file. It replaces an older claim,
    and leaves the book as it was if it is stopped half-way.
    """
    from plainpress.builders.still_zip import StillZip

    path: Path = artifact.path
    unfinished = path.with_name(path.name + ".certified")
    try:
        with zipfile.ZipFile(path) as old, StillZip(unfinished, clock) as new:
            for name in old.namelist():
                data = old.read(name)
                if name == _PACKAGE:
                    data = _claim(data.decode(), certifier, clock).encode()
                new.writestr(name, data, old.getinfo(name).compress_type)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    data = path.read_bytes()
    return replace(artifact, digest=_sha256(data), size=len(data), conformance=(CONFORMANCE,))


def _sha256(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


def _claim(package: str, certifier: str, clock: dt.datetime) -> str:
    lines = (
        f'<meta property="dcterms:conformsTo" id="conformance">{CONFORMANCE}</meta>',
        f'<meta property="a11y:certifiedBy" refines="#conformance">{escape(certifier)}</meta>',
        f'<meta property="dcterms:date" refines="#conformance">{clock:%Y-%m-%d}</meta>',
    )
    before, end, after = _OLD_CLAIM.sub("", package).partition("</metadata>")
    claim = "".join(f"\n    {line}" for line in lines)
    return f"{before.rstrip()}{claim}\n  {end}{after}"
