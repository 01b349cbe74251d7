"""A seeded corpus of articles with known stories (copies) and events (the same event in other words).

Belongs here: making articles from the phrases of generated.toml and scoring pairs. `DEVELOPMENT` kinds may be looked at
while rules are tuned; `HELD_OUT` kinds were written at the same time and are measured only.
"""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

START = date(2025, 3, 3)
OUTLETS = tuple(f"outlet{number:02}.example" for number in range(24))


@dataclass(frozen=True, slots=True)
class Made:
    """One article: `story` and `event` are the truth; names are those that its text holds."""

    article_id: str
    source_id: str
    day: date
    hour: int
    headline: str
    text: str
    story: str
    event: str
    kind: str
    credit: str | None = None
    names: tuple[str, ...] = field(default=())

    @property
    def at(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, self.hour, tzinfo=UTC)


@cache
def phrases() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("generated.toml").read_text(encoding="utf-8"))


class Maker:
    """Draws facts and texts from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.made: list[Made] = []
        self.known = phrases()

    def pick(self, name: str) -> str:
        return str(self.random.choice(self.known[name]))

    def person(self) -> str:
        return f"{self.pick('first')} {self.pick('last')}"

    def filler(self, count: int) -> list[str]:
        parts = ("subjects", "verbs", "objects", "tails")
        return [" ".join(self.pick(name) for name in parts) + "." for _ in range(count)]

    def facts(self, day: date, names: Iterable[str] = ()) -> dict[str, Any]:
        """Values for every placeholder of an event or template."""
        places = self.random.sample(self.known["places"], 6)
        firms = self.random.sample(self.known["firms"], 2)
        values: dict[str, Any] = {"place": places[0], "firm": firms[0], "firm2": firms[1], "weekday": f"{day:%A}"}
        values |= {f"place{number}": place for number, place in enumerate(places[1:], 2)}
        values |= {"person": self.person(), "person2": self.person(), "person3": self.person()}
        values |= {"moved": self.random.choice(["higher", "lower", "little changed", "sunny", "dull", "wet", "windy"])}
        values |= {"wind": self.random.choice(["light westerly", "fresh northerly", "strong southerly"])}
        values |= {letter: self.random.randint(2, 90) for letter in "abcdefghijklmn"}
        values |= {name: self.random.randint(2, 95) for name in names}
        return values

    def add(self, kind: str, source: str, day: date, hour: int, text: str, story: str, **more: Any) -> Made:
        number = len(self.made)
        made = Made(f"{kind}-{number:05}", source, day, hour, more.pop("headline", ""), text, story, **(
            {"event": story, "kind": kind} | more
        ))  # fmt: skip
        self.made.append(made)
        return made

    def report(self, kind: str, facts: Mapping[str, Any], wording: int, filler: int) -> tuple[str, str]:
        """Headline and text of one report of an event, in one of three wordings."""
        event = self.known["events"][kind]
        lines = [options[wording] for options in event["facts"]]
        rest = lines[1:]
        self.random.shuffle(rest)
        told = [lines[0], *rest, *self.filler(filler)]
        return event["headline"][wording].format(**facts), " ".join(told).format(**facts)

    def edit(self, text: str, share: float) -> str:
        """The text with a share of its sentences reworded or dropped, never the first."""
        kept = []
        for number, sentence in enumerate(text.split(". ")):
            chance = self.random.random()
            if number and chance < share / 2:
                continue
            kept.append(" ".join(self.filler(1))[:-1] if number and chance < share else sentence)
        return ". ".join(kept)


def names_in(facts: Mapping[str, Any], text: str) -> tuple[str, ...]:
    wanted = ("place", "person", "firm")
    return tuple(sorted({str(facts[name]) for name in wanted if str(facts[name]) in text}))


def make_wire(maker: Maker) -> None:
    """Events with one wire text and its copies, and independent reports of the same events."""
    for number in range(60):
        day = START + timedelta(days=maker.random.randrange(14))
        kind = maker.random.choice(sorted(maker.known["events"]))
        facts = maker.facts(day, maker.known["events"][kind]["figures"])
        outlets = maker.random.sample(OUTLETS, 9)
        event = f"event-{number}"
        headline, wire = maker.report(kind, facts, 0, 14)
        shared = {"headline": headline, "event": event, "names": names_in(facts, wire)}
        maker.add("wire", outlets[0], day, 8, wire, f"{event}-wire", **shared)
        for copy in range(maker.random.randint(1, 5)):
            text = maker.edit(wire, maker.random.choice([0.0, 0.1, 0.25]))
            text = ". ".join(text.split(". ")[: maker.random.choice([9, 14, 30])])
            credit = maker.random.choice([None, "Coastal Press"])
            maker.add("copy", outlets[1 + copy], day, 9 + copy, text, f"{event}-wire", credit=credit, **shared)
        for wording in (1, 2):
            if maker.random.random() < 0.6:
                told = {day: "the day", day + timedelta(days=1): "the day after"}
                later = maker.random.choice(list(told))
                headline, text = maker.report(kind, facts, wording, 8)
                more = {"headline": headline, "event": event, "names": names_in(facts, text)}
                maker.add("independent", outlets[6 + wording], later, 12 + wording, text, f"{event}-{wording}", **more)


def make_rewrites(maker: Maker) -> None:
    """A wire text of which each sentence was put into other words: another text of the same event."""
    for number in range(20):
        day = START + timedelta(days=maker.random.randrange(14))
        kind = maker.random.choice(sorted(maker.known["events"]))
        facts = maker.facts(day, maker.known["events"][kind]["figures"])
        for wording, source in enumerate(maker.random.sample(OUTLETS, 3)):
            headline, text = maker.report(kind, facts, wording, 10)
            more = {"headline": headline, "event": f"rewrite-{number}", "names": names_in(facts, text)}
            maker.add("rewrite", source, day, 7 + 3 * wording, text, f"rewrite-{number}-{wording}", **more)


def make_near_events(maker: Maker) -> None:
    """Other events of the same place, firm or kind on the same days; and of the same people weeks later."""
    for number in range(15):
        day = START + timedelta(days=maker.random.randrange(7))
        first = maker.facts(day)
        for other, kind in enumerate(maker.random.sample(sorted(maker.known["events"]), 3)):
            figures = {name: maker.random.randint(2, 95) for name in maker.known["events"][kind]["figures"]}
            later = day + timedelta(days=maker.random.choice([0, 1, 2]))
            facts = first | figures | {"person": maker.person(), "weekday": f"{later:%A}"}
            headline, text = maker.report(kind, facts, other, 9)
            label, source = f"near-{number}-{other}", maker.random.choice(OUTLETS)
            more = {"headline": headline, "names": names_in(facts, text)}
            maker.add("near", source, later, 10, text, label, **more)
    for number in range(15):
        kind = maker.random.choice(sorted(maker.known["events"]))
        first = maker.facts(START)
        for other, gap in enumerate((0, maker.random.choice([2, 9, 21]))):
            day = START + timedelta(days=gap)
            figures = {name: maker.random.randint(2, 95) for name in maker.known["events"][kind]["figures"]}
            moved = {"person": maker.person(), "firm": maker.pick("firms"), "weekday": f"{day:%A}"}
            headline, text = maker.report(kind, first | figures | moved, other, 9)
            more = {"headline": headline, "names": names_in(first | moved, text)}
            maker.add("again", maker.random.choice(OUTLETS), day, 10, text, f"again-{number}-{other}", **more)


def make_series(maker: Maker, name: str, *, days: int, printed: int, series: int, fixed: Sequence[str] = ()) -> None:
    """Daily reports of one template; `printed` outlets carry the same agency's report of each day."""
    for number in range(series):
        outlets, base = maker.random.sample(OUTLETS, printed), maker.facts(START)
        for step in range(days):
            day = START + timedelta(days=step)
            facts = maker.facts(day) | {key: base[key] for key in fixed}
            text = maker.known["templates"][name].format(**facts)
            label = f"{name}-{number}-{step}"
            for order, source in enumerate(outlets):
                names = names_in(facts, text)
                maker.add(name, source, day, 6 + order, text, label, headline=f"{name} report", names=names)


