"""What a source is resolved to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a source is. refers_to: words that a pronoun or role in the source refers to."""

    kind: str
    name: str | None = None
    entity_key: str | None = None
    mention_id: str | None = None
    refers_to: str | None = None
