"""Takes the name of an executor; gives a crew, whose executor is one of `concurrent.futures`.

Three crews do the same work: this process itself, processes of this machine, and the workers of a
Dask cluster. A crew says how many tasks to give it at once, and which errors mean that a worker
died; then its executor is begun anew.
"""

from __future__ import annotations

import logging
import multiprocessing
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar

from plainpress.builders.processes import cores
from plainpress.document.errors import MissingToolError, PlainpressError
from plainpress.press.many import speech
from plainpress.press.many.ending import settle
from plainpress.press.many.order import DASK, PROCESSES
from plainpress.press.many.parts import WorkersDiedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from plainpress.builders.audio.speaking import Line
    from plainpress.press.many.order import Order
    from plainpress.press.many.tasks import Result, Task

    Work = Callable[..., Result]  # takes a task, and what was spoken for it

P = ParamSpec("P")
R = TypeVar("R")

# How often a task may lose its worker before a local cluster gives it up: as with our processes.
_ALLOWED_FAILURES = 1
# Dask's own, without its MALLOC_TRIM_THRESHOLD_: with it, a voice takes a third longer.
_ENVIRON = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "MKL", "OPENBLAS")}
_PATIENCE = 30  # seconds until a cluster has to have a worker


class Crew(Protocol):
    """Who runs the tasks. `words` says who they are: "2 processes"."""

    words: str

    def speak(self, work: Work, task: Task, lines: Sequence[Line]) -> Future[Result]:
        """Have all of them speak the sentences of a publication, then build it."""

    @property
    def died(self) -> tuple[type[Exception], ...]:
        """The errors of a future whose worker died."""

    def width(self) -> int:
        """How many tasks to give at once."""

    @property
    def executor(self) -> Executor:
        """What takes the tasks, also after a worker died."""


class _OfThisMachine(Executor):
    """An executor that is a crew itself. A publication is spoken where it is built."""

    @property
    def executor(self) -> Executor:
        return self

    def speak(self, work: Work, task: Task, lines: Sequence[Line]) -> Future[Result]:
        del lines
        return self.submit(work, task, ())


class Here(_OfThisMachine):
    """Runs each task in this process, when it is submitted."""

    words = "1 process"
    died: tuple[type[Exception], ...] = ()

    def width(self) -> int:
        return 1

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        future: Future[R] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class Processes(_OfThisMachine):
    """Processes of this machine, each a fresh interpreter. All of them are renewed if one dies."""

    died = (BrokenExecutor,)

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool = self._new()
        self.words = f"{jobs} process{'es' if jobs > 1 else ''}"

    def width(self) -> int:
        return self._jobs

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        try:
            return self._pool.submit(fn, *args, **kwargs)
        except BrokenExecutor:  # one of them died: their tasks have been told
            self.shutdown()
            self._pool = self._new()
            return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:
        self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _new(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._jobs, mp_context=multiprocessing.get_context("spawn"), initializer=settle
        )


class Cluster:
    """The workers of a Dask cluster, by way of a client of it. The cluster itself renews them.

    `away` says that they may be on other machines.
    """

    def __init__(self, client: Any, words: str, *, away: bool) -> None:  # noqa: ANN401 - no types
        from distributed.scheduler import KilledWorker

        self.died = (KilledWorker, WorkersDiedError)
        self.words = words
        self.client = client
        self._away = away
        # Not pure: a task that is given once more is to be run once more.
        self.executor: Executor = client.get_executor(pure=False)

    def width(self) -> int:
        """One task a worker, of those that are there by now."""
        return max(1, len(self.client.nthreads()))

    def speak(self, work: Work, task: Task, lines: Sequence[Line]) -> Future[Result]:
        """The build is a task that needs those of the sentences: Dask begins it after them.

        It makes again what a worker takes along that dies, and brings the rest to the build.
        """
        batches = speech.batches(task, lines, away=self._away)
        spoken = [self.client.submit(speech.speak, each, pure=False) for each in batches]
        future: Future[Result] = self.executor.submit(work, task, spoken)
        return future


def crew(order: Order) -> AbstractContextManager[Crew]:
    """Who carries out an order, for the length of a block."""
    if order.is_alone:
        return nullcontext(Here())
    jobs = order.jobs or cores()
    if order.executor == PROCESSES or not order.is_spoken:  # one publication is one task
        jobs = min(jobs, max(1, len(order.places)))
    if order.executor == PROCESSES:
        return Processes(jobs)
    return _cluster(order.executor.partition("=")[2], jobs)


@contextmanager
def _cluster(address: str, jobs: int) -> Iterator[Crew]:
    """A client of the cluster at an address, or of one of our own on this machine."""
    distributed = _distributed()
    import dask

    settings = {
        "distributed.scheduler.allowed-failures": _ALLOWED_FAILURES,
        "distributed.worker.daemon": False,  # a builder may start processes of its own
        "distributed.nanny.pre-spawn-environ": _ENVIRON,
    }
    with ExitStack() as stack:
        if not address:
            stack.enter_context(dask.config.set(settings))
            local = stack.enter_context(_local(distributed, jobs))
            words = f"{jobs} Dask worker{'s' if jobs > 1 else ''} on this machine"
        else:
            local, words = address, f"the Dask cluster at {address}"
        client = stack.enter_context(_client(distributed, local, address))
        if address:
            _check_workers(client, address)
        yield Cluster(client, words, away=bool(address))


def _distributed() -> Any:  # noqa: ANN401 - it has no types
    try:
        import distributed
    except ImportError:
        raise MissingToolError(
            f"--executor {DASK} needs distributed: install it with `pip install 'plainpress[dask]'`"
        ) from None
    # What happens to workers is told of by us. Set for good, since a cluster takes its own setting
    # back as it closes, and then tells of each connection that closes with it.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    return distributed


def _local(distributed: Any, jobs: int) -> Any:  # noqa: ANN401 - the same
    return distributed.LocalCluster(
        n_workers=jobs,
        threads_per_worker=1,
        dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,  # a worker that dies is told of by us
        preload=[settle.__module__],
    )


def _client(distributed: Any, cluster: object, address: str) -> Any:  # noqa: ANN401 - the same
    try:
        return distributed.Client(cluster, set_as_default=False)
    except (OSError, ValueError) as error:
        said = " ".join(str(error).split())
        raise PlainpressError(
            f"there is no Dask cluster at {address}: {said}. Start one with `dask scheduler`, "
            "or see that the address is right"
        ) from error


def _check_workers(client: Any, address: str) -> None:  # noqa: ANN401 - the same
    """Raises `PlainpressError` for a cluster without workers, or with another plainpress."""
    from plainpress.press.many.tasks import version

    ours = version()
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
        found = client.run(version, on_error="return")
    except TimeoutError:
        raise PlainpressError(f"the Dask cluster at {address} has no workers: start some") from None
    for worker, theirs in sorted(found.items()):
        if theirs != ours:
            raise PlainpressError(
                f"the worker {worker} has no plainpress {ours} (it says: {theirs}): install the "
                "same version for every worker of the cluster"
            )
