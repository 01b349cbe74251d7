"""Titles and names of lists as plain text: references resolved, inline tags dropped, blanks collapsed."""

from __future__ import annotations

import html
import re

from broadsheet.discovery.limits import MOST_TITLE_CHARS

# "<blink>" in a title about HTML stays; what publishers put around words goes.
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|div|em|font|i|img|mark|p|q|s|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[A-Za-z/!][^<>]{0,2000}>")
_HALF_CHARACTER = re.compile(
    r"&#(?:[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2}|0*(?:5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3]))"
    r"(?![0-9a-fA-F]);?"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")
_DROPPED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\ufeff\ud800-\udfff]")


def read_plain(text: str | None, most_chars: int = MOST_TITLE_CHARS) -> str | None:
    """One line of plain text, or None where nothing is left.

    >>> read_plain(" AT&amp;T <b>cuts</b>\\n 5 &lt; 7"), read_plain(" ")
    ('AT&T cuts 5 < 7', None)
    """
    resolved = html.unescape(text or "")
    return _tidy(_INLINE_TAG.sub("", html.unescape(_INLINE_TAG.sub("", resolved))), most_chars)


def strip_tags(text: str | None, most_chars: int = MOST_TITLE_CHARS) -> str | None:
    """The text of a piece of HTML as one line.

    >>> strip_tags("<p>Rain &amp; <blink>wind</blink></p>")
    'Rain & wind'
    """
    return _tidy(html.unescape(_TAG.sub("", text or "")), most_chars)


def drop_half_characters(markup: str) -> str:
    """Markup without references to halves of surrogate pairs, which no parser can give back as text.

    >>> drop_half_characters("a&#xD83D;b&#56832;c&#57344;")
    'abc&#57344;'
    """
    return _HALF_CHARACTER.sub("", markup)


def read_language(label: str | None) -> str | None:
    """A language label in the form of BCP 47, None for what is none.

    >>> read_language(" en_US "), read_language("English")
    ('en-US', None)
    """
    written = (label or "").strip().replace("_", "-")
    return written if _LANGUAGE.fullmatch(written) else None


def _tidy(text: str, most_chars: int) -> str | None:
    return " ".join(_DROPPED.sub("", text).split())[:most_chars] or None
