"""Inputs that look like what they are read as: pieces of a format in any order, and sound samples with wounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

# Where readers look for an end or count: signs of every format, characters of every width, no characters at all.
ODD = (
    "\0", "\x1a", "\x85", "\u200b", "\u200f", "\u2028", "\ufeff", "\ufffd", "\ud800", "é", "e\u0301", "İ", "ß",
    "ﬁ", "😀", "１", "٣", "²", "½", "万", "％", "\r", "\r\n", "\n\n", "\t", "\xa0", "\u2009", "&amp;", "&#0;",
    "&#x110000;", "%00", "%", "'", '"', "’", "“", "”", "<", ">", "]]>", "-->", "{", "}", "[", "]", "(", ")",
    "\\", "/", "//", "..", ";", ",", "=", "#",
    "9" * 40, "1e999", "-0", "NaN", "0" * 30 + "1", "a" * 300,
)  # fmt: skip


@dataclass(frozen=True)
class Wound:
    """A change of a sample. place and length: shares of it in thousandths."""

    kind: str
    place: int
    length: int
    piece: bytes

    def apply(self, content: bytes) -> bytes:
        start = len(content) * self.place // 1000
        end = start + max(1, len(content) * self.length // 1000)
        if self.kind == "cut":
            return content[:start] + content[end:]
        if self.kind == "end":
            return content[:start]
        if self.kind == "double":
            return content[:end] + content[start:]
        if self.kind == "flip":
            return content[:start] + bytes(255 - byte for byte in content[start : start + 1]) + content[start + 1 :]
        return content[:start] + self.piece + content[end if self.kind == "replace" else start :]


def soups(pieces: Sequence[str], joiner: str = "", most: int = 40) -> st.SearchStrategy[str]:
    """Pieces and odd signs in any order; now and then any text at all."""
    known = st.sampled_from([*pieces, *pieces, *ODD])
    return st.lists(known, max_size=most).map(joiner.join) | st.text(st.characters(codec=None), max_size=80)


def wounded(samples: Sequence[bytes], pieces: Sequence[str]) -> st.SearchStrategy[bytes]:
    """Sound samples with up to six wounds, or a soup of their pieces."""
    piece = st.sampled_from([*pieces, *ODD]).map(encode) | st.binary(max_size=12)
    kinds = st.sampled_from(["cut", "end", "double", "flip", "replace", "add"])
    shares = st.integers(0, 1000)
    wound = st.builds(Wound, kinds, shares, shares.map(lambda share: share // 20), piece)
    return st.builds(_apply, st.sampled_from(list(samples)), st.lists(wound, max_size=6)) | soups(pieces).map(encode)


def units(pieces: Sequence[str]) -> st.SearchStrategy[str]:
    """What is repeated to see how time grows: up to four pieces, the more telling the more alike."""
    return st.lists(st.sampled_from([*pieces, *pieces, *ODD]), min_size=1, max_size=4).map("".join)


def encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _apply(sample: bytes, wounds: list[Any]) -> bytes:
    for wound in wounds:
        sample = wound.apply(sample)
    return sample
