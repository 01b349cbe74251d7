"""Bytes to Unicode, and which kind of content the bytes are.

The order follows the WHATWG encoding standard with two changes: bytes that are valid UTF-8 are UTF-8 whatever a header
or a meta tag says, since longer texts in other charsets are hardly ever valid UTF-8 by chance; and where no label
decodes the bytes, they are sniffed.
"""

from __future__ import annotations

import codecs
import re

from broadsheet.extract.reasons import skip
from broadsheet.extract.records import Skipped
from broadsheet.extract.trafilatura_adapter import guess_charsets

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# The standard reads these labels as their Windows supersets.
_SUPERSETS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
# Text codecs of Python that are no charsets of the web; some of them raise whatever the bytes are.
UNUSABLE_CODECS = frozenset((
    "undefined", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7", "mbcs", "oem",
))  # fmt: skip
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{2,40})""", re.IGNORECASE)
_MAGIC = (
    (b"\x89PNG", "a PNG picture"), (b"\xff\xd8\xff", "a JPEG picture"), (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF document"), (b"PK\x03\x04", "a ZIP archive or office document"), (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an office document"), (b"OggS", "an audio or video file"), (b"ID3", "an audio file"),
    (b"\x00\x00\x01\x00", "an icon"), (b"wOF", "a font"), (b"Rar!", "an archive"), (b"7z\xbc\xaf", "an archive"),
)  # fmt: skip
_TAGS = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|div|p|h1|article|main|section|table|span|a\s|br|img|ul|li)\b",
    re.IGNORECASE,
)
_PLAIN_ENDINGS = (".txt", ".md", ".text")
_HTML_ENDINGS = (".html", ".htm", ".xhtml", ".shtml")
_HTML_START = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_HTML_TAG = re.compile(rb"<html\b", re.IGNORECASE)
_FEED = re.compile(rb"<(?:rss|feed|urlset|sitemapindex|rdf:rdf|opml)\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # escape (1b) occurs in ISO-2022 texts
_HEAD_BYTES = 2048
_TAG = re.compile(rb"<[^<>]{0,2000}>")
_RIGHT_PER_BAD = 3
# Of a page in UTF-16 most characters are ASCII, even where its language is not.
_FEWEST_UTF16, _EMPTY_SHARE, _FULL_SHARE = 40, 0.12, 0.02


def sniff_kind(body: bytes, content_type: str | None, path: str) -> str | Skipped:
    """ "html" or "text" if the bytes are one of these, else why they are neither.

    The bytes decide; content type and file extension only where the bytes are ambiguous.
    """
    wide = _find_utf16(body)
    if wide:
        body = body.decode(wide, errors="replace").encode("utf-8", "replace")
    head = body.lstrip(codecs.BOM_UTF8)[:_HEAD_BYTES]
    if not body.strip(b" \t\r\n\x00"):
        return skip("empty", f"{len(body)} bytes, none of them text.")
    for magic, name in _MAGIC:
        if body.startswith(magic):
            return skip("not_text", f"The bytes are {name}.")
    if body[:4] == b"RIFF" or body[4:8] == b"ftyp":
        return skip("not_text", "The bytes are a picture, audio or video file.")
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.replace(b"\x00", b"")
    elif len(_BINARY.findall(head)) > len(head) // 50:
        return skip("not_text", f"{len(_BINARY.findall(head))} of the first {len(head)} bytes are control codes.")
    return _classify_text_kind(body, head, (content_type or "").lower(), path.lower().removesuffix(".gz"))


def _classify_text_kind(body: bytes, head: bytes, content_type: str, path: str) -> str | Skipped:
    start = head.lstrip()
    if _says_plain(content_type, path) and not _HTML_START.match(start):
        return "text"
    other = _name_other_kind(head, start, content_type)
    if other:
        return skip("not_html", other)
    says_html = "html" in content_type or path.endswith(_HTML_ENDINGS)
    if _TAGS.search(head) or _TAGS.search(body) or (says_html and b"<" in body):
        return "html"
    return skip("not_html", "XML that is no page.") if start.startswith(b"<?xml") else "text"


def _says_plain(content_type: str, path: str) -> bool:
    return "text/plain" in content_type or "markdown" in content_type or path.endswith(_PLAIN_ENDINGS)


def _name_other_kind(head: bytes, start: bytes, content_type: str) -> str:
    """What a text is that is no page, in words; empty where it may be one."""
    if _FEED.search(head) and not _HTML_TAG.search(head):
        return "A feed or sitemap in XML."
    if start[:1] in (b"{", b"[") and ("json" in content_type or not _TAGS.search(head)):
        return "JSON or a script."
    if "javascript" in content_type or "css" in content_type:
        return f"The server calls it {content_type}."
    return ""


def decode_body(body: bytes, declared_charset: str | None) -> str | None:
    """The text of a body, or None where neither its bytes nor its labels show how to decode it.

    declared_charset: from the HTTP header; the first meta tag is tried after it.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body.decode(name, errors="replace")
    wide = _find_utf16(body)
    if wide:
        return body.decode(wide, errors="replace")
    labels = [_known_codec(declared_charset), _known_codec(_find_meta_charset(body))]
    if any(label and label.startswith("iso2022") for label in labels):  # 7 bits, so always valid UTF-8 too
        labels = [label for label in labels if label and label.startswith("iso2022")]
    else:
        labels.insert(0, "utf-8")
    for label in labels:
        if label:
            try:
                return body.decode(label)
            except UnicodeDecodeError:
                continue
    return _sniff(body, is_labelled="utf-8" in labels[1:])


