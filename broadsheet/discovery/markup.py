"""Bytes of XML as a tree: the charset, the mending of what is almost XML, and a parse without entities or network.

Belongs here: what feeds and sitemaps share. What the elements mean belongs to `feeds` and `sitemaps`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from html.entities import html5
from typing import Any

from lxml import etree

from broadsheet.discovery.plain_text import drop_half_characters
from broadsheet.extract.decoding import UNUSABLE_CODECS
from broadsheet.extract.trafilatura_adapter import guess_charsets

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Where the zeros of the first characters stand tells UTF-16 and UTF-32 without a mark (XML 1.0 appendix F).
_WIDE_STARTS = (
    (b"<\x00\x00\x00", "utf-32-le"), (b"\x00\x00\x00<", "utf-32-be"), (b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"),
)  # fmt: skip
# Read as their supersets, as the WHATWG encoding standard does.
_SUPERSETS = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
    "shift_jis": "cp932", "euc_kr": "cp949", "iso8859-11": "cp874",
}  # fmt: skip
# Also one that stands after a comment or a second one, which XML forbids.
_DECLARATION = re.compile(r"<\?xml\s[^>]{0,400}\?>")
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([\w:.-]{2,40})""", re.IGNORECASE)
_START = re.compile(r"<(?=[\w?!])")
_DOCTYPE = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
_DOCTYPE_END = re.compile(r"[\[>]")
_ENTITY = re.compile(r"<!ENTITY\s+([\w:.-]{1,60})\s")
_MOST_ENTITIES = 500
_SUBSET_END = re.compile(r"\]\s*>")
_HEAD_CHARS = 4096
_SUBSET_CHARS = 200_000
# Fewer letters outside ASCII tell nothing about a charset.
_FEWEST_LETTERS = 16
_SNIFFED_BYTES = 20_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLAIN_START = re.compile(r"<!\[CDATA\[|<!--")
_REFERENCE = re.compile(
    r"&(?:(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|(?:amp|lt|gt|quot|apos);)|([A-Za-z][A-Za-z0-9]{1,30});)?"
)
_BAD_NUMBER = re.compile(r"&#(?:0*(?:[0-8]|1[1245-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));")


@dataclass(frozen=True, slots=True)
class Markup:
    """XML as read. data: in UTF-8, mended where it had to be. is_whole: it is well-formed (after mending)."""

    root: Any
    data: bytes
    is_whole: bool
    problems: tuple[tuple[str, str], ...] = ()


def read_markup(body: bytes, content_type: str | None) -> Markup:
    """The tree of a feed or sitemap, its root None where the bytes hold no element.

    Document types are dropped, so that no entity is expanded and nothing is looked up. What is not well-formed is
    mended ("&" alone, names of HTML characters, control characters) and read again; what is broken even then is read
    up to and around the fault.
    """
    text, label = decode_markup(body, content_type)
    text = drop_prolog(text)
    data = text.encode("utf-8", "replace")
    root, fault = _parse(data, recover=False)
    if fault is None:
        return Markup(root, data, is_whole=True)
    mended = mend(text).encode("utf-8", "replace")
    root, mended_fault = _parse(mended, recover=False)
    if mended_fault is None:
        return Markup(root, mended, True, (("mended_xml", fault),))
    root, _ = _parse(mended, recover=True)
    return Markup(root, mended, False, (("broken_xml", f"{mended_fault} (read as {label})"),))


def decode_markup(body: bytes, content_type: str | None) -> tuple[str, str]:
    """The text of a body and the charset that it was read in, in the order of RFC 7303.

    A byte order mark, the header's charset, that of the XML declaration, UTF-8. A declaration that cannot be right is
    passed over: bytes that are valid UTF-8 with letters outside ASCII are UTF-8 where a charset of single bytes is
    declared, and what decodes in no declared charset is read as Windows-1252.
    """
    wide = _find_wide(body)
    if wide:
        return body.decode(wide, errors="replace"), wide
    found = _DECLARED.match(body[:1000])
    header, declared = read_charset(content_type), found[1].decode("ascii", "replace") if found else None
    labels = _order_labels(_known_codec(header), _known_codec(declared))
    for label in labels:
        with suppress(UnicodeDecodeError):
            return body.decode(label), label
    return _decode_damaged(body, labels[0])


def _find_wide(head: bytes) -> str | None:
    """The charset that a byte order mark or the zeros of the first characters show."""
    return next((name for start, name in (*_BOMS, *_WIDE_STARTS) if head.startswith(start)), None)


def _order_labels(header: str | None, declared: str | None) -> list[str]:
    """The charsets to try. UTF-8 comes first where one of single bytes is named, in which any bytes are valid."""
    named = [label for label in (header, declared) if label and not label.startswith(("utf-16", "utf-32"))]
    if named and _is_single_byte(named[0]):
        return ["utf-8", *named]
    return [*named, "utf-8"]


