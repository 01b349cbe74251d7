"""Scores of the language gates into the model card, between its two marks."""

from __future__ import annotations

from pathlib import Path

_START, _END = "<!-- scores: written by training/card.py -->", "<!-- end of scores -->"


def write_scores(card: Path, figures: dict[str, dict[str, float]]) -> None:
    """Replace the tables in the card. figures: corpus to measure to percent."""
    text = card.read_text(encoding="utf-8")
    head, rest = text.split(_START)
    tail = rest.split(_END)[1]
    card.write_text(f"{head}{_START}\n{format_scores(figures)}{_END}{tail}", encoding="utf-8")


def format_scores(figures: dict[str, dict[str, float]]) -> str:
    """Two tables in Markdown: names, and trees with sentence bounds."""
    names = {corpus: scores for corpus, scores in figures.items() if "found" in scores}
    trees = {corpus: scores for corpus, scores in figures.items() if "las" in scores}
    lines = ["| names | exact | overlap | found | exact by type | overlap by type |", "|---|---|---|---|---|---|"]
    for corpus, scores in names.items():
        parts = [f"{scores[measure]:.1f}" for measure in ("exact", "overlap", "found")]
        for kind in ("exact", "overlap"):
            typed = [(name.split(".")[1], value) for name, value in scores.items() if name.startswith(f"{kind}.")]
            parts.append(", ".join(f"{label} {value:.1f}" for label, value in typed))
        lines.append(f"| {corpus} | {' | '.join(parts)} |")
    measures = {"upos": "UPOS", "uas": "UAS", "las": "LAS", "starts.lines": "starts", "starts.one_line": "one line"}
    lines += ["", f"| trees, gold words and sentences | {' | '.join(measures.values())} |", "|---" * 6 + "|"]
    for corpus, scores in trees.items():
        lines.append(f"| {corpus} | {' | '.join(f'{scores[measure]:.1f}' for measure in measures)} |")
    lines += [
        "",
        "`starts`: F1 of sentence starts on text with its paragraphs; `one line`: the same without line ends.",
        "",
    ]
    return "\n".join(lines)
