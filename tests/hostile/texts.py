"""Bytes and texts that hurt: wrong charsets, controls, scripts and widths, lines and numerals without end."""

from __future__ import annotations

import random

from tests.hostile.making import Maker, count, page, sentences

_CHARSETS = (
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "cp1251",
    "koi8-r",
    "shift_jis",
    "euc_jp",
    "iso-8859-8",
    "cp037",
    "utf-7",
)
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"
_QUOTES = "“”‘’«»„‚\"'"


def wrong_charsets(chance: random.Random, size: float) -> bytes:
    text = page(sentences(chance)).decode().replace("utf-8", chance.choice([*_CHARSETS, "no-such", "utf-8"]))
    return text.encode(chance.choice(_CHARSETS), "replace")


def mixed_charsets(chance: random.Random, size: float) -> bytes:
    parts = [sentences(chance).encode(chance.choice(_CHARSETS), "replace") for _ in range(count(size, 60))]
    return b"<html><body><article>" + b"".join(parts) + page(sentences(chance))


def bad_utf8(chance: random.Random, size: float) -> bytes:
    odd = chance.choice([b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"\xe2\x82", b"\x80"])
    return page(sentences(chance)).replace(b" ", b" " + odd) + odd * count(size, 200_000)


def nuls(chance: random.Random, size: float) -> bytes:
    unit = chance.choice([b"\x00", b"\x00<\x00p\x00>", b"\x1a", b"\x04", b"\x1b[2J", b"\x7f", b"\x9b"])
    return page(sentences(chance)).replace(b"e", b"e" + unit) + unit * count(size, 300_000)


def noise(chance: random.Random, size: float) -> bytes:
    return chance.randbytes(count(size, 2_000_000))


def markup_noise(chance: random.Random, size: float) -> bytes:
    alphabet = "<>/='\"&;!-[]abc pdiv\n"
    return ("<html><body>" + "".join(chance.choices(alphabet, k=count(size, 300_000)))).encode() + page(
        sentences(chance)
    )


def other_kinds(chance: random.Random, size: float) -> bytes:
    heads = (b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"PK\x03\x04", b"\x1f\x8b\x08", b"RIFF", b"{\\rtf1", b"MZ",
             b"<?xml version='1.0'?><rss>", b"#!/bin/sh\n", b"\xff\xd8\xff", b"BM")  # fmt: skip
    return chance.choice(heads) + chance.randbytes(count(size, 50_000)) + page(sentences(chance))


