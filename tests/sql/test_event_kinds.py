"""One event told in other words: by what happened, whose names and which day, over rows written inline."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from tests.sql.test_views import DAY, current

# DAY is a Tuesday.
DAYS = {"Monday": -1, "Tuesday": 0, "Wednesday": 1, "Thursday": 2}
PLACE = (
    "name", "kind", "country_code", "part_code", "geonames_id", "latitude", "longitude", "population", "point_source",
    "precision", "role", "method", "confidence",
)  # fmt: skip
TOWNS = {"Orme": "gn:1", "Tarnby": "gn:2"}


@dataclass
class Newsroom:
    """Stories of which names, towns and days are read off the text; a town behind "in" is where it happens."""

    articles: list[dict] = field(default_factory=list)
    current: list[dict] = field(default_factory=list)
    mentions: list[dict] = field(default_factory=list)
    numbers: list[dict] = field(default_factory=list)
    dates: list[dict] = field(default_factory=list)

    def report(self, name: str, text: str, names: tuple[str, ...], day: int = 0, figures: tuple[int, ...] = ()) -> None:
        reported = DAY + timedelta(days=day)
        self.current.append(current(name, f"paper {name}", day=reported, article_type="news"))
        self.articles.append({"article_version_id": name, "headline": None, "text": text})
        for said in names:
            self.mentions.append(self._name(name, text, said))
        for figure in figures:
            start = text.index(str(figure))
            self.numbers.append(
                {
                    "number_id": f"{name} {figure}", "article_version_id": name, "surface": str(figure),
                    "value": float(figure), "kind": "count", "start_char": start, "end_char": start + len(str(figure)),
                }
            )  # fmt: skip
        for weekday, number in DAYS.items():
            if weekday in text:
                on = DAY + timedelta(days=number)
                self.dates.append(
                    {"date_id": f"{name} {on}", "article_version_id": name, "start_char": text.index(weekday),
                     "start_on": on, "end_on": on}
                )  # fmt: skip

    def _name(self, name: str, text: str, said: str) -> dict:
        row = {
            "mention_id": f"{name} {said}", "article_version_id": name, "entity_key": said, "name_norm": said.lower(),
            "start_char": text.index(said),
        }  # fmt: skip
        if said not in TOWNS:
            return row
        role = "scene" if f"in {said}" in text else "mentioned"
        place = dict.fromkeys(PLACE) | {"name": said, "kind": "city", "precision": "city", "role": role}
        return row | {"place_id": TOWNS[said], "mention_type": "LOC", "place": place}

    def build(self, ask, model: str) -> list[dict]:
        tables = {"articles": self.articles, "articles_current": self.current}
        known = {
            "opening_names": {"mentions": self.mentions, "article_entities": self._entities()},
            "opening_kinds": {"articles": self.articles},
            "opening_name_words": {"mentions": self.mentions},
            "opening_scenes": {"mentions": self.mentions, "dates": self.dates},
        }
        if model in known:
            return ask("model", model, articles_current=self.current, **known[model])
        openings = {name: self.build(ask, name) for name in known}
        figures = ask(
            "model", "opening_figures",
            articles_current=self.current, numbers=self.numbers, opening_names=openings["opening_names"],
        )  # fmt: skip
        return ask("model", model, **tables, **openings, opening_figures=figures)

    def _entities(self) -> list[dict]:
        return [
            {key: row[key] for key in ("article_version_id", "entity_key")} | {"entity_id": row["entity_key"]}
            for row in self.mentions
        ]


def link_two(ask, one: tuple, other: tuple) -> bool:
    """Whether two reports, each as Newsroom.report takes them, are of one event."""
    room = Newsroom()
    for name, told in zip("ab", (one, other), strict=True):
        room.report(name, *told)
    return bool(room.build(ask, "event_links"))


QUAKE = ("An earthquake shook houses in Orme on Tuesday, mayor Ada Holm said.", ("Orme", "Ada Holm"))
TREMOR = ("Families slept outdoors after Tuesday's tremor; Ada Holm of Orme had schools shut.", ("Ada Holm", "Orme"))


def test_other_words_for_what_happened_join_two_reports(ask) -> None:
    assert link_two(ask, QUAKE, TREMOR)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        pytest.param("Ada Holm opened a tram line of Orme on Tuesday.", 0, id="another kind of event"),
        pytest.param("Ada Holm said the tremor of Wednesday had hurt nobody at Orme.", 1, id="another day"),
        pytest.param("A tremor scared Orme again, Ada Holm said.", 1, id="the next day's report that names no day"),
    ],
)
def test_another_event_of_the_same_names_stays_apart(ask, text: str, day: int) -> None:
    assert not link_two(ask, QUAKE, (text, ("Ada Holm", "Orme"), day))


def test_reports_of_one_day_that_name_no_day_are_joined_by_more_of_their_names(ask) -> None:
    plain = (QUAKE[0].replace(" on Tuesday", ""), QUAKE[1])
    tremor = "Families slept outdoors after a tremor; Ada Holm of Orme had schools shut."
    assert link_two(ask, plain, (tremor, ("Ada Holm", "Orme")))
    strangers = ("Tove Lind", "Nils Aker", "Pia Dahl", "Ivar Moe", "Una Berg")
    crowd = f"{tremor} {', '.join(strangers)} left."
    assert not link_two(ask, plain, (crowd, ("Ada Holm", "Orme", *strangers)))


def test_towns_of_which_neither_names_the_others_are_two_events(ask) -> None:
    crash = "A bus plunged off a road in {} on Tuesday; 9 died and 40 were hurt, Ada Holm of the Coast Police said."
    tolds = [(crash.format(town), (town, "Ada Holm", "Coast Police"), 0, (9, 40)) for town in TOWNS]
    assert not link_two(ask, *tolds)
    assert link_two(ask, tolds[0], tolds[0])


def test_a_town_that_is_only_named_there_is_no_other_scene(ask) -> None:
    from_far = (
        "Ministers in Tarnby sent tents on Tuesday after an earthquake at Orme, where Ada Holm is mayor.",
        ("Tarnby", "Orme", "Ada Holm"),
    )
    assert link_two(ask, QUAKE, from_far)


@pytest.mark.parametrize(("day", "is_one"), [(0, True), (1, False)])
def test_other_figures_are_of_one_event_in_reports_of_one_day(ask, day: int, is_one: bool) -> None:
    names = ("Ada Holm", "Orme Dockers")
    one = "Ada Holm hit 72 runs as Orme Dockers lost by 5 wickets on Tuesday."
    other = "Tuesday's innings of Ada Holm, dropped on 19, was in vain: Orme Dockers were beaten after 41 overs."
    assert link_two(ask, (one, names, 0, (72, 5)), (other, names, day, (19, 41))) == is_one


@pytest.mark.parametrize(("dead", "is_one"), [(4, True), (5, False)])
def test_one_name_needs_the_town_and_a_figure_too(ask, dead: int, is_one: bool) -> None:
    one = ("A fire in Orme killed 4 on Tuesday.", ("Orme",), 0, (4,))
    other = (f"Tuesday's blaze in Orme cost {dead} lives, say neighbours.", ("Orme",), 0, (dead,))
    assert link_two(ask, one, other) == is_one


def test_a_name_in_part_is_compared_by_its_words(ask) -> None:
    room = Newsroom()
    room.report("a", "Ada Holm of the Orme Dockers spoke.", ("Ada Holm", "Orme Dockers"))
    room.report("b", "Holm of Orme spoke.", ("Holm", "Orme"))
    words = {(row["story_id"], row["word"]) for row in room.build(ask, "opening_name_words")}
    assert words == {("a", "holm"), ("a", "orme"), ("a", "dockers"), ("b", "holm"), ("b", "orme")}


def test_kinds_are_counted_by_their_words_and_led_by_the_first_ones(ask) -> None:
    room = Newsroom()
    filler = "Nothing of note was told in between, and so it went on for a while. " * 4
    room.report("a", f"A quake was followed by tremors. {filler}A court sat.", ())
    rows = {row["kind"]: (row["word_count"], row["is_leading"]) for row in room.build(ask, "opening_kinds")}
    assert rows == {"quake": (2, True), "court": (1, False)}


def test_days_and_towns_of_a_story_stand_in_one_row(ask) -> None:
    room = Newsroom()
    room.report("a", "On Tuesday it rained in Orme, as on Monday at Tarnby.", ("Orme", "Tarnby"))
    (row,) = room.build(ask, "opening_scenes")
    assert row == {
        "story_id": "a", "days": [date(2024, 3, 4), DAY], "towns": ["gn:1", "gn:2"], "scenes": ["gn:1"],
    }  # fmt: skip
