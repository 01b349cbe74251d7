"""One planted case of figures as rows, and the score of what was found of many.

Belongs here: building rows of numbers, claims and articles_current, and counting answers. The kinds of cases stand in
planted_numbers.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

DAY = date(2025, 3, 3)
Row = dict[str, Any]


@dataclass
class Case:
    """One case: its rows, whether it holds a conflict, and which values are superseded."""

    kind: str
    place: str
    numbers: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    articles: dict[str, Row] = field(default_factory=dict)
    is_conflict: bool = False
    superseded: set[float] = field(default_factory=set)
    measure: str = "killed"

    def key(self, unit: str = "count", counted: str = "person") -> str:
        """The measure key of this place."""
        return f"{self.measure}|{counted}|{unit}|{self.place}"

    def article(self, outlet: str, day: int = 0, hour: int | None = None, story: str | None = None) -> str:
        """An article of an outlet, the same one for the same words."""
        name = f"{self.place} {outlet} {day} {hour}"
        reported_on = DAY + timedelta(days=day)
        row = {"article_id": name, "article_version_id": name, "source_id": outlet, "source_name": outlet}
        row |= {"story_id": f"{self.place} {story}" if story else name, "publisher_family_id": outlet}
        row |= {"reported_on": reported_on, "is_origin": story is None}
        if hour is not None:
            stamp = datetime(reported_on.year, reported_on.month, reported_on.day, hour, tzinfo=UTC)
            row |= {"published_at": stamp, "published_precision": "time"}
        self.articles[name] = row
        return name

    def say(self, article: str, value: float, who: str | None = None, source: str | None = None, **more: Any) -> str:
        """A figure in an article: of a named speaker, of a source without a name, or of the outlet."""
        number_id = f"{article} {len(self.numbers)}"
        row = {"number_id": number_id, "article_version_id": article, "measure_key": self.key(), "kind": "count"}
        row |= {"measure": self.measure, "counted_norm": "person", "bound": "exact", "value": float(value)}
        row |= {"surface": f"{value:g}", "counted_text": "people"}
        if who or source:
            claim = {"claim_id": f"claim {number_id}", "article_version_id": article, "quote_type": "indirect"}
            claim |= {"content_text": f"{value:g} people", "speaker_kind": "organisation", "speaker_name": who}
            self.claims.append(claim | {"source_text": who or source})
            row |= {"said_by_claim_id": claim["claim_id"], "said_by": who}
        self.numbers.append(row | more)
        return number_id


@dataclass
class Outcome:
    """How many were right, wrong and missed, with the kinds of those that were not right."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def add(self, kind: str, is_found: bool, is_true: bool) -> None:
        """Count one answer."""
        self.right += is_found and is_true
        if is_found and not is_true:
            self.wrong.append(kind)
        if is_true and not is_found:
            self.missed.append(kind)

    @property
    def precision(self) -> float:
        """Share of what was found that is true."""
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        """Share of what is true that was found."""
        return self.right / max(1, self.right + len(self.missed))


def score_cases(cases: list[Case], conflicts: list[Row], timeline: list[Row]) -> tuple[Outcome, Outcome]:
    """Conflicts by case, and superseded values."""
    in_conflict = {row["measure_key"].rsplit("|", 1)[1] for row in conflicts}
    superseded = {
        (row["measure_key"].rsplit("|", 1)[1], row["low_value"]) for row in timeline if row.get("is_superseded")
    }
    given = {(row["measure_key"].rsplit("|", 1)[1], row["low_value"]) for row in timeline}
    of_conflicts, of_superseded = Outcome(), Outcome()
    for case in cases:
        of_conflicts.add(case.kind, case.place in in_conflict, case.is_conflict)
        for value in sorted({value for place, value in given if place == case.place} | case.superseded):
            of_superseded.add(case.kind, (case.place, value) in superseded, value in case.superseded)
    return of_conflicts, of_superseded
