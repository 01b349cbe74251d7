"""The form that writes a judgement from the page of an entity, and what must hold before it is believed.

Belongs here: the one thing that the server takes in. A request is taken where it is a POST of the form itself: from a
page of this server (Origin), with the token that only such a page shows, short, and not turned off. The line goes to
judgements.csv; the release is never written to.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import duckdb
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from broadsheet.browse.guard import is_own_origin
from broadsheet.browse.store import Warehouse
from broadsheet.errors import BroadsheetError
from broadsheet.judgements.exchange import fill_keys
from broadsheet.judgements.explanations import find_entities
from broadsheet.judgements.references import LONGEST_CHARS, parse_reference
from broadsheet.judgements.writing import Judgement, append_judgements, find_fault, write_moment

LONGEST_BODY = 8_192
_FORM_TYPE = "application/x-www-form-urlencoded"


class RefusedError(BroadsheetError):
    """A form that is not taken; `status` is the answer's, its text says what to do."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Desk:
    """Takes judgements for one server. secret: what its tokens are made of; it ends with the process."""

    warehouse: Warehouse
    sources_path: Path
    secret: bytes

    @classmethod
    def open(cls, warehouse: Warehouse, sources_path: Path) -> Desk:
        return cls(warehouse, sources_path, secrets.token_bytes(32))

    def make_token(self, page_id: str) -> str:
        """What the form of that page must bring along."""
        return hmac.new(self.secret, page_id.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

    async def take(self, request: Request, page_id: str) -> Response:
        """Write the judgement of a form and lead back to its page. Raises RefusedError, BroadsheetError."""
        check_origin(request)
        fields = read_fields(await read_body(request))
        if not hmac.compare_digest(fields.get("token", "").encode(), self.make_token(page_id).encode()):
            raise RefusedError(403, "The form is of another start of this server. Open the page again and fill it in.")
        await run_in_threadpool(self._write, page_id, fields)
        return RedirectResponse(f"{request.url.path.removesuffix('/judge')}?judged=1#judge", 303)

    def _write(self, page_id: str, fields: dict[str, str]) -> None:
        with closing(self.warehouse.open_asker().connection) as connection:
            if not find_entities(connection, page_id):
                raise RefusedError(404, "The release in place has no such entity. Open its page again.")
            other = self._resolve(connection, fields.get("other", "").strip())
            judgement = Judgement(
                page_id, other, fields.get("verdict", ""), fields.get("who", "").strip(), fields.get("why", "").strip(),
                write_moment(datetime.now(UTC)),
            )  # fmt: skip
            fault = find_fault(judgement)
            if fault is not None:
                raise RefusedError(400, f"{fault[0].upper()}{fault[1:]}.")
            append_judgements(self.sources_path, fill_keys(connection, [judgement]))

    def _resolve(self, connection: duckdb.DuckDBPyConnection, written: str) -> str:
        """The reference to what was written: an id, a key, the address of a page, or a name that only one bears."""
        if not written or len(written) > LONGEST_CHARS:
            raise RefusedError(400, "Name the other one by its id, key, page or name.")
        if written.startswith(("http://", "https://", "/entity/")):
            written = unquote(urlsplit(written).path.rpartition("/")[2])
        found = find_entities(connection, written)
        if not found:
            raise RefusedError(400, "No entity of the release has this id, key or name.")
        with suppress(ValueError):
            reference = parse_reference(written)
            if reference.entity_key or found[0]["entity_id"] == reference.entity_id:
                return str(reference)
        if len(found) > 1:
            named = ", ".join(f"{row['canonical_name']} ({row['entity_type']}) {row['entity_id']}" for row in found)
            raise RefusedError(400, f"Several bear this name; give the id of one: {named}.")
        return str(found[0]["entity_id"])


def check_origin(request: Request) -> None:
    """Raise RefusedError unless a page of this server sent the form."""
    if not is_own_origin(request.headers.get("origin", ""), request.headers.get("host", "")):
        raise RefusedError(403, "The form came from another page than this server's.")
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise RefusedError(403, "The form came from another site.")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM_TYPE:
        raise RefusedError(415, "This address takes the form of an entity's page and nothing else.")


async def read_body(request: Request) -> bytes:
    """The body of a form. Raises RefusedError where it is longer than any form is."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_BODY:
            raise RefusedError(413, f"The form is longer than {LONGEST_BODY} bytes.")
    return body


def read_fields(body: bytes) -> dict[str, str]:
    """The fields of a form, each of which stands there once. Raises RefusedError for what is none."""
    try:
        found = parse_qs(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=20)
    except ValueError as error:
        raise RefusedError(400, "The form cannot be read.") from error
    if any(len(values) > 1 for values in found.values()):
        raise RefusedError(400, "The form has a field twice.")
    return {name: values[0] for name, values in found.items()}
