"""What every builder takes and gives: options in, an artifact out."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Protocol

from plainpress.document.model import NOWHERE, Publication, Span
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    from plainpress.builders.recording import Recording
    from plainpress.document.library import Library


@dataclass(frozen=True, slots=True)
class PageMap:
    """On which page of a paged edition things stand, from 1.

    `labels` gives the page of each label. `blocks` gives, for each block that stands
    directly in a section (in reading order over the whole publication, a section's own
    heading first), the page on which it begins. `pages` is how many there are. `source`
    names the edition that the numbers come from, as EPUB Accessibility 1.1, 3.2 wants it.
    """

    labels: Mapping[str, int]
    blocks: tuple[int, ...]
    pages: int
    source: str


@dataclass(frozen=True, slots=True)
class Options:
    """How to build. A builder ignores what does not concern it.

    `output` is where to write; the builder may assume that its folder exists and that it
    may overwrite. `clock` is the only time that goes into a file (UTC). `template` is a
    reader's own Word template. `pages` are page numbers from a paged edition, for formats
    without pages. `layout` allows a paged format to call a layout engine for its page numbers.
    `certifier` is the organisation that certifies conformance, empty for no claim. `site` is the
    address that a folder of pages will have on the web, empty where nobody has said. `print` is a
    size of print ("large", "giant"), empty for standard print; `font` is a family of this
    machine's fonts for print, empty for the letters that we bring. `library` are the resources
    of a publication that is a library, for a format that can filter them. `recording` is the
    edition as it was spoken, for a format that holds sound.
    """

    output: Path
    clock: dt.datetime
    template: Path | None = None
    pages: PageMap | None = None
    layout: bool = True
    certifier: str = ""
    site: str = ""
    print: str = ""
    font: str = ""
    library: Library | None = None
    recording: Recording | None = None


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that the format cannot hold, or that this machine could not make."""

    what: str
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished file. `digest` is its SHA-256 in hexadecimal, `size` its bytes.

    `print` is its size of print, empty for standard print. `duration` is the length of its sound
    in seconds, None for a file without any.
    """

    path: Path
    format: str
    edition: str
    media_type: str
    digest: str
    size: int
    losses: tuple[Loss, ...] = ()
    pages: PageMap | None = None
    conformance: tuple[str, ...] = field(default=())
    print: str = ""
    duration: float | None = None


class Builder(Protocol):
    """One format: an edition in, an artifact out."""

    def __call__(self, publication: Publication, options: Options) -> Artifact: ...
