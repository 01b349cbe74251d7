"""What happens in the world and who prints it: the whole corpus of one seed, before it becomes pages.

Belongs here: which events there are, which outlets report, copy and follow them, and what is planted. Words belong in
`writer`, outlets in `outlets`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bench.corpus.cast import Cast
from bench.corpus.grammar import load_templates
from bench.corpus.names import Entity
from bench.corpus.outlets import Outlet, make_outlets
from bench.corpus.writer import Article, Event, draw_figure, make_event, write_copy, write_daily, write_report

_FIRST_DAY = date(2026, 3, 2)
# Kinds whose texts name the firm, so that it may burst.
_FIRM_KINDS = ("layoffs", "strike")
_BURST_EVENTS = 7


@dataclass(frozen=True, slots=True)
class Options:
    """Size and kind of a world. is_quiet: nothing is planted that a view reports as odd."""

    seed: int = 1
    articles: int = 2000
    days: int = 40
    outlets: int = 24
    is_quiet: bool = False


@dataclass(slots=True)
class World:
    """All that is printed, and what was planted, as records of gold."""

    options: Options
    days: list[date]
    outlets: list[Outlet]
    cast: Cast
    articles: list[Article] = field(default_factory=list)
    conflicts: list[dict[str, Any]] = field(default_factory=list)
    superseded: list[dict[str, Any]] = field(default_factory=list)
    bursts: list[dict[str, Any]] = field(default_factory=list)


def make_world(options: Options) -> World:
    """The world of a seed: the same options give the same world."""
    source = random.Random(f"{options.seed} {options.is_quiet}")
    days = [_FIRST_DAY + timedelta(days=number) for number in range(options.days)]
    outlets = make_outlets(source, options.outlets, days, 0 if options.is_quiet else max(1, options.days // 14))
    cast = Cast(source, max(6, options.articles // 60))
    world = World(options, days, outlets, cast)
    _Press(source, world).print_all()
    world.articles.sort(key=lambda article: (article.published_at, article.url))
    return world


class _Press:
    """The plan in the making."""

    def __init__(self, source: random.Random, world: World) -> None:
        self._source = source
        self._world = world
        self._options = world.options
        self._number = 0
        self._kinds = sorted(kind for kind in load_templates() if kind != "daily")
        self._burst_days = self._plan_bursts()

    def print_all(self) -> None:
        """Print every day: the planted bursts, what happens besides, dailies, and something from every outlet."""
        quota = self._options.articles / len(self._world.days)
        for number, day in enumerate(self._world.days):
            before = len(self._world.articles)
            present = [outlet for outlet in self._world.outlets if outlet.prints_on(day)]
            seen = {article.outlet_id for article in self._print_dailies(present, day)}
            for firm in self._burst_days.get(day, []):
                for turn in range(_BURST_EVENTS):
                    when = day if turn < 4 else self._world.days[number + 1]
                    self._print_event(when, _FIRM_KINDS[turn % 2], [o for o in present if o.prints_on(when)], firm)
            while len(self._world.articles) - before < quota:
                self._print_event(day, self._source.choice(self._kinds), present)
            printed = (article for article in self._world.articles if article.published_at.date() == day)
            seen |= {article.outlet_id for article in printed}
            for outlet in present:
                if outlet.outlet_id not in seen:
                    self._report(self._make_event(day, self._source.choice(self._kinds)), outlet)

    def _plan_bursts(self) -> dict[date, list[Entity]]:
        days = self._world.days
        if self._options.is_quiet or len(days) < 20:
            return {}
        found: dict[date, list[Entity]] = {}
        firms = self._source.sample(self._world.cast.firms, min(len(days) // 12, len(self._world.cast.firms)))
        for firm in firms:
            day = days[self._source.randrange(16, len(days) - 1)]
            found.setdefault(day, []).append(firm)
            self._world.bursts.append({"entity_id": firm.entity_id, "day": day})
        return found

    def _print_dailies(self, present: list[Outlet], day: date) -> Iterator[Article]:
        for outlet in present:
            if outlet.daily_kind:
                moment = self._moment(day, 6, 8)
                index = f"{outlet.name.split()[0]} 40"
                blank = self._blank(outlet, moment, outlet.daily_kind)
                article = write_daily(self._source, outlet.daily_kind, index, blank)
                self._world.articles.append(article)
                yield article

    def _make_event(self, day: date, kind: str, firm: Entity | None = None) -> Event:
        self._number += 1
        return make_event(self._source, self._world.cast, f"event-{self._number}", kind, day, firm)

    def _print_event(self, day: date, kind: str, present: list[Outlet], firm: Entity | None = None) -> None:
        """One event with its report, copies of it, reports in other words and, some days later, the next one."""
        event = self._make_event(day, kind, firm)
        agencies = [outlet for outlet in present if outlet.is_agency]
        papers = self._source.sample(papers := [o for o in present if not o.is_agency], len(papers))
        is_wire = self._source.random() < 0.45
        origin = self._report(event, self._source.choice(agencies) if is_wire else papers.pop())
        copies = self._source.randint(0, 2 if self._options.is_quiet else 4) if is_wire else 0
        for _ in range(min(copies, len(papers))):
            self._copy(origin, papers.pop(), is_credited=self._source.random() < 0.85)
        if not is_wire:
            self._copy_within_family(origin, papers)
        rewrites = self._source.choice((0, 0, 1) if self._options.is_quiet else (0, 0, 1, 2, 3))
        reports = [
            origin,
            *(self._report(event, papers.pop(), after=origin) for _ in range(min(rewrites, len(papers)))),
        ]
        if not self._options.is_quiet and event.contested:
            self._dispute(event, reports, papers)

    def _dispute(self, event: Event, reports: list[Article], papers: list[Outlet]) -> None:
        """Give some events a rival count on the same day, others a new count on the next."""
        contested, chance = event.contested or "", self._source.random()
        old = {"value": event.figures[contested], "urls": self._list_printed(reports)}
        if chance < 0.2 and papers:
            rival = self._report(self._recount(event), papers.pop(), after=reports[0], is_rival=True)
            new = {"value": rival.figures[contested], "urls": [rival.url]}
            gold = {"event_id": event.event_id, "figure": contested, "sides": [old, new]}
            self._world.conflicts.append(gold)
        elif chance < 0.5 and event.day < self._world.days[-1]:
            day = event.day + timedelta(days=1)
            present = [o for o in self._world.outlets if o.prints_on(day) and not o.is_agency]
            recounted = self._recount(event)
            later = [self._report(recounted, outlet, day=day) for outlet in self._source.sample(present, 2)]
            new = {"value": later[0].figures[contested], "urls": self._list_printed(later)}
            self._world.superseded.append({"event_id": event.event_id, "figure": contested, "old": old, "new": new})

    def _list_printed(self, reports: list[Article]) -> list[str]:
        """The reports and their copies."""
        stories = {report.url for report in reports}
        return sorted(article.url for article in self._world.articles if article.story_url in stories)

    def _recount(self, event: Event) -> Event:
        name = event.contested or ""
        value, factor = event.figures[name], self._source.uniform(1.35, 2.4)
        changed = (
            round(value * factor, 1)
            if isinstance(value, float)
            else draw_figure(self._source, *[int(value * factor) + 1] * 2)
        )
        return replace(event, figures={**event.figures, name: changed})

    def _report(
        self,
        event: Event,
        outlet: Outlet,
        after: Article | None = None,
        day: date | None = None,
        is_rival: bool = False,
    ) -> Article:
        moment = self._after(after, 20, 420) if after else self._moment(day or event.day, 5, 15)
        blank = self._blank(outlet, moment, event.kind)
        article = write_report(self._source, event, outlet.style, blank, is_later=day is not None, is_rival=is_rival)
        self._world.articles.append(article)
        return article

    def _copy(self, origin: Article, outlet: Outlet, is_credited: bool) -> None:
        agency = next(found for found in self._world.outlets if found.outlet_id == origin.outlet_id)
        blank = self._blank(outlet, self._after(origin, 5, 240), "wire")
        copy = write_copy(self._source, origin, blank, agency.name if is_credited else None)
        self._world.articles.append(copy)

    def _copy_within_family(self, origin: Article, papers: list[Outlet]) -> None:
        """Papers of one owner share texts without saying so."""
        own = next(found for found in self._world.outlets if found.outlet_id == origin.outlet_id)
        for outlet in list(papers):
            if outlet.family_id == own.family_id and self._source.random() < 0.5:
                papers.remove(outlet)
                self._copy(origin, outlet, is_credited=False)

    def _moment(self, day: date, first_hour: int, last_hour: int) -> datetime:
        minutes = self._source.randrange(60 * first_hour, 60 * last_hour)
        return datetime.combine(day, time(), UTC) + timedelta(minutes=minutes)

    def _after(self, article: Article, least: int, most: int) -> datetime:
        return article.published_at + timedelta(minutes=self._source.randint(least, most))

    def _blank(self, outlet: Outlet, moment: datetime, section: str) -> Article:
        number = len(self._world.articles)
        url = f"https://{outlet.domain}/{moment:%Y/%m/%d}/{re.sub('[^a-z]', '', section)}-{number}"
        return Article(url, outlet.outlet_id, moment, "report", url, None, "", (), ())
