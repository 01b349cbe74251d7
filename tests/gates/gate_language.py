"""The language model against gold: names of `doc.ents` by type, trees with gold sentences, sentence bounds.

Names are scored on running text through the whole pipeline, before the memory and lists of `entities` (see
gate_entities). `exact` wants span and type, `overlap` the type and any common code point, `found` any overlap.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from spacy.tokens import Doc

from broadsheet.language.component import Reader
from broadsheet.language.labels import UPOS
from broadsheet.language.pipeline import load_language_model
from tests.gates.framework import gate

CORE = ("PERSON", "ORG", "LOC")
WORLDWIDE_TYPES = {
    "Person": "PERSON",
    "Organization": "ORG",
    "Location": "LOC",
    "Facility": "LOC",
    "NORP": "NORP",
}
Record = dict[str, Any]
Span = tuple[int, int, str]


@gate(name="language", corpus="worldwide_measure", path="gold/worldwide_measure.jsonl.gz")
def measure_worldwide(records: list[Record]) -> dict[str, float]:
    """News from 50 countries, never trained on."""
    return score_names(records, lambda span: WORLDWIDE_TYPES.get(span["label"]), ("NORP",))


@gate(name="language", corpus="uner_ewt_dev", path="gold/uner_ewt.jsonl.gz")
def measure_ewt(records: list[Record]) -> dict[str, float]:
    """Web text: mail, reviews, answers, newsgroups, weblogs; the training part is another one."""
    return score_names([record for record in records if record["split"] == "dev"], find_core)


@gate(name="language", corpus="gum_ner_dev", path="gold/gum_ner.jsonl.gz")
def measure_gum(records: list[Record]) -> dict[str, float]:
    """Open genres of GUM; the names in its nested phrases are cut by a rule that is often wrong, so read `overlap`."""
    for record in records:
        for span in record["spans"]:
            span["start"], span["end"] = span.get("name_start", span["start"]), span.get("name_end", span["end"])
    dev = [record for record in records if record["split"] == "dev"]
    return score_names(dev, lambda span: find_core(span) if span.get("named") else None)


@gate(name="language", corpus="crossner_politics_test", path="gold/crossner_politics.jsonl.gz")
def measure_crossner(records: list[Record]) -> dict[str, float]:
    """Wikipedia on politics; its train and dev parts were trained on."""
    types = {"election": "EVENT", "event": "EVENT"}
    test = [record for record in records if record["split"] == "test"]
    return score_names(test, lambda span: find_core(span) or types.get(span["label"]), ("EVENT",))


@gate(name="language", corpus="wnut17_test", path="gold/wnut17.jsonl.gz")
def measure_wnut(records: list[Record]) -> dict[str, float]:
    """Emerging names in social text; its train part was trained on."""
    types = {"product": "PRODUCT", "creative-work": "WORK"}
    test = [record for record in records if record["split"] == "test"]
    return score_names(test, lambda span: find_core(span) or types.get(span["label"]), ("PRODUCT", "WORK"))


@gate(name="language", corpus="re3d_fifth", path="gold/re3d.jsonl.gz")
def measure_re3d(records: list[Record]) -> dict[str, float]:
    """Defence reports, every fifth document; spans are whole noun phrases, so read `overlap`."""
    return score_names(records[::5], find_core)


@gate(name="language", corpus="gum_trees_dev", path="gold/ud/gum_dev.conllu.gz")
def measure_gum_trees(records: list[Record]) -> dict[str, float]:
    """Parts of speech and heads with gold words and sentences; sentence bounds on text."""
    documents = read_documents(records)
    return score_trees(documents) | score_bounds(documents)


@gate(name="language", corpus="ewt_trees_dev", path="gold/ud/ewt_dev.conllu.gz")
def measure_ewt_trees(records: list[Record]) -> dict[str, float]:
    """The same on web text, where sentences often end without a sign."""
    documents = read_documents(records)
    return score_trees(documents) | score_bounds(documents)


def find_core(span: Record) -> str | None:
    return span["ner4"] if span.get("ner4") in CORE else None


def score_names(records: list[Record], find_type: Any, more: tuple[str, ...] = ()) -> dict[str, float]:
    """F1 of the three core types together and of each type. `find_type` gives a gold span's type or None."""
    docs = load_language_model().analyse(record["text"] for record in records)
    return score_docs(records, docs, find_type, more)


def score_docs(
    records: list[Record], docs: Iterable[Doc], find_type: Any, more: tuple[str, ...] = ()
) -> dict[str, float]:
    """The same for Docs of any pipeline."""
    counts: dict[str, Counter[str]] = {"exact": Counter(), "overlap": Counter(), "found": Counter()}
    for record, doc in zip(records, docs, strict=True):
        gold = [(s["start"], s["end"], find_type(s)) for s in record["spans"] if find_type(s)]
        guessed = [(e.start_char, e.end_char, e.label_) for e in doc.ents if e.label_ in (*CORE, *more)]
        for label in (*CORE, *more):
            _count(counts["exact"], label, _of(gold, label), _of(guessed, label), exact=True)
            _count(counts["overlap"], label, _of(gold, label), _of(guessed, label), exact=False)
        core = [[span for span in spans if span[2] in CORE] for spans in (gold, guessed)]
        _count(counts["found"], "any", core[0], core[1], exact=False)
    scores = {"found": find_f1(counts["found"], ("any",))}
    for kind in ("exact", "overlap"):
        scores[kind] = find_f1(counts[kind], CORE)
        scores |= {f"{kind}.{label}": find_f1(counts[kind], (label,)) for label in (*CORE, *more)}
    return scores


