"""A finding: what the reader or a check reports, with a stable code and the place to mend."""

from __future__ import annotations

from enum import IntEnum

from plainpress.document.model import NOWHERE, Span
from plainpress.document.records import dataclass


class Severity(IntEnum):
    """How much a finding matters. An error stops publication; the rest is advice."""

    INFORMATION = 1
    WARNING = 2
    ERROR = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend.

    `code` is stable and in kebab case ("figure-without-alt"). `message` says what is wrong,
    `hint` what to do; neither ends with a full stop. `span` is the place, `link` the address
    of the clause or guideline behind the rule, empty where there is none. `excerpt` is the
    words that the finding is about, where it is about words.
    """

    code: str
    severity: Severity
    message: str
    span: Span = NOWHERE
    hint: str = ""
    link: str = ""
    excerpt: str = ""

    @property
    def told(self) -> str:
        """The message, with the first words of the excerpt where it does not have them already.

        A line of a source may be a whole paragraph: without them nobody finds the sentence.
        """
        words = _opening(self.excerpt)
        if words.removesuffix(_MORE) in self.message:
            return self.message
        return f'{self.message}: "{words}"'

    def __str__(self) -> str:
        """`path:line: what is wrong, and what to do`."""
        place = f"{self.span.path}:{self.span.first}: " if self.span.path else ""
        hint = f"; {self.hint}" if self.hint else ""
        return f"{place}{self.told}{hint}"


_QUOTED_WORDS = 8
_QUOTED_LETTERS = 80
_MORE = " ..."


def _opening(text: str) -> str:
    """The first words of a text, with an ellipsis where there are more; all of a short one."""
    words = text.split()
    shown = " ".join(words[:_QUOTED_WORDS])
    cut = shown[:_QUOTED_LETTERS].rstrip(" ,;:")
    return f"{cut}{_MORE}" if cut != shown or len(words) > _QUOTED_WORDS else shown


def has_errors(findings: tuple[Finding, ...]) -> bool:
    """Whether any finding stops publication."""
    return any(finding.severity is Severity.ERROR for finding in findings)