def _sniff(body: bytes, *, is_labelled: bool) -> str | None:
    """The text of bytes that no label decodes: damaged UTF-8, else in the likeliest charset; None without one."""
    mostly = body.decode("utf-8", errors="replace")
    bad = mostly.count("\ufffd")
    # A few bad bytes in a long UTF-8 page are corruption, not another charset: 1 in 1,000 characters, or few beside
    # the letters that are right.
    if bad * 1000 <= len(mostly) or bad * _RIGHT_PER_BAD <= sum(char > "\x7f" for char in mostly) - bad:
        return mostly
    prose = _TAG.sub(b" ", body)
    for label in map(_known_codec, guess_charsets(prose)):
        try:
            if label:
                return body.decode(label)
        except UnicodeDecodeError:
            continue
    return mostly if is_labelled else None


def _find_utf16(body: bytes) -> str | None:
    """The byte order of UTF-16 without a mark, shown by the empty halves of its ASCII letters; else None."""
    head = body[:_HEAD_BYTES]
    if len(head) < _FEWEST_UTF16 or head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    if head.startswith((b"<\x00", b"\x00<")):
        return "utf-16-le" if head[1] == 0 else "utf-16-be"
    first, second = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if max(first, second) < _EMPTY_SHARE * half or min(first, second) > _FULL_SHARE * half:
        return None
    return "utf-16-le" if second > first else "utf-16-be"


def clean_text(text: str) -> str:
    """Text without byte order marks, control characters and lone surrogates, with every line break as `\\n`.

    >>> clean_text("\\ufeffone\\r\\ntwo\\x00")
    'one\\ntwo'
    """
    unified = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", unified)


def _find_meta_charset(body: bytes) -> str | None:
    found = _META_CHARSET.search(body[:4096])
    return found[1].decode("ascii", "replace") if found else None


def _known_codec(label: str | None) -> str | None:
    if not label:
        return None
    try:
        codec = codecs.lookup(label.strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    if not getattr(codec, "_is_text_encoding", True) or codec.name.replace("_", "-") in UNUSABLE_CODECS:
        return None
    return _SUPERSETS.get(codec.name, codec.name)
