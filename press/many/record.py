"""Takes the results of an order; gives `builds.json`, which tells of every publication."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plainpress.document.findings import Finding
    from plainpress.press.many.order import Order
    from plainpress.press.many.shards import Shard
    from plainpress.press.many.tasks import Result

VERSION = 1


def name(shard: Shard | None) -> str:
    """The name of the record: each shard has one of its own."""
    return f"builds-{shard.number}-of-{shard.count}.json" if shard else "builds.json"


def text(order: Order, results: Sequence[Result], seconds: float) -> str:
    """The record, its publications in their order."""
    rank = {place.name: number for number, place in enumerate(order.places)}
    held = {
        "version": VERSION,
        "root": str(order.root),
        "shard": str(order.shard or ""),
        "total": order.total,
        "seconds": round(seconds, 1),
        "publications": [_row(each) for each in sorted(results, key=lambda one: rank[one.name])],
    }
    return json.dumps(held, indent=1, ensure_ascii=False) + "\n"


def _row(result: Result) -> dict[str, Any]:
    return {
        "publication": result.name,
        "state": result.state,
        "seconds": round(result.seconds, 2),
        "why": result.why,
        "uploaded": result.uploaded,
        "files": [
            {
                "file": each.name,
                "format": each.format,
                "edition": each.edition,
                "size": each.size,
                "sha256": each.sha256,
                "why": each.why,
            }
            for each in result.files
        ],
        "findings": [_finding(each) for each in result.findings],
        "faults": [_finding(each) for each in result.faults],
        "reasons": list(result.reasons),
        "trace": result.trace,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "path": finding.span.path,
        "line": finding.span.first,
        "severity": finding.severity.name.lower(),
        "code": finding.code,
        "message": finding.told,
        "hint": finding.hint,
    }


def replace_file(path: Path, content: str) -> None:
    """Write a file under a temporary name and rename it: nobody ever finds half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(content)
        Path(temporary).chmod(0o666 & ~_mask())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _mask() -> int:
    """What this process takes away from the rights of its files."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
