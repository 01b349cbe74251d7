"""A page as HTML: one renderer for the server and for static sites.

Belongs here: the environment of the templates and how values look. Three things hold for every text of a page of the
press: it is escaped, its control characters and marks of direction are made visible, and it is no link unless it leads
to the web. Style and script stand in the page itself, and the policy names them by hash, so nothing else can run and
nothing is loaded.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2

from broadsheet import __version__
from broadsheet.browse.links import Links, web_address
from broadsheet.browse.pages import Page
from broadsheet.browse.store import Answer
from broadsheet.shell.visible import make_visible

_SHOWN_DAY_S = 86_400


def render_page(page: Page, links: Links, answers: Sequence[Answer], release: dict[str, Any] | None) -> str:
    """The page as a whole HTML document. release: the row of `_release`, named in the foot."""
    template = _environment().get_template(page.template)
    return template.render(
        **page.shown, title=page.title, links=links, answers=answers, release=release or {}, version=__version__,
        style=read_asset("style.css"), script=read_asset("script.js"), policy=make_policy(),
    )  # fmt: skip


def render_sql_page(*, needs_token: bool, most_rows: int, seconds: float) -> str:
    """The page of `serve-sql` as a whole HTML document; what it shows of a release its script asks for."""
    return _environment().get_template("sql.html").render(
        needs_token=needs_token, most_rows=most_rows, seconds=seconds, version=__version__,
        style=read_asset("style.css"), script=read_asset("sql.js"), policy=make_sql_policy(),
    )  # fmt: skip


@cache
def make_policy() -> str:
    """The Content-Security-Policy that stands in every page: its own style and script alone, forms to itself."""
    return _write_policy("script.js", "form-action 'self'")


@cache
def make_sql_policy() -> str:
    """The policy of the page of `serve-sql`: its own style and script alone, which may ask this server."""
    return _write_policy("sql.js", "connect-src 'self'; form-action 'none'")


def _write_policy(script_name: str, more: str) -> str:
    style, script = (_hash(read_asset(name)) for name in ("style.css", script_name))
    return f"default-src 'none'; style-src '{style}'; script-src '{script}'; {more}; base-uri 'none'"


@cache
def read_asset(name: str) -> str:
    """The style or the script of all pages."""
    return (files("broadsheet.browse") / "static" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("broadsheet.browse", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters |= {
        "web": web_address, "count": write_count, "value": write_value, "lag": write_lag, "share": write_share,
        "moment": write_moment, "words": write_words, "said": join_parts,
    }  # fmt: skip
    environment.globals["plural"] = plural
    return environment


def _finalize(value: Any) -> Any:
    """Every value on its way into a page: nothing for null, text without what steers a reader's screen."""
    if value is None:
        return ""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return make_visible(value, keep="\n")
    return value


def write_count(value: float | None) -> str:
    """A count with marks between thousands; a dash for null."""
    return "–" if value is None else f"{value:,.0f}"


def plural(count: int, word: str) -> str:
    """The count and its word.

    >>> plural(1, "story"), plural(2, "story"), plural(3, "article")
    ('1 story', '2 stories', '3 articles')
    """
    if count == 1:
        return f"1 {word}"
    many = f"{word[:-1]}ies" if word.endswith("y") and word[-2:] not in ("ay", "ey", "oy") else f"{word}s"
    return f"{count:,} {many}"


def write_value(row: dict[str, Any]) -> str:
    """The value of a row of numbers or number_series, with its bound in words.

    >>> write_value({"low_value": 2000.0, "high_value": 2000.0, "bound": "at_least"})
    'at least 2,000'
    """
    low = row["low_value"] if "low_value" in row else row["value"] if row["value"] is not None else row["value_low"]
    high = row["high_value"] if "high_value" in row else row["value"] if row["value"] is not None else row["value_high"]
    if low is None and high is None:
        return ""
    bound = "" if row["bound"] in ("exact", "between") else row["bound"].replace("_", " ") + " "
    figures = [f"{value:,.10g}" for value in (low, high) if value is not None]
    return bound + (figures[0] if len(set(figures)) == 1 else f"{figures[0]}–{figures[1]}")


def write_lag(seconds: float | None, precision: str | None) -> str:
    """A lag as finely as it is known.

    >>> write_lag(4920.0, "time"), write_lag(0.0, "day"), write_lag(172800.0, "day"), write_lag(None, None)
    ('1 h 22 min', 'the same day', '2 days', 'not known')
    """
    if seconds is None or precision is None:
        return "not known"
    sign, size = ("−" if seconds < 0 else ""), abs(int(seconds))
    if precision != "time":
        days = size // _SHOWN_DAY_S
        return f"the same {precision}" if not days else f"{sign}{days} day{'' if days == 1 else 's'}"
    days, rest = divmod(size, _SHOWN_DAY_S)
    hours, minutes = rest // 3600, rest % 3600 // 60
    parts = (
        [f"{days} d"] * bool(days) + [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes or size < 3600)
    )
    return sign + " ".join(parts)


def write_share(value: float | None) -> str:
    """A share in percent; a dash for null."""
    return "–" if value is None else f"{100 * value:.0f} %"


def write_moment(value: datetime | date | None, precision: str | None = "time") -> str:
    """A time in UTC to the minute, or the day, month or year alone where no more is known."""
    if value is None:
        return ""
    if not isinstance(value, datetime) or precision not in ("time", None):
        return value.strftime({"month": "%Y-%m", "year": "%Y"}.get(precision or "", "%Y-%m-%d"))
    return value.strftime("%Y-%m-%d %H:%M UTC")


def write_words(name: str | None) -> str:
    """A value of a closed list as words: no underscores.

    >>> write_words("copies_of_one_story")
    'copies of one story'
    """
    return (name or "").replace("_", " ")


def join_parts(content_text: str | None) -> str:
    """The parts of a statement, which stand apart in the text, in one line.

    >>> join_parts("The gate stuck\\nWe closed it by hand.")
    'The gate stuck … We closed it by hand.'
    """
    return " … ".join((content_text or "").split("\n"))
