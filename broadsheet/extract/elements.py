"""Elements of a page as text: one clean line, a stamp, a byline, prose, and everything that a page shows.

Belongs here: reading one element. Which elements are read belongs to broadsheet.extract.page, what their lines mean to
the modules named after the meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import Any
from urllib.parse import unquote

# Class or id words of elements that show when a page was published; comments, teasers and the like are ignored.
_STAMP_WORDS = re.compile(
    r"date|time(?!-?_?(?:line|table))|publi|posted|byline|meta|stamp|info|created|article-?head|author", re.IGNORECASE
)
_OTHER_WORDS = re.compile(
    r"comment|teaser|related|card|sidebar|widget|recommend|footer|module|list|weather", re.IGNORECASE
)
_BYLINE_WORDS = re.compile(
    r"(?:^|[\s_-])(?:author|byline|autor|auteur|verfasser|redacteur|journalist|reporter)", re.IGNORECASE
)
_NO_BYLINE_WORDS = re.compile(
    r"bio|avatar|comment|related|(?<!v)(?<!h-)card|image|img|photo|follow|social|date|time|desc|title|role|job|list|more|box|link-?icon|share",
    re.IGNORECASE,
)
_BYLINE_CHARS = 240
# Stands between the texts of two elements of a byline: "Nora Lie" and "Senior Reporter" in elements of their own.
PART_BREAK = "\u2063"
_PROSE_CHARS = 80
LINE_CHARS = 400
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
# ECMA-48: control sequences, strings that another control ends, and two-character escapes.
_ESCAPE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[PX\]^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]"
)
# Escapes of JSON and addresses that were escaped once more and so came through as text.
_CODE_UNITS = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_ESCAPED_BREAK = re.compile(r"\\[nrt](?=[\sA-Z]|$)")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_MOST_ESCAPINGS = 3
_YEAR = re.compile(r"(?:19|20)\d{2}")
STAMP_CHARS = 120


def tidy(text: str) -> str:
    """One line with whitespace collapsed, entities resolved, soft hyphens and control characters removed.

    >>> tidy(" A&nbsp;day \\n in\\u00ado \\x1b[31mred")
    'A day ino red'
    """
    return " ".join(drop_controls(unescape(text)).replace("\u00ad", "").replace("\u200b", "").split())


def drop_controls(text: str) -> str:
    """Text without C0 and C1 control characters but whitespace, terminal escape sequences and lone surrogates."""
    if not _CONTROL.search(text):
        return text
    return _CONTROL.sub("", _ESCAPE.sub("", text))


def resolve_escapes(text: str) -> str:
    """Text with entities and JSON escapes resolved that were escaped more than once; one word also with its "%20".

    >>> resolve_escapes("Gro &amp;Oslash;yen"), resolve_escapes(r"Gro \\u00d8yen"), resolve_escapes("Gro%20Aas")
    ('Gro Øyen', 'Gro Øyen', 'Gro Aas')
    """
    if "\\" in text:
        text = _CODE_UNITS.sub(_read_code_units, text)
        text = _ESCAPED_BREAK.sub(" ", text).replace("\\/", "/").replace('\\"', '"')
    for _ in range(_MOST_ESCAPINGS):
        if "&" not in text:
            break
        text = unescape(text)
    return unquote(text) if "%" in text and " " not in text and _PERCENT.search(text) else text


def _read_code_units(found: re.Match[str]) -> str:
    units = bytes.fromhex(found[0].replace("\\u", ""))
    return units.decode("utf-16-be", errors="ignore")


def tidy_field(text: str) -> str:
    """One clean line of a value of the page's data, which may be escaped more than once."""
    return tidy(resolve_escapes(text))


def read_visible(tree: Any, most_chars: int = 20_000) -> str:
    """What a page shows, one line per element, without scripts and styles; at most `most_chars` characters."""
    lines: list[str] = []
    chars = 0
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "title", "template"):
            texts = [element.tail]
        else:
            texts = [element.text, element.tail]
        for line in (tidy(text) for text in texts if text):
            if line:
                lines.append(line)
                chars += len(line)
        if chars > most_chars:
            break
    return "\n".join(lines)[:most_chars]


def read_line(element: Any) -> str:
    """The element's text as one line; empty if it is too long for one."""
    line = tidy(element.text_content())
    return line if len(line) <= LINE_CHARS else ""


def read_stamp(element: Any) -> Iterator[str]:
    """Yield the element's text if its class or id suggests a date and the text is short and contains a year."""
    words = f"{element.get('class') or ''} {element.get('id') or ''}"
    if _marks_stamp(words):
        text = element.text_content()
        if len(text) < 4 * STAMP_CHARS and _YEAR.search(text):
            text = tidy(text)
            if len(text) <= STAMP_CHARS:
                yield text


@lru_cache(maxsize=4096)  # a page repeats its classes
def _marks_stamp(words: str) -> bool:
    return bool(_STAMP_WORDS.search(words)) and not _OTHER_WORDS.search(words)


@lru_cache(maxsize=4096)
def _marks_byline(words: str) -> bool:
    return bool(_BYLINE_WORDS.search(words)) and not _NO_BYLINE_WORDS.search(words)


def rank_byline(element: Any, words: str) -> int | None:
    """How clearly an element is marked as a byline, 0 for best: rel or itemprop, class of a name, class of a byline."""
    if "author" in (element.get("rel") or "").lower() or "author" in (element.get("itemprop") or "").lower():
        return 0
    if not _marks_byline(words):
        return None
    return 1 if "name" in words.lower() else 2 if element.tag == "a" else 3


def read_byline(element: Any) -> str:
    """The element's text as one line with PART_BREAK between the texts of its elements; empty if too long for one."""
    pieces = [text for text in map(tidy, element.itertext()) if text]
    length = sum(map(len, pieces))
    return PART_BREAK.join(pieces) if 3 <= length <= _BYLINE_CHARS else ""


def measure_prose(element: Any) -> int:
    """Characters of a paragraph that is a sentence or more and not mostly links; otherwise 0."""
    chars = len("".join(element.itertext()))
    if chars >= _PROSE_CHARS and sum(len(link.text or "") for link in element.iter("a")) < chars / 2:
        return chars
    return 0
