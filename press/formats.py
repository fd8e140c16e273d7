"""Takes names of formats; gives each format's file ending and its builder."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from plainpress.document.errors import UsageError
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from plainpress.builders.artifact import Builder

# Packages that add a format name it here: `braille = "my_package.braille:FORMAT"`.
ENTRY_POINTS = "plainpress.formats"


@dataclass(frozen=True, slots=True)
class Format:
    """A format. `builder` is where its builder is found, as "module:function".

    `suffix` is the ending of its file, empty for a format that is a folder of files. A `spoken`
    format holds the sound of the edition. `tail` goes into the name of its file, where the suffix
    alone does not tell it from others. `wants_pages` says that page numbers of a paged format go
    into it, so that it is built after those; `long` that it takes long enough for a process of
    its own, or starts threads.
    """

    name: str
    suffix: str
    builder: str
    summary: str
    spoken: bool = False
    tail: str = ""
    wants_pages: bool = True
    long: bool = False

    def load(self) -> Builder:
        """The builder itself. It is imported only now, because libraries of formats are heavy."""
        module, _, function = self.builder.partition(":")
        return cast("Builder", getattr(import_module(module), function))


# In the order in which they are listed. The page numbers of Word go into the EPUB, those of the
# PDF where Word has none.
BUILT_IN = (
    Format(
        "word",
        ".docx",
        "plainpress.builders.word:build",
        "Word file to edit, quote and print",
        wants_pages=False,
        long=True,
    ),
    Format(
        "pdf",
        ".pdf",
        "plainpress.builders.pdf:build",
        "tagged PDF to print and to send",
        wants_pages=False,
        long=True,
    ),
    Format(
        "audio",
        "",
        "plainpress.builders.audio:build",
        "sound files, chapter by chapter",
        spoken=True,
        wants_pages=False,
        long=True,
    ),
    Format(
        "daisy",
        ".zip",
        "plainpress.builders.daisy:build",
        "talking book for DAISY players",
        spoken=True,
        tail="daisy",
        wants_pages=False,
        long=True,
    ),
    Format("epub", ".epub", "plainpress.builders.epub:build", "EPUB book for phones and e-readers"),
    Format(
        "read-aloud",
        ".epub",
        "plainpress.builders.epub:build",
        "EPUB book that reads itself aloud",
        spoken=True,
        tail="read-aloud",
        long=True,
    ),
    Format(
        "web",
        "",
        "plainpress.builders.web:build",
        "web pages in a folder, without a server",
        wants_pages=False,
    ),
)


# The formats that have pages, and so a large print.
PRINTED = ("word", "pdf")


def installed() -> tuple[Format, ...]:
    """The formats that come with plainpress, and those that other packages add."""
    from importlib.metadata import entry_points

    return BUILT_IN + tuple(entry.load() for entry in entry_points(group=ENTRY_POINTS))


def select(names: tuple[str, ...], print_size: str = "") -> tuple[Format, ...]:
    """The named formats, in the order in which they are built; all built-in ones for no name.

    In large print those are the formats that have pages: in the others readers choose the size.
    """
    if print_size:
        names = names or PRINTED
        if unfit := sorted(set(names) - set(PRINTED)):
            raise UsageError(
                f"{unfit[0]} has no large print: readers choose the size of its letters"
            )
    if not names:
        return BUILT_IN
    known = BUILT_IN if set(names) <= {form.name for form in BUILT_IN} else installed()
    unknown = set(names) - {form.name for form in known}
    if unknown:
        listed = ", ".join(form.name for form in known)
        raise UsageError(f"no format is called {min(unknown)!r}: use one of {listed}")
    return tuple(form for form in known if form.name in names)
