"""What a number is in a change, and the tie from each end of a change to its amount."""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.tokens import LINE, Token, is_tied_to_next

# Numbers of one change stand at most so many tokens apart.
_REACH = 20
_DIRECTIONS = frozenset(["rise", "fall"])
_OPPOSITE_ENDS = {"from": "to", "to": "from"}


@dataclass(slots=True)
class Change:
    """What a number is in a change: rise, fall, from, to or by.

    linked: index of the number it belongs to. direction: rise or fall, for the ends of a change too ("fell to 41");
    None where the text does not say.
    """

    role: str
    linked: int | None = None
    direction: str | None = None

    def __post_init__(self) -> None:
        if self.role in _DIRECTIONS:
            self.direction = self.role


def link_changes(quantities: list[Quantity], tokens: list[Token], changes: dict[int, Change]) -> None:
    """Point each from and to at the delta of its clause, or at each other where there is none."""
    for index, change in changes.items():
        if change.role in _OPPOSITE_ENDS:
            near = [other for other in changes if other != index and _is_same_clause(quantities, tokens, index, other)]
            change.linked = _choose_partner(index, near, changes)
    for index, change in changes.items():
        if change.linked is not None:
            _resolve_direction(quantities, index, change.linked, changes)


def _choose_partner(end: int, near: list[int], changes: dict[int, Change]) -> int | None:
    """The nearest amount, else the nearest opposite end; the earlier of two that are equally near."""
    amounts = [other for other in near if changes[other].role not in _OPPOSITE_ENDS]
    opposite = [other for other in near if changes[other].role == _OPPOSITE_ENDS[changes[end].role]]
    return min(amounts or opposite, key=lambda other: abs(other - end), default=None)


def _resolve_direction(quantities: list[Quantity], index: int, linked: int, changes: dict[int, Change]) -> None:
    """An end goes the way of its amount; where no word says it, from 12 to 16 rises."""
    change, other = changes[index], changes[linked]
    if other.role in _DIRECTIONS:
        change.direction = other.role
    elif change.direction is None and {change.role, other.role} == {"from", "to"}:
        start, end = (index, linked) if change.role == "from" else (linked, index)
        change.direction = _compare(quantities[start], quantities[end])


def _compare(start: Quantity, end: Quantity) -> str | None:
    """Rise or fall by the values of two ends; None where they cannot be compared or are the same."""
    if start.value is None or end.value is None or start.kind != end.kind or start.value == end.value:
        return None
    return "rise" if start.value < end.value else "fall"


def _is_same_clause(quantities: list[Quantity], tokens: list[Token], one: int, other: int) -> bool:
    low, high = sorted((quantities[one].first, quantities[other].first))
    if high - low > _REACH:
        return False
    return not any(_ends_clause(tokens, index) for index in range(low, high))


def _ends_clause(tokens: list[Token], index: int) -> bool:
    token = tokens[index]
    if token.text == ".":
        return not is_tied_to_next(tokens, index)
    return token.kind == LINE or token.text in ";!?"
