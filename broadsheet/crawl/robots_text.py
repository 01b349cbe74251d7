"""A robots.txt as lines and groups: RFC 9309, and what other standards write into the same file.

Belongs here: bytes to lines, lines to groups, and which path rule matches an address. Whether an address may be fetched
is `robots`, what the file says about use `preferences`.

The choices that RFC 9309 leaves open: a line without a colon is read (`Disallow /private`), and so are the usual slips
of `Disallow`, but no others. Lines that are unknown never end a list of agents, nor does Crawl-delay, which holds for
the agents named before it. An agent is what stands before the first blank or slash; a comma separates agents.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote_to_bytes

# RFC 9309, 2.5: a parser reads at least 500 kibibytes; more is not read here.
MOST_BYTES = 500 * 1024

_FIELDS = {
    "user-agent": "user-agent",
    "useragent": "user-agent",
    "user agent": "user-agent",
    "allow": "allow",
    "disallow": "disallow",
    "dissallow": "disallow",
    "dissalow": "disallow",
    "disalow": "disallow",
    "diasllow": "disallow",
    "disallaw": "disallow",
    "crawl-delay": "crawl-delay",
    "crawl delay": "crawl-delay",
    "sitemap": "sitemap",
    "sitemaps": "sitemap",
    "site-map": "sitemap",
    "content-usage": "content-usage",
    "content-signal": "content-signal",
    "license": "license",
}
# Lines that hold for the whole site wherever they stand.
_SITE_WIDE = frozenset({"sitemap", "license"})
# Lines that end a list of agents: the rules of RFC 9309, and the one that AIPREF adds to them.
_RULES = frozenset({"allow", "disallow", "content-usage"})
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LINE_END = re.compile(r"\r\n|\r|\n")
_NAMED = re.compile(r"([A-Za-z][A-Za-z -]*?)\s*:(.*)", re.DOTALL)
_SAFE = "/*$?&=+;:@!'(),~-._"


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is known. number: from 1. field: in its usual spelling. text: as written, without comment."""

    number: int
    field: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Agents in lower case, and the lines that hold for all of them in their order."""

    agents: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class RobotsText:
    """A file as read. delays: agent and seconds as written, for each Crawl-delay."""

    groups: tuple[Group, ...] = ()
    delays: tuple[tuple[str, str], ...] = ()
    sitemaps: tuple[str, ...] = ()
    licenses: tuple[Line, ...] = ()

    def lines_for(self, robot: str) -> tuple[Line, ...]:
        """The lines of all groups that name `robot` best, else those for `*`; empty where no group does."""
        best = max((score_agent(agent, robot) for group in self.groups for agent in group.agents), default=0)
        return tuple(
            line
            for group in self.groups
            if best and any(score_agent(agent, robot) == best for agent in group.agents)
            for line in group.lines
        )

    def names(self, robot: str) -> bool:
        """Whether a group names that robot, not only `*`."""
        return any(score_agent(agent, robot) > 1 for group in self.groups for agent in group.agents)


def decode_robots(body: bytes) -> str:
    """The text of the first 500 KiB, by its byte order mark, else as UTF-8; what is no character becomes U+FFFD.

    >>> decode_robots(codecs.BOM_UTF16_LE + "User-agent: *".encode("utf-16-le"))
    'User-agent: *'
    """
    kept = body[:MOST_BYTES]
    for mark, encoding in _MARKS:
        if kept.startswith(mark):
            text = kept[len(mark) :].decode(encoding, "replace")
            break
    else:
        text = kept.decode("utf-8", "replace")
    if len(body) > MOST_BYTES:
        text = text[: max(text.rfind("\n"), text.rfind("\r")) + 1]
    return text.replace("\0", "")


def read_lines(text: str) -> list[Line]:
    """The lines that are known, in their order."""
    found = (_read_line(number, written) for number, written in enumerate(_LINE_END.split(text), start=1))
    return [line for line in found if line is not None]


def read_robots(text: str) -> RobotsText:
    """The groups and the lines that hold for the whole site. Rules before the first agent hold for nobody."""
    known = read_lines(text)
    groups, delays = _read_groups([line for line in known if line.field not in _SITE_WIDE])
    return RobotsText(
        groups=tuple(groups),
        delays=tuple(delays),
        sitemaps=tuple(line.value for line in known if line.field == "sitemap" and line.value),
        licenses=tuple(line for line in known if line.field == "license" and line.value),
    )


def _read_groups(known: Iterable[Line]) -> tuple[list[Group], list[tuple[str, str]]]:
    """Groups, and agents with the delay that is asked of them."""
    groups: list[Group] = []
    delays: list[tuple[str, str]] = []
    agents: list[str] = []
    lines: list[Line] = []
    for line in known:
        if line.field == "user-agent":
            if any(before.field in _RULES for before in lines):
                groups.append(Group(tuple(agents), tuple(lines)))
                agents, lines = [], []
            agents.extend(_read_agents(line.value))
        elif line.field == "crawl-delay":
            delays.extend((agent, line.value) for agent in agents)
        elif agents:
            lines.append(line)
    return [*groups, Group(tuple(agents), tuple(lines))] if agents else groups, delays


def write_plain(robots: RobotsText) -> str:
    """The same groups in the plainest form, with nothing in it that a parser may read in two ways."""
    written = [f"User-agent: {agent}\nCrawl-delay: {value}\n" for agent, value in robots.delays]
    for group in robots.groups:
        written += [f"User-agent: {agent}\n" for agent in group.agents]
        rules = [f"{line.field}: {line.value}\n" for line in group.lines if line.field in ("allow", "disallow")]
        # A group of agents without a rule allows everything and must not run into the next.
        written += rules or ["disallow:\n"]
    return "".join(written)


def score_agent(agent: str, robot: str) -> int:
    """How well the agent of a group names `robot`: 0 not at all, 1 as `*`, else the length of the name.

    >>> [score_agent(agent, "Broadsheet/1.0") for agent in ("*", "broadsheet", "sheet")]
    [1, 10, 0]
    """
    if agent == "*":
        return 1
    name = robot.strip().lower()
    place = name.find(agent) if agent else -1
    while place != -1:
        if place == 0 or not (name[place - 1].isalnum() or name[place - 1] in "-_"):
            return len(agent)
        place = name.find(agent, place + 1)
    return 0


def match_rule(lines: Iterable[Line], url: str) -> Line | None:
    """The Allow or Disallow that decides: the longest pattern that matches, Allow where two are as long."""
    path = path_of(url)
    rules = [line for line in lines if line.field in ("allow", "disallow") and line.value]
    matching = [line for line in rules if matches(line.value, path)]
    return max(matching, key=lambda line: (len(_escape(line.value)), line.field == "allow"), default=None)


def path_of(url: str) -> str:
    """Path and query of an address, as patterns are matched against: `/` where it has none.

    >>> path_of("https://news.example?"), path_of("https://news.example/a$b#c")
    ('/?', '/a%24b')
    """
    rest = re.sub(r"^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*", "", url).partition("#")[0]
    path = rest if rest.startswith("/") else f"/{rest}"
    return _escape(path).replace("$", "%24").replace("*", "%2A")


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern of RFC 9309 (`*` any text, a final `$` the end) matches the start of `path_of` an address.

    >>> matches("/news/*.html$", "/news/a.html"), matches("/news/*.html$", "/news/a.html?x=1")
    (True, False)
    """
    escaped = _escape(pattern)
    is_whole = escaped.endswith("$")
    first, *others = escaped.removesuffix("$").replace("$", "%24").split("*")
    if not path.startswith(first):
        return False
    place = len(first)
    if not others:
        return not is_whole or place == len(path)
    *inner, last = others
    for part in inner:
        found = path.find(part, place)
        if found == -1:
            return False
        place = found + len(part)
    if is_whole:
        return len(path) - len(last) >= place and path.endswith(last)
    return path.find(last, place) != -1


