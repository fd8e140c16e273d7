"""Takes what a command parsed; gives what the work needs, or a `UsageError`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from plainpress.document.errors import UsageError
from plainpress.document.findings import Finding, Severity, has_errors
from plainpress.press import check
from plainpress.press.publications import locate, name_of

if TYPE_CHECKING:
    from plainpress.press.build import Request

MOST_MINUTES = 100_000  # some two months


class BuildWishes(TypedDict):
    """The options of `plainpress build`."""

    formats: tuple[str, ...]
    editions: tuple[str, ...]
    output: str | Path | None
    template: Path | None
    certify: str
    layout: bool
    draft: bool
    print_size: str | None
    font: str
    voice: str
    allow_network: bool
    fresh: bool
    jobs: int
    explain: bool
    executor: str
    shard: str
    time_limit: float | None


class CheckWishes(TypedDict):
    """The options of `plainpress check`."""

    editions: tuple[str, ...]
    form: str
    output: Path | None
    strict: bool
    links: bool
    update_baseline: bool
    time_limit: float | None


def check_wishes(wishes: BuildWishes) -> None:
    """Raises `UsageError` for wishes that no publication can meet."""
    from plainpress.press.formats import select

    select(wishes["formats"], wishes["print_size"] or "")
    time_limit(wishes["time_limit"])
    template = wishes["template"]
    if template and not template.is_file():
        raise UsageError(f"there is no template {template}: give the path of a .docx file")


def time_limit(wish: float | None) -> float:
    """The minutes that were asked for, 0 for no limit. Raises `UsageError` for what is no time."""
    if wish is None:
        return 0
    if not 0 < wish <= MOST_MINUTES:
        raise UsageError(f"--time-limit is a number of minutes above 0, at most {MOST_MINUTES:,}")
    return wish


def build_request(publication: str | None, wishes: BuildWishes) -> Request:
    """The request behind `plainpress build`."""
    from plainpress.press.build import Request
    from plainpress.press.formats import select
    from plainpress.press.many.outputs import plain
    from plainpress.press.sound import Wish

    source = locate(publication)
    if source.suffix in check.FINISHED:
        raise UsageError(f"{source} is a finished file: give the publication that it is made from")
    check_wishes(wishes)
    output = plain(str(wishes["output"] or Path("dist") / name_of(source)))
    return Request(
        source=source,
        output=Path(output),
        formats=select(wishes["formats"], wishes["print_size"] or ""),
        editions=check.editions(source, wishes["editions"]),
        template=wishes["template"],
        certifier=wishes["certify"],
        layout=wishes["layout"],
        draft=wishes["draft"],
        print_size=wishes["print_size"] or "",
        font=wishes["font"],
        sound=Wish(wishes["voice"], wishes["allow_network"]),
        named=bool(wishes["formats"]),
        fresh=wishes["fresh"],
        jobs=wishes["jobs"],
        minutes=time_limit(wishes["time_limit"]),
    )


def check_findings(
    publication: str | None, wanted: tuple[str, ...], minutes: float = 0
) -> tuple[Path, tuple[Finding, ...]]:
    """The source that is meant, and what the checks find in it, within so many minutes if any."""
    if minutes:
        from plainpress.press import limit

        return limit.check(minutes, publication, wanted)
    source = locate(publication)
    if source.suffix in check.FINISHED:
        return source, check.check_file(source)
    editions = check.editions(source, wanted)
    read = check.read_editions(source, editions)
    return source, tuple(finding for edition in read for finding in edition.all_findings)


def update_baseline(publication: str | None, wanted: tuple[str, ...]) -> str:
    """Write the baseline of a publication anew; a line that says what it lets in."""
    from plainpress.press import readability

    if wanted:
        raise UsageError("a baseline is for all editions: leave out --edition")
    source = locate(publication)
    read = check.read_editions(source, check.editions(source, ()))
    judged = tuple((one.publication, one.judged) for one in read if one.publication and one.judged)
    count = readability.update_baseline(source, judged)
    if not count:
        return "There is nothing to let in: no baseline is needed."
    return f"The baseline lets {count} findings in. It may only shrink from here."


def check_exit_code(findings: tuple[Finding, ...], *, strict: bool) -> int:
    """1 for an error, or for a warning as well where the check is strict; else 0."""
    warned = any(finding.severity is Severity.WARNING for finding in findings)
    return int(has_errors(findings) or (strict and warned))
