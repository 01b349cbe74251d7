"""How a discovered address, and a list, can stand: the closed lists, and which outcome leads where."""

from __future__ import annotations

# State of an address -> what it means. All but `pending` are terminal: an address has exactly one, until its list says
# that it changed.
URL_STATES: dict[str, str] = {
    "pending": "Not fetched yet, or to be fetched again",
    "fetched": "Received",
    "unchanged": "Asked for again: the same as before",
    "gone": "404 or 410: there is no such page",
    "refused": "The server does not give it to us",
    "robots_denied": "robots.txt does not let us fetch it",
    "bad": "No address that can be fetched, or an answer that cannot be a page",
    "gave_up": "Failed too often, or for too long",
    "duplicate_of": "Leads to a page that is there under another address",
    "too_old": "Older than what a sitemap is read for",
    "off_site": "A link of a sitemap or section page that leads to another site",
}

# Outcome of a fetch -> state of its address. `pending` stands for another try: see RETRIED.
STATE_BY_OUTCOME: dict[str, str] = {
    "fetched": "fetched",
    "not_modified": "unchanged",
    "gone": "gone",
    "refused": "refused",
    "throttled": "pending",
    "http_error": "pending",
    "robots_denied": "robots_denied",
    "robots_unreachable": "pending",
    "host_resting": "pending",
    "bad_url": "bad",
    "forbidden_address": "pending",
    "unresolved": "pending",
    "connect_failed": "pending",
    "tls_failed": "pending",
    "timed_out": "pending",
    "protocol_error": "pending",
    "bad_redirect": "bad",
    "too_many_redirects": "bad",
    "insecure_redirect": "bad",
    "head_too_large": "bad",
    "body_too_large": "bad",
    "bad_encoding": "bad",
}
# Outcomes that count as a failure of the page; the other pending ones are the host's wish and cost it nothing.
# A private address is one of them: the gateway of a hotel answers so for every name until someone logs in.
RETRIED = frozenset(
    {"http_error", "forbidden_address", "unresolved", "connect_failed", "tls_failed", "timed_out", "protocol_error"}
)

# How the poll of a list ends that is received but is none, beside the outcomes of a fetch.
NOT_A_LIST = "not_a_list"

# State of a list -> what it means.
FEED_STATES: dict[str, str] = {
    "new": "Never read so far",
    "active": "Read at its last poll",
    "failing": "Not read at its last poll; tried again, more and more seldom",
    "denied": "robots.txt does not let us fetch it",
    "moved": "Asked for at moved_to",
    "gone": "410: asked once a week whether it is back",
}