def _read_line(number: int, written: str) -> Line | None:
    text = written.partition("#")[0].strip()
    named = _NAMED.fullmatch(text)
    if named and named[1].lower() in _FIELDS:
        return Line(number, _FIELDS[named[1].lower()], named[2].strip(), text)
    if named and (not named[2] or named[2][0].isspace()):
        return None
    words = text.split(maxsplit=2)
    for count in (1, 2):
        field = _FIELDS.get(" ".join(words[:count]).lower())
        if field and len(words) > count:
            return Line(number, field, " ".join(words[count:]), text)
    return None


def _read_agents(value: str) -> Sequence[str]:
    """The agents of a line, mostly one; one with a star, as in `Foo*`, without it."""
    tokens = [re.split(r"[\s/]", part.strip(), maxsplit=1)[0] for part in value.lower().split(",")]
    return [token.replace("*", "") or "*" for token in tokens if token]


@lru_cache(maxsize=1 << 14)
def _escape(text: str) -> str:
    """One spelling for all: escapes that stand for themselves are resolved, other characters escaped (RFC 9309, 2.2.2).

    >>> _escape("/%7Ejo/ü%2f")
    '/~jo/%C3%BC%2F'
    """
    parts = re.split(r"(%2[Ff]|%25|%2[Aa]|%24)", text)
    return "".join(
        part.upper() if place % 2 else quote(unquote_to_bytes(part), safe=_SAFE) for place, part in enumerate(parts)
    )
