"""Takes what `plainpress build` was asked; gives the order, if it is for many publications."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from plainpress.builders.address import is_address
from plainpress.document.errors import UsageError
from plainpress.document.records import dataclass
from plainpress.press import check, formats, requests
from plainpress.press.many import outputs, shards
from plainpress.press.many.finding import Found, Place, find
from plainpress.press.publications import SETTINGS_FILE, locate, name_of

if TYPE_CHECKING:
    from plainpress.press.many.shards import Shard
    from plainpress.press.many.tasks import Task
    from plainpress.press.requests import BuildWishes

PROCESSES = "processes"
DASK = "dask"
_DIST = "dist"


@dataclass(frozen=True, slots=True)
class Order:
    """Publications to build, where to, how, and by whom.

    `total` is how many there are in all shards. `alone` says that the root is itself the one
    publication.
    """

    root: Path
    output: str
    wishes: BuildWishes
    places: tuple[Place, ...]
    total: int
    links: tuple[Path, ...] = ()
    executor: str = PROCESSES
    jobs: int = 0
    shard: Shard | None = None
    alone: bool = field(default=False)

    @property
    def is_alone(self) -> bool:
        """Whether this process has to build them itself."""
        return self.alone or outputs.is_in_memory(self.output)

    @property
    def is_spoken(self) -> bool:
        """Whether any format that is wanted holds sound."""
        wanted = formats.select(self.wishes["formats"], self.wishes["print_size"] or "")
        return any(form.spoken for form in wanted)

    def tasks(self) -> tuple[Task, ...]:
        """One task for each publication, with whole paths: a worker stands elsewhere."""
        from plainpress.press.many.tasks import Task, environment

        is_cluster = not self.is_alone and self.executor.partition("=")[0] == DASK
        shares = is_cluster and not self.wishes["time_limit"]  # its clock is for one process
        template = self.wishes["template"]
        wishes: BuildWishes = {**self.wishes, "template": template and template.absolute()}
        return tuple(
            Task(
                place.name,
                str(place.source.absolute()),
                self._output_of(place),
                wishes,
                environment(),
                shares=shares,
            )
            for place in self.places
        )

    def _output_of(self, place: Place) -> str:
        if is_address(self.output):
            return self.output if self.alone else outputs.under(self.output, place.name)
        return outputs.under(str(Path(self.output).absolute()), place.name)


def order(publication: str | None, wishes: BuildWishes) -> Order | None:
    """The order behind `plainpress build`; None for one publication on this machine.

    Raises `UsageError` for wishes that cannot be met, before anything is built.
    """
    root = _root(publication)
    output = outputs.plain(str(wishes["output"] or ""))
    if root:
        return _of_folder(root, output or _DIST, wishes)
    if wishes["shard"] or wishes["executor"]:
        option = "--shard" if wishes["shard"] else "--executor"
        raise UsageError(f"{option} is for a folder of publications: give its path")
    if not is_address(output):
        return None
    source = locate(publication)
    _check(output, wishes)
    return Order(source, output, wishes, (Place(source, name_of(source)),), 1, alone=True)


def _root(publication: str | None) -> Path | None:
    """The folder that is meant, if it holds publications and is none itself."""
    root = Path(publication or "")
    if not publication or not root.is_dir() or (root / SETTINGS_FILE).exists():
        return None
    return root


def _of_folder(root: Path, output: str, wishes: BuildWishes) -> Order | None:
    shard = shards.parse(wishes["shard"])
    executor = wishes["executor"] or PROCESSES
    _check_executor(executor)
    found = find(root, None if is_address(output) else Path(output))
    if not found.places:
        _check_texts(root, found)
        return None
    _check(output, wishes)
    return Order(
        root=root,
        output=output,
        wishes=wishes,
        places=shard.part(found.places) if shard else found.places,
        total=len(found.places),
        links=found.links,
        executor=executor,
        jobs=wishes["jobs"],
        shard=shard,
    )


def _check_texts(root: Path, found: Found) -> None:
    """Raises `UsageError`, save for texts that lack their settings: the reader says so."""
    if any(root.glob("*.md")):
        return
    linked = f" (links are not followed: {found.links[0]})" if found.links else ""
    raise UsageError(
        f"there is no publication in {root}{linked}: a publication is a folder with a "
        f"{SETTINGS_FILE}; make one with `plainpress new {root / 'NAME'}`"
    )


def _check_executor(name: str) -> None:
    """Raises `UsageError` for an executor that nobody knows."""
    kind, _, address = name.partition("=")
    if kind not in {PROCESSES, DASK} or (address and kind != DASK):
        raise UsageError(
            f"no executor is called {name!r}: use {PROCESSES}, {DASK}, or {DASK}=ADDRESS "
            f"for a cluster that runs, such as {DASK}=tcp://127.0.0.1:8786"
        )


def _check(output: str, wishes: BuildWishes) -> None:
    """What would fail for every publication is said once."""
    requests.check_wishes(wishes)
    if unknown := sorted(set(wishes["editions"]) - set(check.EDITIONS)):
        listed = ", ".join(check.EDITIONS)
        raise UsageError(f"no edition is called {unknown[0]!r}: use {listed}")
    outputs.check(output)
