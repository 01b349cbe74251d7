"""How long claims take against the language model, on the same articles in one run.

Run: python -m bench.bench_claims [folder of texts]. Without a folder the texts of ../shared's gold corpora are read
where they are. Prints seconds of both and their ratio; the bar is 0.30.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from pathlib import Path

from broadsheet.claims import find_claims
from broadsheet.dates import find_dates
from broadsheet.derive import analyse_articles
from broadsheet.entities import find_mentions
from broadsheet.extract import read_plain_text
from broadsheet.language.pipeline import load_language_model
from broadsheet.numbers import find_numbers
from broadsheet.records import ArticleText
from tests.gates.framework import shared_folder

BAR = 0.30
ARTICLES = 40


def read_texts(arguments: list[str]) -> list[str]:
    """Texts of a folder, or of the corpus of political news."""
    if arguments:
        return [path.read_text(encoding="utf-8", errors="replace") for path in sorted(Path(arguments[0]).glob("*.txt"))]
    path = shared_folder() / "gold" / "polnear_measure.jsonl.gz"
    if not path.exists():
        sys.exit(f"No corpus at {path}. Name a folder of .txt files.")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines][:ARTICLES]


def main() -> None:
    """Measure and print one line."""
    articles = []
    for number, text in enumerate(read_texts(sys.argv[1:])):
        headline, paragraphs = read_plain_text(text)
        articles.append(ArticleText(str(number), text, headline, paragraphs=paragraphs))
    model = load_language_model()
    list(analyse_articles(articles[:2], model))
    started = time.process_time()
    analysed_articles = list(analyse_articles(articles, model))
    model_s = time.process_time() - started
    found = []
    for analysed in analysed_articles:
        mentions, dates = find_mentions(analysed), find_dates(analysed)
        found.append((analysed, mentions, dates, find_numbers(analysed, dates, mentions)))
    started = time.process_time()
    count = sum(len(find_claims(*rows)) for rows in found)
    claims_s = time.process_time() - started
    words = sum(len(analysed.body.doc) for analysed in analysed_articles)
    print(
        f"{len(articles)} articles, {words} tokens: language model {model_s:.2f} s, {count} claims {claims_s:.2f} s, "
        f"ratio {claims_s / model_s:.2f} (bar {BAR:.2f})"
    )


if __name__ == "__main__":
    main()
