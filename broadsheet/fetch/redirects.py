"""Where a redirect leads, and which ones are not followed."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from broadsheet.errors import BadUrlError, FetchError
from broadsheet.fetch.exchange import Hop
from broadsheet.fetch.urls import FetchUrl, parse_url

# 300 offers a choice and 304 is no redirect.
REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})


def find_target(url: FetchUrl, hops: Sequence[Hop], most: int) -> FetchUrl:
    """The address that the last of `hops`, asked at `url`, leads to.

    Raises FetchError bad_redirect, insecure_redirect, or too_many_redirects: more than `most`, or one to an address
    that was asked before, for nothing is sent that could change its answer.
    """
    locations = {value for name, value in hops[-1].headers if name.lower() == "location"}
    if len(locations) != 1:
        found = "several Location headers" if locations else "no Location header"
        raise FetchError("bad_redirect", f"status {hops[-1].status} with {found}")
    target = _read_location(locations.pop(), url)
    if url.scheme == "https" and target.scheme == "http":
        raise FetchError("insecure_redirect", f"to {target}")
    if str(target) in {hop.url for hop in hops}:
        raise FetchError("too_many_redirects", f"in a circle, to {target}")
    if len(hops) > most:
        raise FetchError("too_many_redirects", f"more than {most}")
    return target


def _read_location(location: str, url: FetchUrl) -> FetchUrl:
    if not location.strip():
        raise FetchError("bad_redirect", "an empty Location header")
    # Headers are kept as Latin-1; servers that write other letters without escapes mean UTF-8.
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        target = parse_url(location, url).without_fragment()
    except BadUrlError as error:
        raise FetchError("bad_redirect", f"the Location header cannot be followed: {error}") from error
    fault = target.find_fault()
    if fault:
        raise FetchError("bad_redirect", fault)
    return target
