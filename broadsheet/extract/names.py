"""The names in one byline: words beside them left out, lists of names split.

Belongs here: one byline as a string. Which byline of a page is believed belongs to broadsheet.extract.authors; the
words are those of broadsheet/lang/byline.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from broadsheet.extract.bylines import load_words
from broadsheet.extract.elements import PART_BREAK
from broadsheet.extract.stamps import list_month_names

_TAG = re.compile(r"<[^<>]*>?")
_LINK = re.compile(r"\[([^\]]{2,60})\]\([^)]*\)")
_ADDRESS = re.compile(r"(?:https?:|www\.)\S+|(?:mailto:)?\S*@\S+|(?<!\w)/\w\S*", re.IGNORECASE)
_BRACKETED = re.compile(r"\s*[(\[（][^)\]）]{0,60}[)\]）]\.?")
_SEGMENTS = re.compile(rf"([{PART_BREAK}|•·;｜\n])")
_AFTER_DASH = re.compile(r"\s+[–—|•·-]+\s+.*$|\s+(?:for|in|at|from|aus|für|im) (?:the |der |die |den )?(?=[A-Z]).*$")
_DEGREE = re.compile(r"(?:[A-Z]\.?){1,6}|[A-Z][a-z]{0,3}\.\s?[A-Za-z]{1,4}\.?|[BM]Sc|Dipl\.?-\w+")
_PLACED = re.compile(r"(?:in|at|near|aus|à|en|desde) [A-Z\u00c0-\u00de]")
_LAST_DOT = re.compile(r"(?:^|\s)(?:\w|[JS]r)\.$")
_SURROUNDING = " .,:;-–—|•·*\"'“”„«»‹›_#>/&+()[]\ufeff"
_WORDS_OF_NAME = 2


def split_byline(byline: str) -> list[str]:
    """The names in a byline, in their order; empty where it holds none.

    byline: one line, with PART_BREAK between the texts of separate elements where that is known.

    >>> split_byline("By Nora Lie and Ola Moe, Senior Reporters | Updated 3 May 2024")
    ['Nora Lie', 'Ola Moe']
    >>> split_byline("Published 3 May 2024 by Nora Lie Pictures by Lena Moe")
    ['Nora Lie']
    """
    text = _BRACKETED.sub("", _ADDRESS.sub(" ", _TAG.sub(" ", _LINK.sub(r"\1", byline))))
    parts = [part for run in _list_runs(text) for part in _split_run(run) if not _is_agency_role(part)]
    named = list(dict.fromkeys(part for part in map(clean_name, parts) if part))
    return [name for place, name in enumerate(named) if place == 0 or not _is_aside(name, named)]


def clean_name(part: str) -> str:
    """A name without role, place of work and marks around it.

    >>> clean_name("Chief Correspondent Nora Lie in Oakham"), clean_name("Perry Oak Jr.")
    ('Nora Lie', 'Perry Oak Jr.')
    """
    name = _lead().sub("", part.strip())
    if any(is_listed(name, words) for words in ("joins", "before_date", "after_date")):
        return ""
    before = _AFTER_DASH.sub("", name)
    is_whole = len(before.split()) >= _WORDS_OF_NAME and not _names_body(before)
    name = before if is_whole or is_listed(before, "agencies") else name
    if not _names_body(name):
        bare = _drop_roles(_AFTER_DASH.sub("", name))
        name = name if has_word(bare, "organisations") else bare
    dot = "." if _LAST_DOT.search(name.rstrip(" ,;:")) else ""
    return name.strip(_SURROUNDING) + dot if name.strip(_SURROUNDING) else ""


def splits_before(line: str, name: str) -> bool:
    """Whether a comma or a word as "and" stands right before a name in a line."""
    before, found, _ = line.partition(name)
    return bool(found) and _splitter().search(before[-8:] + "x" if before[-1:] else "") is not None


def has_word(name: str, words: str) -> bool:
    """Whether one of a name's words is in a list of byline.toml."""
    return any(word.strip(".,:()").casefold() in _word_set(words) for word in name.replace("-", " ").split())


def is_listed(name: str, words: str) -> bool:
    """Whether a whole name is in a list of byline.toml."""
    return name.casefold().strip(_SURROUNDING) in _word_set(words)


