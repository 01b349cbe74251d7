"""Usage preferences: what a site says about the use of its pages, as rows that are neither obeyed nor dropped.

Belongs here: the row, its closed lists, the dictionaries that several carriers share, and what robots.txt says. What
responses and pages say is `page_preferences`; what follows for one page is `opt_out`.

Sources: AIPREF (draft-ietf-aipref-vocab, draft-ietf-aipref-attach), contentsignals.org, RSL 1.0 (rslstandard.org),
TDMRep (W3C community group, 2024).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from broadsheet.crawl.robots_text import Group, Line, RobotsText

# What a use is called; labels that are not listed are kept as they are written.
CATEGORIES: dict[str, str] = {
    "train-ai": "training of AI models",
    "train-ai-images": "training of AI models on images",
    "ai-input": "input of an AI model at the time of an answer",
    "search": "search with links and excerpts",
    "tdm": "text and data mining",
    "any": "every use, under the terms of a licence",
}
PREFERENCES: dict[str, str] = {
    "allow": "said to be fine",
    "disallow": "said not to be wanted",
    "terms": "depends on the terms at the address in the line",
    "unclear": "said, but not in a way that can be read",
}
CARRIERS: dict[str, str] = {
    "robots_content_usage": "Content-Usage in robots.txt",
    "robots_content_signal": "Content-Signal in robots.txt",
    "robots_license": "License (RSL) in robots.txt",
    "robots_agent_group": "a group of robots.txt for a crawler of AI",
    "http_content_usage": "header Content-Usage",
    "http_content_signal": "header Content-Signal",
    "http_link_license": "header Link to an RSL licence",
    "http_tdm_reservation": "header tdm-reservation",
    "http_x_robots_tag": "header X-Robots-Tag",
    "meta_robots": "meta robots of the page",
    "meta_tdm_reservation": "meta tdm-reservation of the page",
    "link_license": "link to an RSL licence in the page",
    "well_known_tdmrep": "/.well-known/tdmrep.json",
}
# Other names of the same use: older drafts of AIPREF, Content Signals.
_SAME = {"ai-train": "train-ai", "train-genai": "train-ai", "genai": "train-ai"}
_ANSWERS = {"y": "allow", "yes": "allow", "n": "disallow", "no": "disallow"}
_MEMBER = re.compile(r"([a-z*][a-z0-9_.*-]*)\s*(?:=\s*([^;]*))?(?:;.*)?", re.IGNORECASE | re.DOTALL)
_LONGEST_LINE_CHARS = 300


@dataclass(frozen=True, slots=True)
class Preference:
    """One thing said. path: pattern of the paths it holds for, as in robots.txt. line: as written.

    agent: the crawler it is said to, in lower case; None where it is said to all.
    """

    path: str
    category: str
    preference: str
    carrier: str
    line: str
    agent: str | None = None


@dataclass(frozen=True, slots=True)
class AiCrawlers:
    """Known names in lower case. trains: those that stand for training alone."""

    trains: frozenset[str]
    all: frozenset[str]


@cache
def load_ai_crawlers() -> AiCrawlers:
    """The names of ai_crawlers.toml."""
    parsed = tomllib.loads((files("broadsheet.crawl") / "ai_crawlers.toml").read_text(encoding="utf-8"))
    named = {kind: frozenset(entry["names"]) for kind, entry in parsed.items()}
    return AiCrawlers(named["trains"], frozenset().union(*named.values()))


def read_robots_preferences(robots: RobotsText, robot: str) -> tuple[Preference, ...]:
    """What a robots.txt says: to `robot` or to all, and to known crawlers of AI; each thing once, in order.

    Of the groups for the robot those count that RFC 9309 picks: one that names it, else `*`.
    """
    found = [*_read_own_groups(robots, robot), *_read_groups_of_ai(robots), *_read_licenses(robots)]
    return tuple(dict.fromkeys(found))


def read_dictionary(value: str) -> list[tuple[str, str]]:
    """Category and preference of each member of a dictionary such as `train-ai=n, search=y`; of one key the last.

    An answer that is neither yes nor no is unclear; so is a member that cannot be read, its text being the category.
    """
    read: dict[str, str] = {}
    for member in value.split(","):
        text = member.strip()
        if not text:
            continue
        matched = _MEMBER.fullmatch(text)
        key = matched[1].lower() if matched else text.lower()[:40]
        answer = (matched[2] or "").strip().strip('"').lower() if matched else ""
        read[_SAME.get(key, key)] = _ANSWERS.get(answer, "unclear")
    return list(read.items())


def shorten(line: str) -> str:
    """A line as it is kept: blanks collapsed, cut at 300 characters."""
    return " ".join(line.split())[:_LONGEST_LINE_CHARS]


def _read_own_groups(robots: RobotsText, robot: str) -> Iterator[Preference]:
    agent = robot.lower() if robots.names(robot) else None
    for line in robots.lines_for(robot):
        yield from _read_line(line, agent)


def _read_line(line: Line, agent: str | None) -> Iterator[Preference]:
    if line.field not in ("content-usage", "content-signal"):
        return
    path, dictionary = _split_path(line.value)
    carrier = f"robots_{line.field.replace('-', '_')}"
    members = read_dictionary(dictionary) or [("any", "unclear")]
    for category, preference in members:
        yield Preference(path, category, preference, carrier, shorten(line.text), agent)


def _split_path(value: str) -> tuple[str, str]:
    """The path that a rule begins with, `/` where it has none, and the rest."""
    if not value.startswith(("/", "*/")):
        return "/", value
    path, _, rest = value.partition(" ")
    return path, rest


def _read_groups_of_ai(robots: RobotsText) -> Iterator[Preference]:
    """A group that names crawlers of AI: what it lets them have, or what else it says to them."""
    known = load_ai_crawlers()
    for group in robots.groups:
        for agent in group.agents:
            if agent in known.all:
                yield from _read_group_of_ai(group, agent, "train-ai" if agent in known.trains else "ai-input")


def _read_group_of_ai(group: Group, agent: str, category: str) -> Iterator[Preference]:
    for line in group.lines:
        if line.field in ("allow", "disallow"):
            is_open = line.field == "allow" or not line.value
            answer = "allow" if is_open else "disallow"
            yield Preference(line.value or "/", category, answer, "robots_agent_group", shorten(line.text), agent)
        else:
            yield from _read_line(line, agent)


def _read_licenses(robots: RobotsText) -> Iterator[Preference]:
    for line in robots.licenses:
        yield Preference("/", "any", "terms", "robots_license", shorten(line.text))