def _of(spans: list[Span], label: str) -> list[Span]:
    return [span for span in spans if span[2] == label]


def _count(counts: Counter[str], label: str, gold: list[Span], guessed: list[Span], *, exact: bool) -> None:
    def matches(one: Span, others: list[Span]) -> bool:
        if exact:
            return any(one[:2] == other[:2] for other in others)
        return any(one[0] < other[1] and other[0] < one[1] for other in others)

    counts[label + ".gold"] += len(gold)
    counts[label + ".guessed"] += len(guessed)
    counts[label + ".recalled"] += sum(matches(span, guessed) for span in gold)
    counts[label + ".right"] += sum(matches(span, gold) for span in guessed)


def find_f1(counts: Counter[str], labels: Iterable[str]) -> float:
    """F1 in percent over labels."""
    total = {
        part: sum(counts[f"{label}.{part}"] for label in labels) for part in ("gold", "guessed", "recalled", "right")
    }
    recall = total["recalled"] / max(total["gold"], 1)
    precision = total["right"] / max(total["guessed"], 1)
    return 200 * precision * recall / max(precision + recall, 1e-9)


class Tree:
    """A gold sentence: words, what stands before each, tags, heads (its own for the root), relations."""

    def __init__(self, lines: list[list[str]], before: int) -> None:
        self.words: list[str] = []
        self.spaces: list[int] = []
        self.tags: list[str] = []
        self.heads: list[int] = []
        self.rels: list[str] = []
        until, after_range = 0, 1
        for fields in lines:
            after = 0 if "SpaceAfter=No" in fields[9] else 1
            if "-" in fields[0]:
                until, after_range = int(fields[0].split("-")[1]), after
            elif "." not in fields[0]:
                index = int(fields[0])
                self.words.append(fields[1])
                self.spaces.append(before)
                self.tags.append(fields[3])
                self.heads.append(int(fields[6]) - 1 if fields[6] != "0" else index - 1)
                self.rels.append(fields[7])
                before = 0 if index < until else after_range if index == until else after
        self.after = before


def read_documents(records: list[Record]) -> list[list[Tree]]:
    """Documents of a CoNLL-U file given as one record with its text."""
    documents: list[list[Tree]] = []
    lines: list[list[str]] = []
    before = 2
    for line in records[0]["conllu"].split("\n"):
        if line.startswith("# newdoc"):
            documents.append([])
            before = 2
        elif line.startswith("# newpar"):
            before = 2
        elif line and not line.startswith("#"):
            lines.append(line.split("\t"))
        elif not line and lines:
            documents[-1].append(Tree(lines, before))
            before, lines = documents[-1][-1].after, []
    return documents


def score_trees(documents: list[list[Tree]]) -> dict[str, float]:
    """Shares of words with right tag, head, head and relation (with and without subtypes)."""
    reader = load_language_model().nlp.get_pipe("reader")
    assert isinstance(reader, Reader) and reader.network is not None
    rels = reader.network.rels
    trees = [tree for document in documents for tree in document]
    inputs = [(tree.words, [tree.spaces[0] and 1, *tree.spaces[1:]]) for tree in trees]
    counts: Counter[str] = Counter()
    for tree, analysis in zip(trees, reader.network.read(inputs, whole=True), strict=True):
        for index, (head, rel) in enumerate(zip(tree.heads, tree.rels, strict=True)):
            is_head = int(analysis.heads[index]) == head
            guess = rels[analysis.rels[index]]
            counts["words"] += 1
            counts["upos"] += UPOS[analysis.pos[index]] == tree.tags[index]
            counts["uas"] += is_head
            counts["las"] += is_head and guess == rel
            counts["las_no_subtypes"] += is_head and guess.split(":")[0] == rel.split(":")[0]
    return {name: 100 * counts[name] / counts["words"] for name in ("upos", "uas", "las", "las_no_subtypes")}


def score_bounds(documents: list[list[Tree]]) -> dict[str, float]:
    """F1 of sentence starts on running text, with paragraphs as lines and with all of a document on one line."""
    scores = {}
    for name, newline in (("starts.lines", "\n"), ("starts.one_line", " ")):
        counts: Counter[str] = Counter()
        written = [_write_text(document, newline) for document in documents]
        docs = load_language_model().analyse(text for text, _ in written)
        for (_, gold), doc in zip(written, docs, strict=True):
            guessed = {next((t.idx for t in s if not t.is_space), s.start_char) for s in doc.sents}
            edges = {gold[0]} if gold else set()
            _count(
                counts,
                "start",
                [(start, start + 1, "") for start in set(gold) - edges],
                [(start, start + 1, "") for start in guessed - edges],
                exact=True,
            )
        scores[name] = find_f1(counts, ("start",))
    return scores


def _write_text(document: list[Tree], newline: str) -> tuple[str, list[int]]:
    """A document's text and the offsets of its sentences."""
    text, starts = "", []
    for tree in document:
        for index, (word, space) in enumerate(zip(tree.words, tree.spaces, strict=True)):
            if text:
                text += newline if space == 2 else " " if space == 1 else ""
            if index == 0:
                starts.append(len(text))
            text += word
    return text, starts
