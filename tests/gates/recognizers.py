"""Answers in the form of the recognizers_en corpus, so that its cases can be compared with ours.

Each reader gives a set of (start, end, resolution) for a text. The corpus is the test suite of a reader for assistants;
where the ledger differs on purpose the reader says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from broadsheet.dates.find import read_dates
from broadsheet.dates.specs import Anchor, TimeValue
from broadsheet.numbers.kinds import classify_kinds
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.quantity_scanner import scan_quantities

Answers = set[tuple[int, int, str]]
_UNITS = {
    "penny": "pence",
    "metre": "meter",
    "tonne": "metric ton",
    "dram": "dram",
    "degree celsius": "c",
    "degree fahrenheit": "f",
    "litre": "liter",
}
_SCALES = {"centi": "centimeter"}


def _start(quantity: Quantity) -> int:
    """Where the corpus begins a quantity: it takes the last number of a range only."""
    return quantity.numerals[-1].start_char if quantity.is_range else quantity.start_char


def _value(quantity: Quantity) -> str:
    return _format(quantity.numerals[-1].value if quantity.is_range else quantity.value)


def _format(value: Fraction | float | None) -> str:
    return "" if value is None else f"{float(value):.10g}"


def _quantities(text: str) -> list[Quantity]:
    quantities, tokens = scan_quantities(text, None)
    return classify_kinds(text, tokens, quantities, [])


def _read_numbers(text: str) -> Answers:
    """Numerals alone; both ends of a range; none that is tied to a unit ("180ml")."""
    found: Answers = set()
    for quantity in _quantities(text):
        if quantity.form == "ordinal" or quantity.kind == "phone":
            continue
        tied = (
            quantity.unit_start is not None
            and quantity.unit_start == quantity.number_end
            and quantity.kind == "measure"
        )
        if tied:
            continue
        if quantity.is_range:
            found |= {(n.start_char, n.end_char, _format(n.value)) for n in quantity.numerals}
        else:
            found.add((quantity.number_start, quantity.number_end, _format(quantity.value)))
    return found


def _read_ordinals(text: str) -> Answers:
    return {(q.number_start, q.number_end, _format(q.value)) for q in _quantities(text) if q.form == "ordinal"}


def _read_percents(text: str) -> Answers:
    return {(q.start_char, q.end_char, _format(q.value) + "%") for q in _quantities(text) if q.kind == "percent"}


def _read_ranges(text: str) -> Answers:
    """Intervals: bounds are part of their span here. Ends of a range are open above, as the corpus has it."""
    found: Answers = set()
    for q in _quantities(text):
        start = min(q.number_start, q.bound_start if q.bound_start is not None else q.number_start)
        end = max(q.number_end, q.bound_end or 0)
        if q.rule.startswith("two_bounds"):
            _, low, high = q.rule.split(":")
            opener, closer = "[" if low == "at_least" else "(", "]" if high == "at_most" else ")"
            found.add((start, q.number_end, f"{opener}{_format(q.low)},{_format(q.high)}{closer}"))
        elif q.is_range:
            found.add((start, q.number_end, f"[{_format(q.low)},{_format(q.high)})"))
        elif q.bound_start is not None and q.bound in _INTERVALS:
            found.add((start, end, _INTERVALS[q.bound].format(_format(q.value))))
    return found


_INTERVALS = {"exact": "[{0},{0}]", "more_than": "({},)", "at_least": "[{},)", "less_than": "(,{})", "at_most": "(,{}]"}


def _unit_name(quantity: Quantity) -> str:
    name = quantity.unit.name.lower() if quantity.unit else ""
    if name in _UNITS:
        return _UNITS[name]
    return name.replace("metre", "meter").replace("litre", "liter").replace("tonne", "metric ton")


def _read_money(text: str) -> Answers:
    return {
        (
            q.start_char,
            q.end_char,
            f"{_format(q.value)} {(q.unit.currency if q.unit and not q.unit.ambiguous else '') or _unit_name(q)}",
        )
        for q in _quantities(text)
        if q.kind == "money" and not q.is_range
    }


def _read_ages(text: str) -> Answers:
    return {(_start(q), q.end_char, f"{_value(q)} {_unit_name(q)}") for q in _quantities(text) if q.kind == "age"}


def _read_dimensions(text: str) -> Answers:
    return {
        (_start(q), q.end_char, f"{_value(q)} {_unit_name(q)}")
        for q in _quantities(text)
        if q.kind == "measure" and q.unit and q.unit.dimension not in ("time", "temperature")
    }


def _read_temperatures(text: str) -> Answers:
    return {
        (_start(q), q.end_char, f"{_value(q)} {_unit_name(q)}")
        for q in _quantities(text)
        if q.kind == "measure" and q.unit and q.unit.dimension == "temperature"
    }


def _wanted_numbers(span: dict[str, Any]) -> set[str]:
    value = span["norm"].get("value")
    return set() if value is None else {_format(float(value))}


def _wanted_text(span: dict[str, Any]) -> set[str]:
    value = span["norm"].get("value")
    return set() if value in (None, "null") else {str(value)}


def _wanted_unit(span: dict[str, Any]) -> set[str]:
    norm = span["norm"]
    if norm.get("value") is None:
        return set()
    value = _format(float(norm["value"]))
    unit = str(norm.get("unit", "")).lower()
    names = {unit, norm.get("isoCurrency") or unit}
    if unit == "ton":
        names.add("metric ton")
    if unit == "penny":
        names.add("pence")
    if unit == "age":
        names.add("")
    return {f"{value} {name}" for name in names}


# By model: labels of its spans, our reader, what may be the answer to a span.
Reader = Callable[[str], Answers]
MODELS: dict[str, tuple[tuple[str, ...], Reader, Callable[[dict[str, Any]], set[str]]]] = {
    "NumberModel": (("number",), _read_numbers, _wanted_numbers),
    "OrdinalModel": (("ordinal",), _read_ordinals, _wanted_numbers),
    "PercentModel": (("percentage",), _read_percents, _wanted_text),
    "NumberRangeModel": (("numberrange",), _read_ranges, _wanted_text),
    "CurrencyModel": (("currency",), _read_money, _wanted_unit),
    "DimensionModel": (("dimension",), _read_dimensions, _wanted_unit),
    "AgeModel": (("age",), _read_ages, _wanted_unit),
    "TemperatureModel": (("temperature",), _read_temperatures, _wanted_unit),
}


def check_case(
    case: dict[str, Any], labels: Iterable[str], answers: Answers, wanted: Callable[[dict[str, Any]], set[str]]
) -> bool:
    """Every expected span has its exact place and value, and nothing else was found.

    Expected spans without a value (a bare "dollars", "what percentage") are no numbers to the ledger and left out.
    """
    left = set(answers)
    for span in case["spans"]:
        if span["label"] not in labels:
            continue
        values = wanted(span)
        if not values or values == {"None"}:
            continue
        hit = next(
            (answer for answer in left if answer[:2] == (span["start"], span["end"]) and answer[2] in values), None
        )
        if hit is None:
            return False
        left.discard(hit)
    return not left


# Dates: label of the corpus by the model's name.
DATE_MODELS = {"Date": "date", "DatePeriod": "daterange", "Duration": "duration", "Set": "set", "Time": "time"}


def read_times(text: str, reference: date) -> list[tuple[int, int, str, TimeValue]]:
    """Our expressions with the corpus's label for them."""
    found = []
    for expression, value in read_dates(text, Anchor(reference, "published", month_first=True)):
        found.append((expression.start_char, expression.end_char, label_of(value), value))
    return found


