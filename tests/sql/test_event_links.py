"""Which stories are reports of one event and which only look alike, over rows written inline."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.sql.test_views import DAY, current

NAMES = ("LOC|orme", "PERSON|ada holm", "ORG|orme dockers")


class Desk:
    """Stories of one town, person and union, each with figures and days where its text has them."""

    def __init__(self) -> None:
        self.articles: list[dict] = []
        self.current: list[dict] = []
        self.mentions: list[dict] = []
        self.sentences: list[dict] = []
        self.numbers: list[dict] = []
        self.dates: list[dict] = []

    def report(self, name: str, day: int, text: str, *figures: tuple, happened: int | None = None) -> None:
        """A story of a day from the first on. figures: (surface, value, measure or counted noun, more)."""
        reported = DAY + timedelta(days=day)
        self.current.append(current(name, f"paper {name}", day=reported, article_type="news"))
        self.articles.append({"article_version_id": name, "headline": None, "text": text})
        self.mentions += [
            {"mention_id": f"{name} {key}", "article_version_id": name, "entity_key": key, "start_char": number}
            for number, key in enumerate(NAMES)
        ]
        self.sentences.append({"sentence_id": name, "article_version_id": name, "surface": text})
        for surface, value, measure, *more in figures:
            start = text.index(surface)
            self.numbers.append(
                {
                    "number_id": f"{name} {surface}", "article_version_id": name, "sentence_id": name,
                    "surface": surface, "value": float(value), "kind": "count", "start_char": start,
                    "end_char": start + len(surface), "measure": measure, "counted_norm": measure and "person",
                    "measure_key": measure and f"{measure}|person|count|orme",
                }
                | dict(*more)
            )  # fmt: skip
        if happened is not None:
            on = DAY + timedelta(days=happened)
            start = text.index(f"{on:%A}")
            self.dates.append(
                {
                    "date_id": name, "article_version_id": name, "sentence_id": name, "timex_type": "DATE",
                    "surface": f"{on:%A}", "start_char": start, "end_char": start + 6, "start_on": on, "end_on": on,
                }
            )  # fmt: skip

    def names(self, ask) -> list[dict]:
        entities = [{"entity_key": key, "entity_id": key} for key in NAMES]
        return ask(
            "model", "opening_names",
            articles_current=self.current, mentions=self.mentions, article_entities=entities,
        )  # fmt: skip

    def figures(self, ask) -> list[dict]:
        days = ask(
            "model", "figure_days",
            articles=self.articles, articles_current=self.current, numbers=self.numbers, dates=self.dates,
        )  # fmt: skip
        return ask(
            "model", "opening_figures",
            articles_current=self.current, numbers=self.numbers, sentences=self.sentences, figure_days=days,
            opening_names=self.names(ask),
        )  # fmt: skip

    def links(self, ask) -> list[tuple[str, str]]:
        """Pairs of linked stories, the later one first."""
        rows = ask(
            "model", "event_links",
            articles=self.articles, articles_current=self.current, opening_names=self.names(ask),
            opening_figures=self.figures(ask),
        )  # fmt: skip
        return [(row["story_id"], row["other_story_id"]) for row in rows]


def link_two(ask, *reports) -> bool:
    """Whether two reports, each as Desk.report takes them, are of one event."""
    desk = Desk()
    for number, (day, text, *figures) in enumerate(reports):
        more = figures.pop() if figures and isinstance(figures[-1], dict) else {}
        desk.report("ab"[number], day, text, *figures, **more)
    return desk.links(ask) == [("b", "a")]


WALKED = "{} dockers walked out at Orme over wages and shifts, Ada Holm of the Orme Dockers said."
KILLED = "Floods killed {} people in the old harbour of Orme, mayor Ada Holm of the Orme Dockers said."


@pytest.mark.parametrize(
    ("earlier", "later", "later_text", "measure", "is_one"),
    [
        ("340", "340", WALKED, "on_strike", True),
        # What does not grow by itself is counted anew: the next day's strike is another one,
        ("340", "900", WALKED, "on_strike", False),
        ("900", "340", WALKED, "on_strike", False),
        # unless the text says that it grew or that the figure was revised.
        ("340", "900", WALKED + " The walkout grew from the morning on.", "on_strike", True),
        ("340", "900", WALKED + " Its first estimate had been lower.", "on_strike", True),
        # Two who counted one crowd differ a little.
        ("340", "380", WALKED, "on_strike", True),
        # A toll grows by itself, but not tenfold, and does not fall to less than half.
        ("12", "19", KILLED, "killed", True),
        ("12", "190", KILLED, "killed", False),
        ("19", "12", KILLED, "killed", True),
        ("19", "4", KILLED, "killed", False),
    ],
)  # fmt: skip
def test_figures_of_two_days_that_one_event_cannot_have_keep_stories_apart(
    ask, earlier, later, later_text, measure, is_one
) -> None:
    first = later_text.partition(".")[0] + "."
    reports = [
        (0, first.format(earlier), (earlier, earlier, measure)), (1, later_text.format(later), (later, later, measure)),
    ]  # fmt: skip
    assert link_two(ask, *reports) == is_one


def test_rival_counts_of_one_day_are_of_one_event(ask) -> None:
    reports = [(0, WALKED.format(value), (value, value, "on_strike")) for value in ("340", "900")]
    assert link_two(ask, *reports)


CLOSED = (
    "Shares in Orme closed at {} points while Ada Holm, who leads the Orme Dockers, watched. Tarnby rose {} crowns, "
    "Brenvik {} crowns and Valmora {} crowns; the turnover stood below the average of the past month."
)


@pytest.mark.parametrize(
    ("outlets", "days", "second", "is_one"),
    [
        pytest.param(("post", "post"), 1, (1530, 140, 90, 700), False, id="the next day's report of an outlet"),
        pytest.param(("post", "echo"), 1, (1530, 140, 90, 700), True, id="of another outlet"),
        pytest.param(("post", "post"), 0, (1530, 140, 90, 700), True, id="of the same day"),
        pytest.param(("post", "post"), 1, (1412, 310, 220, 710), True, id="with the figures of the day before"),
    ],
)
def test_an_outlets_words_of_the_day_before_with_other_figures_are_another_event(
    ask, outlets: tuple[str, str], days: int, second: tuple[int, ...], is_one: bool
) -> None:
    desk = Desk()
    # One figure in common, as templates have by chance.
    for name, day, values in (("a", 0, (1412, 310, 220, 700)), ("b", days, second)):
        desk.report(name, day, CLOSED.format(*values), *((str(value), value, None) for value in values))
    for article, outlet in zip(desk.current, outlets, strict=True):
        article["source_id"] = outlet
    assert (desk.links(ask) == [("b", "a")]) == is_one


def test_two_figures_and_none_in_common_are_two_events(ask) -> None:
    def tell(dead: str, moved: str) -> tuple:
        text = KILLED.format(dead) + f" Some {moved} were moved."
        return 0, text, (dead, dead, "killed"), (moved, moved, "evacuated")

    assert not link_two(ask, tell("12", "700"), tell("15", "450"))
    assert link_two(ask, tell("12", "700"), tell("15", "700"))


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Floods killed 19 people in Orme on Wednesday, mayor Ada Holm of the Orme Dockers said.", False),
        # When somebody said so is no day of the event, nor is the day since which something is so.
        ("Floods killed 19 people in the harbour of Orme, mayor Ada Holm of the Orme Dockers said on Wednesday.", True),
        ("Floods have killed 19 people in Orme since Wednesday, Ada Holm of the Orme Dockers said.", True),
        ("On Wednesday floods were found to have killed 19 people in Orme, Ada Holm of the Orme Dockers said.", True),
        ("The number of people killed rose to 19 in Orme on Wednesday, Ada Holm of the Orme Dockers said.", True),
    ],
)  # fmt: skip
def test_what_happened_after_a_story_was_printed_is_not_what_it_reports(ask, text, is_one) -> None:
    earlier = (0, KILLED.format("12"), ("12", 12, "killed"))
    assert link_two(ask, earlier, (1, text, ("19", 19, "killed"), {"happened": 1})) == is_one


def test_what_both_say_happened_on_one_day_may_be_one_event(ask) -> None:
    # Printed on the evening before, by the clock of another country.
    desk = Desk()
    for name, dead in (("a", "12"), ("b", "19")):
        text = f"Floods killed {dead} people in Orme on Wednesday, Ada Holm said."
        desk.report(name, 1, text, (dead, dead, "killed"), happened=1)
    desk.current[0]["reported_on"] = DAY
    assert desk.links(ask) == [("b", "a")]


SHUT = "Orme Dockers, with 21,300 employees, are closing their oldest yard in the town, Ada Holm said."
HAILED = "Ada Holm hailed record profits of its yard; the port around Orme and its Orme Dockers feed 21,300 families."


@pytest.mark.parametrize(("first_day", "links"), [(None, [("c", "b")]), (0, []), (2, [("b", "a"), ("c", "b")])])
def test_a_figure_printed_days_before_is_background(ask, first_day: int | None, links: list[tuple[str, str]]) -> None:
    desk = Desk()
    days = [] if first_day is None else [("a", first_day, SHUT.replace("oldest yard", "canteen"))]
    for name, day, text in (*days, ("b", 4, SHUT), ("c", 5, HAILED)):
        desk.report(name, day, text, ("21,300", 21300, None))
    assert sorted(desk.links(ask)) == links


def test_a_second_story_of_one_day_with_the_figure_of_the_first_is_linked(ask) -> None:
    text = "Orme Dockers will cut {} jobs at Orme, Ada Holm said."
    assert link_two(ask, *[(0, text.format("340"), ("340", 340, "laid_off"))] * 2)


def test_figures_are_read_by_value_and_measure(ask) -> None:
    desk = Desk()
    text = "Twelve people died in Orme on Monday; two others, 9 days and 3,412,000 dollars were lost in 2024."
    died = ("Twelve", 12, "killed")
    others = [
        ("two", 2, None), ("9 days", 9, None, {"kind": "measure", "dimension": "time"}),
        ("3,412,000", 3412000, None, {"kind": "money", "currency": "USD"}), ("2024", 2024, None, {"kind": "year"}),
    ]  # fmt: skip
    desk.report("a", 0, text, died, *others)
    desk.dates = [
        {
            "date_id": "a", "article_version_id": "a", "sentence_id": "a", "timex_type": "DATE", "surface": "Monday",
            "start_char": text.index("Monday"), "end_char": text.index("Monday") + 6, "start_on": date(2024, 3, 4),
            "end_on": date(2024, 3, 4),
        }
    ]  # fmt: skip
    rows = {row["figure"]: (row["measured_as"], row["happened_on"]) for row in desk.figures(ask)}
    assert rows == {
        "count 1.20e+01": ("killed|person|count", date(2024, 3, 4)),
        "money 3.41e+06": ("", None),
    }


@pytest.mark.parametrize(
    ("more", "is_compared"),
    [
        ({"article_type": "wire"}, True),
        ({"article_type": "press_release"}, True),
        ({"article_type": "live"}, False),
        ({"article_type": "opinion"}, False),
        ({"article_type": "video"}, False),
        ({"article_type": "news", "is_undated": True}, False),
        ({"article_type": "news", "story": "b"}, False),
    ],
)  # fmt: skip
def test_only_origins_that_are_dated_news_are_compared(ask, more: dict, is_compared: bool) -> None:
    rows = ask("model", "news_origins", articles_current=[current("a", "post", **more)])
    assert [row["story_id"] for row in rows] == (["a"] if is_compared else [])
