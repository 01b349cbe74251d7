"""The table `usage_preferences` of the state: what was said, by whom, and since when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from broadsheet.crawl.hosts import host_of
from broadsheet.crawl.preferences import Preference
from broadsheet.crawl.state import State, write_time
from broadsheet.ids import hash_id


class PreferenceBook:
    """Rows of `usage_preferences`: one for each thing said, however often it is said again."""

    def __init__(self, state: State) -> None:
        self._state = state

    def note(self, source_id: str, url: str, preferences: Iterable[Preference], now: datetime) -> None:
        """Remember what was said in the answer from `url`, in one transaction."""
        with self._state.transaction():
            for preference in preferences:
                self._note_one(source_id, url, preference, now)

    def _note_one(self, source_id: str, url: str, said: Preference, now: datetime) -> None:
        host, at = host_of(url), write_time(now)
        parts = (source_id, host, said.path, said.category, said.preference, said.carrier, said.agent, said.line)
        row = {"preference_id": hash_id(*parts), "last_seen_at": at}
        changed = self._state.execute(
            "update usage_preferences set last_seen_at = :last_seen_at where preference_id = :preference_id", row
        )
        if not changed:
            found = asdict(said) | {"source_id": source_id, "host": host, "seen_in_url": url, "seen_at": at}
            self._state.put("usage_preferences", row | found)
