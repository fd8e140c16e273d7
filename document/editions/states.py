"""How each section of an edition stands to the standard text: current, stale, missing, ..."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from plainpress.document.editions.difference import Change, changes
from plainpress.document.editions.pairing import Pair, pairs, sections_of, title, uncovered
from plainpress.document.editions.reviews import SignOff, latest
from plainpress.document.model import NOWHERE, Span
from plainpress.document.outline import sections
from plainpress.document.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plainpress.document.editions.reviews import Record
    from plainpress.document.model import Publication, Section

State = Literal["current", "stale", "unreviewed", "missing", "left out"]


@dataclass(frozen=True, slots=True)
class SectionState:
    """The state of one section of an edition, or of a standard section that has no like there.

    `sign_offs` are those that still hold; of a stale section, those that have lapsed. `changes`
    are what changed in the standard words since, `own_changes` in the edition's own; both are
    empty where the words as reviewed were not kept. `reason` says why a section is left out.
    """

    state: State
    section: str
    title: str
    span: Span = NOWHERE
    covers: tuple[str, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()
    standard_changed: bool = False
    changes: tuple[Change, ...] = ()
    own_changes: tuple[Change, ...] = ()
    reason: str = ""

    @property
    def tested(self) -> bool:
        """Whether it is current, and was tried out with readers."""
        return self.state == "current" and any(sign.tested_with for sign in self.sign_offs)


def states(
    standard: Publication,
    edition: Publication,
    left_out: Mapping[str, str],
    record: Record,
) -> tuple[SectionState, ...]:
    """The state of every section of an edition, then of every standard section without one.

    `left_out` gives the reason for each standard section that is left out on purpose; it holds
    for the sections below it too. `edition` is as it was read, without what is generated.
    """
    paired = pairs(standard, edition)
    covered = {label for section in sections(edition) for label in section.covers}
    own = [_state(pair, edition.edition, record) for pair in paired]
    reasons = _reasons(standard, left_out)
    return (*own, *(_uncovered(section, reasons) for section in uncovered(standard, covered)))


def is_draft(found: tuple[SectionState, ...]) -> bool:
    """Whether an edition may not yet be called by its name on the cover.

    Every one of its sections must be current and tried out with its readers.
    """
    own = [state for state in found if state.state not in {"missing", "left out"}]
    return not own or not all(state.tested for state in own)


def _reasons(standard: Publication, left_out: Mapping[str, str]) -> dict[str, str]:
    reasons: dict[str, str] = {}
    for section in sections(standard):
        if section.label in left_out:
            for below in sections_of(section):
                reasons[below.label] = left_out[section.label]
    return reasons


def _uncovered(section: Section, reasons: Mapping[str, str]) -> SectionState:
    reason = reasons.get(section.label, "")
    state: State = "left out" if section.label in reasons else "missing"
    return SectionState(state, section.label, title(section), section.span, reason=reason)


def _state(pair: Pair, edition: str, record: Record) -> SectionState:
    section = pair.section
    found = SectionState(
        "unreviewed", section.label, title(section), section.span, covers=pair.covers
    )
    mine = [sign_off for sign_off in record.sign_offs if sign_off.edition == edition]
    holding = tuple(sign_off for sign_off in mine if _holds(sign_off, pair))
    if holding:
        return replace(found, state="current", sign_offs=holding)
    lapsed = tuple(sign_off for sign_off in mine if _is_about(sign_off, pair))
    last = latest(lapsed)
    return _stale(found, pair, lapsed, record, last) if last else found


def _holds(sign_off: SignOff, pair: Pair) -> bool:
    # Whatever the section is called now: a label that was renamed changes nothing.
    return (sign_off.text, sign_off.standard) == (pair.text.fingerprint, pair.standard.fingerprint)


def _is_about(sign_off: SignOff, pair: Pair) -> bool:
    """Whether a sign-off was for this section: by its label or, if that is new, by its words."""
    return sign_off.section == pair.section.label or sign_off.text == pair.text.fingerprint


def _stale(
    found: SectionState,
    pair: Pair,
    lapsed: tuple[SignOff, ...],
    record: Record,
    last: SignOff,
) -> SectionState:
    standard = record.reviewed(last.edition, last.section, "standard")
    text = record.reviewed(last.edition, last.section, "text")
    standard_changed = last.standard != pair.standard.fingerprint
    return replace(
        found,
        state="stale",
        sign_offs=lapsed,
        standard_changed=standard_changed,
        changes=_changes(standard, pair.standard.lines) if standard_changed else (),
        own_changes=_changes(text, pair.text.lines) if last.text != pair.text.fingerprint else (),
    )


def _changes(before: tuple[str, ...] | None, after: tuple[str, ...]) -> tuple[Change, ...]:
    return () if before is None else changes(before, after)
