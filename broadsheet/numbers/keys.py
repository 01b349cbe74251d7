"""The key under which one measure meets across articles: what is said, of what, in which unit, where.

Belongs here: `make_key` and what makes a number comparable. The words of a number are gathered in measured.py; words of
one measure are data (`measure_keys.toml`). A phrase that is too general to compare ("12 people", "5 percent" of an
unknown thing) gets no key.
"""

from __future__ import annotations

from broadsheet.numbers.cohesion import BARE
from broadsheet.numbers.key_words import distinguish, key_lists
from broadsheet.numbers.measured import DOUBTFUL, Measured
from broadsheet.numbers.statements import find_clause, has_doubt
from broadsheet.numbers.syntax import find_span

_KEYLESS = frozenset(
    [
        "ordinal",
        "rank",
        "year",
        "age",
        "score",
        "date_part",
        "time_part",
        "identifier",
        "phone",
        "name_part",
        "multiple",
    ]
)
_SHARES = frozenset(["percent", "ratio"])
_AMOUNTS_OF_CHANGE = frozenset(["rise", "fall", "by"])


def make_key(measured: Measured) -> str | None:
    """What is counted with what is said of it, unit and place: `killed russian soldier|count|Ukraine`.

    An amount of change is a measure of its own. None where nothing is said that could be compared.
    """
    if not _is_comparable(measured):
        return None
    quoted = next((word for word in measured.words if word in key_lists().of_world), None)
    if quoted is not None:
        return _make_world_key(measured, quoted)
    if measured.said == DOUBTFUL:
        return None
    what = _describe(measured)
    if what is None:
        return None if measured.said else _make_bare(measured)
    if measured.change in _AMOUNTS_OF_CHANGE:
        what = f"{what} change"
    return _make_owned_key(measured, what) if _is_owned(measured) else _make_placed_key(measured, what)


def _is_comparable(measured: Measured) -> bool:
    """Whether a number is a whole measure: no name or length of time, no part of another, its noun in its clause."""
    quantity = measured.quantity
    if quantity.kind in _KEYLESS or (quantity.unit is not None and quantity.unit.dimension == "time"):
        return False
    return not _is_named_elsewhere(measured) and not measured.is_partial


def _is_named_elsewhere(measured: Measured) -> bool:
    """Whether a noun of measure that was found before a number stands in another clause."""
    counted, head = measured.counted, measured.head
    if counted is None or head is None or counted.rule != "measure_noun":
        return False
    number = find_span(head.doc, measured.quantity.number_start, measured.quantity.number_end)
    return number is None or find_clause(head) != find_clause(number.root)


def _make_world_key(measured: Measured, quoted: str) -> str | None:
    """The key of a price or index that is the same everywhere."""
    is_price = measured.quantity.unit is not None and measured.quantity.kind != "percent"
    return f"{quoted}|{measured.unit_name}|" if is_price else None


def _is_owned(measured: Measured) -> bool:
    return bool(measured.scope.owner) and not measured.is_event


def _make_owned_key(measured: Measured, what: str) -> str:
    owner = (measured.scope.owner or "").lower()
    named = what if owner in what else f"{what} {owner}"
    return f"{named}|{measured.unit_name}|{(measured.scope.place or '').lower()}"


def _make_placed_key(measured: Measured, what: str) -> str | None:
    """The key with the place of the clause, else of the article; without one no key.

    Of those "affected" the article may say more elsewhere: such a key is provisional.
    """
    place = measured.scope.place or measured.scope.main_place
    if not place:
        return None
    key = f"{what}|{measured.unit_name}|{place.lower()}"
    return f"{_make_bare(measured) or BARE}>{key}" if measured.said == "affected" else key


def _make_bare(measured: Measured) -> str | None:
    """A provisional key of a specific noun of which nothing is said here; the rest of the article resolves it."""
    quantity = measured.quantity
    is_plain = quantity.kind == "count" and quantity.value != 1 and quantity.per_start is None
    verb = find_clause(measured.head) if measured.head is not None else None
    if not is_plain or measured.change in _AMOUNTS_OF_CHANGE or (verb is not None and has_doubt(verb)):
        return None
    words = distinguish(measured.own, None)
    return f"{BARE}{' '.join(words)}" if words else None


def _describe(measured: Measured) -> str | None:
    """The words of the key, or None where they are too few to tell one measure from another."""
    if measured.is_event:
        return _describe_event(measured)
    if measured.is_share or measured.quantity.kind in ("ratio", "percentage_point"):
        return None
    if _is_measure_noun(measured):
        return _describe_measure_noun(measured)
    if measured.said is not None and not measured.is_generic:
        return _describe_listed(measured)
    return _describe_unlisted(measured)


def _describe_event(measured: Measured) -> str | None:
    """ "killed russian soldier", "share vaccinated adult"."""
    is_share, kind, said = measured.is_share, measured.quantity.kind, measured.said or ""
    is_level = kind in _SHARES and not is_share
    if kind == "money" or is_level or (is_share and said == "residing"):
        return None
    return " ".join([*(["share"] if is_share else []), said, *measured.telling])


def _is_measure_noun(measured: Measured) -> bool:
    """Whether what is counted names a measure: "inflation", "revenue"; of counts only those with a place or owner."""
    lists, main = key_lists(), measured.main_word
    is_measured = main in lists.measures and measured.quantity.kind != "count"
    return is_measured or main in lists.of_place or main in lists.of_owner


def _describe_measure_noun(measured: Measured) -> str | None:
    words = distinguish(measured.own, None)
    is_told = words and not _has_other_unit(measured, words) and _is_completed(measured, words)
    return " ".join(words) if is_told else None


def _has_other_unit(measured: Measured, words: list[str]) -> bool:
    """Whether the unit shows that the noun means something else: "inflation" in counts, "interest" in dollars."""
    lists, main, kind = key_lists(), measured.main_word, measured.quantity.kind
    if kind != "percent" and not lists.in_percent.isdisjoint((main, *words)):
        return True
    return kind == "count" and main in lists.of_place and main not in lists.in_counts


def _is_completed(measured: Measured, words: list[str]) -> bool:
    """Whether the place or owner is named without which the noun tells nothing."""
    lists, main, scope = key_lists(), measured.main_word, measured.scope
    if (main in lists.of_place and scope.place) or (main in lists.of_owner and scope.owner):
        return True
    return len(words) > 1 and scope.is_named


def _describe_listed(measured: Measured) -> str | None:
    """What is said with the thing it is said of, where an owner or a second word tells it from others."""
    words, scope = measured.telling, measured.scope
    is_told = bool(words) and (scope.is_named or len(words) > 1)
    return " ".join([measured.said or "", *words]) if is_told or scope.owner is not None else None


def _describe_unlisted(measured: Measured) -> str | None:
    """A verb in no list with its thing, or two words of which nothing is said; only with a place or owner."""
    words, said = measured.telling, measured.said
    if not words or not measured.scope.is_named or measured.quantity.value == 1:
        return None
    if said is None:
        return " ".join(words) if len(words) > 1 else None
    return None if measured.quantity.kind == "money" else " ".join([said, *words])
