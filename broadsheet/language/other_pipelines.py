"""Other spaCy pipelines: their name labels mapped to ours, sentence boundaries if they set none, and a neutral fallback
for languages without a model.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from broadsheet.language.labels import map_name_label

_NOUNS_IN_CAPITALS = frozenset({"de", "lb"})
"""Languages that write every noun with a capital: a single capitalised word shows nothing there."""
_MAX_NAME_WORDS = 6


@Language.component("broadsheet_adapt_names")
def map_names(doc: Doc) -> Doc:
    """Map the names of a Doc to our labels, drop numbers and dates, and cut names at line breaks."""
    names: list[Span] = []
    for name in doc.ents:
        label = map_name_label(name.label_)
        if label is not None:
            names.extend(Span(doc, start, end, label=label) for start, end in _cut_at_lines(name))
    doc.ents = tuple(names)
    return doc


@Language.component("broadsheet_capital_names")
def mark_capital_names(doc: Doc) -> Doc:
    """Mark runs of capitalised words as MISC: the best guess at names without a model.

    A single word counts only inside a sentence, and not in languages that write all nouns with a capital.
    """
    names: list[Span] = []
    run: list[Token] = []
    single = doc.lang_ not in _NOUNS_IN_CAPITALS
    for token in doc:
        text = token.text
        capital = text[:1].isupper() and text[:1] != text[:1].lower()
        if run and (not capital or token.is_sent_start or len(run) == _MAX_NAME_WORDS):
            _add_run(doc, run, names, single)
            run = []
        if capital:
            run.append(token)
    _add_run(doc, run, names, single)
    doc.ents = tuple(names)
    return doc


def _add_run(doc: Doc, run: list[Token], names: list[Span], single: bool) -> None:
    if len(run) > 1 or (run and single and not run[0].is_sent_start and len(run[0]) > 1):
        names.append(Span(doc, run[0].i, run[-1].i + 1, label="MISC"))


def _cut_at_lines(name: Span) -> list[tuple[int, int]]:
    pieces = []
    start = name.start
    for token in name:
        if "\n" in token.text:
            pieces.append((start, token.i))
            start = token.i + 1
    pieces.append((start, name.end))
    return [(first, end) for first, end in pieces if first < end]


def adapt_names(nlp: Language) -> None:
    """Add what derive code needs from another pipeline: our labels, and sentence boundaries if nothing sets them."""
    if not {"parser", "senter", "sentencizer"} & set(nlp.pipe_names) and not _sets_sentences(nlp):
        nlp.add_pipe("sentencizer", first=True)
    nlp.add_pipe("broadsheet_adapt_names", last=True)


def _sets_sentences(nlp: Language) -> bool:
    assigned = {attribute for name in nlp.pipe_names for attribute in nlp.get_pipe_meta(name).assigns}
    return bool(assigned & {"token.is_sent_start", "doc.sents", "token.head"})


def add_capital_names(nlp: Language) -> None:
    """Add the neutral fallback for names."""
    nlp.add_pipe("broadsheet_capital_names", last=True)