def one_line(chance: random.Random, size: float) -> bytes:
    unit = chance.choice(["a", "a ", "Orme mends its mill and ", "a.", "1,", "“a” ", "A", "He said ", "\u3042"])
    return (unit * (int(4_900_000 * size) // len(unit.encode()) + 3)).encode()[: int(4_950_000 * size) + 50]


def one_paragraph(chance: random.Random, size: float) -> bytes:
    unit = chance.choice(["Orme mends its mill, said Ola Berg, and ", "a", "ANNA BERG SAID ", "the mill of ", "“"])
    return page(f"<p>{unit * count(size, 40_000)}</p>{sentences(chance)}")


def long_sentence(chance: random.Random, size: float) -> bytes:
    words = " ".join(
        chance.choice(["mill", "said", "that", "Ola", "Berg", "12", "per", "cent", "and"])
        for _ in range(count(size, 30_000))
    )
    return page(sentences(chance) + f"<p>{words}.</p>")


def capitals(chance: random.Random, size: float) -> bytes:
    names = " ".join(f"Ola{chance.choice('abcdef')} Berg of the Orme" for _ in range(count(size, 20_000)))
    return page(sentences(chance) + f"<p>{names}</p>")


def quotes(chance: random.Random, size: float) -> bytes:
    marks = "".join(f"{chance.choice(_QUOTES)} said {chance.choice(_QUOTES)} Berg " for _ in range(count(size, 20_000)))
    return page(sentences(chance) + f"<p>{marks}</p>")


def numerals(chance: random.Random, size: float) -> bytes:
    unit = chance.choice(
        ["9", "1,", "1.", "1 ", "1'", "0x", "1e", "½", "²", "٣", "万", "1/", "-", "12:", "(1) ", "$1m "]
    )
    return page(sentences(chance) + f"<p>It cost {unit * count(size, 100_000)} euros in all.</p>")


def number_words(chance: random.Random, size: float) -> bytes:
    words = ("one", "hundred", "million", "and", "twenty", "dozen", "half", "per cent", "to", "between", "minus")
    return page(sentences(chance) + f"<p>{' '.join(chance.choices(words, k=count(size, 20_000)))}</p>")


def date_words(chance: random.Random, size: float) -> bytes:
    words = ("Monday", "March", "4", "2026", "last", "next", "week", "of", "the", "12th", "Q3", "to", "/", "-", "1:30")
    return page(sentences(chance) + f"<p>{' '.join(chance.choices(words, k=count(size, 20_000)))}</p>")


def units(chance: random.Random, size: float) -> bytes:
    words = ("12", "mm", "km/h", "per", "square", "foot", "£", "m", "bn", "€", "kWh", "°C", "6'2\"", "13st", "mpg")
    return page(sentences(chance) + f"<p>{' '.join(chance.choices(words, k=count(size, 20_000)))}</p>")


def invisible(chance: random.Random, size: float) -> bytes:
    text = "".join(letter + chance.choice(_INVISIBLE) for letter in "Ola Berg said on Tuesday that 14 mills close. ")
    return page(f"<p>{text * count(size, 2_000)}</p>{sentences(chance)}")


def right_to_left(chance: random.Random, size: float) -> bytes:
    text = "\u202eقال المتحدث إن ١٢ طاحونة أغلقت\u202c يوم الثلاثاء. הטחנה נסגרה. "
    return page(f"<p dir='rtl'>{text * count(size, 4_000)}</p>{sentences(chance)}")


def combining(chance: random.Random, size: float) -> bytes:
    text = "".join(letter + "\u0301\u0327\u20dd" * chance.randint(1, 60) for letter in "Orme mends its mill ")
    return page(f"<p>{text * count(size, 700)}</p>{sentences(chance)}")


def emoji(chance: random.Random, size: float) -> bytes:
    return page(f"<p>{'👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿🇳🇴' * count(size, 8_000)} said 12 mills.</p>{sentences(chance)}")


def scripts_mixed(chance: random.Random, size: float) -> bytes:
    letters = "".join(chr(chance.randint(0x21, 0x2FFFF)) for _ in range(count(size, 60_000)))
    return page(f"<p>{letters.replace('<', '')}</p>{sentences(chance)}")


def addresses(chance: random.Random, size: float) -> bytes:
    unit = chance.choice(["http://a.example/?", "a@b.example ", "www.", "@ola ", "#mill", "../", "x.y.", "::1"])
    return page(f"<p>See {unit * count(size, 50_000)}</p>{sentences(chance)}")


def labels(chance: random.Random, size: float) -> bytes:
    lines = "".join(
        f"<p>{chance.choice(['Q:', 'BERG:', 'KB:', 'OLA BERG:', '—', '::'])} word {number}"
        for number in range(count(size, 6_000))
    )
    return page(lines + sentences(chance))


def repeated(chance: random.Random, size: float) -> bytes:
    return page(sentences(chance) * count(size, 400))


TEXTS: dict[str, Maker] = {
    made.__name__: made
    for made in (
        wrong_charsets, mixed_charsets, bad_utf8, nuls, noise, markup_noise, other_kinds, one_line, one_paragraph,
        long_sentence, capitals, quotes, numerals, number_words, date_words, units, invisible, right_to_left, combining,
        emoji, scripts_mixed, addresses, labels, repeated,
    )
}  # fmt: skip
