"""How a fetch can end: the closed list."""

from __future__ import annotations

# Outcome -> what it means. Every row of `fetches` carries one.
OUTCOMES: dict[str, str] = {
    "fetched": "A response with status 200 to 299 and its whole body",
    "not_modified": "304: unchanged since the last fetch",
    "gone": "404 or 410: there is no such page",
    "refused": "401, 402, 403, 407 or 451: the server does not give it to us",
    "throttled": "429 or 503: the server asks us to come later",
    "http_error": "Another status of 400 and above, or one without a meaning here",
    "robots_denied": "robots.txt does not let us fetch it",
    "robots_unreachable": "robots.txt could not be read, so nothing of the host is fetched",
    "host_resting": "The host failed too often and is left alone for a while",
    "bad_url": "No address that can be fetched: its form, its scheme or its host",
    "forbidden_address": "The name leads to an address that is not on the public internet",
    "unresolved": "The name has no address",
    "connect_failed": "No connection could be made",
    "tls_failed": "The certificate or the TLS handshake is not good",
    "timed_out": "Connecting, the first byte or the whole took too long",
    "protocol_error": "The answer is not HTTP, or ends before its end",
    "bad_redirect": "A redirect without a target that can be read",
    "too_many_redirects": "More redirects than are followed",
    "insecure_redirect": "A redirect from https to http",
    "head_too_large": "The response head is over its cap",
    "body_too_large": "The body is over its cap",
    "bad_encoding": "The content coding is unknown, broken, chained too often, or unpacks over its cap",
}
