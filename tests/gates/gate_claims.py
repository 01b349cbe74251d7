"""Claims against two corpora of attributions: source, cue and content spans, whole attributions, speaker names.

How spans are compared: quotation marks, punctuation and blanks at their edges do not count (one corpus puts the marks
inside a content, our rows leave them out), and pieces of one role with nothing but those between them are one span
(a corpus cuts long contents at sentence ends). `*_raw` figures compare the spans as they stand. Token figures compare
the words covered; Jaccard figures average, over our spans and over the gold's, the best overlap found. An attribution
is right where contents overlap by half (intersection over union) and sources share at least half of the shorter one,
or neither has a source. Claims in the article's own voice are left out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from broadsheet.derive import analyse_articles, derive_rows
from broadsheet.extract import read_plain_text
from broadsheet.language.pipeline import load_language_model
from broadsheet.records import ArticleText, Claim
from tests.claims.golden_claims import find_faults, find_in_cases, read_forms
from tests.gates.framework import gate

ROLES = ("source", "cue", "content")
_EDGE = re.compile(r"[\W_]*")
_WORD = re.compile(r"\w+")
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution: spans by role, and the names that a corpus accepts for its speaker."""

    spans: dict[str, list[Pair]]
    names: tuple[str, ...] = ()
    rule: str = ""


@gate(name="claims", corpus="polnear_measure", path="gold/polnear_measure.jsonl.gz")
def measure_polnear(records: list[dict[str, Any]]) -> dict[str, float]:
    """Political news."""
    return score(records, find_statements(records))


@gate(name="claims", corpus="gum_attribution", path="gold/gum_attribution.jsonl.gz")
def measure_gum(records: list[dict[str, Any]]) -> dict[str, float]:
    """Open genres, with names of the speakers."""
    return score(records, find_statements(records))


@gate(name="claims", corpus="golden_forms", path="seed/gold.json")
def measure_golden(records: list[dict[str, Any]]) -> dict[str, float]:
    """Share of our own golden cases that come out right (they lie in the project; the first article is no part)."""
    cases = read_forms()
    found = find_in_cases(cases, load_language_model())
    right = sum(not find_faults(case, claims) for case, claims in zip(cases, found, strict=True))
    return {"cases_right": 100 * right / len(cases)}


def find_statements(records: Iterable[dict[str, Any]]) -> Iterator[list[Statement]]:
    """Our attributions in each text of a corpus."""
    articles = []
    for record in records:
        headline, paragraphs = read_plain_text(record["text"])
        articles.append(ArticleText(record["id"], record["text"], headline, paragraphs=paragraphs))
    for analysed in analyse_articles(articles, load_language_model()):
        yield [to_statement(claim) for claim in derive_rows(analysed).claims if claim.speaker_kind != "outlet"]


def to_statement(claim: Claim) -> Statement:
    """A row as pairs of offsets."""
    spans = {
        "source": [(claim.source.start_char, claim.source.end_char)] if claim.source else [],
        "cue": [(claim.cue.start_char, claim.cue.end_char)] if claim.cue else [],
        "content": [(span.start_char, span.end_char) for span in claim.content],
    }
    return Statement(spans, (claim.speaker_name,) if claim.speaker_name else (), claim.rule)


def read_gold(record: dict[str, Any]) -> list[Statement]:
    """The attributions of one gold text."""
    spans = {span["id"]: (span["start"], span["end"]) for span in record["spans"]}
    return [
        Statement(
            {role: sorted(spans[i] for i in relation.get(role, []) if i in spans) for role in ROLES},
            tuple(relation.get("speaker_names") or ()),
        )
        for relation in record["relations"]
        if relation["type"].startswith("attribution")
    ]


def score(records: Sequence[dict[str, Any]], found: Iterable[list[Statement]]) -> dict[str, float]:
    """All figures of one corpus, 0 to 100."""
    counts: Counter[str] = Counter()
    jaccards: dict[str, list[float]] = defaultdict(list)
    for record, ours in zip(records, found, strict=True):
        text = record["text"]
        gold = read_gold(record)
        for role in ROLES:
            _count_exact(counts, role, text, gold, ours)
            _count_tokens(counts, role, text, gold, ours)
            jaccards[f"{role}:p"] += _best_overlaps(text, role, ours, gold)
            jaccards[f"{role}:g"] += _best_overlaps(text, role, gold, ours)
        _count_attributions(counts, text, gold, ours)
    figures: dict[str, float] = {}
    for role in ROLES:
        figures[f"{role}_exact_f1"] = _f1(counts, f"{role}_exact")
        figures[f"{role}_raw_exact_f1"] = _f1(counts, f"{role}_raw")
        figures[f"{role}_token_f1"] = _f1(counts, f"{role}_token")
        precision, recall = (_mean(jaccards[f"{role}:{side}"]) for side in "pg")
        figures[f"{role}_jaccard_f1"] = 200 * precision * recall / max(1e-9, precision + recall)
    figures["attribution_f1"] = _f1(counts, "attribution")
    if counts["name_total"]:
        figures["speaker_name_accuracy"] = 100 * counts["name_right"] / counts["name_total"]
    return figures


