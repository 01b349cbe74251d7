"""The pages of sources say what is wrong with a publisher, also where it comes in by lists of another name."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from broadsheet.model.inputs import find_table
from broadsheet.settings import load_settings
from tests.browse.conftest import make_get, publish_rows
from tests.sql.conftest import fill_row

LIST = "https://post.example/feed"


def make_rows() -> dict[str, list[dict[str, Any]]]:
    """Three publishers: one polled by a list of its own name, one by two lists of other names, one not at all."""
    states = [
        ("post.example", date(2024, 3, 4), "ok"),
        ("post.example", date(2024, 3, 5), "slow"),
        ("herald-news", date(2024, 3, 5), "ok"),
        ("herald-sport", date(2024, 3, 5), "dead"),
        ("herald-sport", date(2024, 3, 4), "blocked"),
    ]
    rows = {
        "source_profile": [{"source_id": name, "name": name} for name in ("post.example", "herald.example", "echo")],
        "sources": [{"source_id": name, "name": name} for name in ("post.example", "herald.example", "echo")],
        "source_health": [
            {"source_id": name, "reported_on": day, "state": state, "state_since_on": day}
            for name, day, state in states
        ],
        "feeds": [{"source_id": f"herald-{name}", "url": LIST + name} for name in ("news", "sport")],
        "captures": [{"source_id": "herald.example", "listed_in_url": LIST + name} for name in ("news", "sport")],
    }
    return {name: [fill_row(find_table(name), row) for row in given] for name, given in rows.items()}


def test_the_newest_state_of_each_way_in_is_shown(tmp_path: Path) -> None:
    settings = load_settings({"BROADSHEET_HOME": str(tmp_path / "home")})
    publish_rows(settings, 1, make_rows())
    get = make_get(settings)
    own, others, none = (get(f"/source/{name}").text for name in ("post.example", "herald.example", "echo"))
    assert (
        "<strong>slow</strong> since 2024-03-05" in own and "<strong>ok</strong>" not in own and "By <bdi>" not in own
    )
    assert "By <bdi>herald-sport</bdi>: <strong>dead</strong>" in others and "<strong>ok</strong>" in others
    assert "blocked" not in others
    assert "<strong>ok</strong>" not in none and "since 2024" not in none
    listed = get("/sources").text
    assert listed.count("<td>dead</td>") == 1 and listed.count("<td>slow</td>") == 1 and "<td>ok</td>" not in listed
