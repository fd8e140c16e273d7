"""Takes a request and what its folder remembers; gives which files need not be made anew."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from plainpress.document.records import dataclass
from plainpress.press import plan
from plainpress.press.formats import PRINTED
from plainpress.press.plan import digests
from plainpress.press.publications import name_of
from plainpress.press.readability import today

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from plainpress.builders.artifact import Artifact, PageMap
    from plainpress.document.findings import Finding
    from plainpress.press.build import Request
    from plainpress.press.formats import Format
    from plainpress.press.plan import Kept, Record, Stamp, Takes


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made, how long it took in seconds, and what its check found.

    The findings' paths start from the output folder; those of `losses` from the source. `note`
    is what else there is to say of the making. `why` says why it was made or checked anew, and
    is empty where it was kept; `built` is false where only its check ran. `heard` is what decoding
    its sound found. `stamps` are those of a file that was kept.
    """

    artifact: Artifact
    seconds: float
    findings: tuple[Finding, ...]
    losses: tuple[Finding, ...] = ()
    note: str = ""
    why: str = ""
    built: bool = True
    takes: Takes | None = None
    check_takes: Takes | None = None
    heard: Mapping[str, tuple[float, float]] | None = None
    stamps: tuple[Stamp, ...] = ()


def file_name(source: Path, edition: str, form: Format, print_size: str = "") -> str:
    """The name that readers see: "guide.docx", "guide-large-print.pdf"; of a folder "web".

    Of two formats with one suffix, the second has a tail: "guide-read-aloud.epub".
    """
    tail = "" if edition == "standard" else f"-{edition}"
    tail += f"-{print_size}-print" if print_size else ""
    tail += f"-{form.tail}" if form.tail else ""
    name = name_of(source) if form.suffix else form.name
    return f"{name}{tail}{form.suffix}"


# --- What a file is made from ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request and this machine bring to each step, beside the text."""

    reading: Takes
    building: Takes
    checking: Takes


def asked(request: Request) -> Asked:
    """The options and the tools, each by the name that explains it to a reader."""
    rooms = {room: digests.code(room) for room in digests.ROOMS}
    tools = {"installed packages": digests.packages()}
    building = {
        "--template": digests.of_file(request.template) if request.template else "",
        "--layout": str(request.layout),
        "--certify": request.certifier,
        "--print": request.print_size,
        "--font": request.font,
        "--voice": request.sound.voice,
        "--draft": str(request.draft),
        "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", ""),
        "LibreOffice or fonts": digests.programs(),
    }

    def code(of: tuple[str, ...]) -> Takes:
        return {f"plainpress ({room})": rooms[room] for room in of}

    return Asked(
        {**code(digests.READING), **tools},
        {**building, **code(digests.BUILDING), **tools},
        {**code(digests.CHECKING), **tools},
    )


def reading_takes(request: Request, given: Asked) -> Takes:
    """All that reading and the checks on the text depend on. Exceptions end on a day.

    It is empty where that cannot be told: then the source is read.
    """
    sources = digests.of_sources(request.source, request.output)
    if sources is None:
        return {}
    return {
        **sources,
        "--edition": ", ".join(request.editions),
        "--draft": str(request.draft),
        "the day": str(today()),
        **given.reading,
    }


# --- What is known already -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """What the output folder holds from earlier builds, and how to tell whether it still does."""

    request: Request
    record: Record
    given: Asked

    def made(self, edition: str, digest: str, form: Format, pages: PageMap | None) -> Made | None:
        """A file as it was made and checked, if making it again would give the same."""
        found, why = self.verdict(edition, digest, form, pages)
        if found is None or why:
            return None
        if plan.changed(found.check_takes, self.check_takes(digest)):
            return None
        return self._made(found)

    def verdict(
        self, edition: str, digest: str, form: Format, pages: PageMap | None
    ) -> tuple[Kept | None, str]:
        """What is kept of a file, and why it has to be made anew: empty where it has not."""
        request = self.request
        kept = self.record.kept.get(file_name(request.source, edition, form, request.print_size))
        if kept is None:
            return None, "it was not made before"
        if request.fresh:
            return kept, "--fresh"
        why = plan.changed(kept.takes, self.takes(digest, form, pages))
        return kept, why or request.shelf.amiss(kept)

    def takes(self, digest: str, form: Format, pages: PageMap | None) -> Takes:
        """All that a file is made from."""
        numbers = {"page numbers": digests.of_value(pages)} if form.wants_pages else {}
        return {"the edition": digest, **numbers, **self.given.building}

    def check_takes(self, digest: str) -> Takes:
        """All that the check of a file depends on, beside the file."""
        return {"the edition": digest, **self.given.checking}

    def needs_sound(self, edition: str, digest: str) -> bool:
        """Whether any file with sound has to be made, page numbers or not."""
        verdicts = (
            self.verdict(edition, digest, form, None)[1]
            for form in self.request.formats
            if form.spoken
        )
        return any(why not in {"", "changed: page numbers"} for why in verdicts)

    def _made(self, kept: Kept) -> Made:
        return Made(
            kept.artifact,
            seconds=0,
            findings=kept.findings,
            losses=kept.losses,
            built=False,
            takes=kept.takes,
            check_takes=kept.check_takes,
            heard=kept.heard,
            stamps=kept.stamps,
        )


def all_made(held: Known) -> tuple[Made, ...] | None:
    """All files of the request, if the text is as it was last read and each is as it was made."""
    found: list[Made] = []
    for edition in held.request.editions:
        pages: PageMap | None = None
        for form in held.request.formats:
            if form.spoken and edition in held.record.read.silent:
                continue
            digest = held.record.read.editions.get(edition, "")
            made = held.made(edition, digest, form, pages if form.wants_pages else None)
            if made is None:
                return None
            found.append(made)
            pages = pages or (made.artifact.pages if form.name in PRINTED else None)
    return tuple(found)


def kept(made: Made) -> Kept:
    """What to remember of a file that lies in its place, in the folder or elsewhere."""
    return plan.Kept(
        takes=made.takes or {},
        check_takes=made.check_takes or {},
        artifact=made.artifact,
        stamps=plan.stamps(made.artifact.path) or made.stamps,
        findings=made.findings,
        losses=made.losses,
        heard=made.heard or {},
    )
