"""Publishers as the user's files and the starter list give them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from broadsheet.ingest.publishers import registered_domain
from broadsheet.stages.publishers import STARTER_LIST, read_publishers, read_starter_families


def test_every_starter_row_names_owner_and_page_and_is_a_registered_domain() -> None:
    rows = read_starter_families()
    assert len({row["source_id"] for row in rows}) == len(rows) >= 50
    for row in rows:
        assert registered_domain(row["source_id"]) == row["source_id"], row
        assert row["name"] and row["publisher_family_id"], row
        assert urlsplit(row["family_source_url"]).scheme in {"http", "https"}, row


def test_what_the_user_says_of_an_outlet_stands_beside_the_starter_row(tmp_path: Path) -> None:
    """The model `sources` takes the user's family, and the starter's where the user gives none."""
    (tmp_path / "sources.csv").write_text("source_id,publisher_family_id\nusatoday.com,mine\n", encoding="utf-8")
    rows = read_publishers([], tmp_path / "sources.toml").filter(source_id="usatoday.com").to_dicts()
    assert {row["declared_in"]: row["publisher_family_id"] for row in rows} == {
        "sources.csv": "mine",
        STARTER_LIST: "usa-today-co",
    }
