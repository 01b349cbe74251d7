"""Every package of the lock has a licence that is known and accepted, and the page of licences says so."""

from __future__ import annotations

from email.message import Message
from typing import cast

import pytest

from tests.house.licences import (
    TARGET,
    Rules,
    find_faults,
    find_licence,
    is_accepted,
    load_rules,
    read_licence,
    read_licences,
    write_page,
)

RULES = load_rules()


def test_all_licences_are_known_and_accepted_and_the_page_is_up_to_date() -> None:
    licences = read_licences(RULES)
    assert find_faults(licences, RULES.accepted) == []
    assert TARGET.read_text(encoding="utf-8") == write_page(licences), "run: python -m tests.house.licences"


def test_packages_named_in_the_rules_are_in_the_lock() -> None:
    assert {*RULES.package, *RULES.elsewhere} <= set(read_licences(RULES))


WRITTEN: dict[str, tuple[dict[str, list[str]], str | None]] = {
    # what the metadata says, the licence
    "an expression comes first": ({"License-Expression": ["MIT"], "License": ["BSD"]}, "MIT"),
    "words that are known": ({"License": ["Apache 2.0"]}, "Apache-2.0"),
    "an expression in the wrong field": ({"License": ["MIT OR Apache-2.0"]}, "MIT OR Apache-2.0"),
    "a classifier": ({"Classifier": ["License :: OSI Approved :: MIT License", "Topic :: Text"]}, "MIT"),
    "words that say too little": ({"License": ["BSD"]}, None),
    "a licence text": ({"License": ["Permission is hereby granted, free of charge"]}, None),
    "nothing": ({}, None),
}


@pytest.mark.parametrize("case", WRITTEN)
def test_a_licence_is_read_or_not_known(case: str) -> None:
    fields, licence = WRITTEN[case]
    message = Message()
    for name, values in fields.items():
        for value in values:
            message[name] = value
    assert find_licence(cast("object", message), RULES) == licence  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("licence", "is_it"),
    [("MIT", True), ("GPL-3.0-only", False), ("GPL-2.0-only OR MIT", True), ("MIT AND GPL-2.0-only", False),
     ("MPL-2.0 AND MIT", True), ("", False), ("Proprietary", False)],
)  # fmt: skip
def test_a_licence_is_accepted_where_one_may_choose_accepted_ones(licence: str, is_it: bool) -> None:
    assert is_accepted(licence, RULES.accepted) is is_it


def test_unknown_and_foreign_licences_are_faults() -> None:
    faults = find_faults({"good": "MIT", "odd": None, "closed": "AGPL-3.0-only"}, RULES.accepted)
    assert [fault.partition(":")[0] for fault in faults] == ["odd", "closed"]
    assert read_licence("no-such-package-at-all", Rules(frozenset(), {}, {}, {})) is None
