"""Where and whose one number is, as its key sees it.

Belongs here: the value. What sets it is in scopes.py.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """Where and whose a number is. place: named in its clause; main_place, main_country: of the article; owner: whose.

    words: those of the phrase that name place or owner; they tell nothing more of what is counted. is_worldwide: its
    sentence says that it holds for the world. is_beside: whether a sentence right before or after it names main_place.
    """

    place: str | None = None
    main_place: str | None = None
    main_country: str | None = None
    owner: str | None = None
    words: frozenset[str] = frozenset()
    is_worldwide: bool = False
    is_beside: bool = False

    @property
    def is_named(self) -> bool:
        """Whether the clause names a place or an owner."""
        return self.place is not None or self.owner is not None

    @property
    def is_set(self) -> bool:
        """Whether the clause names a place or an owner, or the sentence beside it a place."""
        return self.is_named or (self.is_beside and self.main_place is not None)

    @property
    def owner_name(self) -> str:
        """The name of the owner, empty where there is none."""
        return self.owner or ""

    @property
    def is_known(self) -> bool:
        """Whether the clause names a place or an owner, or the article is about one place."""
        return self.is_named or self.main_place is not None