PLACES = ("place", "place2", "place3", "place4", "place5", "place6")


def make_updates(maker: Maker) -> None:
    """One outlet's article at a new address with some figures revised, the same day or the next: one story."""
    for number in range(15):
        kind = maker.random.choice(sorted(maker.known["events"]))
        figures = maker.known["events"][kind]["figures"]
        facts = maker.facts(START, figures)
        headline, text = maker.report(kind, facts, 0, 10)
        changed = facts | {figures[0]: facts[figures[0]] + 3}
        updated = text.replace(str(facts[figures[0]]), str(changed[figures[0]])) + " " + " ".join(maker.filler(2))
        source, later = maker.random.choice(OUTLETS), START + timedelta(days=number % 2)
        more = {"headline": headline, "names": names_in(facts, text)}
        maker.add("update", source, START, 8, text, f"update-{number}", **more)
        maker.add("update", source, later, 15, updated, f"update-{number}", **more)


def make_reposts(maker: Maker) -> None:
    """One outlet's article printed again on two further days with small corrections: one story."""
    for number in range(10):
        kind = maker.random.choice(sorted(maker.known["events"]))
        facts = maker.facts(START, maker.known["events"][kind]["figures"])
        headline, text = maker.report(kind, facts, 1, 12)
        source = maker.random.choice(OUTLETS)
        for step in range(4):
            again = maker.edit(text, 0.05 * step)
            more = {"headline": headline, "names": names_in(facts, text)}
            maker.add("repost", source, START + timedelta(days=step), 9, again, f"repost-{number}", **more)


