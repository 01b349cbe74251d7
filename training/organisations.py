"""Organisations of public lists by kind, to stand in place of one of the same kind in a training sentence.

Belongs here: the lists, what kind a name is of, and the drawing of another. Which names of a sentence are exchanged is
in swaps.py. No list is a gazetteer of the model: a name reaches it only where a corpus marks an organisation.
"""

from __future__ import annotations

import csv
import gzip
import random
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

Row = dict[str, str]

_WORDS = tomllib.loads((Path(__file__).parent / "organisations.toml").read_text(encoding="utf-8"))
_HEADS: dict[str, str] = {word: kind for kind, words in _WORDS["heads"].items() for word in words}
_GOVERNMENT = frozenset(_WORDS["government_types"])
_CORPORA_KINDS: dict[str, str] = _WORDS["corpora_kinds"]
ACRONYM = re.compile(r"[A-Z][A-Z&]{1,5}")
_CLEAN = re.compile(r"[A-Z0-9][\w&.,'’\- ]*")
_TOKEN = re.compile(
    r"[^\W\d_]\.(?:[^\W\d_]\.)+|\b(?:Inc|Corp|Ltd|Co|Cos|Bros|St|Mfg)\.|['’]s\b|\w+(?:[.&]\w+)*|[^\w\s]"
)
_LONGEST = 7
_FEWEST = 100
"""A kind with fewer names is not exchanged: the same few would come again and again."""


def split_name(name: str) -> list[str]:
    """Words of a name, as the tokenizer splits them.

    >>> split_name("Smith-Rowe & Sons' Co., Ltd.")
    ['Smith', '-', 'Rowe', '&', 'Sons', "'", 'Co.', ',', 'Ltd.']
    """
    return _TOKEN.findall(name)


def find_kind(words: list[str]) -> str | None:
    """What sort of body a name's own words say it is; None where they do not.

    >>> find_kind(["First", "Bank", "of", "Oslo"]), find_kind(["NTNU"]), find_kind(["Amber"])
    ('bank', 'acronym', None)
    """
    if len(words) == 1 and ACRONYM.fullmatch(words[0]):
        return "acronym"
    head = next((index for index, word in enumerate(words) if word in {"of", "for", "de"}), len(words))
    for word in reversed(words[:head]):
        kind: str | None = _HEADS.get(word.strip(".,").lower())
        if kind is not None:
            return kind
    return next((_HEADS[word.lower()] for word in words if word.lower() in _HEADS), None)


class Organisations:
    """Names by kind, and pairs of a name with its acronym."""

    def __init__(
        self, names: Iterable[tuple[str, str]], pairs: Iterable[tuple[str, str]], fewest: int = _FEWEST
    ) -> None:
        """names: each with its kind; pairs: acronym and name; fewest: names that a kind must have to be exchanged."""
        found: dict[str, set[tuple[str, ...]]] = {}
        self._kinds: dict[tuple[str, ...], str] = {}
        for name, kind in names:
            name = name.removeprefix("The ")
            words = tuple(split_name(name))
            if _is_usable(name, words):
                found.setdefault(kind, set()).add(words)
                self._kinds.setdefault(words, kind)
        kept = {(acronym, tuple(split_name(name))) for acronym, name in pairs if ACRONYM.fullmatch(acronym)}
        self.pairs = sorted(pair for pair in kept if _is_usable(" ".join(pair[1]), pair[1]))
        found.setdefault("acronym", set()).update((acronym,) for acronym, _ in self.pairs)
        self.names = {kind: sorted(names) for kind, names in found.items() if len(names) >= fewest}

    def kind(self, words: list[str]) -> str | None:
        """The kind by the name's words, else by the lists; None for a name that neither knows."""
        return find_kind(words) or self._kinds.get(tuple(words))

    def draw(self, words: list[str], rng: random.Random) -> list[str] | None:
        """Another name of the same kind; None where the kind is unknown."""
        kind = self.kind(words)
        return list(rng.choice(self.names[kind])) if kind in self.names else None

    def draw_pair(self, rng: random.Random) -> tuple[list[str], str] | None:
        """A name and its acronym."""
        if not self.pairs:
            return None
        acronym, words = rng.choice(self.pairs)
        return list(words), acronym