def join_pieces(text: str, pairs: Sequence[Pair]) -> list[Pair]:
    """Spans cut to their words; neighbours with nothing but marks and blanks between become one."""
    joined: list[Pair] = []
    for start, end in sorted(cut_to_words(text, pair) for pair in pairs):
        if start >= end:
            continue
        if joined and not _WORD.search(text, joined[-1][1], start):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def cut_to_words(text: str, pair: Pair) -> Pair:
    """A span without punctuation, marks and blanks at its edges."""
    start, end = pair
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end


def _count_exact(
    counts: Counter[str], role: str, text: str, gold: Sequence[Statement], ours: Sequence[Statement]
) -> None:
    for name, read in (("exact", join_pieces), ("raw", lambda _, pairs: pairs)):
        wanted = {pair for item in gold for pair in read(text, item.spans[role])}
        given = {pair for item in ours for pair in read(text, item.spans[role])}
        counts[f"{role}_{name}:tp"] += len(wanted & given)
        counts[f"{role}_{name}:p"] += len(given)
        counts[f"{role}_{name}:g"] += len(wanted)


def words_in(text: str, pairs: Iterable[Pair]) -> set[int]:
    """Starts of the words that spans cover."""
    return {match.start() for start, end in pairs for match in _WORD.finditer(text, start, end)}


def _count_tokens(
    counts: Counter[str], role: str, text: str, gold: Sequence[Statement], ours: Sequence[Statement]
) -> None:
    wanted = words_in(text, (pair for item in gold for pair in item.spans[role]))
    given = words_in(text, (pair for item in ours for pair in item.spans[role]))
    counts[f"{role}_token:tp"] += len(wanted & given)
    counts[f"{role}_token:p"] += len(given)
    counts[f"{role}_token:g"] += len(wanted)


def _best_overlaps(text: str, role: str, ones: Sequence[Statement], others: Sequence[Statement]) -> list[float]:
    pool = sorted({pair for item in others for pair in join_pieces(text, item.spans[role])})
    best = []
    for start, end in {pair for item in ones for pair in join_pieces(text, item.spans[role])}:
        shares = [
            (min(end, b) - max(start, a)) / (max(end, b) - min(start, a)) for a, b in pool if a < end and start < b
        ]
        best.append(max(shares, default=0.0))
    return best


def pair_up(text: str, gold: Sequence[Statement], ours: Sequence[Statement]) -> list[tuple[Statement, Statement]]:
    """Gold and our attributions that say the same by the same source, each used once, best content first."""
    found = []
    wanted = [(words_in(text, item.spans["content"]), words_in(text, item.spans["source"])) for item in gold]
    given = [(words_in(text, item.spans["content"]), words_in(text, item.spans["source"])) for item in ours]
    for g, (content, source) in enumerate(wanted):
        for o, (our_content, our_source) in enumerate(given):
            both = len(content & our_content)
            if both and both / len(content | our_content) >= 0.5 and _same_source(source, our_source):
                found.append((both / len(content | our_content), -g, -o))
    used_gold: set[int] = set()
    used_ours: set[int] = set()
    pairs = []
    for _, g, o in sorted(found, reverse=True):
        if -g not in used_gold and -o not in used_ours:
            used_gold.add(-g)
            used_ours.add(-o)
            pairs.append((gold[-g], ours[-o]))
    return pairs


def _same_source(wanted: set[int], given: set[int]) -> bool:
    if not wanted or not given:
        return not wanted and not given
    return len(wanted & given) >= 0.5 * min(len(wanted), len(given))


def _count_attributions(counts: Counter[str], text: str, gold: Sequence[Statement], ours: Sequence[Statement]) -> None:
    pairs = pair_up(text, gold, ours)
    counts["attribution:tp"] += len(pairs)
    counts["attribution:p"] += len(ours)
    counts["attribution:g"] += len(gold)
    for wanted, given in pairs:
        if wanted.names:
            counts["name_total"] += 1
            counts["name_right"] += any(_same_name(name, given.names[0]) for name in wanted.names if given.names)


def _same_name(wanted: str, given: str) -> bool:
    """Two names agree where the words of one are among those of the other."""
    ones, others = ({word.lower() for word in _WORD.findall(name)} - {"the", "s"} for name in (wanted, given))
    return bool(ones and others) and (ones <= others or others <= ones)


def _f1(counts: Counter[str], key: str) -> float:
    return 200 * counts[f"{key}:tp"] / max(1, counts[f"{key}:p"] + counts[f"{key}:g"])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
