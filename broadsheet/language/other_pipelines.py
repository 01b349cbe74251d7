"""Other spaCy pipelines: their name labels mapped to ours, and sentence boundaries if they set none."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from broadsheet.language.labels import map_name_label

# Languages that write »so«.
_REVERSED_ANGLES = frozenset({"de", "da", "sl", "hr"})
_MARKS = frozenset('„“”"«»‚‘’‹›¿¡([')


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


@Language.component("broadsheet_quotation_starts")
def move_quotation_starts(doc: Doc) -> Doc:
    """Begin a sentence at the mark that opens its quotation, and none with a small letter after a comma and a mark."""
    for token in doc[1:]:
        if not token.is_sent_start:
            continue
        before = token.nbor(-1)
        if before.text[-1] in ",;" and token.text[:1].islower():
            token.is_sent_start = False
        elif _opens(before):
            token.is_sent_start, before.is_sent_start = False, True
    return doc


def _opens(token: Token) -> bool:
    """Whether a token is a mark that opens what follows: by its place, or a sign that only opens (French spaces it)."""
    if token.text not in _MARKS or not token.i or not token.nbor(-1).whitespace_:
        return False
    return not token.whitespace_ or (token.text == "«" and token.doc.lang_ not in _REVERSED_ANGLES)
