"""Errors that a user sees as one clear line each, with the exit code that the command ends with."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from pathlib import Path

    from plainpress.document.findings import Finding


class PlainpressError(Exception):
    """What went wrong and what to do, in one line. Every error of ours is one of these."""

    exit_code: ClassVar[int] = 1


class SourceError(PlainpressError):
    """The source cannot be built; `findings` holds every reason, each with its place.

    `root` is the folder that their paths start from, None for the publication's own.
    """

    def __init__(self, findings: tuple[Finding, ...], root: Path | None = None) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings
        self.root = root

    def __reduce__(self) -> tuple[type[SourceError], tuple[object, ...]]:
        """Whole on its way from another process too."""
        return type(self), (self.findings, self.root)


class UsageError(PlainpressError):
    """The command was called in a way that it cannot carry out."""

    exit_code: ClassVar[int] = 2


class MissingToolError(PlainpressError):
    """A program or package that this machine lacks; the message says how to install it."""

    exit_code: ClassVar[int] = 3


class StoppedError(PlainpressError):
    """A process that made a part was ended from outside before the part was whole."""

    exit_code: ClassVar[int] = 3


class TimeLimitError(PlainpressError):
    """The caller's time was over before the work was done; what worked for it has been ended."""
