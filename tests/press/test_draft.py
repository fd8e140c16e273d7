"""`plainpress draft easy-read`: a skeleton from the standard text, and nothing but its words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from plainpress.document.errors import UsageError
from plainpress.press import draft

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """\
(meetings)=
# How we *meet*

The group has a meeting in the town hall, and all those who would like to speak can come to it.
We ascertain it at noon_now.

(aims)=
## Aims

- Trust is a methodology.
- Zinc.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "publication.toml").write_text('title = "A"\nlanguage = "en"\n', encoding="utf-8")
    (tmp_path / "01.md").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_a_draft_has_a_row_for_each_sentence(folder: Path) -> None:
    text = draft.skeleton(folder, "meetings")
    assert text.startswith('% A draft, made from the standard text of "How we meet" (meetings).')
    assert '(easy-meetings)=\n{covers="meetings"}\n# How we meet\n' in text
    assert "\n## Aims\n" in text
    assert "% too long: 21 words\n" in text
    assert "![](picture:group) The group has a meeting" in text
    assert "% hard word: ascertain, plainer: find out\n" in text
    assert "We **ascertain** it at noon\\_now." in text
    assert "% does this picture fit? Grade B for" in text
    assert "![](picture:handshake) Trust is a **methodology**." in text
    assert "% no picture fits" in text


def test_a_draft_invents_nothing(folder: Path) -> None:
    text = draft.skeleton(folder, "meetings")
    shown = [line for line in text.splitlines() if line[:1] not in {"%", "(", "{"}]
    words = re.sub(r"!\[\]\([^)]*\)|[*#\\]", "", " ".join(shown)).split()
    known = re.sub(r"[*#-]", "", TEXT).split()
    assert set(words) <= set(known)


def test_a_draft_can_be_read(folder: Path) -> None:
    from plainpress.document.model import PictureRow
    from plainpress.document.reader import read
    from plainpress.document.walk import nodes_of
    from plainpress.press.pictures import sets

    (folder / "easy-read").mkdir()
    draft.write(folder / "easy-read" / "01.md", draft.skeleton(folder, "meetings"))
    reading = read(folder, "easy-read", pictures=sets())
    assert reading.findings == ()
    assert reading.publication is not None
    assert len(list(nodes_of(PictureRow, reading.publication))) >= 1
    assert reading.publication.sections[0].covers == ("meetings",)


def test_a_file_that_is_there_is_kept(folder: Path) -> None:
    with pytest.raises(UsageError, match="choose another name"):
        draft.write(folder / "01.md", "x")
    assert (folder / "01.md").read_text(encoding="utf-8") == TEXT


def test_a_section_that_is_not_there_is_named_with_the_nearest(folder: Path) -> None:
    with pytest.raises(UsageError, match="there is meetings"):
        draft.skeleton(folder, "meeting")