def _is_usable(name: str, words: tuple[str, ...]) -> bool:
    return 1 <= len(words) <= _LONGEST and _CLEAN.fullmatch(name) is not None and len(name) > 2


def read_organisations(folder: Path) -> Organisations:
    """All lists of a folder."""
    names = [
        *_read_research(folder),
        *_read_companies(folder),
        *((row["name"], "university") for row in _read(folder, "universities")),
        *((row["name"].replace("$$", ""), "club") for row in _read(folder, "football_clubs")),
        *((row["name"], "party") for row in _read(folder, "political_parties")),
        *((row["name"], "acronym") for row in _read(folder, "international_organisations_short")),
        *((row["name"], "agency") for row in _read(folder, "us_government_bodies") if row["type"] in _GOVERNMENT),
        *_read_mixed(folder),
    ]
    pairs = [(row["acronym"], row["name"]) for row in _read(folder, "acronym_pairs_ror")]
    pairs += [
        (row["acronym"], re.sub(r"^[,\s]*(?:and )?(?:the )?", "", row["name"]))
        for row in _read(folder, "acronym_pairs_us")
        if row["kind"] == "body"
    ]
    return Organisations(names, pairs)


_RESEARCH_KINDS = {"education": "university", "healthcare": "hospital", "government": "agency", "nonprofit": "society"}
_RESEARCH_KINDS |= {"company": "company", "facility": "institute"}


def _read_research(folder: Path) -> Iterator[tuple[str, str]]:
    for row in _read(folder, "ror_organisations"):
        name = re.sub(r" \(.*\)$", "", row["name"])
        types = row["types"].split(",")
        kind = find_kind(split_name(name)) or next((k for t, k in _RESEARCH_KINDS.items() if t in types), None)
        if kind is not None and kind != "acronym":
            yield name, kind


_LEGAL_FORM = re.compile(
    r"[,]? (?:Inc|Incorporated|Corp|Corporation|Ltd|Limited|PLC|Plc|plc|AG|SE|N\.V|S\.A|SA|AB|ASA|A/S|Co|Company|Berhad"
    r"|Tbk|LLC|L\.P|S\.p\.A|Oyj|KGaA|Public)\.?$"
)


def _read_companies(folder: Path) -> Iterator[tuple[str, str]]:
    """Companies, with their legal form and without: news names them so."""
    for row in [*_read(folder, "companies_listed"), *_read(folder, "companies_sp500")]:
        name = row["name"].removesuffix(" (The)")
        if re.search(r"Acquisition|Fund|Trust|ETF|Market|\d", name):
            continue
        short = name
        while (cut := _LEGAL_FORM.sub("", short)) != short:
            short = cut
        kind = find_kind(split_name(short))
        kind = kind if kind in {"bank", "insurer"} else "company"
        yield short, kind
        if name != short and len(name) < 40:
            yield name, "company_with_form"


def _read_mixed(folder: Path) -> Iterator[tuple[str, str]]:
    for row in _read(folder, "corpora_cc0"):
        kind = next((kind for start, kind in _CORPORA_KINDS.items() if row["kind"].startswith(start)), None)
        if kind is not None:
            yield re.sub(r" \(.*\)$", "", row["name"]), kind
    for row in _read(folder, "threat_groups"):
        if row["kind"] in {"threat-actor", "mitre-intrusion-set"}:
            yield row["name"].strip(), "armed_or_hacker_group"


def _read(folder: Path, name: str) -> Iterator[Row]:
    with gzip.open(folder / f"{name}.tsv.gz", "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
