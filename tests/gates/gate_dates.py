"""Time expressions: spans and values on annotated texts, and on another reader's test suite."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from broadsheet.dates.digit_dates import DigitDate
from broadsheet.dates.find import read_dates
from broadsheet.dates.grammar import scan_expressions
from broadsheet.dates.periods import Between, Clock, Modified, Years
from broadsheet.dates.specs import Anchor, CalendarDay, TimeValue
from tests.gates.framework import gate
from tests.gates.recognizers import DATE_MODELS, label_of, matches_time, read_times

# The corpus leaves the reference out where the case does not need one.
_REFERENCE = date(2016, 11, 7)


@gate(name="dates", corpus="recognizers_en", path="gold/recognizers_en.jsonl.gz")
def measure_recognizers(records: list[dict[str, Any]]) -> dict[str, float]:
    """Share of cases, by model: exact spans (Extractor), exact spans and one of the allowed values (Parser)."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for case in records:
        model = case["split"].rpartition("/")[2]
        base = model.removesuffix("Extractor").removesuffix("Parser")
        if base == model or base not in DATE_MODELS:
            continue
        total[model] += 1
        right[model] += _is_right(case, DATE_MODELS[base], with_value=model.endswith("Parser"))
    return {model: 100 * right[model] / count for model, count in total.items()}


def _is_right(case: dict[str, Any], label: str, *, with_value: bool) -> bool:
    written = case["meta"]["ref"]
    reference = date.fromisoformat(written[:10]) if written else _REFERENCE
    wanted = [span for span in case["spans"] if span["label"].rpartition(".")[2] == label]
    found = {(start, end): value for start, end, _, value in read_times(case["text"], reference)}
    if not wanted:
        return not any(label_of(value) == label for value in found.values())
    for span in wanted:
        value = found.get((span["start"], span["end"]))
        if value is None or (with_value and not matches_time(span, value)):
            return False
    return True


@gate(name="dates", corpus="gum_dates", path="gold/gum_dates.jsonl.gz")
def measure_gum(records: list[dict[str, Any]]) -> dict[str, float]:
    """Span F1 (exact, and overlapping) of dates and times, and the share of exact spans whose value is right.

    The corpus annotates no durations and no sets, so ours of these kinds are left out.
    """
    exact = overlap = wanted = found_count = valued = right = overlap_found = 0
    for record in records:
        found = _read_record(record)
        spans = [(span["start"], span["end"]) for span in record["spans"]]
        wanted += len(spans)
        found_count += len(found)
        overlap += sum(any(start < b and a < end for start, end in found) for a, b in spans)
        overlap_found += sum(any(start < b and a < end for a, b in spans) for start, end in found)
        for span in record["spans"]:
            value = found.get((span["start"], span["end"]))
            if value is None:
                continue
            exact += 1
            valued += 1
            right += matches_gum(span, value)
    recall, precision = overlap / wanted, overlap_found / found_count
    return {
        "span_f1": 200 * exact / (wanted + found_count),
        "overlap_f1": 200 * recall * precision / (recall + precision),
        "value": 100 * right / valued,
    }


def _read_record(record: dict[str, Any]) -> dict[tuple[int, int], TimeValue]:
    written = record["meta"].get("date") or ""
    day = date.fromisoformat(written) if len(written) == 10 else None
    anchor = Anchor(day, "published") if day else Anchor()
    found: dict[tuple[int, int], TimeValue] = {}
    for expression, value in read_dates(record["text"], anchor):
        if value.timex_type not in ("DATE", "TIME"):
            continue
        # The corpus, as TimeML, takes both ends of a range for themselves.
        for part in expression.parts or (expression,):
            found[(part.start_char, part.end_char)] = value if part is expression else part.spec.resolve(anchor)
    return found


def matches_gum(span: dict[str, Any], value: TimeValue) -> bool:
    """The corpus gives one value, or the ends of a period as precise as it knows them."""
    if "norm" in span:
        wanted = span["norm"]
        own = (value.value or "").replace("XXXX-", "--")
        return (
            own == wanted
            or own.partition("T")[0] == wanted
            or (value.clock is not None and own.endswith(f"T{wanted}"[: len(own)]) and len(own) >= 3)
        )
    start, end = span.get("frm"), span.get("to")
    starts = start is None or (value.start is not None and value.start.isoformat().startswith(start))
    ends = end is None or (value.end is not None and value.end.isoformat().startswith(end))
    return starts and ends and bool(start or end)


@gate(name="dates", corpus="worldwide_measure", path="gold/worldwide_measure.jsonl.gz")
def measure_worldwide(records: list[dict[str, Any]]) -> dict[str, float]:
    """Span F1 of Date, exact, and the share of its dates that we overlap.

    The corpus annotates calendar dates and weekdays only: what is relative ("last week") or a part of a day is left
    out of ours, and of "Monday night" or "early June" the day or month counts.
    """
    right = wanted = found = overlap = 0
    for record in records:
        own = _calendar_spans(record["text"])
        gold = {(span["start"], span["end"]) for span in record["spans"] if span["label"] == "Date"}
        right, wanted, found = right + len(own & gold), wanted + len(gold), found + len(own)
        overlap += sum(any(start < b and a < end for start, end in own) for a, b in gold)
    return {"date_span_f1": 200 * right / (wanted + found), "date_overlap_recall": 100 * overlap / wanted}


def _calendar_spans(text: str) -> set[tuple[int, int]]:
    spans: set[tuple[int, int]] = set()
    for expression, value in read_dates(text, Anchor(_REFERENCE, "published")):
        for part in expression.parts or (expression,):
            spec = part.spec
            if isinstance(spec, Modified | Clock):
                surface = text[part.start_char : part.end_char]
                inner = [e for e in scan_expressions(surface[1:])[0] if isinstance(e.spec, CalendarDay)]
                spans |= {(part.start_char + 1 + e.start_char, part.start_char + 1 + e.end_char) for e in inner}
            elif isinstance(spec, CalendarDay | DigitDate | Years | Between) and value.timex_type == "DATE":
                spans.add((part.start_char, part.end_char))
    return spans
