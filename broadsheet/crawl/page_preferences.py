"""Usage preferences that responses, pages and /.well-known/tdmrep.json carry.

Belongs here: their forms, read leniently and never with a fault. The rows and the closed lists are `preferences`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

from broadsheet.crawl.preferences import Preference, load_ai_crawlers, read_dictionary, shorten
from broadsheet.crawl.robots import ROBOT
from broadsheet.fetch.exchange import Headers
from broadsheet.ingest.origins import clean_text

# Words of X-Robots-Tag and meta robots that speak of AI: noai and noimageai (DeviantArt, 2022), noml (noml.info, 2023).
_WORDS = {"noai": "train-ai", "noimageai": "train-ai-images", "noml": "train-ai"}
_MOST_TDMREP_RULES = 1000
# The head of a page: meta elements stand there. A page that has none so far says nothing.
_HEAD_BYTES = 1 << 17
# Possessive and counted, so that a page of broken tags costs no more than a few passes.
_TAG = re.compile(r"<(meta|link)\b((?:[^<>\"']++|\"[^\"]{0,2000}+\"|'[^']{0,2000}+'){0,60}+)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-z][a-z:-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_RSL_TYPE = "application/rsl+xml"


def read_header_preferences(url: str, headers: Headers) -> tuple[Preference, ...]:
    """What the headers of a response say of the page at `url`; each thing once, in order."""
    path = _path_of(url)
    values = [(name.lower(), value) for name, value in headers]
    tdm_policy = next((value for name, value in values if name == "tdm-policy"), "")
    found: list[Preference] = []
    for name, value in values:
        line = shorten(f"{name}: {value}")
        if name in ("content-usage", "content-signal"):
            carrier = f"http_{name.replace('-', '_')}"
            found += [Preference(path, *member, carrier, line) for member in read_dictionary(value)]
        elif name == "x-robots-tag":
            found += _read_robots_words(path, value, "http_x_robots_tag", line, has_agents=True)
        elif name == "tdm-reservation":
            found.append(_read_tdm(path, value, tdm_policy, "http_tdm_reservation", line))
        elif name == "link":
            found += _read_link_header(path, value)
    return tuple(dict.fromkeys(found))


def read_html_preferences(url: str, body: bytes) -> tuple[Preference, ...]:
    """What meta and link elements in the head of a page say; each thing once, in order."""
    path = _path_of(url)
    head = _COMMENT.sub("", body[:_HEAD_BYTES].decode("utf-8", "replace"))
    elements = [(match[1].lower(), _read_attributes(match[2]), shorten(match[0])) for match in _TAG.finditer(head)]
    names = {attributes.get("name", "").lower(): attributes.get("content", "") for _, attributes, _ in elements}
    found: list[Preference] = []
    for tag, attributes, line in elements:
        name, content = attributes.get("name", "").lower(), attributes.get("content", "")
        if tag == "link":
            if "license" in attributes.get("rel", "").lower().split() and attributes.get("type", "") == _RSL_TYPE:
                found.append(Preference(path, "any", "terms", "link_license", line))
        elif name == "tdm-reservation":
            found.append(_read_tdm(path, content, names.get("tdm-policy", ""), "meta_tdm_reservation", line))
        elif name == "robots" or name == ROBOT.lower() or name in load_ai_crawlers().all:
            found += _read_robots_words(path, content, "meta_robots", line, agent=None if name == "robots" else name)
    return tuple(dict.fromkeys(found))


def read_tdmrep(body: bytes) -> tuple[Preference, ...]:
    """What a /.well-known/tdmrep.json says, rule by rule; empty where it is none."""
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):  # the first also for bytes that are no text
        return ()
    rules = parsed if isinstance(parsed, list) else [parsed]
    found = []
    for rule in rules[:_MOST_TDMREP_RULES]:
        if not isinstance(rule, dict) or "tdm-reservation" not in rule:
            continue
        location = rule.get("location")
        path = clean_text(location) if isinstance(location, str) and location else "/"
        line = shorten(clean_text(json.dumps(rule, ensure_ascii=False)))
        value, policy = str(rule["tdm-reservation"]), str(rule.get("tdm-policy") or "")
        found.append(_read_tdm(path if path.startswith("/") else f"/{path}", value, policy, "well_known_tdmrep", line))
    return tuple(dict.fromkeys(found))


def _read_tdm(path: str, value: str, policy: str, carrier: str, line: str) -> Preference:
    """1 reserves the rights; with a policy they can be had under its terms. 0 reserves nothing."""
    answer = {"1": "disallow", "0": "allow"}.get(value.strip(), "unclear")
    if answer == "disallow" and policy and "tdm-policy" not in line:
        line = shorten(f"{line}; tdm-policy: {policy}")
    return Preference(path, "tdm", answer, carrier, line)


def _read_robots_words(
    path: str, value: str, carrier: str, line: str, *, agent: str | None = None, has_agents: bool = False
) -> Iterator[Preference]:
    """Words such as `noai`; a header may say them to one agent, as in `gptbot: noai`, up to the next such name."""
    for part in value.lower().split(","):
        name, colon, rest = part.partition(":")
        if has_agents and colon and name.strip() != "unavailable_after":
            agent, part = name.strip() or None, rest
        category = _WORDS.get(part.strip())
        if category:
            yield Preference(path, category, "disallow", carrier, line, agent)


def _read_link_header(path: str, value: str) -> Iterator[Preference]:
    for match in _LINK.finditer(value):
        parameters = match[2].lower()
        if re.search(r"rel\s*=\s*\"?[^\";,]*\blicense\b", parameters) and _RSL_TYPE in parameters:
            yield Preference(path, "any", "terms", "http_link_license", shorten(f"link: {match[0]}".rstrip(", ")))


def _read_attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        found.setdefault(match[1].lower(), unescape(match[2] or match[3] or match[4] or ""))
    return found


def _path_of(url: str) -> str:
    """The path of one page as a pattern: it holds for that page alone."""
    parts = urlsplit(url)
    path = parts.path or "/"
    whole = f"{path}?{parts.query}" if parts.query else path
    return whole.replace("*", "%2A").replace("$", "%24") + "$"
