"""Names by capital letters and word lists: the fallback if the pipeline finds no names.

Belongs here: splitting runs of capitalised words into names with a provisional type. It is conservative: single words
at the start of a sentence count only if they are known from the article or a list, and lines in title case yield only
names known from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.names import Name
from broadsheet.entities.runs import INNER, Run, find_runs, is_capital

_TITLE_CASE_SHARE = 0.8
_OPENING = set("\"“‘'«„(•*-–—:|[")


def find_names_by_capitals(parts: Sequence[TextPart], lexicon: Lexicon) -> Iterator[Name]:
    """Yield the names of all parts in order of place."""
    inside = frozenset(word for part in parts for word in _words_inside_sentences(part))
    for part_index, part in enumerate(parts):
        for sentence in part.sentences:
            tokens = _tokens_between(part, sentence.evidence.start_char, sentence.evidence.end_char)
            known_only = _is_title_case(tokens)
            for run in find_runs(tokens, lexicon):
                for piece, mention_type in _cut_run(run, lexicon):
                    if _is_name(piece, mention_type, inside, known_only, lexicon):
                        start, end = piece[0].idx, piece[-1].idx + len(piece[-1].text)
                        yield Name(part_index, start, end, part.text[start:end], mention_type, "capitals")


def _tokens_between(part: TextPart, start: int, end: int) -> list[Token]:
    span = part.doc.char_span(start, end, alignment_mode="expand")
    return [token for token in span if not token.is_space] if span is not None else []


def _is_title_case(tokens: Sequence[Token]) -> bool:
    """Whether a line has no full stop and nearly all its words, not counting the first, are capitalised."""
    words = [token.text for token in tokens[1:] if token.is_alpha and len(token.text) > 3]
    if len(words) < 4 or tokens[-1].text in (".", "?", "!", "”", '"'):
        return False
    return sum(word[0].isupper() for word in words) >= _TITLE_CASE_SHARE * len(words)


def _starts_clause(token: Token) -> bool:
    before = token.i - 1
    doc = token.doc
    while before >= 0 and doc[before].is_space and "\n" not in doc[before].text:
        before -= 1
    if before < 0 or token.is_sent_start:
        return True
    text = doc[before].text
    return text[-1] in ".!?\n" or text[0] in _OPENING or "\n" in text


def _words_inside_sentences(part: TextPart) -> Iterator[str]:
    """Words capitalised inside some sentence: they are names at the start of a sentence too."""
    for sentence in part.sentences:
        tokens = _tokens_between(part, sentence.evidence.start_char, sentence.evidence.end_char)
        if not _is_title_case(tokens):
            yield from (token.text for token in tokens if is_capital(token) and not _starts_clause(token))


def _cut_run(run: Run, lexicon: Lexicon) -> Iterator[tuple[Run, str]]:
    """Cut titles, sentence-initial words and nationalities off a run; yield names with their type."""
    while run and not _is_listed(run, lexicon) and _opens_sentence(run[0], lexicon):
        run = run[1:]
    title = _last_title(run, lexicon)
    if title is not None:
        start, end = title
        yield from _cut_run(run[:start], lexicon)
        if end < len(run):
            rest = run[end:]
            starts_org = rest[-1].text in lexicon.heads or rest[0].text in lexicon.joiners
            yield (rest, "PERSON") if not starts_org else (rest, _type_of(rest, lexicon))
        return
    if len(run) > 1 and lexicon.is_demonym(run[0].text) and _type_of(run, lexicon) in ("PERSON", "MISC"):
        yield run[:1], "NORP"
        run = run[1:]
    if run:
        yield run, _type_of(run, lexicon)


def _opens_sentence(token: Token, lexicon: Lexicon) -> bool:
    """Whether the first word of a run is capitalised only as the start of a sentence, not as part of the name."""
    if token.text in lexicon.titles or token.text in lexicon.openers:
        return False
    if token.text in lexicon.calendar or token.is_stop:
        return True
    return not token.text[0].isalpha() or (token.text in lexicon.not_names and _starts_clause(token))


def _is_listed(run: Run, lexicon: Lexicon) -> bool:
    text = _text_of(run)
    return text in lexicon.known or text in lexicon.organisations or lexicon.find_place(text) is not None


def _text_of(run: Run) -> str:
    """The words of a run; not a slice of `doc.text`, which spaCy builds again on each call."""
    return "".join(token.text_with_ws for token in run).rstrip()


def _last_title(run: Run, lexicon: Lexicon) -> tuple[int, int] | None:
    """Bounds of the last title in a run."""
    words = [token.text.rstrip(".") for token in run]
    if len(run) > 1 and run[-1].text in lexicon.heads and run[-1].text not in lexicon.titles:
        return None
    for end in range(len(run), 0, -1):
        for start in range(max(0, end - 4), end):
            if " ".join(words[start:end]) in lexicon.titles:
                return start, end
    return None


def _type_of(run: Run, lexicon: Lexicon) -> str:
    """Provisional type of a name, by lists and form."""
    text = _text_of(run)
    first, last = run[0].text, run[-1].text
    if text in lexicon.known or text in lexicon.organisations:
        return "ORG"
    if lexicon.is_demonym(text):
        return "NORP"
    if lexicon.find_place(text):
        return "LOC"
    if len(run) > 1:
        if first in lexicon.openers and run[1].text in lexicon.joiners and run[1].text not in ("and", "&"):
            return lexicon.openers[first]
        if last in lexicon.heads:
            return lexicon.heads[last]
        if first in lexicon.openers or any(token.text in lexicon.heads for token in run[:-1]):
            return lexicon.openers.get(first, "ORG")
    if _word_before(run[0]) in lexicon.organisation_nouns:
        return "ORG"
    return _type_by_form(run, lexicon)


def _type_by_form(run: Run, lexicon: Lexicon) -> str:
    first = run[0].text
    if len(run) > 1:
        return "PERSON" if all(token.text in INNER or _is_wordlike(token.text) for token in run) else "ORG"
    if first.isupper() and len(first) > 1:
        return "ORG"
    doc = run[0].doc
    before = _word_before(run[0])
    after = doc[run[0].i + 1].text.lower() if run[0].i + 1 < len(doc) else ""
    if first in lexicon.given_names:
        return "PERSON"
    if before == "the":
        return "ORG"
    if after in lexicon.speech_verbs:
        return "PERSON"
    return "LOC" if before in lexicon.place_prepositions else "MISC"


def _is_wordlike(text: str) -> bool:
    """Letters only, except for the punctuation in "L'Enfant", "Al-Sabah" and "J."."""
    return text.replace("-", "").replace("'", "").replace("’", "").rstrip(".").isalpha()


def _word_before(token: Token) -> str:
    return token.doc[token.i - 1].text.lower() if token.i else ""


def _is_name(piece: Run, mention_type: str, inside: frozenset[str], known_only: bool, lexicon: Lexicon) -> bool:
    first = piece[0].text
    if _is_listed(piece, lexicon) or lexicon.is_demonym(_text_of(piece)):
        return True
    if len(piece) == 1 and (first in lexicon.not_names or first in lexicon.titles or len(first) < 2):
        return False
    if known_only:
        return all(token.text in inside or not is_capital(token) for token in piece)
    if not _starts_clause(piece[0]):
        return True
    return len(piece) > 1 or first in inside or first in lexicon.given_names
