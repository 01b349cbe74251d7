"""The filters `broadsheet extract` and `broadsheet analyse`: JSON lines in, JSON lines out, in the same order.

Belongs here: reading records, checking their fields, writing answers. Every line that is not blank gets one answer;
a line that cannot be read gets `{"id", "error"}`. Memory holds a few batches, never the whole input.
"""

from __future__ import annotations

import contextlib
import dataclasses
import gzip
import json
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from broadsheet.countries import find_domain_country
from broadsheet.coverage import GRAMMAR_LANGUAGE
from broadsheet.derive_job import DeriveJob
from broadsheet.errors import BadRecordError, SettingsError
from broadsheet.extract import Extraction, ExtractJob, read_plain_text
from broadsheet.extract.boilerplate import label_boilerplate
from broadsheet.extract.languages import choose_language, detect_language
from broadsheet.ids import hash_id
from broadsheet.ingest.json_records import capture_from_record
from broadsheet.ingest.json_text import parse_json_line
from broadsheet.pool import Pool
from broadsheet.records import ArticleRows, ArticleText, Capture
from broadsheet.rows import to_json, to_row
from broadsheet.settings import load_settings

# A shorter text without a language is read as English: the detector is sure too often of a few lines.
_FEWEST_CHARS_DETECTED = 250

Answer = dict[str, Any]
Lines = Iterable[bytes]
Item = TypeVar("Item")
Found = TypeVar("Found")


def run_filter(
    answer: Callable[[Lines, int], Iterator[Answer]], source: Path | None, output: Path | None, workers: int
) -> None:
    """Stream lines from `source` (None or `-`: standard input) through `answer` to `output`.

    Raises SettingsError where a file cannot be opened.
    """
    with _open_source(source) as lines, _open_output(output) as stream:
        for row in answer(lines, workers):
            text = json.dumps(row, ensure_ascii=False, default=to_json)
            stream.write(text.encode("utf-8", "backslashreplace") + b"\n")
            stream.flush()


def extract_lines(lines: Lines, workers: int) -> Iterator[Answer]:
    """Answers of `broadsheet extract`, one a record."""
    now = datetime.now(UTC)
    with Pool(ExtractJob(), workers) as pool:
        yield from _answer_all(
            lines, lambda record, number: _read_capture(record, number, now), pool.map, _show_extraction
        )


def analyse_lines(lines: Lines, workers: int) -> Iterator[Answer]:
    """Answers of `broadsheet analyse`, one a record."""
    now = datetime.now(UTC)
    with Pool(DeriveJob(arguments=(load_settings().language_model,)), workers) as pool:
        yield from _answer_all(lines, lambda record, number: _read_article(record, now), pool.map, _show_analysis)


def _answer_all(
    lines: Lines,
    read: Callable[[Answer, int], Item],
    work: Callable[[Iterator[Item]], Iterator[Found]],
    show: Callable[[Found], Answer],
) -> Iterator[Answer]:
    """Answers in input order although `work` reads ahead: each line waits in a queue with its id or its error."""
    waiting: deque[Answer] = deque()

    def items() -> Iterator[Item]:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            answer: Answer = {"id": None}
            waiting.append(answer)
            try:
                record, _ = parse_json_line(line)
                answer["id"] = record.get("id")
                yield read(record, number)
            except BadRecordError as error:
                answer["error"] = f"line {number}: {error}"

    for found in work(items()):
        while "error" in waiting[0]:
            yield waiting.popleft()
        yield waiting.popleft() | show(found)
    yield from waiting


def _read_capture(record: Answer, number: int, now: datetime) -> Capture:
    return capture_from_record(record, origin_offset=number, default_time=now)


def _read_article(record: Answer, now: datetime) -> ArticleText:
    """An article of a record. Without a headline the text's own first paragraph may be one, as in a text file."""
    text = _read_string(record, "text")
    if text is None:
        raise BadRecordError("field text is missing")
    first_line, paragraphs = read_plain_text(text)
    published_at = _read_time(record, "published_at")
    country, domain_country = _read_string(record, "country_code"), find_domain_country(_read_string(record, "url"))
    headline = _read_string(record, "headline")
    return ArticleText(
        article_version_id=hash_id("analyse", record.get("id"), headline, text),
        text=text,
        headline=headline or first_line,
        language=_read_string(record, "language") or _detect_language(text),
        published_at=published_at,
        published_on=published_at.date() if published_at else None,
        captured_at=_read_time(record, "captured_at") or now,
        country_code=country or domain_country,
        country_method="source_country" if country else "domain" if domain_country else None,
        site_name=_read_string(record, "site_name"),
        paragraphs=tuple(label_boilerplate(paragraphs)),
    )


def _detect_language(text: str) -> str:
    """The language of a text that does not say it: detected where it is long enough to be sure, else English."""
    if len(text) < _FEWEST_CHARS_DETECTED:
        return GRAMMAR_LANGUAGE
    return choose_language(None, *detect_language(text), GRAMMAR_LANGUAGE) or GRAMMAR_LANGUAGE


def _read_string(record: Answer, name: str) -> str | None:
    value = record.get(name)
    if value is not None and not isinstance(value, str):
        raise BadRecordError(f"field {name} is a {type(value).__name__}, not a string")
    return value


def _read_time(record: Answer, name: str) -> datetime | None:
    raw = _read_string(record, name)
    if not raw:
        return None
    try:
        value = datetime.fromisoformat(raw)
    except ValueError as error:
        raise BadRecordError(f"field {name} is {raw!r}, not a time like 2024-01-31T12:00:00Z") from error
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _show_extraction(found: Extraction) -> Answer:
    if found.skipped:
        return {"skipped": {"reason": found.skipped.reason, "detail": found.skipped.detail}}
    names = ("paragraphs", "authors", "dates", "links", "live_posts")
    lists = {name: getattr(found, name) for name in names}
    return {"article": to_row(found.article) | {name: [to_row(row) for row in rows] for name, rows in lists.items()}}


def _show_analysis(found: ArticleRows) -> Answer:
    """Rows by table, and in `unanalysed` the tables that could not be made, each with its reason."""
    return {field.name: [to_row(row) for row in getattr(found, field.name)] for field in dataclasses.fields(found)}


@contextlib.contextmanager
def _open_source(source: Path | None) -> Iterator[Lines]:
    if source is None or str(source) == "-":
        yield sys.stdin.buffer
        return
    try:
        raw = source.open("rb")
    except OSError as error:
        raise SettingsError(f"Cannot read {source}: {error.strerror}. Name a JSON lines file that exists.") from error
    with raw:
        yield gzip.GzipFile(fileobj=raw) if source.suffix == ".gz" else raw


@contextlib.contextmanager
def _open_output(output: Path | None) -> Iterator[BinaryIO]:
    if output is None or str(output) == "-":
        yield sys.stdout.buffer
        return
    try:
        opened = output.open("wb")
    except OSError as error:
        raise SettingsError(f"Cannot write {output}: {error.strerror}. Name a file in a folder that exists.") from error
    with opened:
        yield opened