def make_background(maker: Maker) -> None:
    """Different articles of one outlet that end with the same standing background."""
    for number in range(12):
        facts = maker.facts(START)
        kind = maker.random.choice(sorted(maker.known["events"]))
        facts |= {name: maker.random.randint(2, 95) for name in maker.known["events"][kind]["figures"]}
        headline, text = maker.report(kind, facts, number % 3, 2)
        whole = f"{text} {maker.known['templates']['markets_background']}"
        day = START + timedelta(days=number)
        more = {"headline": headline, "names": names_in(facts, text)}
        maker.add("background", OUTLETS[0], day, 9, whole, f"background-{number}", **more)


def make_localised(maker: Maker) -> None:
    """An agency's text under a paragraph of each outlet's own: copies."""
    for number in range(15):
        kind = maker.random.choice(sorted(maker.known["events"]))
        facts = maker.facts(START, maker.known["events"][kind]["figures"])
        headline, text = maker.report(kind, facts, 2, 14)
        for order, source in enumerate(maker.random.sample(OUTLETS, 4)):
            own = " ".join(maker.filler(4)) if order else ""
            more = {"headline": headline, "names": names_in(facts, text)}
            maker.add("localised", source, START, 7 + order, f"{own} {text}", f"localised-{number}", **more)


def make_growing(maker: Maker) -> None:
    """One outlet's article that grows through the day, at new addresses: one story."""
    for number in range(10):
        kind = maker.random.choice(sorted(maker.known["events"]))
        facts = maker.facts(START, maker.known["events"][kind]["figures"])
        headline, text = maker.report(kind, facts, 0, 5)
        source = maker.random.choice(OUTLETS)
        for hour in (8, 10, 12, 14):
            more = {"headline": headline, "names": names_in(facts, text)}
            maker.add("growing", source, START, hour, text, f"growing-{number}", **more)
            text = f"{text} {' '.join(maker.filler(2))}"


DEVELOPMENT: tuple[Callable[[Maker], None], ...] = (
    make_wire, make_near_events, make_updates, make_background,
    lambda maker: make_series(maker, "market", days=3, printed=2, series=3, fixed=("place",)),
    lambda maker: make_series(maker, "rivers", days=7, printed=1, series=3, fixed=PLACES),
    lambda maker: make_series(maker, "court", days=3, printed=1, series=3, fixed=("place",)),
)  # fmt: skip
HELD_OUT: tuple[Callable[[Maker], None], ...] = (
    make_rewrites, make_reposts, make_localised, make_growing,
    lambda maker: make_series(maker, "market", days=6, printed=3, series=2, fixed=("place", "firm", "firm2")),
    lambda maker: make_series(maker, "weather", days=6, printed=1, series=4, fixed=("place",)),
    lambda maker: make_series(maker, "results", days=4, printed=1, series=3, fixed=PLACES),
    lambda maker: make_series(maker, "lottery", days=2, printed=2, series=5, fixed=("place",)),
    lambda maker: make_series(maker, "log", days=5, printed=1, series=3, fixed=PLACES),
)  # fmt: skip


def make_corpus(makers: Iterable[Callable[[Maker], None]], seed: int) -> list[Made]:
    """Articles of these kinds; the same seed gives the same articles."""
    maker = Maker(seed)
    for make in makers:
        make(maker)
    return [replace(made, text=made.text.strip()) for made in maker.made]


def score_pairs(ours: Mapping[str, Hashable], truth: Mapping[str, Hashable]) -> tuple[float, float]:
    """Precision and recall, 0 to 1, of the pairs of articles that share a label."""

    def count(labels: Iterable[Hashable]) -> int:
        return sum(size * (size - 1) // 2 for size in Counter(labels).values())

    both = count((ours[name], truth[name]) for name in truth)
    return both / max(1, count(ours[name] for name in truth)), both / max(1, count(truth.values()))
