"""Takes a seed and a number; gives the leaflet of that number: the files of a publication."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING, Any

from plainpress.document.records import dataclass
from plainpress.press.corpus import figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from plainpress.press.corpus.stock import Stock

EASY = 5  # one leaflet in so many has an easy-read edition
_FIRST = dt.date(2024, 1, 1)
_YEARS = 700  # days from which a leaflet's date is drawn
_PARTS = ("Waiting", "Talking", "The visit", "Questions")


@dataclass(frozen=True, slots=True)
class Leaflet:
    """A publication's path in the corpus, and its files by name."""

    name: str
    files: Mapping[str, str]
    is_easy: bool


def draw(stock: Stock, seed: int, number: int) -> Leaflet:
    """The leaflet of a number, whatever others there are."""
    drawing = _Drawing(stock, random.Random(f"{seed} {number}"))  # noqa: S311 - not a secret
    topic = drawing.topic
    is_easy = drawing.random.randrange(EASY) == 0
    files = {"publication.toml": drawing.settings(number), **drawing.chapters()}
    if is_easy:
        files["easy-read/01-easy.md"] = drawing.easy()
    return Leaflet(f"{topic['area']}/{topic['id']}-{number:05}", files, is_easy)


class _Drawing:
    """One leaflet while it is drawn. Every choice is of its own stream of random numbers."""

    def __init__(self, stock: Stock, draw: random.Random) -> None:
        self.random = draw
        self.topic: dict[str, Any] = draw.choice(stock.topics)
        self._frames = stock.frames
        # One, two or three chapters: what it is and whom to ask is always there.
        self._sections = draw.choice(
            (("about",), ("about", "steps"), ("about", "steps", "contact"))
        )
        self._words = self._drawn_words(draw)

    def _drawn_words(self, draw: random.Random) -> dict[str, str]:
        opens = draw.randrange(8, 11)
        return {
            "thing": self.topic["thing"],
            "short": self.topic["short"],
            "Short": self.topic["short"].capitalize(),
            "person": self.topic["person"],
            "place": draw.choice(self._frames["places"]),
            "opens": f"{opens} am",
            "shuts": f"{draw.randrange(3, 7)} pm",
            "minutes": str(draw.randrange(10, 60, 5)),
            "weeks": str(draw.randrange(2, 9)),
            "phone": f"01632 960 {draw.randrange(1000):03}",  # numbers that nobody has
            "mail": f"{draw.choice(self._frames['letters'])}@example.org",
        }

    def settings(self, number: int) -> str:
        day = _FIRST + dt.timedelta(days=self.random.randrange(_YEARS))
        return (
            f'title = "{self._one("titles")}"\n'
            f'subtitle = "{self._one("subtitles")}"\n'
            f'description = "{self._one("about")}"\n'
            'language = "en-GB"\n'
            f'publisher = "{self._one("publishers")}"\n'
            f"date = {day}\n"
            f'identifier = "https://example.org/leaflets/{number}"\n'
            f'subjects = ["{self.topic["area"]}", "{self.topic["short"]}"]\n'
        )

    def chapters(self) -> dict[str, str]:
        """The Markdown of each chapter and the drawing."""
        made = {"figures/visit.svg": ""}
        for place, name in enumerate(self._sections, 1):
            blocks = [f"({name})=\n# {self._filled(self._heading(name))}", *self._chapter(name)]
            made[f"{place:02}-{name}.md"] = "\n\n".join(blocks) + "\n"
        parts = self._parts()
        made["figures/visit.svg"] = figure.bars(parts)
        return {name: text.replace("<<parts>>", _spoken(parts)) for name, text in made.items()}

    def _parts(self) -> dict[str, int]:
        return {name: self.random.randrange(2, 25) for name in _PARTS}

    def _heading(self, name: str) -> str:
        heading: str = self.random.choice(self._frames["headings"][name])
        return heading

    def _chapter(self, name: str) -> Iterator[str]:
        """The blocks of a chapter; those that a leaflet always has stand in its last one."""
        yield from {"about": self._about, "steps": self._steps, "contact": self._contact}[name]()
        if name == self._sections[-1]:
            yield from self._always()

    def _about(self) -> Iterator[str]:
        yield f"{self._one('about')} {self._one('why')}"
        yield "It may be for you if one of these is true:"
        yield _items(self._some(self.topic["who"], 3))
        yield self._running(self.topic["facts"], 2)

    def _steps(self) -> Iterator[str]:
        yield f"{self._one('work')} This is what happens:"
        steps = [each for each in self.topic["steps"] if self.random.random() > 0.2]  # noqa: PLR2004
        yield "\n".join(f"{place}. {step}" for place, step in enumerate(steps, 1))
        yield self._running(self._frames["after"], 2)

    def _contact(self) -> Iterator[str]:
        yield self._running(self._frames["complain"], 2)
        yield ":::{note}\n" + self._running(self.topic["facts"], 1) + "\n:::"

    def _always(self) -> Iterator[str]:
        """What to bring, how long it takes, when and whom to ask."""
        yield "Please bring:"
        yield _items(self._some(self.topic["bring"], 3))
        yield "{numref}`visit` shows how long each part takes."
        yield (
            ":::{figure} figures/visit.svg\n:name: visit\n:alt: <<parts>>\n\n"
            f"{self._one('captions')}\n:::"
        )
        yield "{numref}`times` says when we are open."
        yield self._table()
        yield self._one("help")

    def _table(self) -> str:
        opens, shuts = self._words["opens"], self._words["shuts"]
        days = sorted(self._some(self._frames["days"], 3), key=self._frames["days"].index)
        rows = [f"| {day} | {opens} | {shuts} |" for day in days]
        table = "\n".join(["| Day | From | To |", "|---|---|---|", *rows])
        return f":::{{table}} {self._one('opening')}\n:name: times\n\n{table}\n:::"

    def easy(self) -> str:
        """The easy-read edition: one chapter that stands for all of the standard one."""
        frames, topic = self._frames["easy"], self.topic
        covers = " ".join(self._sections)
        rows = [
            _row("read", self._filled(frames["about"])),
            *(_row(topic["picture"], sentence) for sentence in topic["easy"]),
            _row("question", frames["ask"]),
            _row("phone", self._filled(frames["call"])),
            _row("email", self._filled(frames["mail"])),
        ]
        head = f'(easy)=\n{{covers="{covers}"}}\n# {self._words["Short"]}'
        return "\n\n".join([head, *rows]) + "\n"

    def _one(self, key: str) -> str:
        return self._filled(self.random.choice(self._frames[key]))

    def _some(self, items: Sequence[str], number: int) -> list[str]:
        return [self._filled(each) for each in self.random.sample(list(items), number)]

    def _running(self, sentences: Sequence[str], number: int) -> str:
        return " ".join(self._some(sentences, number))

    def _filled(self, text: str) -> str:
        return text.format(**self._words)


def _items(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _row(picture: str, words: str) -> str:
    return f"![](picture:{picture}) {words}"


def _spoken(parts: Mapping[str, int]) -> str:
    """The drawing in words, for those who cannot see it."""
    said = ", ".join(f"{name.lower()} {minutes} minutes" for name, minutes in parts.items())
    return f"A bar for each part: {said}"
