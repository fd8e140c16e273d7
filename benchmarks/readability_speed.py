"""How long it takes to measure and check a text, and how much memory.

Takes the number of words (1,000,000 without any). The text is drawn from a fixed seed out of the
guide's paragraphs, every tenth word changed for one of the 40,000 most common English words, so
that its vocabulary is that of a library and not of one guide. Reading Markdown is not part of it.
Prints CPU seconds of measuring, of the gate and of the plain-language checks, and the peak memory.
"""

from __future__ import annotations

import itertools
import random
import resource
import sys
import time

from corpus import paragraphs
from wordfreq import top_n_list

from plainpress.accessibility import language
from plainpress.accessibility.readability.gate import gate
from plainpress.accessibility.readability.measure import measure
from plainpress.document.model import Paragraph, Publication, Section, Text

WORDS = 1_000_000
IN_SECTION = 12
IN_CHAPTER = 10


def publication(size: int) -> Publication:
    """Chapters of ten sections of twelve paragraphs, of about that many words in all."""
    draw = random.Random(size)  # noqa: S311 - a fixed seed for the same text each time
    texts, common = paragraphs(), [word for word in top_n_list("en", 40_000) if word.isalpha()]
    sections: list[Section] = []
    count = 0
    while count < size:
        chosen = [varied(text, common, draw) for text in draw.sample(texts, IN_SECTION)]
        count += sum(len(text.split()) for text in chosen)
        blocks = tuple(Paragraph((Text(text),)) for text in chosen)
        label = f"s{len(sections)}"
        sections.append(Section(level=2, title=(Text("Section"),), label=label, blocks=blocks))
    chapters = tuple(
        Section(
            level=1,
            title=(Text("Chapter"),),
            label=f"c{first}",
            sections=tuple(sections[first : first + IN_CHAPTER]),
        )
        for first in range(0, len(sections), IN_CHAPTER)
    )
    return Publication(title="Speed", language="en-GB", sections=chapters)


def varied(text: str, common: list[str], draw: random.Random) -> str:
    """A paragraph with every tenth word changed, save those that begin or end a sentence."""
    found = text.split()
    for index in range(draw.randrange(10), len(found), 10):
        if found[index].islower() and found[index].isalpha():
            found[index] = draw.choice(common)
    return " ".join(found)


def main() -> None:
    """Print one line for each part."""
    text = publication(int(sys.argv[1]) if len(sys.argv) > 1 else WORDS)
    times = [time.process_time()]
    measures = measure(text)
    times.append(time.process_time())
    gate(measures)
    times.append(time.process_time())
    language.check(text, measures)
    times.append(time.process_time())
    measuring, gating, checking = (b - a for a, b in itertools.pairwise(times))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{measures.whole.totals.words:,} words: CPU seconds and peak memory")
    print(f"measured {measuring:.1f}, gate {gating:.1f}, plain language {checking:.1f}, ", end="")
    print(f"together {times[-1] - times[0]:.1f}; {memory:.0f} MB")


if __name__ == "__main__":
    main()
