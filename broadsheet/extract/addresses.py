"""Normalised addresses: one form per page, without tracking parameters.

Rules follow RFC 3986 section 6 (case, default port, dot segments, escapes) and the parameter lists of ClearURLs and
courlan. Two addresses with the same normalised form are treated as one page; the form is for joining, not fetching.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

from tld import get_fld

_TRACKING = re.compile(
    r"(?:utm|at|mtm|pk|matomo|hsa|ns|oly|vero|wt|xtor|mc)_\w+|[gy]clid|gclsrc|dclid|fbclid|msclkid|twclid|igshid"
    r"|wbraid|gbraid|yclid|ocid|cmpid|cmp|icid|ito|ncid|smid|taid|sref|srnd|ref_?src|ref_?url|srsltid|ref|referrer|referer"
    r"|feature|partner|spm|scm|share|soc_src|soc_trk|mkt_tok|trk|trkid|_ga|_gl|_hsenc|_hsmi|hsctatracking|s_kwcid"
    r"|ef_id|xtor|rss|rssfeed|from_rss|source_rss|src_rss|amp_js_v|amp|outputtype|fb_action_ids|fb_source|__twitter_impression",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_ARCHIVED = re.compile(r"^https?://web\.archive\.org/web/\d+(?:\w\w_)?/")
_INDEX = re.compile(r"(?:index|default)\.\w{3,5}", re.IGNORECASE)
_HOME_PATH = re.compile(r"/?(?:index\.\w{3,5}|home|[a-z]{2}(?:-[a-z]{2})?)?/?", re.IGNORECASE)


@lru_cache(maxsize=4096)
def normalize_url(url: str | None) -> str | None:
    """The normalised form of an http(s) address, or None if it is not one.

    http and https count as the same. Parameters are sorted; tracking parameters, the fragment and the trailing slash
    are dropped.

    >>> normalize_url("HTTP://Example.org:80/a/../b/?utm_source=x&id=2#top")
    'https://example.org/b?id=2'
    """
    try:
        parts = urlsplit((url or "").strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in _DEFAULT_PORTS or not host:
        return None
    netloc = host.rstrip(".") + (f":{port}" if port and port != _DEFAULT_PORTS[parts.scheme.lower()] else "")
    path = _normalize_path(parts.path)
    return urlunsplit(("https", netloc, path, _normalize_query(parts.query), ""))


def resolve_url(base: str | None, href: str) -> str | None:
    """`href` as an absolute http(s) address, or None if it is not one or cannot be parsed."""
    try:
        joined = urljoin(base or "", href.strip())
        parts = urlsplit(joined)
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not parts.netloc:
        return None
    return joined.encode("utf-8", "replace").decode("utf-8")


@lru_cache(maxsize=4096)
def registered_domain(url: str | None) -> str | None:
    """The registered domain of an address ("bbc.co.uk"), or None where it has none.

    >>> registered_domain("https://news.bbc.co.uk/x")
    'bbc.co.uk'
    """
    if not url:
        return None
    found = get_fld(url, fail_silently=True)
    return found if isinstance(found, str) else None


def is_home_address(url: str | None) -> bool:
    """Whether the address is a site's front page.

    >>> is_home_address("https://example.org/en/"), is_home_address("https://example.org/?p=12")
    (True, False)
    """
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return False
    return bool(parts.netloc) and not _normalize_query(parts.query) and bool(_HOME_PATH.fullmatch(parts.path))


def choose_identity_url(url: str | None, canonical_url: str | None) -> str | None:
    """The address that identifies the article: the canonical one, unless that is on another site or a front page.

    A canonical address on another site marks a copy; the copy stays an article of its own.
    """
    own, canonical = normalize_url(url), normalize_url(canonical_url)
    if canonical is None or own is None:
        return canonical or own
    if is_home_address(canonical) or registered_domain(canonical) != registered_domain(own):
        return own
    return canonical


def split_address(url: str | None) -> tuple[str, str]:
    """First label of the host with the path, and the last path segment that is not an index.

    The prefix of a web archive is removed first.

    >>> split_address("https://news.example.org/politics/a-vote/index.html")
    ('news/politics/a-vote/index.html', 'a-vote')
    """
    try:
        parts = urlsplit(_ARCHIVED.sub("", url or ""))
    except ValueError:
        return "", ""
    segments = [segment for segment in parts.path.split("/") if segment and not _INDEX.fullmatch(segment)]
    return (parts.hostname or "").split(".")[0] + parts.path, segments[-1] if segments else ""


def _normalize_path(path: str) -> str:
    segments: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            segments = segments[:-1]
        elif segment not in ("", "."):
            segments.append(quote(unquote(segment, errors="surrogateescape"), safe="!$&'()*+,;=:@~", errors="replace"))
    return "/" + "/".join(segments)


def _normalize_query(query: str) -> str:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return query
    kept = sorted(pair for pair in pairs if not _TRACKING.fullmatch(pair[0]))
    return urlencode(kept, errors="replace")
