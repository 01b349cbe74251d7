"""Who prints: outlets with their family, habits and days off.

Belongs here: making outlets and saying whether one prints on a day. What they print belongs in `plan`.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from bench.corpus.grammar import Style
from bench.corpus.names import NameMaker, load_words


@dataclass(frozen=True, slots=True)
class Outlet:
    """One publisher. rhythm: daily, weekdays or weekly. daily_kind: what it prints every day from a template."""

    outlet_id: str
    name: str
    domain: str
    family_id: str
    country: str
    rhythm: str
    is_agency: bool
    style: Style
    daily_kind: str | None = None
    silent_days: frozenset[date] = frozenset()

    def prints_on(self, day: date) -> bool:
        """Whether it brings anything on that day."""
        if day in self.silent_days:
            return False
        if self.rhythm == "weekly":
            return day.weekday() == len(self.outlet_id) % 5
        return self.rhythm == "daily" or day.weekday() < 5


def make_outlets(source: random.Random, count: int, days: list[date], outage_count: int) -> list[Outlet]:
    """Two agencies and `count` papers, a third of them in families of three; `outage_count` of them fall silent."""
    names = NameMaker(source)
    titles = [*load_words()["outlets"]["agencies"], *(names.outlet() for _ in range(count))]
    outages = _plan_outages(source, count, days, outage_count)
    found = []
    for number, title in enumerate(titles):
        outlet_id = title.lower().replace(" ", "-")
        paper = number - 2
        family = f"family-{paper // 3}" if 0 <= paper < count // 3 else outlet_id
        rhythm = "daily" if paper < count - 4 else ("weekdays" if paper < count - 2 else "weekly")
        style = Style(
            spells_variant=source.random() < 0.4,
            acronyms=source.choice(("defined", "defined", "never", "alone")),
            has_short_firms=source.random() < 0.35,
        )
        daily = ("markets", "rivers", "courts")[paper % 3] if count // 3 <= paper < count // 3 + 3 else None
        outlet = Outlet(
            outlet_id=outlet_id,
            name=title,
            domain=f"{outlet_id.replace('-', '')}.example",
            family_id=family,
            country="GB",
            rhythm=rhythm,
            is_agency=paper < 0,
            style=style,
            daily_kind=daily,
            silent_days=outages.get(paper, frozenset()),
        )
        found.append(outlet)
    return found


def _plan_outages(source: random.Random, count: int, days: list[date], outage_count: int) -> dict[int, frozenset[date]]:
    """Papers that are missed for one to three days, with a fortnight of papers on either side."""
    if len(days) < 20:
        return {}
    papers = source.sample(range(count // 3, max(count // 3 + 1, count - 4)), min(outage_count, count - 4 - count // 3))
    found = {}
    for paper in papers:
        first, length = source.randrange(8, len(days) - 11), source.randint(1, 3)
        found[paper] = frozenset(days[first : first + length])
    return found
