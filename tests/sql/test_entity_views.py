"""Views about entities, places and links over rows written inline."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

DAY = date(2024, 3, 20)
KEYS = [{"entity_key": f"PERSON|{name}", "entity_id": name} for name in ("ada", "bo", "cy")]
ENTITIES = [
    {"entity_id": name, "canonical_name": name.title(), "entity_type": "PERSON"} for name in ("ada", "bo", "cy")
]


def article(name: str, day: date = DAY, story: str = "", family: str = "fam", **more: Any) -> dict[str, Any]:
    row = {"article_id": name, "article_version_id": f"{name}-v", "story_id": story or name, "reported_on": day}
    row |= {"publisher_family_id": family, "is_undated": False, "is_origin": not story, "story_article_count": 1}
    return row | {"headline": f"About {name}", "source_name": family} | more


def mention(number: int, of: str, who: str = "ada", **more: Any) -> dict[str, Any]:
    row = {"mention_id": str(number), "article_version_id": f"{of}-v", "entity_key": f"PERSON|{who}"}
    return row | {"sentence_id": f"{of}-s", "mention_type": "PERSON"} | more


def claim(number: int, of: str, content: str, **more: Any) -> dict[str, Any]:
    row = {"claim_id": str(number), "article_version_id": f"{of}-v", "content_text": content, "speaker_kind": "person"}
    row |= {"speaker_name": "Ada", "speaker_entity_key": "PERSON|ada", "cue_lemma": "accuse", "source_text": "Ada"}
    return row | more


ABOUT_BO = {"target_text": "Bo", "target_entity_key": "PERSON|bo"}


def test_an_accusation_in_copies_has_one_origin_and_says_whom_and_of_what(ask) -> None:
    (row,) = ask(
        "view", "accusations",
        articles_current=[article("a"), article("b", story="a", family="other"), article("c", DAY + timedelta(1))],
        claims=[
            claim(1, "a", "of fraud", **ABOUT_BO), claim(2, "b", "of fraud", **ABOUT_BO),
            claim(3, "c", "of theft", **ABOUT_BO), claim(4, "c", "that it rained"),
            claim(5, "c", "of lying", is_negated=True, **ABOUT_BO), claim(6, "c", "x", is_boilerplate=True, **ABOUT_BO),
        ],
        article_entities=KEYS, entities=ENTITIES,
    )  # fmt: skip
    assert (row["speaker_text"], row["cue_lemma"], row["target_text"]) == ("Ada", "accuse", "Bo")
    assert (row["contents"], row["first_claim_id"]) == (["of fraud", "of theft"], "1")
    assert (row["article_count"], row["origin_count"], row["family_count"]) == (3, 2, 2)


@pytest.mark.parametrize(
    ("second", "rows"),
    [
        ({}, 1),
        ({"cue_lemma": "praise"}, 2),
        ({"target_entity_key": "PERSON|cy"}, 2),
        ({"speaker_name": None, "speaker_entity_key": None, "source_text": "a farmer"}, 2),
    ],
)
def test_accusations_are_told_apart_by_speaker_cue_and_target(ask, second: dict[str, Any], rows: int) -> None:
    claims = [claim(1, "a", "of fraud", **ABOUT_BO), claim(2, "c", "of fraud", **(ABOUT_BO | second))]
    found = ask(
        "view", "accusations",
        articles_current=[article("a"), article("c")], claims=claims, article_entities=KEYS, entities=ENTITIES,
    )  # fmt: skip
    assert len(found) == rows


@pytest.mark.parametrize(
    ("cue", "polarity"), [("sue", "negative"), ("slam", "negative"), ("endorse", "positive"), ("liken", None)]
)
def test_praise_is_told_from_blame(ask, cue: str, polarity: str | None) -> None:
    (row,) = ask(
        "view", "accusations",
        articles_current=[article("a")], claims=[claim(1, "a", "of fraud", **(ABOUT_BO | {"cue_lemma": cue}))],
        article_entities=KEYS, entities=ENTITIES,
    )  # fmt: skip
    assert row["polarity"] == polarity


def test_two_farmers_of_two_stories_are_not_one_accuser(ask) -> None:
    nobody = ABOUT_BO | {"speaker_name": None, "speaker_entity_key": None, "source_text": "a farmer"}
    found = ask(
        "view", "accusations",
        articles_current=[article("a"), article("c")],
        claims=[claim(1, "a", "of fraud", **nobody), claim(2, "c", "of fraud", **nobody)],
        article_entities=KEYS, entities=ENTITIES,
    )  # fmt: skip
    assert [row["origin_count"] for row in found] == [1, 1]


def reports(
    days: int, a_day: int, who: str, first: int = 0, families: int = 4
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """`a_day` articles about `who` on each of `days` days up to DAY, by so many families in turn."""
    articles, mentions = [], []
    for back in range(first, days):
        for number in range(a_day):
            name = f"{who}{back}-{number}"
            articles.append(article(name, DAY - timedelta(back), family=f"family {number % families}"))
            mentions.append(mention(len(mentions), name, who, mention_id=name))
    return articles, mentions


def test_a_burst_is_far_more_than_the_fourteen_days_before(ask) -> None:
    quiet, quiet_mentions = reports(16, 3, "ada")
    sudden, sudden_mentions = reports(1, 6, "bo")
    (row,) = ask(
        "view", "bursts",
        articles_current=quiet + sudden, mentions=quiet_mentions + sudden_mentions,
        article_entities=KEYS, entities=ENTITIES,
    )  # fmt: skip
    assert (row["entity_id"], row["reported_on"], row["origin_count"], row["event_count"]) == ("bo", DAY, 6, 6)
    assert row["expected_origin_count"] == pytest.approx(0.5 * 12 / 42)
    assert row["residual"] > 3
    assert not row["is_coverage_gap"]


@pytest.mark.parametrize(
    "fault", ["copies of one story", "too few days before", "all was reported more", "undated", "two families", "few"]
)
def test_what_only_looks_like_a_burst_is_none(ask, fault: str) -> None:
    quiet, quiet_mentions = reports(5 if fault == "too few days before" else 16, 3, "ada")
    sudden, sudden_mentions = reports(1, 6, "bo")
    if fault in ("two families", "few"):
        sudden, sudden_mentions = reports(1, 4 if fault == "few" else 6, "bo", families=2 if fault != "few" else 4)
    if fault == "copies of one story":
        sudden = [row | {"story_id": "one"} for row in sudden]
    if fault == "undated":
        sudden = [row | {"is_undated": True} for row in sudden]
    if fault == "all was reported more":
        earlier, earlier_mentions = reports(16, 1, "bo", first=2)
        more, more_mentions = reports(1, 60, "cy")
        quiet, quiet_mentions = quiet + earlier + more, quiet_mentions + earlier_mentions + more_mentions
    found = ask(
        "view", "bursts",
        articles_current=quiet + sudden, mentions=quiet_mentions + sudden_mentions,
        article_entities=KEYS, entities=ENTITIES,
    )  # fmt: skip
    assert "bo" not in {row["entity_id"] for row in found}


@pytest.mark.parametrize(("stories", "events", "is_burst"), [(5, 1, False), (5, 2, True), (6, 1, True)])
def test_one_event_told_a_few_times_is_no_burst(ask, stories: int, events: int, is_burst: bool) -> None:
    quiet, quiet_mentions = reports(16, 6, "ada")
    sudden, sudden_mentions = reports(1, stories, "bo")
    found = ask(
        "view", "bursts",
        articles_current=quiet + sudden, mentions=quiet_mentions + sudden_mentions,
        article_entities=KEYS, entities=ENTITIES,
        event_members=[
            {"story_id": row["story_id"], "event_id": str(number % events)} for number, row in enumerate(sudden)
        ],
    )  # fmt: skip
    assert [(row["entity_id"], row["event_count"]) for row in found] == ([("bo", events)] if is_burst else [])


def test_a_gap_among_the_days_before_marks_a_burst(ask) -> None:
    quiet, quiet_mentions = reports(16, 3, "ada")
    sudden, sudden_mentions = reports(1, 6, "bo")
    (row,) = ask(
        "view", "bursts",
        articles_current=quiet + sudden, mentions=quiet_mentions + sudden_mentions,
        article_entities=KEYS, entities=ENTITIES,
        coverage_gaps=[{"source_id": "post", "reported_on": DAY - timedelta(9)}],
    )  # fmt: skip
    assert row["is_coverage_gap"]


def test_pairs_are_counted_in_sentences_of_two_stories_at_least(ask) -> None:
    mentions = [
        mention(1, "a"), mention(2, "a", "bo"), mention(3, "b"), mention(4, "b", "bo"), mention(5, "c", "cy"),
        mention(6, "copy", "ada"), mention(7, "copy", "cy"), mention(8, "c", "ada", sentence_id="other"),
        mention(9, "d", "cy"),
    ]  # fmt: skip
    (row,) = ask(
        "view", "cooccurrence",
        articles_current=[article("a"), article("b"), article("c"), article("copy", story="c"), article("d")],
        mentions=mentions, article_entities=KEYS, entities=ENTITIES,
        sentences=[
            {"sentence_id": f"{of}-s", "article_version_id": f"{of}-v", "start_char": 10, "end_char": 24,
             "in_headline": False, "surface": f"Ada met Bo: {of}."}
            for of in ("a", "b", "c", "d")
        ],
    )  # fmt: skip
    assert (row["first_name"], row["second_name"], row["sentence_count"], row["origin_count"]) == ("Ada", "Bo", 2, 2)
    assert (row["example_sentence_id"], row["article_version_id"], row["surface"]) == ("a-s", "a-v", "Ada met Bo: a.")
    assert (row["start_char"], row["end_char"], row["in_headline"]) == (10, 24, False)
    # Ada stands in 3 of 4 stories, Bo in 2, both in 2: ln(2 * 4 / 6) / -ln(2 / 4)
    assert row["npmi"] == pytest.approx(0.41504, abs=1e-4)


def test_a_timeline_counts_words_of_and_about_an_entity(ask) -> None:
    rows = ask(
        "view", "entity_timeline",
        articles_current=[article("a"), article("copy", story="a", family="other"), article("b", DAY + timedelta(1))],
        mentions=[
            mention(1, "a", in_headline=True), mention(2, "copy"), mention(3, "b"),
            mention(4, "b", is_boilerplate=True),
        ],
        claims=[
            claim(1, "a", "All is well"), claim(2, "copy", "all is well"), claim(3, "b", "No", cue_kind="deny"),
            claim(4, "b", "of fraud", speaker_name="Bo", speaker_entity_key="PERSON|bo", target_text="Ada",
                  target_entity_key="PERSON|ada"),
        ],
        article_entities=KEYS, entities=ENTITIES,
        coverage_gaps=[{"source_id": "post", "reported_on": DAY + timedelta(1)}],
    )  # fmt: skip
    told = [
        (row["article_count"], row["origin_count"], row["headline_count"], row["statement_count"], row["denial_count"],
         row["targeted_count"], row["example_headline"], row["is_coverage_gap"])
        for row in sorted(rows, key=lambda row: row["reported_on"])
    ]  # fmt: skip
    assert told == [(2, 1, 1, 1, 0, 0, "About a", False), (1, 1, 0, 1, 1, 1, "About b", True)]


@pytest.mark.parametrize("order", [1, -1])
def test_a_timeline_shows_the_same_example_in_whatever_order_articles_come(ask, order) -> None:
    (row,) = ask(
        "view", "entity_timeline",
        articles_current=[article("a"), article("b"), article("c", story="a", family="other")][::order],
        mentions=[mention(1, "a"), mention(2, "b"), mention(3, "c")][::order],
        article_entities=KEYS, entities=ENTITIES,
    )  # fmt: skip
    assert (row["example_article_id"], row["example_headline"]) == ("b", "About b")


def test_links_to_other_publishers_are_counted_by_kind(ask) -> None:
    link = {"source_id": "post", "target_source_id": "echo", "kind": "body", "is_same_source": False}
    rows = ask(
        "view", "link_network",
        articles_current=[article("a"), article("b", story="a")],
        linked_articles=[
            link | {"article_version_id": "a-v", "article_id": "a", "position": 1, "target_article_id": "x"},
            link | {"article_version_id": "b-v", "article_id": "b", "position": 1, "target_article_id": "x"},
            link | {"article_version_id": "b-v", "article_id": "b", "position": 2, "target_article_id": "b",
                    "target_source_id": "post", "is_same_source": True},
            link | {"article_version_id": "gone-v", "article_id": "a", "position": 1, "target_article_id": "x"},
        ],
    )  # fmt: skip
    (row,) = rows
    assert (row["link_count"], row["article_count"], row["origin_count"], row["target_article_count"]) == (2, 2, 1, 1)


def test_places_by_day_leave_out_nationalities_and_names_without_a_place(ask) -> None:
    place = {"mention_type": "LOC", "place_id": "NO", "entity_name": "Norway", "country_code": "NO"}
    (row,) = ask(
        "view", "places_daily",
        articles_current=[article("a"), article("copy", story="a", family="other")],
        mentions=[
            mention(1, "a", **place), mention(2, "copy", **place, in_headline=True),
            mention(3, "a", **(place | {"mention_type": "NORP"})), mention(4, "a", **(place | {"place_id": None})),
            mention(5, "a", **place, is_boilerplate=True),
        ],
    )  # fmt: skip
    assert (row["place_name"], row["mention_count"], row["article_count"], row["origin_count"]) == ("Norway", 2, 2, 1)
    assert (row["headline_count"], row["is_coverage_gap"]) == (1, False)


@pytest.mark.parametrize(
    ("names", "canonical"), [(["Danish"], "Denmark"), (["Danish", "Danish", "Danmark"], "Danmark")]
)
def test_a_country_that_only_its_people_name_is_called_by_its_own_name(ask, names: list[str], canonical: str) -> None:
    kinds = ["LOC" if name == "Danmark" else "NORP" for name in names]
    (row,) = ask(
        "model", "entities",
        articles_current=[article("a")],
        mentions=[
            mention(number, "a", entity_key=f"{kind}|{name}", entity_name=name, place_id="DK")
            for number, (kind, name) in enumerate(zip(kinds, names, strict=True))
        ],
        article_entities=[
            {"article_version_id": "a-v", "entity_key": f"{kind}|{name}", "entity_id": "dk", "entity_type": "LOC",
             "rule": "nationality" if kind == "NORP" else "same_name"}
            for kind, name in dict.fromkeys(zip(kinds, names, strict=True))
        ],
        places=[{"place_id": "DK", "place_name": "Denmark"}],
    )  # fmt: skip
    assert row["canonical_name"] == canonical


@pytest.mark.parametrize(
    ("place_id", "name", "canonical"),
    # A town in capitals, without an id, and what is short for a town or a state.
    [
        ("gn:1", "ORMESTAD", "Ormestad"),
        (None, "ORMESTAD", "ORMESTAD"),
        ("gn:1", "ORM", "Ormestad"),
        ("US-OR", "OR", "Orrin"),
    ],
)
def test_a_place_that_only_capitals_name_is_called_by_its_own_name(ask, place_id, name: str, canonical: str) -> None:
    (row,) = ask(
        "model", "entities",
        articles_current=[article("a")],
        mentions=[mention(1, "a", entity_key="LOC|ormestad", entity_name=name, place_id=place_id)],
        article_entities=[
            {"article_version_id": "a-v", "entity_key": "LOC|ormestad", "entity_id": "o", "entity_type": "LOC"}
        ],
        places=[{"place_id": "gn:1", "place_name": "Ormestad"}, {"place_id": "US-OR", "place_name": "Orrin"}],
    )  # fmt: skip
    assert row["canonical_name"] == canonical
