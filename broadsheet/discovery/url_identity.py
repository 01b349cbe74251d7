"""When two addresses are one page: the normal form of an address, for joining, not for fetching.

Belongs here: the one rule by which articles, links and listed addresses are compared (`article_id` is made of it). How
an address is parsed belongs to `broadsheet.fetch.urls`, which follows the WHATWG standard. Whoever fetches or stores
keeps the form that was seen; this one leaves out what says nothing about the page.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from tld import get_fld

from broadsheet.discovery.url_parameters import is_about_the_page
from broadsheet.errors import BadUrlError
from broadsheet.fetch.urls import FetchUrl, parse_url

_HOME_PATH = re.compile(r"/?(?:index\.\w{3,5}|home|[a-z]{2}(?:-[a-z]{2})?)?/?", re.IGNORECASE)
_INDEX = re.compile(r"(?:index|default)\.(?:html?|php\d?|aspx?|jsp|shtml|cfm|xhtml)", re.IGNORECASE)
# Labels before the registered domain that name a form of the same site.
_FORM_LABELS = frozenset(("www", "m", "mobile", "amp", "mobil", "wap", "touch"))
_AMP_ENDING = re.compile(r"\.amp(?=\.html?$|$)|(?<=\.html)\.amp$", re.IGNORECASE)
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*|;jsessionid$", re.IGNORECASE)
_SESSION_SEGMENT = re.compile(r"\((?:[A-Za-z]\([^()]*\))+\)|\([a-z0-9]{24}\)")
_CONTENT_FRAGMENT = re.compile(r"!.|/.")
_ARCHIVED = re.compile(
    r"https?://web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/(https?:/.+|[\w-]+(?:\.[\w-]+)+(?:[/?#].*)?$)",
    re.IGNORECASE | re.DOTALL,
)
_AMP_CACHE_HOST = re.compile(r"[\w-]+\.cdn\.ampproject\.org")
_AMP_CACHE_PATH = re.compile(r"/(?:[acvw](?:/s)?|[acvw]/s)/(.+)|/amp/(s/)?(.+)", re.DOTALL)
_EMPTY_SEGMENTS = ("", ".", "..")
_MOST_PARAMETERS = 200
_SAFE = "!$&'()*+,;=:@~"


@lru_cache(maxsize=16_384)
def normalise_url(url: str | None, base: str | None = None) -> str | None:
    """The one form of all addresses of a page, or None where the text is no http(s) address.

    http and https count as the same. Left out: user and password, default port, "www." and other hosts for telephones
    and AMP, dot segments, trailing slash, index files, tracking parameters, session ids, parameters of print, AMP and
    single-page views, and the fragment, unless it selects content ("#!", "#/"). Parameters are sorted, escapes and the
    host are in one form, addresses in caches and web archives are those of the original. Case of the path, further
    pages and all other parameters stay: two articles never share a form because their addresses are alike.

    >>> normalise_url("HTTP://www.Example.org:80/a/../b/?utm_source=x&id=2#top")
    'https://example.org/b?id=2'
    >>> normalise_url("https://m.example.org/story/amp/"), normalise_url("/story?page=all", "http://example.org/")
    ('https://example.org/story', 'https://example.org/story')
    """
    parsed = _parse(url, base)
    if parsed is None:
        return None
    host = _normalise_host(parsed)
    if not host:
        return None
    path = _normalise_path(parsed.path)
    query = _normalise_query(parsed.query)
    port = f":{parsed.port}" if parsed.port else ""
    return f"https://{host}{port}{path}{'?' + query if query else ''}{_normalise_fragment(parsed.fragment)}"


def registered_domain(url: str | None) -> str | None:
    """The registered domain of an address ("bbc.co.uk"), or None where it has none.

    A host whose last label is no known suffix counts by the default rule of the public suffix list, by which its last
    two labels are the domain: so do the names of test networks (".example", ".lan") and suffixes newer than the list.

    >>> registered_domain("https://news.bbc.co.uk/x"), registered_domain("https://www.paper.example/")
    ('bbc.co.uk', 'paper.example')
    """
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return _find_domain(host.rstrip(".")) if host else None


@lru_cache(maxsize=4096)
def _find_domain(host: str) -> str | None:
    found = get_fld(f"https://{host}/", fail_silently=True)
    if isinstance(found, str):
        return found
    labels = host.split(".")
    is_listed = get_fld(f"https://a.{labels[-1]}/", fail_silently=True) is not None
    return None if len(labels) < 2 or not labels[-1].isalpha() or is_listed else ".".join(labels[-2:])


def is_same_site(one: str | None, other: str | None) -> bool:
    """Whether two addresses are of one registered domain; where there is none, of one host.

    >>> is_same_site("https://www.bbc.co.uk/a", "https://news.bbc.co.uk/"), is_same_site("http://a/", "http://b/")
    (True, False)
    """
    domains = registered_domain(one), registered_domain(other)
    if None not in domains:
        return domains[0] == domains[1]
    first, second = _parse(one, None), _parse(other, None)
    return first is not None and second is not None and first.host == second.host


def is_home_address(url: str | None) -> bool:
    """Whether the address is a site's front page.

    >>> is_home_address("https://example.org/en/"), is_home_address("https://example.org/?p=12")
    (True, False)
    """
    parsed = _parse(url, None)
    if parsed is None or _normalise_query(parsed.query) or _normalise_fragment(parsed.fragment):
        return False
    return bool(_HOME_PATH.fullmatch(parsed.path))


def choose_identity_url(url: str | None, canonical_url: str | None) -> str | None:
    """The address that identifies the article: the canonical one, unless that is on another site or a front page.

    A canonical address on another site marks a copy; the copy stays an article of its own.
    """
    own, canonical = normalise_url(url), normalise_url(canonical_url)
    if canonical is None or own is None:
        return canonical or own
    if is_home_address(canonical) or not is_same_site(canonical, own):
        return own
    return canonical


def _parse(url: str | None, base: str | None) -> FetchUrl | None:
    """The address parsed; of one in a web archive or AMP cache, that of the original."""
    text = (url or "").strip()
    archived = _ARCHIVED.match(text)
    if archived:
        text = archived[1] if archived[1].lower().startswith(("http:/", "https:/")) else f"http://{archived[1]}"
    try:
        parsed = parse_url(text, base)
        original = _find_cached(parsed)
        return parse_url(original) if original else parsed
    except BadUrlError:
        return None


def _find_cached(parsed: FetchUrl) -> str | None:
    """The original of an address in Google's AMP cache or viewer."""
    is_viewer = parsed.host in ("www.google.com", "google.com")
    if not is_viewer and not _AMP_CACHE_HOST.fullmatch(parsed.host):
        return None
    found = _AMP_CACHE_PATH.fullmatch(parsed.target)
    rest = (found[3] if is_viewer else found[1]) if found else None
    return f"https://{rest}" if rest and "." in rest.partition("/")[0] else None


