"""What a number is in a change, and the tie from each end of a change to its amount."""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.numbers.quantities import Quantity
from broadsheet.numbers.tokens import LINE, Token


@dataclass(slots=True)
class Change:
    """What a number is in a change: rise, fall, from, to or by; `linked` is the index of the number it belongs to."""

    role: str
    linked: int | None = None


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


def _same_clause(quantities: list[Quantity], tokens: list[Token], one: int, other: int) -> bool:
    low, high = sorted((quantities[one].first, quantities[other].first))
    if high - low > 20:
        return False
    return all(
        (tokens[index].kind != LINE and tokens[index].text not in ".;!?")
        or (tokens[index].text == "." and not tokens[index + 1].gap)
        for index in range(low, high)
    )
