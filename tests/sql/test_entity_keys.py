"""Names across articles: which are one entity and which are not."""

from __future__ import annotations

import pytest


def named(key: str, version: str, name: str = "", **values: object) -> dict[str, object]:
    """A mention of an entity key in an article version; `name`: as it is written there, else the full name."""
    full = key.partition("|")[2]
    return {"entity_key": key, "article_version_id": version, "name_norm": name or full} | values


SAME = [
    ("a nationality and its country", [
        named("NORP|israelis", "a", place_id="IL"), named("LOC|israel", "b", place_id="IL")]),
    ("two nationalities of one country", [
        named("NORP|dutch", "a", place_id="NL"), named("NORP|netherlander", "b", place_id="NL")]),
    ("a people and a part of the United Kingdom", [
        named("NORP|scots", "a", place_id="GB-SCT"), named("LOC|scotland", "b", place_id="GB-SCT")]),
    ("a ministry by either order", [named("ORG|department of justice", "a"), named("ORG|justice department", "b")]),
    ("a ministry for something", [
        named("ORG|ministry for the environment", "a"), named("ORG|environment ministry", "b")]),
    ("two spellings of English", [
        named("ORG|world trade organisation", "a"), named("ORG|world trade organization", "b")]),
    ("an ampersand", [named("ORG|marsh & lane", "a"), named("ORG|marsh and lane", "b")]),
    ("endings of another alphabet", [named("PERSON|olena zelensky", "a"), named("PERSON|olena zelenskyy", "b")]),
    ("x and ks, ct and kt", [named("PERSON|alexei victorov", "a"), named("PERSON|aleksey viktorov", "b")]),
    ("an ending in off", [named("PERSON|ivan romanoff", "a"), named("PERSON|ivan romanov", "b")]),
    ("an ending in ayev, and a first letter", [
        named("PERSON|yulia aliyeva", "a"), named("PERSON|julia alieva", "b")]),
    ("who is a firm as often and has no title", [named("PERSON|greez", "a"), named("ORG|greez", "b")]),
    ("what one article leaves open and another takes for a club", [
        named("MISC|tarnby", "a"), named("MISC|tarnby", "b"), named("ORG|tarnby", "c")]),
    ("a cup", [named("PERSON|harbour cup", "a"), named("EVENT|harbour cup", "b")]),
    ("a name of two words, the first of them a servant", [
        named("PERSON|abdul karim al-sayegh", "a"), named("PERSON|abdulkarim sayegh", "b"),
        named("PERSON|abdel-karim el-sayegh", "c"), named("PERSON|abd al-karim al sayegh", "d")]),
    ("a first name in Ukrainian and Russian", [
        named("PERSON|oleksandr prykhodko", "a"), named("PERSON|alexander prykhodko", "b"),
        named("PERSON|olexander prykhodko", "c")]),
    ("a first name in another alphabet", [named("PERSON|serhii bondar", "a"), named("PERSON|sergei bondar", "b")]),
    ("an Irish name in two tongues", [named("PERSON|maire o leary", "a"), named("PERSON|maire o'leary", "b")]),
    ("an umlaut in two letters", [named("PERSON|jorg schoenfeld", "a"), named("PERSON|joerg schonfeld", "b")]),
    ("a legal form", [
        named("ORG|marlow energy partners lp", "a"), named("ORG|marlow energy partners", "b"),
        named("ORG|marlow energy partners, llc", "c")]),
    ("a particle", [named("PERSON|samir al-haddad", "a"), named("PERSON|samir haddad", "b")]),
    ("a hyphen", [named("PERSON|min-jun park", "a"), named("PERSON|min jun park", "b")]),
    ("a middle name", [named("PERSON|oscar luigi ferri", "a"), named("PERSON|oscar ferri", "b")]),
    ("an initial with its dot and without", [
        named("PERSON|kelly l. brandt", "a"), named("PERSON|kelly l brandt", "b")]),
    ("two initials", [named("PERSON|j.k. brandt", "a"), named("PERSON|jk brandt", "b")]),
    ("an office behind a name", [named("PERSON|luke brandt mp", "a"), named("PERSON|luke brandt", "b")]),
    ("an honour behind a name", [named("PERSON|afra brandt mbe", "a"), named("PERSON|afra brandt", "b")]),
    ("an acronym that two articles explain", [
        named("ORG|river and tides authority", "a", "rta"), named("ORG|river and tides authority", "b", "rta"),
        named("ORG|rta", "c")]),
    ("an acronym that the same outlet explains", [
        named("ORG|river and tides authority", "a", "rta"), named("ORG|rta", "a2")]),
    ("a firm's short name", [
        named("ORG|halvorsen shipping", "a", "halvorsen"), named("ORG|halvorsen shipping", "b", "halvorsen"),
        named("ORG|halvorsen", "c")]),
    ("two numbers of a faith", [named("NORP|hindu", "a"), named("NORP|hindus", "b")]),
]  # fmt: skip
APART = [
    ("a country and a part of it", [
        named("LOC|united kingdom", "a", place_id="GB"), named("NORP|welsh", "b", place_id="GB-WLS")]),
    ("two countries", [named("NORP|dutch", "a", place_id="NL"), named("LOC|germany", "b", place_id="DE")]),
    ("a country and a city in it", [
        named("LOC|israel", "a", place_id="IL"), named("LOC|haifa", "b", place_id="gn:294801")]),
    ("a city and its club", [
        *[named("LOC|barcelona", letter, place_id="gn:3128760") for letter in "abcdefgh"],
        named("ORG|barcelona", "z")]),
    ("one word with a legal form, and without", [named("ORG|marlow inc", "a"), named("ORG|marlow", "b")]),
    ("two servants", [named("PERSON|abdul karim sayegh", "a"), named("PERSON|abdul rahim sayegh", "b")]),
    ("two first names of one alphabet", [named("PERSON|oleh bondar", "a"), named("PERSON|oleksandr bondar", "b")]),
    ("a first name that two tongues have", [named("PERSON|noel marsh", "a"), named("PERSON|nils marsh", "b")]),
    ("two middle names", [
        named("PERSON|john andrew smith", "a"), named("PERSON|john barry smith", "b"),
        named("PERSON|john smith", "c")]),
    ("a father and his son", [named("PERSON|lars holm jr", "a"), named("PERSON|lars holm", "b")]),
    ("two initials that differ", [named("PERSON|kelly l. brandt", "a"), named("PERSON|kelly m. brandt", "b")]),
    ("a surname with an office", [named("PERSON|brandt mp", "a"), named("PERSON|ada brandt mp", "b")]),
    ("two first names", [named("PERSON|anna holm", "a"), named("PERSON|ada holm", "b")]),
    ("an acronym of two bodies", [
        named("ORG|river and tides authority", "a", "rta"), named("ORG|road transport agency", "b", "rta"),
        named("ORG|rta", "c")]),
    ("an acronym that one other outlet explained once", [
        named("ORG|river and tides authority", "a", "rta"), named("ORG|rta", "c")]),
    ("somebody with a title and a firm", [
        named("PERSON|holm", "a", role_text="judge"), named("ORG|holm", "b")]),
    ("a whole name that is once taken for a band", [named("PERSON|bo holm", "a"), named("ORG|bo holm", "b")]),
    ("a surname alone", [named("PERSON|ada holm", "a", "holm"), named("PERSON|holm", "b")]),
    ("two universities", [named("ORG|university of washington", "a"), named("ORG|washington university", "b")]),
    ("a person and a place", [named("PERSON|chelsea", "a"), named("LOC|chelsea", "b", place_id="gn:2653266")]),
]  # fmt: skip


