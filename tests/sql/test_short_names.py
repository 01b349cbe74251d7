"""A name that only the headline has is the firm that the text names in full, over rows written inline."""

from __future__ import annotations

import pytest


def key(name: str) -> dict[str, str]:
    kind, full = name.split("|")
    return {"entity_key": name, "entity_id": name, "key_type": kind, "entity_type": kind, "full_name_norm": full}


def mention(name: str, in_headline: bool = False, **more) -> dict[str, object]:
    row = {"article_version_id": "v", "entity_key": name, "mention_type": name.split("|")[0]}
    return row | {"mention_id": f"{name} {in_headline}", "in_headline": in_headline, "surface": name[-5:]} | more


@pytest.mark.parametrize(
    ("headline", "text", "more", "firms"),
    [
        ("LOC|odora", ["ORG|odora bank"], {}, ["ORG|odora bank"]),
        ("MISC|odora", ["ORG|odora holdings"], {}, ["ORG|odora holdings"]),
        ("ORG|odora", ["ORG|odora council"], {}, ["ORG|odora council"]),
        # A town and its council, a place that is known, somebody with a role, a name that the text has too.
        ("LOC|odora", ["ORG|odora council"], {}, []),
        ("LOC|odora", ["ORG|odora bank"], {"place_id": "gn:1"}, []),
        ("PERSON|odora", ["ORG|odora bank"], {"role_text": "mayor"}, []),
        ("LOC|odora", ["ORG|odora bank", "LOC|odora"], {}, []),
        # Two firms that begin so, and one that does not.
        ("LOC|odora", ["ORG|odora bank", "ORG|odora steel"], {}, []),
        ("LOC|odora", ["ORG|odorama bank"], {}, []),
    ],
)  # fmt: skip
def test_a_headline_calls_a_firm_by_its_first_word(ask, headline, text, more, firms) -> None:
    rows = ask(
        "model", "short_names",
        entity_keys=[key(name) for name in dict.fromkeys((headline, *text))],
        mentions=[mention(headline, in_headline=True, **more), *(mention(name) for name in text)],
        articles=[{"article_version_id": "v", "text": ""}],
    )  # fmt: skip
    assert [row["long_entity_id"] for row in rows if row["entity_key"] == headline] == firms


SHORT = "Crews of rescue divers searched the harbour. Odora called more rescue divers to the harbour."
LONG = "Odora Fire Brigade sent rescue divers to the harbour."
IN_TOWN = "Shops in Odora closed."


@pytest.mark.parametrize(
    ("others", "firms"),
    [
        ([], ["ORG|odora fire brigade"]),
        ([IN_TOWN], ["ORG|odora fire brigade"]),
        # "in Odora" in two articles, and one that is linked: a town, whose name is not short for its fire brigade.
        ([IN_TOWN, "Buses stopped in Odora."], []),
        (["Odora is quiet."], []),
        # Named in passing far more often than located.
        ([IN_TOWN, IN_TOWN, *(["He praised Odora."] * 8)], ["ORG|odora fire brigade"]),
    ],
)
def test_a_town_is_no_short_name_of_what_is_called_after_it(ask, others: list[str], firms: list[str]) -> None:
    def place(version: str, text: str, name: str, word: str, **more) -> dict[str, object]:
        start = text.index(word)
        row = {"article_version_id": version, "entity_key": name, "mention_type": name.split("|")[0]}
        return row | {"mention_id": version, "surface": word, "start_char": start, "end_char": start + len(word)} | more

    towns = [
        place(f"town-{number}", text, "LOC|odora", "Odora", place_id="gn:1" if "quiet" in text else None)
        for number, text in enumerate(others)
    ]
    rows = ask(
        "model", "short_names",
        entity_keys=[key("PERSON|odora"), key("LOC|odora"), key("ORG|odora fire brigade")],
        mentions=[
            place("short", SHORT, "PERSON|odora", "Odora"),
            place("long", LONG, "ORG|odora fire brigade", "Odora Fire Brigade"),
            *towns,
        ],
        articles=[
            {"article_version_id": "short", "text": SHORT}, {"article_version_id": "long", "text": LONG},
            *({"article_version_id": f"town-{number}", "text": text} for number, text in enumerate(others)),
        ],
    )  # fmt: skip
    assert [row["long_entity_id"] for row in rows if row["entity_key"] == "PERSON|odora"] == firms


