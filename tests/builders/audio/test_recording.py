"""A recording is whole: every sentence has its clip, and is heard where the clip says."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest

from plainpress.builders.audio import chapters, frames, packets, sound, speaking
from plainpress.document.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plainpress.builders.audio.store import Store

TEXT = """
# Planting

Trees give shade. They cool a street in summer. Who plants them?

People who live there do, with help.

# Water

A young tree drinks twenty litres a week.
"""


def heard(file: Path) -> np.ndarray[Any, Any]:
    """The samples of a file, as a decoder that is not ours gives them."""
    with av.open(str(file)) as opened:
        return np.concatenate([frame.to_ndarray()[0] for frame in opened.decode(audio=0)])


def test_clips_neither_overlap_nor_leave_gaps(spoken: Callable[..., Any]) -> None:
    recording = spoken(TEXT)[1].recording
    assert len(recording.clips) == len(recording.narration.utterances)
    for track, each in enumerate(recording.tracks):
        clips = [clip for clip in recording.clips if clip.track == track]
        assert clips[0].begins == 0
        assert clips[-1].ends == each.length
        assert all(one.ends == other.begins for one, other in itertools.pairwise(clips))
        assert all(clip.begins < clip.ends for clip in clips)


def test_each_file_is_as_long_as_it_says(spoken: Callable[..., Any]) -> None:
    for each in spoken(TEXT)[1].recording.tracks:
        assert heard(each.file).size / sound.MILLISECOND == each.length
        assert each.plan is not None
        count = sum(1 for _ in packets.read(each.plan))
        assert count * packets.AAC_FRAME / sound.MILLISECOND == each.length


def test_each_sentence_is_heard_where_its_clip_says(spoken: Callable[..., Any]) -> None:
    recording = spoken(TEXT)[1].recording
    for clip in recording.clips:
        samples = np.abs(heard(recording.tracks[clip.track].file))
        begins = clip.begins + (chapters.LEAD * chapters.LENGTH if clip.begins == 0 else 0)
        around = samples[max(0, begins - 20) * sound.MILLISECOND :]
        first = int(np.argmax(around > 0.03)) // sound.MILLISECOND - min(begins, 20)
        assert 0 <= first <= 60  # the sentence keeps 30 ms of what came before its first sound


def test_a_changed_word_speaks_one_sentence_and_encodes_one_chapter(
    spoken: Callable[..., Any], beeps: Any
) -> None:
    first = spoken(TEXT)[1]
    assert first.anew == first.different == len(first.recording.clips)
    assert packets.encode(plans(first)) == 3
    beeps.said.clear()
    second = spoken(TEXT.replace("summer", "August"))[1]
    assert second.anew == 1
    assert beeps.said == ["They cool a street in August."]
    assert packets.encode(plans(second)) == 1


def plans(made: Any) -> list[chapters.Plan]:
    return [track.plan for track in made.recording.tracks]


def test_nothing_changed_speaks_nothing(spoken: Callable[..., Any], beeps: Any) -> None:
    before = spoken(TEXT)[1]
    beeps.said.clear()
    after = spoken(TEXT)[1]
    assert (after.anew, beeps.said) == (0, [])
    assert [each.file.read_bytes() for each in before.recording.tracks] == [
        each.file.read_bytes() for each in after.recording.tracks
    ]


def test_sentences_that_say_the_same_are_spoken_once(
    spoken: Callable[..., Any], beeps: Any
) -> None:
    made = spoken("# One\n\nRest now. Work. Rest now. Rest now.\n")[1]
    assert beeps.said.count("Rest now.") == 1
    assert len(made.recording.clips) - made.different == 2


def test_frames_that_are_lost_are_made_from_the_samples(
    spoken: Callable[..., Any], beeps: Any, store: Store
) -> None:
    made = spoken(TEXT)[1]
    for line in plans(made)[1].lines:
        store.path(frames.key(line.key)).unlink()
    beeps.said.clear()
    again = spoken(TEXT)[1]
    assert beeps.said == []
    assert again.recording.tracks[1].file.read_bytes() == (
        made.recording.tracks[1].file.read_bytes()
    )


def test_frames_put_together_sound_as_samples_do(spoken: Callable[..., Any]) -> None:
    """Where sentences are joined nothing is added: no click, no echo of what came before."""
    for track in spoken(TEXT)[1].recording.tracks:
        parts = chapters.sequence(track.plan, speaking.clip, lambda found: found.size // 576 + 2)
        pieces = [
            frames.quiet(each) if isinstance(each, int) else np.pad(each, (2 * 576, 0))
            for each in parts
        ]
        wanted = np.concatenate(pieces) / 32768
        found = heard(track.file)
        assert found.size == wanted.size
        quiet = np.abs(wanted).reshape(-1, 576).max(axis=1) == 0
        inside = quiet[1:-1] & quiet[:-2] & quiet[2:]  # an encoder sees one frame on and back
        assert np.abs(found.reshape(-1, 576)[1:-1][inside]).max() < 0.001
        assert np.sqrt(np.mean((found - wanted) ** 2)) < 0.1 * np.sqrt(np.mean(wanted**2))


def test_damaged_speech_is_spoken_again(spoken: Callable[..., Any], store: Store) -> None:
    before = spoken(TEXT)[1].recording
    for path in store.root.glob("??/*"):
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    after = spoken(TEXT)[1].recording
    assert after.clips == before.clips
    assert after.tracks[1].file.read_bytes() == before.tracks[1].file.read_bytes()


def test_a_voice_that_fails_stops_the_build_and_names_the_sentence(
    spoken: Callable[..., Any], beeps: Any
) -> None:
    text = TEXT.replace("Who plants them?", "This is unspeakable.")
    with pytest.raises(SourceError) as caught:
        spoken(text)
    (finding,) = caught.value.findings
    assert finding.message.startswith("the voice beeps could not speak “This is unspeakable.”")
    assert (finding.span.path, finding.span.first) == ("01-text.md", 4)
    beeps.said.clear()
    spoken(TEXT)  # what was spoken until then is kept
    assert "Trees give shade." not in beeps.said


def test_a_voice_that_gives_silence_has_failed(
    spoken: Callable[..., Any], beeps: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken(TEXT)  # so that its level is known
    silence = np.zeros(sound.RATE, np.float32)
    said = type(beeps).speak
    monkeypatch.setattr(
        type(beeps),
        "speak",
        lambda self, text, *rest: (
            type(said(self, text, *rest))(silence, sound.RATE)
            if "August" in text
            else said(self, text, *rest)
        ),
    )
    with pytest.raises(SourceError, match=r"August.*it gave silence"):
        spoken(TEXT.replace("summer", "August"))


def test_a_language_that_no_voice_speaks_is_named_with_its_place(
    spoken: Callable[..., Any],
) -> None:
    with pytest.raises(SourceError, match=r"01-text\.md:3: no voice here speaks .*'tlh'"):
        spoken("# One\n\n[nuqneH]{lang=tlh}\n")


@pytest.mark.parametrize(
    "text",
    [
        "# Empty\n\n# Full\n\nWords.",
        "# Marks\n\n… \u2013 !\n\n***\n\n?!\n",
        "# Faces\n\n😀 🎉\n\nHello 👋.\n",
        "# Long\n\n" + "and so on " * 1000 + ".\n",
        "# Tags\n\n<script>alert(1)</script> &amp; `code` [x](/ə/)\n",
    ],
    ids=["empty section", "punctuation", "emoji", "3,000 words", "markup"],
)
def test_odd_text_is_spoken_or_left_out_and_never_breaks(
    spoken: Callable[..., Any], text: str
) -> None:
    recording = spoken(text)[1].recording
    assert recording.length == sum(track.length for track in recording.tracks)
    assert len(recording.clips) == len(recording.narration.utterances)