def peek(head: bytes) -> str:
    """The first bytes of a body with their ASCII characters right, whatever the charset; others are not."""
    return head.decode(_find_wide(head) or "latin-1", errors="ignore")


def read_charset(content_type: str | None) -> str | None:
    """The charset parameter of a content type.

    >>> read_charset("text/xml;charset= 'us-ascii'"), read_charset("text/xml")
    ('us-ascii', None)
    """
    message = Message()
    message["content-type"] = " ".join((content_type or "").split())[:500]
    found = message.get_param("charset")
    return found.strip(" '\"") if isinstance(found, str) else None


def drop_prolog(text: str) -> str:
    """The document without what stands before it, its declaration, its document type and references to entities of it.

    >>> drop_prolog('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///c">]><a>d&b;</a>')
    '<a>d</a>'
    """
    head = _DECLARATION.sub("", text[:_HEAD_CHARS].lstrip("\ufeff"))
    start = _START.search(head)
    head = head[start.start() :] if start else head
    found = _DOCTYPE.search(head)
    if found is None:
        return head + text[_HEAD_CHARS:]
    text = head + text[_HEAD_CHARS:]
    end = _find_doctype_end(text, found.end())
    names = _ENTITY.findall(text, found.end(), end)[:_MOST_ENTITIES]
    rest = text[: found.start()] + text[end:]
    return re.sub(f"&(?:{'|'.join(map(re.escape, names))});", "", rest) if names else rest.lstrip()


def mend(text: str) -> str:
    """Almost XML as XML: "&" alone and unknown names as text, HTML's names as characters, no control characters.

    CDATA sections and comments stay as they are, but for control characters.

    >>> mend("<a>R&D &nbsp;&eacute; <![CDATA[&]]></a>")
    '<a>R&amp;D \\xa0é <![CDATA[&]]></a>'
    """
    text = drop_half_characters(_CONTROL.sub("", text))
    return "".join(
        _REFERENCE.sub(_mend_reference, _BAD_NUMBER.sub("", piece)) if is_marked_up else piece
        for piece, is_marked_up in _split_plain(text)
    )


def _split_plain(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, False with CDATA sections and comments; one without an end is no section."""
    place = 0
    for start in _PLAIN_START.finditer(text):
        if start.start() < place:
            continue
        mark = "]]>" if start[0] == "<![CDATA[" else "-->"
        end = text.find(mark, start.end())
        if end < 0:
            break
        yield text[place : start.start()], True
        place = end + len(mark)
        yield text[start.start() : place], False
    yield text[place:], True


def _mend_reference(found: re.Match[str]) -> str:
    if found[1]:
        return found[0]
    character = html5.get(f"{found[2]};") if found[2] else None
    return character or "&amp;" + found[0][1:]


def _find_doctype_end(text: str, start: int) -> int:
    found = _DOCTYPE_END.search(text, start)
    if found is None:
        return len(text)
    if found[0] == ">":
        return found.end()
    end = _SUBSET_END.search(text, found.end(), found.end() + _SUBSET_CHARS)
    return end.end() if end else len(text)


def _parse(data: bytes, *, recover: bool) -> tuple[Any, str | None]:
    parser = etree.XMLParser(
        encoding="utf-8", recover=recover, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True, collect_ids=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return None, str(error)[:200]
    return root, None if root is not None else "no element"


def _known_codec(label: str | None) -> str | None:
    if not label:
        return None
    try:
        codec = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    if not getattr(codec, "_is_text_encoding", True) or codec.name.replace("_", "-") in UNUSABLE_CODECS:
        return None
    return _SUPERSETS.get(codec.name, codec.name)


def _is_single_byte(label: str) -> bool:
    """Whether every byte is a character in it, so that decoding proves nothing."""
    return label.startswith(("cp125", "cp874", "iso8859", "koi8", "mac"))


def _decode_damaged(body: bytes, label: str) -> tuple[str, str]:
    """Text of bytes that no declared charset decodes: of the first one with a few bad bytes, else of a guess."""
    text = body.decode(label, errors="replace")
    bad = text.count("\ufffd")
    good = sum(character > "\x7f" for character in text) - bad
    if bad * 3 <= good or bad * 1000 <= len(text):
        return text, label
    guesses = guess_charsets(body[:_SNIFFED_BYTES]) if bad >= _FEWEST_LETTERS else ()
    for guess in filter(None, map(_known_codec, guesses)):
        with suppress(UnicodeDecodeError):
            return body.decode(guess), guess
    return body.decode("cp1252", errors="replace"), "cp1252"
