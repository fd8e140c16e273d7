"""Takes an order; gives what came of each of its publications, and writes it down."""

from __future__ import annotations

import gc
import time
from pathlib import Path
from typing import TYPE_CHECKING

from plainpress.builders.address import is_address
from plainpress.document.records import dataclass
from plainpress.press.many import driver, executors, outputs, record
from plainpress.press.many.tasks import FAILED, Result, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from plainpress.press.many.order import Order


@dataclass(frozen=True, slots=True)
class Done:
    """The results of an order, who worked, the seconds that it took, where it is written down."""

    order: Order
    results: tuple[Result, ...]
    crew: str
    seconds: float
    record: str

    @property
    def exit_code(self) -> int:
        """1 where a publication failed."""
        return int(any(result.state == FAILED for result in self.results))


def build(order: Order, tell: Callable[[Result], None] = lambda _: None) -> Done:
    """Build every publication of an order. One that fails stops no other.

    `tell` hears each result as it comes. What is done by then is written down even if the
    crew is lost, or somebody stops it.
    """
    gc.enable()  # this process may run for a night
    began = time.perf_counter()
    results: list[Result] = []
    words = ""
    if not is_address(order.output):  # better now than after ten thousand builds
        Path(order.output).mkdir(parents=True, exist_ok=True)
    try:
        if order.places:
            with executors.crew(order) as crew:
                words = crew.words
                for result in driver.results(crew, run, order.tasks()):
                    results.append(result)
                    tell(result)
    finally:
        seconds = time.perf_counter() - began
        text = record.text(order, results, seconds)
        where = outputs.write(order.output, record.name(order.shard), text)
    return Done(order, tuple(results), words, seconds, where)
