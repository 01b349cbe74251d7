"""The texts of feed elements: their names, their words, and titles in whatever form they say they have."""

from __future__ import annotations

import base64
import binascii
import re
from functools import lru_cache
from typing import Any

from broadsheet.discovery.limits import MOST_TITLE_CHARS
from broadsheet.discovery.plain_text import read_plain, strip_tags

# Atom 1.0, section 4.1.3.3: what is neither text nor XML is in Base64.
_TEXT_TYPE = re.compile(r"^text/|[+/]xml$|html")


def local_name(element: Any) -> str:
    """The name in lower case, without namespace and prefix; empty for what is no element."""
    tag = element.tag
    return _strip_namespace(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=1024)
def _strip_namespace(tag: str) -> str:
    return tag.rsplit("}", 1)[-1].rsplit(":", 1)[-1].lower()


def read_title(element: Any) -> str | None:
    """A title as plain text, whatever form it says it has: text, escaped or inline markup, Base64."""
    said = (element.get("type") or "").strip().lower()
    text = "".join(element.itertext())
    if (element.get("mode") or "").strip().lower() == "base64" or ("/" in said and not _TEXT_TYPE.search(said)):
        return strip_tags(_decode_base64(text))
    is_atom = "atom" in element.tag.partition("}")[0].lower()
    if len(element) or (is_atom and said in ("", "text", "text/plain", "xhtml", "application/xhtml+xml")):
        return " ".join(text.split())[:MOST_TITLE_CHARS] or None
    return read_plain(text) if "html" not in said else strip_tags(text)


def _decode_base64(text: str) -> str:
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return text


def text_of(element: Any) -> str | None:
    """All text of an element as one line, None where there is none."""
    return " ".join("".join(element.itertext()).split()) or None


def text_of_child(element: Any, name: str) -> str | None:
    """The text of the first child of a name."""
    return next((text_of(child) for child in element if local_name(child) == name), None)