def _names_body(name: str) -> bool:
    """Whether a name is that of a newsroom or a firm; "Nora Lie, Staff Writer" is none."""
    words = {word.strip(".,:()").casefold() for word in name.replace("-", " ").split()} - {"staff"}
    return bool(words & _word_set("organisations")) or (
        len(name.split()) <= _WORDS_OF_NAME and has_word(name, "organisations")
    )


def _list_runs(text: str) -> Iterator[str]:
    """Yield the pieces of a byline that hold names of writers: no dates, credits of others or buttons."""
    is_others = False
    for segment, mark in _list_segments(text):
        chunks, is_others = _scan(segment, is_others)
        yield from chunks
        is_others = is_others and mark == PART_BREAK


def _list_segments(text: str) -> Iterator[tuple[str, str]]:
    """Yield (segment, mark after it); a name whose words are in elements of their own is one segment."""
    pieces = _SEGMENTS.split(text)
    segments = [(piece.strip(), mark) for piece, mark in zip(pieces[::2], [*pieces[1::2], ""], strict=True)]
    waiting = ""
    for place, (segment, mark) in enumerate(segments):
        following = segments[place + 1][0] if place + 1 < len(segments) else ""
        whole = f"{waiting} {segment}".strip()
        if mark == PART_BREAK and not waiting and _is_first_word(segment) and _is_first_word(following):
            waiting = whole
            continue
        yield whole, mark
        waiting = ""


def _is_first_word(segment: str) -> bool:
    known = (*load_words("leads"), *load_words("joins"), *load_words("roles"), *load_words("other_labels"))
    return segment.isalpha() and segment.istitle() and segment.casefold() not in known


def _scan(segment: str, is_others: bool) -> tuple[list[str], bool]:
    """(pieces that hold names, whether the next piece holds names of others) of one segment."""
    chunks: list[str] = []
    is_open, cursor = not is_others, 0
    for found in _list_switches(segment):
        before = segment[cursor : found.start()].strip(_SURROUNDING)
        chunks += [before] if before and is_open else []
        kind, cursor = found.lastgroup, found.end()
        is_others = kind == "other" or (is_others and kind != "lead")
        is_open = _opens_names(kind or "", is_waiting=not chunks and not is_others)
    rest = segment[cursor:]
    is_named = bool(rest.strip(_SURROUNDING))
    return [*chunks, *([rest] if is_named and is_open else [])], is_others and not is_named


def _opens_names(kind: str, *, is_waiting: bool) -> bool:
    """Whether names follow a switch: after "By", and after a time where none of the article's came before it."""
    return kind == "lead" or (kind in ("when", "stamp") and is_waiting)


def _list_switches(segment: str) -> Iterator[re.Match[str]]:
    """Yield where names begin or end in a segment."""
    cursor = 0
    for found in _switch(any(map(str.isdigit, segment))).finditer(segment):
        before = segment[cursor : found.start()].strip(_SURROUNDING)
        if found.lastgroup != "lead" or _may_lead(found[0], before):
            yield found
            cursor = found.end()


def _may_lead(lead: str, before: str) -> bool:
    """Whether a word begins a byline where it stands: "von" and "di" in a name do not."""
    words = lead.strip(" :：").casefold().split()
    is_plain = words != ["by"] and (len(words) == 1 or all(word in _word_set("particles") for word in words))
    return not before or not is_plain


def _split_run(run: str) -> list[str]:
    parts = [part for part in _splitter().split(run) if part.strip()]
    if len(parts) > 1 and has_word(run, "organisations") and any(len(part.split()) == 1 for part in parts):
        return [run]  # "Center for Evaluation and Research" is one name
    return [part for place, part in enumerate(parts) if place == 0 or not _PLACED.match(part)]


def _is_agency_role(part: str) -> bool:
    """Whether a part is a role at an agency: "AP National Security Writer", not "AP" or "Nora Lie, Writer"."""
    words = part.split()
    return len(words) > _WORDS_OF_NAME and is_listed(words[0], "agencies") and _is_role(words[-1])


def _drop_roles(name: str) -> str:
    words = name.split()
    roles = _word_set("roles")
    while len(words) > _WORDS_OF_NAME and (words[0].casefold().strip(".,:") in roles or _is_beside(words[0])):
        words = words[1:]
    last = next((place for place, word in enumerate(words) if place >= _WORDS_OF_NAME and _is_role(word)), len(words))
    return " ".join(words[:last])