def label_of(value: TimeValue) -> str:
    """date, daterange, time, datetime, timerange, duration or set."""
    if value.timex_type == "SET":
        return "set"
    if value.timex_type == "DURATION":
        return "daterange" if value.start else "duration"
    if value.timex_type == "TIME":
        if value.value and value.value.startswith("T"):
            return "time" if value.clock and "/" not in value.value else "timerange"
        return "datetime" if value.clock and "/" not in (value.value or "") else "datetimerange"
    if value.start is not None and value.start == value.end:
        return "date"
    return "daterange"


def matches_time(span: dict[str, Any], value: TimeValue) -> bool:
    """Our value is one of the resolutions that the corpus allows (past or future; ends excluded there)."""
    norm = span.get("norm") or {}
    options = norm.get("values") or [norm.get("FutureResolution") or {}, norm.get("PastResolution") or {}]
    timexes = {norm.get("Timex")} | {option.get("timex") for option in options}
    if value.value is not None and value.value in timexes:
        return True
    if value.timex_type == "SET" and any(timex and timex.replace("P1D", "") == value.value for timex in timexes):
        return True
    if value.timex_type == "TIME" and value.value in timexes:
        return True
    if value.value and "/" in value.value and value.start:
        # The corpus ends "from 2014 to 2018" where 2018 begins; the ledger counts the last period in.
        last = _first_day(value.value.partition("/")[2])
        for option in options:
            start, end = option.get("startDate") or option.get("start"), option.get("endDate") or option.get("end")
            if start == value.start.isoformat() and last is not None and end == last:
                return True
    after = value.end + timedelta(days=1) if value.end and value.end < date.max else None
    for option in options:
        day = option.get("date") or (option.get("value") if option.get("type") == "date" else None)
        if day and value.start and day == value.start.isoformat():
            return True
        start, end = option.get("startDate") or option.get("start"), option.get("endDate") or option.get("end")
        if (
            value.start
            and after
            and (start, end)
            in (
                (value.start.isoformat(), after.isoformat()),
                (value.start.isoformat(), value.end.isoformat() if value.end else None),
            )
        ):
            return True
    return False


def _first_day(value: str) -> str | None:
    """First day of a TIMEX3 date value, by its form."""
    if re.fullmatch(r"\d{4}", value):
        return f"{value}-01-01"
    if re.fullmatch(r"\d{4}-\d{2}", value):
        return f"{value}-01"
    week = re.fullmatch(r"(\d{4})-W(\d{2})", value)
    if week:
        return date.fromisocalendar(int(week[1]), int(week[2]), 1).isoformat()
    return value if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) else None