def find_keys(ask, mentions: list[dict[str, object]]) -> list[dict[str, object]]:
    versions = {str(mention["article_version_id"]) for mention in mentions}
    articles = [{"article_version_id": version, "source_id": version[0]} for version in versions]
    return ask(
        "model", "entity_keys", articles=articles,
        mentions=[{"mention_id": str(number)} | mention for number, mention in enumerate(mentions)],
    )  # fmt: skip


def find_ids(ask, mentions: list[dict[str, object]]) -> set[str]:
    return {str(row["entity_id"]) for row in find_keys(ask, mentions)}


@pytest.mark.parametrize(("mentions"), [case[1] for case in SAME], ids=[case[0] for case in SAME])
def test_names_of_one_entity_are_joined(ask, mentions: list[dict[str, object]]) -> None:
    assert len(find_ids(ask, mentions)) == 1


@pytest.mark.parametrize(("mentions"), [case[1] for case in APART], ids=[case[0] for case in APART])
def test_names_of_two_entities_stay_apart(ask, mentions: list[dict[str, object]]) -> None:
    assert len(find_ids(ask, mentions)) == len({mention["entity_key"] for mention in mentions})


def test_a_country_has_the_same_id_whether_or_not_its_name_is_there(ask) -> None:
    alone = find_ids(ask, [named("NORP|israeli", "a", place_id="IL")])
    assert alone == find_ids(ask, [named("NORP|israeli", "a", place_id="IL"), named("LOC|israel", "b", place_id="IL")])


def test_a_person_is_no_less_one_for_articles_that_leave_the_name_open(ask) -> None:
    mentions = [named("PERSON|holm", "a"), named("MISC|holm", "b"), named("MISC|holm", "c"), named("MISC|holm", "d")]
    types = {row["entity_key"]: row["entity_type"] for row in find_keys(ask, mentions)}
    assert types["PERSON|holm"] == "PERSON"