def _is_beside(word: str) -> bool:
    """Whether a word before a name is none of it: "unserer" is in lower case, and no particle as "von" is."""
    return word.islower() and word.isalpha() and word not in _word_set("particles")


def _is_role(word: str) -> bool:
    folded = word.casefold().strip(".,:")
    return folded == "staff" or (
        folded not in ("jr", "sr") and (folded in _word_set("roles") or folded.rstrip("s") in _word_set("roles"))
    )


def _is_aside(name: str, named: list[str]) -> bool:
    """Whether a later part of a byline is a role, a degree or a place beside the names."""
    if is_listed(name, "agencies"):
        return False
    if has_word(name, "roles") or _DEGREE.fullmatch(name) or is_listed(name, "place_names"):
        return True
    has_full = len(named[0].split()) >= _WORDS_OF_NAME and not has_word(named[0], "organisations")
    return has_full and len(name.split()) == 1 and name[:1].isupper() and not has_word(name, "organisations")


@cache
def _word_set(words: str) -> frozenset[str]:
    return frozenset(load_words(words))


@cache
def _splitter() -> re.Pattern[str]:
    joins = _alternate(load_words("joins"))
    return re.compile(rf"\s*(?:[;,、，/&]\s*(?:(?:{joins})\s)?|\s(?:{joins})\s)\s*", re.IGNORECASE)


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(rf"^\s*(?:{_alternate(load_words('leads'))})(?:\s*[:：]\s*|\s+)", re.IGNORECASE)


@cache
def _switch(has_digits: bool) -> re.Pattern[str]:
    """Where names begin or end inside a part: leads, credits of others, stamps, buttons, days and times.

    has_digits: whether the part has any; without them no day is searched for.
    """
    leads, labels, others = (_alternate(load_words(name)) for name in ("leads", "other_labels", "other_leads"))
    stamps = _alternate((*load_words("published"), *load_words("changed")))
    months, weekdays = _alternate(list_month_names()), _alternate(load_words("weekdays"))
    lead_in = rf"(?:(?:am|on|le|el|den)\s)?(?:(?:{weekdays})\.?,?\s)?"
    dated = rf"|\s+\d|\s+{lead_in}(?:{months})\.?\s\d" if has_digits else ""
    after_stamp = rf"\s*$|\s+on\s?:|\s+(?:on|at|am|by|von|le|el|par|por|the|vor|hace)\s{dated}"
    when = rf"|(?P<when>{lead_in}(?:{_join_times(months, weekdays)}))" if has_digits else ""
    return re.compile(
        rf"(?<![^\W\d_])(?:(?P<other>(?:{others})(?![^\W\d_])|(?<!.)(?:{labels})(?:\s*[:/]|\s|$)|(?:{labels})\s?:)"
        rf"|(?P<stamp>(?:last |zuletzt |first )?(?:{stamps})(?:\s?:|(?={after_stamp}))){when}"
        rf"|(?P<lead>(?:{leads})(?:\s*[:：]\s*|\s+|$))"
        rf"|(?P<stop>(?:{_alternate(load_words('stops'))})(?![^\W\d_]).*$))",
        re.IGNORECASE,
    )


def _join_times(months: str, weekdays: str) -> str:
    """Pattern of days, times of day, ages and reading times."""
    units = _alternate(load_words("units"))
    tails = r"read|ago|lesezeit|lesedauer|de lecture|de lectura|di lettura|fa"
    return "|".join((
        r"\d{4}[./年-]\d{1,2}[./月-]\d{1,2}日?",
        r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}",
        r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\b\.?)?(?:\s?uhr)?",
        rf"\d{{1,2}}(?:st|nd|rd|th|\.)?\s(?:of |de )?(?:{months})(?:\.?,?\s(?:de )?\d{{4}}|$)",
        rf"(?:{months})\.?\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}}|(?=$|[\s,]))",
        r"\d{1,2}\s?[ap]\.?m\b\.?",
        rf"(?:(?:hace|vor|il y a|fa|about|over)\s+)?\d+[\s-]?(?:{units})(?:[\s-](?:{tails}))?(?![^\W\d_])",
        rf"(?:{weekdays})\.?,?\s(?=\d)",
        rf"(?:{weekdays}),\s(?=(?:{months})\.?\s\d)",
    ))  # fmt: skip


def _alternate(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