@pytest.mark.parametrize(
    ("short", "long", "sources", "firms"),
    [
        # A treasury of one country is not the treasury board of another.
        ("ORG|treasury", "ORG|treasury board of orme", ("gazette", "herald"), []),
        ("ORG|treasury", "ORG|treasury board of orme", ("gazette", "gazette"), ["ORG|treasury board of orme"]),
        ("ORG|odora", "ORG|odora board of orme", ("gazette", "herald"), ["ORG|odora board of orme"]),
        # A region is not the project or police force that is called after it; a bank may be.
        ("LOC|odora", "ORG|odora ice project", ("gazette", "gazette"), []),
        ("LOC|odora", "ORG|odora police", ("gazette", "gazette"), []),
        ("LOC|odora", "ORG|odora bank", ("gazette", "gazette"), ["ORG|odora bank"]),
    ],
)
def test_organs_and_regions_are_not_short_for_what_begins_with_them(ask, short, long, sources, firms) -> None:
    name, full = short.split("|")[1].title(), long.split("|")[1].title()
    texts = [f"Crews of rescue divers searched the harbour. {one} sent divers to the harbour." for one in (name, full)]
    mentions = [
        {"article_version_id": f"v{at}", "entity_key": key_, "mention_type": key_.split("|")[0], "mention_id": f"m{at}",
         "surface": one, "start_char": text.index(one), "end_char": text.index(one) + len(one)}
        for at, (key_, one, text) in enumerate(zip((short, long), (name, full), texts, strict=True))
    ]  # fmt: skip
    # Both name somebody else too.
    mentions += [
        {
            "article_version_id": f"v{at}",
            "entity_key": "PERSON|ada holm",
            "mention_type": "PERSON",
            "mention_id": f"p{at}",
        }
        for at in range(2)
    ]
    rows = ask(
        "model", "short_names",
        entity_keys=[key(short), key(long), key("PERSON|ada holm")],
        mentions=mentions,
        articles=[
            {"article_version_id": f"v{at}", "text": text, "source_id": source}
            for at, (text, source) in enumerate(zip(texts, sources, strict=True))
        ],
    )  # fmt: skip
    assert [row["long_entity_id"] for row in rows if row["entity_key"] == short] == firms


GROCER = "The grocer Odora & Sons opened shops for bread in Lund."
SHOP = "Traders liked the Odora shop in Lund, where the grocer sells bread."
ABROAD = "The grocer Odora won bread."


@pytest.mark.parametrize(
    ("text", "persons", "town", "firms"),
    [
        pytest.param(SHOP, [], "", ["ORG|odora & sons"], id="nobody is called so"),
        pytest.param(
            SHOP, ["bob odora"], "LOC|lund", ["ORG|odora & sons"], id="somebody elsewhere, and a town in common"
        ),
        pytest.param(ABROAD, ["bob odora"], "", [], id="somebody elsewhere, and nothing in common"),
        pytest.param(SHOP + " Bob Odora came.", ["bob odora"], "LOC|lund", [], id="somebody in this article"),
    ],
)
def test_a_surname_is_a_firms_short_name_where_the_article_names_no_such_person(
    ask, text, persons, town, firms
) -> None:
    texts = {"v": text, "w": GROCER, "x": "Bob Odora ran."}
    names = [("v", "ORG|odora"), ("w", "ORG|odora & sons")]
    names += [(version, f"PERSON|{name}") for name in persons for version in "vx"]
    names += [(version, town) for version in "vw" if town]
    mentions = []
    for version, name in names:
        start = texts[version].lower().find(name.split("|")[1])
        if start >= 0:
            mentions.append(
                mention(name, surface=name, start_char=start, end_char=start + len(name.split("|")[1]))
                | {"article_version_id": version, "mention_id": f"{version} {name}"}
            )
    rows = ask(
        "model", "short_names",
        entity_keys=[key(name) for name in dict.fromkeys(name for _, name in names)],
        mentions=mentions,
        articles=[{"article_version_id": version, "text": text} for version, text in texts.items()],
    )  # fmt: skip
    assert [row["long_entity_id"] for row in rows if row["entity_key"] == "ORG|odora"] == firms


@pytest.mark.parametrize(
    ("shorter", "firm"),
    [("ORG|odora", "full"), (None, "bank")],
    ids=["the short name is short for another", "it is not"],
)
def test_a_shorter_name_follows_the_short_one_of_its_article(ask, shorter: str | None, firm: str) -> None:
    keys = {"MISC|odora": "odora", "ORG|odora bank": "bank", "ORG|odora bank of the north": "full"}
    told = [{"article_version_id": "v", "entity_key": "MISC|odora", "long_entity_id": "bank"}]
    if shorter:
        told.append({"article_version_id": "v", "entity_key": "ORG|odora bank", "long_entity_id": "full"})
    rows = ask(
        "model", "article_names",
        mentions=[mention(name) for name in keys],
        entity_keys=[key(name) | {"entity_id": entity, "rule": "same_name"} for name, entity in keys.items()],
        short_names=told,
    )  # fmt: skip
    assert {row["entity_key"]: row["name_entity_id"] for row in rows}["MISC|odora"] == firm
