"""Numbers against other readers' test suites: exact span and value, share of cases."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

from broadsheet.numbers.kinds import classify_kinds
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.quantity_scanner import scan_quantities
from tests.gates.framework import gate
from tests.gates.recognizers import MODELS, check_case


@gate(name="numbers", corpus="recognizers_en", path="gold/recognizers_en.jsonl.gz")
def measure_recognizers(records: list[dict[str, Any]]) -> dict[str, float]:
    """Share of cases, by model, in which all spans and values are right and nothing else is found."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for case in records:
        model = case["split"].rpartition("/")[2]
        if model not in MODELS:
            continue
        labels, read, wanted = MODELS[model]
        total[model] += 1
        right[model] += check_case(case, labels, read(case["text"]), wanted)
    return {model: 100 * right[model] / count for model, count in total.items()}


@gate(name="numbers", corpus="quantulum3_tests", path="gold/quantulum3_tests.jsonl.gz")
def measure_quantulum(records: list[dict[str, Any]]) -> dict[str, float]:
    """Share of the suite's quantities with exact span and value, with the right unit too, and cases without a miss.

    The suite gives the middle of a range as its value and a rate as one unit. `agreed` leaves out what is read
    otherwise on purpose (_ON_PURPOSE).
    """
    spans = values = units = total = cases = agreed = disputed = 0
    for record in records:
        quantities, tokens = scan_quantities(record["text"])
        found = {_span(quantity): quantity for quantity in classify_kinds(record["text"], tokens, quantities, [])}
        found |= {(quantity.number_start, quantity.number_end): quantity for quantity in quantities}
        complete = True
        for place, span in enumerate(record["spans"]):
            total += 1
            is_disputed = (record["id"], place) in _ON_PURPOSE
            disputed += is_disputed
            quantity = found.get((span["start"], span["end"])) or _nearest(found, span)
            is_place = (
                quantity is not None and span["start"] <= quantity.number_start and quantity.number_end <= span["end"]
            )
            is_value = quantity is not None and is_place and _has_value(quantity, float(span["norm"]["value"]))
            spans += is_place
            values += is_value
            is_right = quantity is not None and is_value and _has_unit(quantity, span["norm"]["unit"])
            units += is_right
            agreed += is_right and not is_disputed
            complete = complete and is_value
        cases += complete
    return {
        "span": 100 * spans / total,
        "value": 100 * values / total,
        "value_and_unit": 100 * units / total,
        "agreed_value_and_unit": 100 * agreed / (total - disputed),
        "cases": 100 * cases / len(records),
    }


_ARTICLE = "an article before a noun is no number in news: 'a penny' and 'a party' would both count one"
_DOZEN = "a dozen is twelve of what follows it, so that it meets '12 eggs'; the suite counts one dozen"
_CHANGE = "from one amount to another is a change of two linked rows, not a range with a middle"
_QUOTE = "a quote mark after a number is feet, inches or the end of a quotation; the suite reads minutes of arc"
_LETTER = "a bare b or K after a number is no barn, bit or kibibyte in news"
# Quantities of the suite by case and place that are read otherwise on purpose, with the reason.
_ON_PURPOSE = {
    ("quantities.json-24", 0): _CHANGE,
    ("quantities.json-30", 0): _ARTICLE,
    ("quantities.json-39", 0): _ARTICLE,
    ("quantities.json-51", 0): _DOZEN,
    ("quantities.json-52", 0): _DOZEN,
    ("quantities.json-52", 2): _ARTICLE,
    ("quantities.json-52", 4): _DOZEN,
    ("quantities.json-91", 0): _CHANGE,
    ("quantities.json-94", 0): _CHANGE,
    ("quantities.ambiguity.json-2", 0): _QUOTE,
    ("quantities.ambiguity.json-2", 1): _QUOTE,
    ("quantities.ambiguity.json-13", 0): _LETTER,
    ("quantities.ambiguity.json-15", 0): _LETTER,
    ("quantities.ambiguity.json-16", 0): _LETTER,
    ("quantities.ambiguity.json-17", 0): _LETTER,
}


