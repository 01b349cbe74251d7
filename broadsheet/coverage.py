"""What is found in a text of a given language, how, and why the rest is not.

Belongs here: the one decision which finder reads a language. English has grammars of dates, numbers and claims; every
other language is read by its signs (CLDR) and by its list `basics.toml`, and a table that would need more has no rows:
`ops.language_coverage` says why.
"""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.basics import load_basics
from broadsheet.cldr import load_signs
from broadsheet.word_lists import has_word_list

GRAMMAR_LANGUAGE = "en"
"""The language for which the grammars of dates, numbers and claims are written."""
_MODEL_HINT = "BROADSHEET_LANGUAGE_MODEL={language}=<spaCy pipeline>"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How one table is filled for one language.

    method: grammar, model, signs_and_word_list, signs, word_list, punctuation or none. reason: what is missing, None
    where nothing is.
    """

    language: str
    table_name: str
    method: str
    reason: str | None


def has_grammar(language: str) -> bool:
    """Whether the full grammars read a language."""
    return language == GRAMMAR_LANGUAGE


def describe_coverage(language: str, has_model: bool) -> list[Coverage]:
    """One entry per table that the pass over an article fills. has_model: a pipeline of that language is in use.

    >>> [(entry.table_name, entry.method) for entry in describe_coverage("fr", has_model=False)][:3]
    [('sentences', 'punctuation'), ('mentions', 'none'), ('dates', 'signs')]
    """
    if has_grammar(language):
        return [
            Coverage(language, "sentences", "model", None),
            *(Coverage(language, table, "grammar", None) for table in ("mentions", "dates", "numbers", "claims")),
        ]
    return [
        _describe_sentences(language, has_model),
        _describe_mentions(language, has_model),
        _describe_signs(language, "dates"),
        _describe_signs(language, "numbers"),
        _describe_claims(language),
    ]


def _describe_sentences(language: str, has_model: bool) -> Coverage:
    if has_model:
        return Coverage(language, "sentences", "model", None)
    return Coverage(language, "sentences", "punctuation", f"No language model. {_hint(language)}")


def _describe_mentions(language: str, has_model: bool) -> Coverage:
    if has_model:
        return Coverage(language, "mentions", "model", None)
    return Coverage(language, "mentions", "none", f"Names need a language model. {_hint(language)}")


def _hint(language: str) -> str:
    return f"Set {_MODEL_HINT.format(language=language)}."


def _describe_signs(language: str, table: str) -> Coverage:
    if has_word_list("basics", language):
        return Coverage(language, table, "signs_and_word_list", "Only what signs and the word list show.")
    if load_signs(language) is None:
        return Coverage(language, table, "signs", "CLDR does not know the language: plain digits, codes and ISO dates.")
    return Coverage(language, table, "signs", f"Only what signs show: there is no list lang/{language}/basics.toml.")


def _describe_claims(language: str) -> Coverage:
    if load_basics(language).claims.has_cues:
        return Coverage(language, "claims", "word_list", "Only claims beside a listed cue; their checkworthiness is 0.")
    return Coverage(language, "claims", "none", f"There is no list of cues in lang/{language}/basics.toml.")