@lru_cache(maxsize=4096)
def _strip_forms(host: str) -> str:
    """A host without the labels that name a form of the site, as far as a registered domain stays."""
    labels = host.split(".")
    if not any(label in _FORM_LABELS for label in labels[:-2]):
        return host
    domain = _find_domain(host)
    if domain is None:
        return host
    own = labels[: len(labels) - domain.count(".") - 1]
    return ".".join([label for label in own if label not in _FORM_LABELS] + [domain])


def _normalise_host(parsed: FetchUrl) -> str:
    return parsed.host if parsed.is_address else _strip_forms(parsed.host.rstrip("."))


def _normalise_path(path: str) -> str:
    segments: list[str] = []
    for written in _PATH_SESSION.sub("", path).split("/"):
        if written in _EMPTY_SEGMENTS or _SESSION_SEGMENT.fullmatch(written):
            continue
        segments.append(quote(unquote(written, errors="surrogateescape"), safe=_SAFE, errors="replace"))
    return "/" + "/".join(_strip_views(segments))


def _strip_views(segments: list[str]) -> list[str]:
    """Path segments without an index file and without the marks of AMP and print views."""
    while segments:
        rest = segments
        if _INDEX.fullmatch(rest[-1]):
            rest = rest[:-1]
        if len(rest) > 1 and rest[0].lower() == "amp":
            rest = rest[1:]
        if len(rest) > 1 and rest[-1].lower() in ("amp", "print"):
            rest = rest[:-1]
        bare = _AMP_ENDING.sub("", rest[-1]) if rest else ""
        rest = rest if bare in _EMPTY_SEGMENTS else [*rest[:-1], bare]
        if rest == segments:
            return rest
        segments = rest
    return segments


def _normalise_query(query: str | None) -> str:
    try:
        pairs = parse_qsl(query or "", keep_blank_values=True, max_num_fields=_MOST_PARAMETERS)
    except ValueError:
        return query or ""
    kept = sorted(pair for pair in pairs if is_about_the_page(*pair))
    return urlencode(kept, errors="replace")


def _normalise_fragment(fragment: str | None) -> str:
    return f"#{fragment}" if fragment and _CONTENT_FRAGMENT.match(fragment) else ""
