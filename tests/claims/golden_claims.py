"""Golden cases of claims: a text, and the claims a careful reader takes from it (none where the list is empty)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from broadsheet.derive import analyse_articles, derive_rows
from broadsheet.language.pipeline import LanguageModel
from broadsheet.records import ArticleText, Claim, Paragraph

# Files whose cases pass through the trained network: shapes of sentences, and who the speaker is.
FORMS = ("forms", "shapes", "voices", "mouths", "unstated", "careful", "carried", "interposed", "pages")
FOLDER = Path(__file__).parents[1] / "golden" / "claims"


def read_cases(name: str) -> list[dict[str, Any]]:
    """Cases of one golden file."""
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def read_forms() -> list[dict[str, Any]]:
    """Cases of all files in FORMS."""
    return [case for name in FORMS for case in read_cases(name)]


def find_in_cases(cases: Sequence[dict[str, Any]], model: LanguageModel) -> list[list[Claim]]:
    """Claims of each case but those in the article's own voice."""
    articles = [make_article(case) for case in cases]
    analysed_articles = analyse_articles(articles, model)
    return [
        [claim for claim in derive_rows(analysed).claims if claim.speaker_kind != "outlet"]
        for analysed in analysed_articles
    ]


def make_article(case: dict[str, Any]) -> ArticleText:
    """A case as an article; lines that begin with `~` are boilerplate."""
    text = case["text"]
    paragraphs, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            surface = Paragraph(len(paragraphs), start, start + len(line), line, is_boilerplate=line.startswith("~"))
            paragraphs.append(surface)
        start += len(line) + 1
    day = date.fromisoformat(case["published_on"]) if "published_on" in case else None
    return ArticleText(case["id"], text, case.get("headline"), published_on=day, paragraphs=tuple(paragraphs))


def find_faults(case: dict[str, Any], claims: Sequence[Claim]) -> list[str]:
    """What is wrong with the claims of a case; empty where all is right. `absent`: claims that must not be there."""
    unwanted = case.get("absent", ())
    if not case["claims"] and not unwanted:
        return [f"{case['id']}: no claim expected, got {_show(claim)}" for claim in claims]
    faults = []
    for wanted in case["claims"]:
        problems = [_compare(wanted, claim) for claim in claims]
        if not any(not problem for problem in problems):
            faults.append(f"{case['id']}: {min(problems, key=len, default='nothing found')}")
    faults += [f"{case['id']}: {_show(c)}" for absent in unwanted for c in claims if not _compare(absent, c)]
    return faults


def _compare(wanted: dict[str, Any], claim: Claim) -> str:
    got = {
        "source": claim.source_text,
        "cue": claim.cue_text,
        "content": claim.content_text.split("\n"),
        "is_relayed": claim.relayed_by_claim_id is not None,
        "hedges": list(claim.hedges),
        "stated_on": claim.stated_on.isoformat() if claim.stated_on else None,
    }
    wrong = []
    for name, value in wanted.items():
        found = got[name] if name in got else getattr(claim, name)
        if found != value:
            wrong.append(f"{name} {found!r} instead of {value!r}")
    return "; ".join(wrong)


def _show(claim: Claim) -> str:
    return f"{claim.rule}: {claim.source_text!r} {claim.cue_text!r} {claim.content_text!r}"
