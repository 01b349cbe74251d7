"""A request as what is asked: the SQL, its parameters, the format and how many rows.

Belongs here: reading bodies and addresses of strangers. SQL is text here and nothing else: only the process that runs
it parses it.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from starlette.requests import Request

from broadsheet.serving.forms import FORMS
from broadsheet.serving.options import ServingOptions
from broadsheet.serving.problems import ProblemError
from broadsheet.serving.task import Parameters

TEXT_TYPES = ("text/plain", "application/sql")
JSON_TYPE = "application/json"
# What may be accepted, by media type; `*/*` and nothing mean JSON.
_BY_MEDIA_TYPE = {
    **{written.partition(";")[0]: form for form, written in FORMS.items() if form != "safe_csv"},
    "application/jsonl": "jsonl", "application/x-jsonl": "jsonl", "application/x-ndjson": "jsonl",
    "application/x-parquet": "parquet", "application/vnd.apache.arrow.file": "arrow",
    "*/*": "json", "application/*": "json", "text/*": "csv", "text/html": "json",
}  # fmt: skip
_QUALITY = re.compile(r"q=([01](?:\.\d{0,3})?)")
_LONGEST_ACCEPT, _MOST_PARAMETERS = 1_000, 1_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for. most_rows: at most those of the server's limit."""

    sql: str
    parameters: Parameters | None
    form: str
    most_rows: int


async def read_asked(request: Request, options: ServingOptions) -> Asked:
    """Read a request whole. Raises ProblemError for what cannot be read, is too long or takes too long to arrive."""
    fields = _read_query(request)
    if request.method == "POST":
        written = await _read_body(request, options)
        fields = {**fields, **_read_written(request, written)}
    elif "q" in fields:
        fields["sql"] = fields.pop("q")
    sql = _take_sql(fields)
    form = fields.pop("format", None)
    most_rows = _take_limit(fields.pop("limit", None), options.most_rows)
    parameters = _take_parameters(fields.pop("parameters", None))
    if fields:
        _refuse(f"{next(iter(fields))[:40]!r} is not known. A request has sql (q in an address), parameters (in JSON "
                "only), format and limit.")  # fmt: skip
    return Asked(sql, parameters, _choose_form(form, request.headers.get("accept", "")), most_rows)


def _read_query(request: Request) -> dict[str, Any]:
    """The fields behind the question mark, each of which stands there once."""
    try:
        written = request.scope["query_string"].decode("ascii")
        pairs = parse_qsl(written, keep_blank_values=True, errors="strict", max_num_fields=20) if written else []
    except ValueError:
        _refuse("The address cannot be read: what stands behind the question mark must be percent-encoded UTF-8.")
    found = dict(pairs)
    if len(found) < len(pairs):
        _refuse("The address names a field twice.")
    if request.method == "POST" and found.keys() - {"format", "limit"}:
        _refuse("With POST an address has format and limit and nothing else; the SQL stands in the body.")
    if "sql" in found or "parameters" in found:
        _refuse("In an address the SQL is called q; parameters need a POST of JSON.")
    return found


async def _read_body(request: Request, options: ServingOptions) -> str:
    """The body as text."""
    most = options.most_sql_bytes
    too_long = ProblemError("too_long", f"The request is longer than {most:,} bytes.")
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise ProblemError("wrong_type", "Send the body as it is, without compression.")
    told = request.headers.get("content-length", "")
    if told.isdigit() and (len(told) > 18 or int(told) > most):
        raise too_long
    body = bytearray()
    try:
        async with asyncio.timeout(options.patience_s):
            async for piece in request.stream():
                body += piece
                if len(body) > most:
                    raise too_long
    except TimeoutError as error:
        late = f"The request did not arrive whole within {options.patience_s:g} s."
        raise ProblemError("slow_request", late) from error
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        return _refuse(f"The body is not UTF-8 at byte {error.start}.")


def _read_written(request: Request, written: str) -> dict[str, Any]:
    """The fields of a body: of a JSON object, or the SQL alone where it is text."""
    media_type, _, more = request.headers.get("content-type", "").partition(";")
    charset = re.search(r"charset\s*=\s*\"?([\w-]+)", more)
    if charset and charset[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise ProblemError("wrong_type", "Send UTF-8.")
    if media_type.strip().lower() in TEXT_TYPES:
        return {"sql": written}
    if media_type.strip().lower() != JSON_TYPE:
        raise ProblemError(
            "wrong_type", "Send SQL as text/plain or application/sql, or a JSON object as application/json."
        )
    try:
        found = json.loads(written, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return _refuse("The body cannot be read as JSON.")
    if not isinstance(found, dict):
        _refuse('The body must be a JSON object, as {"sql": "select 1"}.')
    return found


def _take_sql(fields: dict[str, Any]) -> str:
    sql = fields.pop("sql", None)
    if not isinstance(sql, str) or not sql.strip():
        _refuse("There is no SQL: send it as the body of a POST, or as q in the address.")
    _check_text(sql)
    return str(sql)


def _take_limit(written: Any, most: int) -> int:
    if written is None:
        return most
    text = str(written)
    if isinstance(written, bool) or not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < 1:
        _refuse("limit must be a whole number from 1 up.")
    return min(int(text), most)


def _take_parameters(written: Any) -> Parameters | None:
    if written is None:
        return None
    if not isinstance(written, dict | list) or len(written) > _MOST_PARAMETERS:
        _refuse('parameters must be an object by name, as {"name": "x"} for $name, or a list for ?.')
    _check_text(json.dumps(written, ensure_ascii=False))
    found: Parameters = written
    return found or None


def _check_text(text: str) -> None:
    if "\x00" in text:
        _refuse("The text holds a null character.")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        _refuse("The text holds half a character (a lone surrogate).")


def _choose_form(named: Any, accepted: str) -> str:
    """The format that is named, else the one that the client likes best."""
    if named is not None:
        if not isinstance(named, str) or named not in FORMS:
            raise ProblemError("no_such_format", f"There is no such format. There are: {', '.join(FORMS)}.")
        return named
    best = max(_rank(accepted).items(), key=lambda item: item[1], default=("json", 1.0))
    if best[1] <= 0:
        raise ProblemError("no_such_format", f"None of the accepted types is given. There are: {', '.join(FORMS)}.")
    return best[0]


def _rank(accepted: str) -> Mapping[str, float]:
    """How much each format is liked; the first of equals comes first.

    >>> _rank("text/csv;q=0.5, application/json")
    {'csv': 0.5, 'json': 1.0}
    """
    ranks: dict[str, float] = {}
    for item in accepted[:_LONGEST_ACCEPT].split(","):
        media_type, _, more = item.partition(";")
        form = _BY_MEDIA_TYPE.get(media_type.strip().lower())
        quality = _QUALITY.search(more)
        if form is not None:
            ranks.setdefault(form, float(quality[1]) if quality else 1.0)
    return ranks or ({"": 0.0} if accepted.strip() else {})


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _refuse(message: str) -> NoReturn:
    raise ProblemError("bad_request", message)
