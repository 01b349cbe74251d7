"""Names by capital letters and word lists: the fallback where the pipeline has no names of its own.

Belongs here: finding runs of capitalised words and cutting them into names with a first type. It is modest: single
words at the start of a sentence count only where the article or a list knows them, and lines in title case yield only
names known from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.names import Name
from broadsheet.reading import Part

_LONGEST_RUN = 12
_TITLE_CASE_SHARE = 0.7
_OPENING = set("\"“‘'«„(•*-–—:|[")
_INNER = {"-", "&", "–"}
Run = list[Token]


def find_names_by_capitals(part: Part, part_index: int, lexicon: Lexicon) -> Iterator[Name]:
    """Yield names in order of place."""
    inside = _words_inside_sentences(part)
    for sentence in part.sentences:
        tokens = _tokens_between(part, sentence.evidence.start_char, sentence.evidence.end_char)
        known_only = _is_title_case(tokens)
        for run in _find_runs(tokens, lexicon):
            for piece, mention_type in _cut_run(run, lexicon):
                if _is_name(piece, mention_type, inside, known_only, lexicon):
                    start, end = piece[0].idx, piece[-1].idx + len(piece[-1].text)
                    yield Name(part_index, start, end, part.text[start:end], mention_type, "capitals")


def _tokens_between(part: Part, start: int, end: int) -> list[Token]:
    span = part.doc.char_span(start, end, alignment_mode="expand")
    return [token for token in span if not token.is_space] if span is not None else []


def _is_capital(token: Token) -> bool:
    text = token.text
    return text[0].isupper() or (len(text) > 2 and text[1].isupper() and text[0].isalpha())


def _is_title_case(tokens: Sequence[Token]) -> bool:
    words = [token.text for token in tokens if token.is_alpha and len(token.text) > 3]
    return len(words) >= 4 and sum(word[0].isupper() for word in words) >= _TITLE_CASE_SHARE * len(words)


def _starts_clause(token: Token) -> bool:
    before = token.i - 1
    doc = token.doc
    while before >= 0 and doc[before].is_space and "\n" not in doc[before].text:
        before -= 1
    if before < 0 or token.is_sent_start:
        return True
    text = doc[before].text
    return text[-1] in ".!?\n" or text[0] in _OPENING or "\n" in text


def _words_inside_sentences(part: Part) -> frozenset[str]:
    """Capitalised words that stand inside a sentence somewhere: they are names at a sentence's start too."""
    found: set[str] = set()
    for sentence in part.sentences:
        tokens = _tokens_between(part, sentence.evidence.start_char, sentence.evidence.end_char)
        if not _is_title_case(tokens):
            found.update(token.text for token in tokens if _is_capital(token) and not _starts_clause(token))
    return frozenset(found)


def _find_runs(tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Run]:
    """Runs of capitalised words with the small words that may stand inside a name."""
    index = 0
    while index < len(tokens):
        if not _is_capital(tokens[index]) or not tokens[index].text[0].isalpha():
            index += 1
            continue
        run = [tokens[index]]
        index += 1
        while (step := _next_step(tokens, index, run, lexicon)) and len(run) <= 2 * _LONGEST_RUN:
            run.extend(tokens[index : index + step])
            index += step
        if sum(_is_capital(token) for token in run) <= _LONGEST_RUN:
            yield run


def _next_step(tokens: Sequence[Token], index: int, run: Run, lexicon: Lexicon) -> int:
    """How many tokens join the run next: 0 ends it."""
    for step in range(1, 4):
        last = index + step - 1
        if last >= len(tokens) or _gap_breaks(tokens[last - 1], tokens[last]):
            return 0
        token = tokens[last]
        if _is_capital(token):
            return step if token.text[0].isalpha() else 0
        if token.text in _INNER:
            continue
        if token.text in lexicon.particles and step == 1 and token.text not in lexicon.joiners:
            continue
        if token.text in lexicon.joiners and _may_join(run, token, lexicon):
            continue
        return 0
    return 0


def _gap_breaks(before: Token, after: Token) -> bool:
    gap = after.doc.text[before.idx + len(before.text) : after.idx] if after.i - before.i > 1 else before.whitespace_
    return "\n" in gap or len(gap) > 2


def _may_join(run: Run, token: Token, lexicon: Lexicon) -> bool:
    if token.text in ("and", "to", "in", "on", "the"):
        inner = any(part.text in ("of", "for", "on") for part in run)
        return (inner and run[0].text in lexicon.openers) or (token.text == "the" and run[0].text in lexicon.openers)
    return any(part.text in lexicon.openers or part.text in lexicon.heads for part in run)


def _cut_run(run: Run, lexicon: Lexicon) -> Iterator[tuple[Run, str]]:
    """Cut titles, openers of sentences and nationalities off a run; yield names with their type."""
    while run and (run[0].text in lexicon.not_names or run[0].text.lower() in lexicon.joiners or not run[0].is_alpha):
        if run[0].text in lexicon.titles or not (run[0].is_stop or run[0].text in lexicon.not_names):
            break
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
    """First type of a name, by lists and form."""
    text = run[0].doc.text[run[0].idx : run[-1].idx + len(run[-1].text)]
    first, last = run[0].text, run[-1].text
    if text in lexicon.known or text in lexicon.organisations:
        return "ORG"
    if lexicon.is_demonym(text):
        return "NORP"
    if lexicon.find_place(text):
        return "LOC"
    if len(run) > 1:
        if first in lexicon.openers and run[1].text in lexicon.joiners:
            return lexicon.openers[first]
        if last in lexicon.heads:
            return lexicon.heads[last]
        if first in lexicon.openers or any(token.text in lexicon.heads for token in run[:-1]):
            return lexicon.openers.get(first, "ORG")
    return _type_by_form(run, lexicon)


def _type_by_form(run: Run, lexicon: Lexicon) -> str:
    first = run[0].text
    if len(run) > 1:
        return (
            "PERSON" if all(token.is_alpha or token.text in _INNER or len(token.text) == 2 for token in run) else "ORG"
        )
    if first.isupper() and len(first) > 1:
        return "ORG"
    doc = run[0].doc
    before = doc[run[0].i - 1].text.lower() if run[0].i else ""
    after = doc[run[0].i + 1].text.lower() if run[0].i + 1 < len(doc) else ""
    if first in lexicon.given_names:
        return "PERSON"
    if before == "the":
        return "ORG"
    if after in lexicon.speech_verbs:
        return "PERSON"
    return "LOC" if before in lexicon.place_prepositions else "MISC"


def _is_name(piece: Run, mention_type: str, inside: frozenset[str], known_only: bool, lexicon: Lexicon) -> bool:
    first = piece[0].text
    text = " ".join(token.text for token in piece)
    is_listed = text in lexicon.known or text in lexicon.organisations or bool(lexicon.find_place(text))
    if is_listed or lexicon.is_demonym(text):
        return True
    if len(piece) == 1 and (first in lexicon.not_names or first in lexicon.titles or len(first) < 2):
        return False
    if known_only:
        return all(token.text in inside or not _is_capital(token) for token in piece)
    if not _starts_clause(piece[0]):
        return True
    return len(piece) > 1 or first in inside or first in lexicon.given_names
