"""Takes the sentences that a publication lacks; gives them as tasks for all workers of a cluster.

A publication whose sentences are many is begun twice: the first time it says which sentences there
are to speak, the second time they are spoken. No worker waits for another meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainpress.document.records import dataclass
from plainpress.press.many.turn import Turn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plainpress.builders.audio.elsewhere import Entry
    from plainpress.builders.audio.speaking import Line
    from plainpress.press.many.tasks import Task

BATCH = 40  # sentences: some three seconds of work, so that all workers end at about the same time
FEW = 2 * BATCH  # what the worker that builds a publication speaks itself


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentences for one worker. `task` is the publication that they belong to.

    `bring` says that what is spoken has to be carried to whoever builds the publication.
    """

    task: Task
    lines: tuple[Line, ...]
    bring: bool


def batches(task: Task, lines: Sequence[Line], *, away: bool) -> Iterator[Batch]:
    """Sentences of a publication, in their order.

    `away` says that the workers may be on other machines: what they speak is carried, unless they
    share their speech at an address.
    """
    from plainpress.builders.address import is_address
    from plainpress.builders.audio.store import ENVIRONMENT

    bring = away and not is_address(dict(task.environment).get(ENVIRONMENT, ""))
    for start in range(0, len(lines), BATCH):
        yield Batch(task, tuple(lines[start : start + BATCH]), bring)


def speak(batch: Batch) -> tuple[Entry, ...]:
    """Speak a batch into the store of this worker; what is to be carried.

    Whatever goes wrong here, the build of the publication meets as well, and says.
    """
    from plainpress.builders.audio import elsewhere

    with Turn(dict(batch.task.environment)):
        try:
            return elsewhere.speak(batch.lines, bring=batch.bring)
        except Exception:  # noqa: BLE001 - see above
            return ()


def keep(spoken: Sequence[tuple[Entry, ...]]) -> None:
    """Put what other workers spoke into the store of this one."""
    from plainpress.builders.audio import elsewhere

    for entries in spoken:
        elsewhere.keep(entries)
