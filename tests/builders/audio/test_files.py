"""The folder of sound: tags, chapters, captions and lists that players read."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import json
import re
import subprocess
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree
from mutagen.id3 import ID3
from mutagen.mp4 import MP4

from plainpress.accessibility.files import web as pages
from plainpress.builders.artifact import Options
from plainpress.builders.audio import build, mp3
from plainpress.builders.audio.build import file_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEXT = "# Planting\n\nTrees give shade. They cool a street.\n\n# Water & soil\n\nDrink if 1 < 2.\n"
CLOCK = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def album(shared: tuple[Path, Callable[..., Any]]) -> Callable[..., Path]:
    """A function that makes the folder of the text, once for all tests that want the same."""
    folder, spoken = shared

    @cache
    def make(name: str = "audio", **options: Any) -> Path:
        publication, made = spoken(TEXT)
        choices = Options(folder / name, CLOCK, recording=made.recording, **options)
        return build(publication, choices).path

    return make


def milliseconds(text: str) -> int:
    hours, minutes, seconds = text.split(":")
    return round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)


def cues(file: Path) -> list[tuple[int, int, str]]:
    found = re.findall(r"(\S+) --> (\S+)\n(.+)\n", file.read_text("utf-8"))
    return [(milliseconds(begin), milliseconds(end), words) for begin, end, words in found]


def test_there_is_a_file_a_chapter_and_one_of_the_whole(album: Callable[..., Path]) -> None:
    names = {path.name for path in album().iterdir()}
    assert {"00-title.mp3", "01-planting.mp3", "02-water-soil.mp3"} <= names
    assert {"whole.mp3", "whole.m4b", "whole.vtt", "playlist.m3u8", "index.html"} <= names
    assert {"transcript.html", "transcript.txt", "cover.png", "01-planting.vtt"} <= names
    assert "feed.xml" not in names  # nobody has said where the folder will be


def test_tags_say_what_players_show(album: Callable[..., Path]) -> None:
    tags: Any = ID3(album() / "01-planting.mp3")
    assert (tags["TIT2"].text, tags["TALB"].text) == (["Planting"], ["Trees"])
    assert (tags["TLAN"].text, tags["TRCK"].text) == (["eng"], ["2/3"])
    assert tags["APIC:Cover"].data.startswith(b"\x89PNG")
    assert tags["WXXX:Transcript"].url == "transcript.html"


def test_the_whole_has_chapters_end_to_end(album: Callable[..., Path]) -> None:
    tags: Any = ID3(album() / "whole.mp3")
    marks = tags.getall("CHAP")
    assert [str(mark.sub_frames["TIT2"]) for mark in marks] == ["Trees", "Planting", "Water & soil"]
    assert marks[0].start_time == 0
    assert all(a.end_time == b.start_time for a, b in itertools.pairwise(marks))
    assert tags["CTOC:contents"].child_element_ids == [mark.element_id for mark in marks]


def test_chapters_stand_in_the_order_of_their_time_whatever_their_length() -> None:
    tags = mp3.Tags("Trees", "Trees", "", "eng", "", "", "", "transcript.html", b"\x89PNG")
    titles = ["A title that is longer than all the others", "Water", "Leaves"]
    marks = [mp3.Mark(title, 1000 * n, 1000 * n + 1000) for n, title in enumerate(titles)]
    read: Any = ID3(io.BytesIO(mp3._tag(tags, marks)))
    found = read.getall("CHAP")
    assert [str(each.sub_frames["TIT2"]) for each in found] == titles
    assert read["APIC:Cover"].data == tags.cover


@pytest.mark.validator
@pytest.mark.parametrize("name", ["whole.mp3", "whole.m4b"])
def test_ffprobe_reads_every_chapter(
    album: Callable[..., Path], name: str, require_tool: Callable[[str], str]
) -> None:
    folder = album()
    command = [require_tool("ffprobe"), "-v", "error", "-show_chapters", "-show_format"]
    done = subprocess.run(
        [*command, "-of", "json", str(folder / name)], capture_output=True, check=True
    )
    found = json.loads(done.stdout)
    starts = sorted(float(each["start_time"]) for each in found["chapters"])
    titles = {each["tags"]["title"] for each in found["chapters"]}
    assert len(starts) == 3
    assert {"Planting", "Water & soil"} <= titles
    end = cues(folder / "whole.vtt")[-1][1]
    assert float(found["format"]["duration"]) * 1000 == pytest.approx(end, abs=50)


def test_the_audiobook_has_its_words_and_its_cover(album: Callable[..., Path]) -> None:
    file: Any = MP4(album() / "whole.m4b")
    assert file.tags["\xa9nam"] == ["Trees"]
    assert bytes(file.tags["covr"][0]).startswith(b"\x89PNG")


def test_captions_of_chapters_put_together_are_those_of_the_whole(
    album: Callable[..., Path],
) -> None:
    folder = album()
    start, joined = 0, []
    for file in sorted(folder.glob("0?-*.vtt")):
        found = cues(file)
        joined += [(begin + start, end + start, words) for begin, end, words in found]
        start += found[-1][1]
    assert joined == cues(folder / "whole.vtt")
    assert "Drink if 1 &lt; 2." in {words for *_, words in joined}


def test_the_playlist_names_the_chapters_in_order(album: Callable[..., Path]) -> None:
    lines = (album() / "playlist.m3u8").read_text("utf-8").splitlines()
    assert lines[0] == "#EXTM3U"
    assert lines[3::2] == ["00-title.mp3", "01-planting.mp3", "02-water-soil.mp3"]


def test_a_feed_is_made_where_the_address_is_known(album: Callable[..., Path]) -> None:
    folder = album("with-a-feed", site="https://example.org/audio/")
    root = etree.fromstring((folder / "feed.xml").read_bytes())
    for item in root.iter("item"):
        enclosure = item.find("enclosure")
        assert enclosure is not None
        file = folder / enclosure.get("url", "").removeprefix("https://example.org/audio/")
        assert int(enclosure.get("length", "")) == file.stat().st_size


def test_the_pages_pass_the_checks_on_pages(album: Callable[..., Path]) -> None:
    assert pages.check(album()) == ()


def test_the_same_source_gives_the_same_bytes(album: Callable[..., Path]) -> None:
    one, other = album("one"), album("other")
    files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert len(files) > 15
    assert [(one / name).read_bytes() for name in files] == [
        (other / name).read_bytes() for name in files
    ]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Beth yw cyd-gynhyrchu?", "03-beth-yw-cyd-gynhyrchu"),
        ("Être là", "03-etre-la"),
        ("共同", "03"),
        ("../../etc/passwd", "03-etc-passwd"),
    ],
)
def test_names_of_files_are_plain(title: str, name: str) -> None:
    assert file_name(3, title) == name
