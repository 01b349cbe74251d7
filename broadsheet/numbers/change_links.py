"""What a number is in a change, and the tie from each end of a change to its amount."""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.tokens import LINE, Token


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
        if self.role in ("rise", "fall"):
            self.direction = self.role


def link_changes(quantities: list[Quantity], tokens: list[Token], changes: dict[int, Change]) -> None:
    """Point each from and to at the delta of its clause, or at each other where there is none."""
    order = sorted(changes)
    for index in order:
        change = changes[index]
        if change.role not in ("from", "to"):
            continue
        near = [other for other in order if other != index and _same_clause(quantities, tokens, index, other)]
        deltas = [other for other in near if changes[other].role in ("rise", "fall", "by")]
        ends = [other for other in near if changes[other].role in ("from", "to") and changes[other].role != change.role]
        wanted = deltas or ends
        if wanted:
            change.linked = min(wanted, key=lambda other: abs(other - index))
    for index in order:
        _settle_direction(quantities, index, changes)


def _settle_direction(quantities: list[Quantity], index: int, changes: dict[int, Change]) -> None:
    """An end goes the way of its amount; where no word says it, from 12 to 16 rises."""
    change = changes[index]
    if change.linked is None:
        return
    other = changes[change.linked]
    if other.role in ("rise", "fall"):
        change.direction = other.role
    elif change.direction is None and {change.role, other.role} == {"from", "to"}:
        ends = (index, change.linked) if change.role == "from" else (change.linked, index)
        low, high = (quantities[end].value for end in ends)
        if (
            low is not None
            and high is not None
            and low != high
            and quantities[index].kind == quantities[change.linked].kind
        ):
            change.direction = "rise" if low < high else "fall"


def _same_clause(quantities: list[Quantity], tokens: list[Token], one: int, other: int) -> bool:
    low, high = sorted((quantities[one].first, quantities[other].first))
    if high - low > 20:
        return False
    return all(
        (tokens[index].kind != LINE and tokens[index].text not in ".;!?")
        or (tokens[index].text == "." and not tokens[index + 1].gap)
        for index in range(low, high)
    )
