"""The page that plays a recording, held against validators that start a browser of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plainpress.accessibility.conformance import axe, vnu

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.validator


def test_axe_and_the_html_checker_find_nothing(
    folder: Path, easy_read: Path, require_tool: Callable[[str], str]
) -> None:
    require_tool("chromium")
    require_tool("java")
    require_tool("ace")
    for each in (folder, easy_read):
        assert [str(finding) for finding in (*axe.validate(each), *vnu.validate(each))] == []