def _span(quantity: Quantity) -> tuple[int, int]:
    return quantity.start_char, quantity.end_char


def _nearest(found: dict[tuple[int, int], Quantity], span: dict[str, Any]) -> Quantity | None:
    inside = [quantity for (start, end), quantity in found.items() if start < span["end"] and span["start"] < end]
    return inside[0] if inside else None


def _has_value(quantity: Quantity, wanted: float) -> bool:
    if quantity.is_range and quantity.low is not None and quantity.high is not None:
        own = (float(quantity.low) + float(quantity.high)) / 2
    elif quantity.value is None:
        return False
    else:
        own = float(quantity.value)
    return math.isclose(own, wanted, rel_tol=1e-6, abs_tol=1e-12)


def _has_unit(quantity: Quantity, wanted: str) -> bool:
    """Our name, with the base of a rate, is the suite's name; it has British and common names."""
    if wanted == "dimensionless":
        return quantity.unit is None or quantity.kind == "age"
    own = quantity.unit.name if quantity.unit else ""
    names = {"percent": "percentage", "pound": "pound-mass", "millilitre": "cubic centimetre"}
    if not own and quantity.per_start is not None:
        own = "count per"
    if quantity.kind == "money" and own == "pound":
        own = "pound sterling"
    own = names.get(own, own)
    return wanted.lower().startswith(own.lower()) and bool(own)


@gate(name="numbers", corpus="re3d", path="gold/re3d.jsonl.gz")
def measure_re3d(records: list[dict[str, Any]]) -> dict[str, float]:
    """Share of annotated Money and Quantity spans that a number covers or lies in; the corpus leaves many out.

    Its Money holds "donor contributions" and other words without a number: those are left out.
    """
    hits: Counter[str] = Counter()
    total: Counter[str] = Counter()
    exact: Counter[str] = Counter()
    for record in records:
        quantities, tokens = scan_quantities(record["text"])
        kept = classify_kinds(record["text"], tokens, quantities, [])
        for span in record["spans"]:
            label = span["label"]
            if label not in ("Money", "Quantity") or not _has_number(span["text"]):
                continue
            near = [q for q in kept if q.start_char < span["end"] and span["start"] < q.end_char]
            total[label] += 1
            hits[label] += any(label == "Quantity" or q.kind == "money" for q in near)
            exact[label] += any((span["start"], span["end"]) in _spans(q) for q in near)
    scores = {f"{label.lower()}_overlap_recall": 100 * hits[label] / total[label] for label in total}
    return scores | {f"{label.lower()}_exact_recall": 100 * exact[label] / total[label] for label in total}


def _has_number(text: str) -> bool:
    return bool(scan_quantities(text)[0])


def _spans(quantity: Quantity) -> set[tuple[int, int]]:
    """The span with and without the bound: corpora differ."""
    bounded = min(
        quantity.start_char, quantity.bound_start if quantity.bound_start is not None else quantity.start_char
    )
    return {_span(quantity), (bounded, quantity.end_char), (quantity.number_start, quantity.number_end)}


@gate(name="numbers", corpus="worldwide_measure", path="gold/worldwide_measure.jsonl.gz")
def measure_worldwide(records: list[dict[str, Any]]) -> dict[str, float]:
    """Span F1 of Money, exact."""
    right = wanted = found = 0
    for record in records:
        quantities, tokens = scan_quantities(record["text"])
        own = {_span(q) for q in classify_kinds(record["text"], tokens, quantities, []) if q.kind == "money"}
        gold = {(span["start"], span["end"]) for span in record["spans"] if span["label"] == "Money"}
        right, wanted, found = right + len(own & gold), wanted + len(gold), found + len(own)
    return {"money_span_f1": 200 * right / (wanted + found)}
