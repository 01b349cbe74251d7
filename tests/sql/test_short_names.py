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
