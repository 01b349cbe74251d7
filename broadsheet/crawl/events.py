"""What a poll tells while it works, and what it was when it ends.

Belongs here: the events for a progress bar and the summary. What is done, and when, belongs to `poll`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PollEvent:
    """One step of a poll.

    kind: source (its lists are asked now), list (one was asked; `outcome` says how it went, count how many of its
    addresses are new), page (one page was asked for), postponed (a host is left for a later poll; text says why) or
    note (text says something to the user). pending_count: pages that this poll still has before it.
    """

    kind: str
    source_id: str = ""
    url: str = ""
    outcome: str = ""
    count: int = 0
    pending_count: int = 0
    text: str = ""


OnEvent = Callable[[PollEvent], None]


@dataclass(slots=True)
class SourcePoll:
    """What a poll did for one source. lists, pages: how many ended so, by fetch.outcomes and crawl.states."""

    source_id: str
    is_due: bool = False
    new_count: int = 0
    lists: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    pending_count: int = 0


@dataclass(slots=True)
class PollSummary:
    """What a poll did. is_interrupted: it was asked to stop; the next poll goes on where it stopped.

    postponed_hosts: hosts with pages left, each with the reason in words.
    """

    sources: dict[str, SourcePoll] = field(default_factory=dict)
    is_interrupted: bool = False
    postponed_hosts: dict[str, str] = field(default_factory=dict)

    @property
    def fetched_count(self) -> int:
        """Pages received."""
        return sum(source.pages["fetched"] for source in self.sources.values())
