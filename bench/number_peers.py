"""What other readers of numbers and dates answer on the corpora of the gates, in the same form as ours.

Belongs here: how a peer is asked and its answers are compared. Speed is in bench_numbers.py, which calls this. Peers
are imported where they are installed: recognizers-text-suite and quantulum3 are no dependencies of the project.

Tried and not used as parts, each because it loses what the ledger keeps:
- text2num rewrites the text and gives no offsets; it leaves "half a million" as "half a 1000000" and "a dozen" as is.
- dateparser gives one moment for each phrase, "since February" the 12th of a month, and takes "sat", "and may" and
  "in a second" of running text for dates.
- ctparse reads one expression, not a text: "Monday (July 11)" becomes the 11th of July of the next year, "in early
  2021" a morning.
- recognizers-text-suite and quantulum3 lose bounds, what is counted and changes, and are too slow (see the bench);
  their test suites are our gates.
"""

from __future__ import annotations

import gzip
import importlib
import json
import math
import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.gates.framework import shared_folder
from tests.gates.gate_dates import measure_recognizers as measure_own_dates
from tests.gates.gate_numbers import measure_quantulum as measure_own_quantulum
from tests.gates.gate_numbers import measure_recognizers as measure_own_numbers
from tests.gates.recognizers import DATE_MODELS, MODELS, check_case

_REFERENCE = datetime(2016, 11, 7)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:E[-+]?\d+)?")
Scores = dict[str, tuple[float, float]]


def read_corpus(name: str) -> list[dict[str, Any]]:
    """The records of a corpus of the gates; none where it is absent."""
    path = shared_folder() / "gold" / f"{name}.jsonl.gz"
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def compare_recognizers() -> Scores:
    """By model: the share of cases that the peer's Python port reads as its own suite says, and ours.

    Cases that the suite marks as not supported by the Python port are left out for both.
    """
    suite = importlib.import_module("recognizers_suite")
    english = suite.Culture.English
    readers: dict[str, Callable[[str], Any]] = {
        "NumberModel": lambda text: suite.recognize_number(text, english),
        "OrdinalModel": lambda text: suite.recognize_ordinal(text, english),
        "PercentModel": lambda text: suite.recognize_percentage(text, english),
        "CurrencyModel": lambda text: suite.recognize_currency(text, english),
        "DimensionModel": lambda text: suite.recognize_dimension(text, english),
        "AgeModel": lambda text: suite.recognize_age(text, english),
        "TemperatureModel": lambda text: suite.recognize_temperature(text, english),
    }
    models = set(readers) | {f"{model}{part}" for model in DATE_MODELS for part in ("Extractor", "Parser")}
    cases = [case for case in read_corpus("recognizers_en") if _model(case) in models and _is_supported(case)]
    right: Counter[str] = Counter()
    for case in cases:
        model = _model(case)
        if model in readers:
            labels, _, wanted = MODELS[model]
            # A bare unit ("to Fahrenheit") is no number to the gate, so the peer's is not counted against it.
            results = [result for result in readers[model](case["text"]) if (result.resolution or {}).get("value")]
            found = {_answer(result) for result in results}
            right[model] += check_case(case, labels, found, wanted)
        else:
            written = case["meta"]["ref"]
            reference = datetime.fromisoformat(written[:19]) if written else _REFERENCE
            right[model] += _is_right_time(case, suite.recognize_datetime(case["text"], english, reference=reference))
    total = Counter(map(_model, cases))
    own = measure_own_numbers(cases) | measure_own_dates(cases)
    return {model: (100 * right[model] / total[model], own[model]) for model in sorted(total)}


def _model(case: dict[str, Any]) -> str:
    return str(case["split"].rpartition("/")[2])


def _is_supported(case: dict[str, Any]) -> bool:
    return "python" not in (case["meta"]["not_supported"] or "").lower()


def _answer(result: Any) -> tuple[int, int, str]:
    """The place and value of the peer's answer in the form of the gate; its ends are included."""
    resolution = result.resolution or {}
    value = str(resolution.get("value"))
    if "unit" in resolution:
        number = f"{float(value):.10g}" if _is_number(value) else ""
        value = f"{number} {str(resolution['unit']).lower()}"
    elif _is_number(value):
        value = f"{float(value):.10g}"
    return result.start, result.end + 1, value


def _is_number(value: str) -> bool:
    return _NUMBER.fullmatch(value) is not None


def _is_right_time(case: dict[str, Any], results: list[Any]) -> bool:
    """As the gate of dates: exact spans of the model's label, for a Parser one of the allowed values too."""
    base = _model(case).removesuffix("Extractor").removesuffix("Parser")
    label = DATE_MODELS[base]
    wanted = [span for span in case["spans"] if span["label"].rpartition(".")[2] == label]
    found = {(r.start, r.end + 1): r for r in results if r.type_name.rpartition(".")[2] == label}
    if not wanted:
        return not found
    for span in wanted:
        result = found.get((span["start"], span["end"]))
        if result is None or (_model(case).endswith("Parser") and not _has_value(span.get("norm") or {}, result)):
            return False
    return True


def _has_value(norm: dict[str, Any], result: Any) -> bool:
    """The TIMEX of the suite, or one of its pairs of days."""
    options = [norm.get("FutureResolution") or {}, norm.get("PastResolution") or {}]
    days = {tuple(option.values()) for option in options if option}
    for value in (result.resolution or {}).get("values", []):
        given = tuple(value[key] for key in ("start", "end", "value") if key in value)
        if value.get("timex") == norm.get("Timex") or given in days:
            return True
    return False


def compare_quantulum() -> Scores:
    """Shares of its suite's quantities that quantulum3 (without its classifier) reads with span, value and unit."""
    parser = importlib.import_module("quantulum3.parser")
    records = read_corpus("quantulum3_tests")
    spans = values = units = total = 0
    for record in records:
        found = {tuple(quantity.span): quantity for quantity in parser.parse(record["text"])}
        for span in record["spans"]:
            total += 1
            quantity = found.get((span["start"], span["end"]))
            if quantity is None:
                continue
            spans += 1
            if math.isclose(quantity.value, float(span["norm"]["value"]), rel_tol=1e-6, abs_tol=1e-12):
                values += 1
                units += quantity.unit.name == span["norm"]["unit"]
    own = measure_own_quantulum(records)
    theirs = {"span": spans, "value": values, "value_and_unit": units}
    return {name: (100 * count / total, own[name]) for name, count in theirs.items()} if total else {}


COMPARISONS: dict[str, Callable[[], Scores]] = {
    "recognizers-text-suite": compare_recognizers,
    "quantulum3": compare_quantulum,
}
