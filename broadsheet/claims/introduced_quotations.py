"""Quotations that a sentence without a verb of speech introduces.

"Jo Peel was unimpressed: “They cannot count.”"; "Jo Peel did not hide her anger. “That was the worst day of my life.”"
The subject of the sentence before speaks, if it is one person, no other person is named in it, and the quotation does
not speak of that person. Else nobody is named: a wrong speaker is worse than none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import Cue, load_lexicon
from broadsheet.claims.quotation_lookup import is_nickname, is_title
from broadsheet.claims.quotes import Quotation
from broadsheet.claims.span_boundaries import strip_marks
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children, noun_span
from broadsheet.records import Span

RULES = frozenset(["quote_introduced", "quote_narrated"])
_LEAST_WORDS = 3
_REACH = 60
_SENTENCE_ENDS = frozenset([".", "!", "?"])
_PERSONAL = frozenset(["he", "she"])
_FIRST = frozenset(["i", "we", "my", "our", "us", "me", "i'm", "i’m", "mine", "ours"])
_THIRD = frozenset(["he", "she", "him", "her", "his", "hers"])
_PERSON_TAGS = frozenset(["PERSON", "PER"])


def find_introduced_quotations(
    tokens: TokenArrays, taken: Collection[int], cue_tokens: Collection[int]
) -> Iterator[Attribution]:
    """Attributions of quotations that are not yet anybody's; taken: their indices; cue_tokens: all cues found."""
    if not tokens.has_parse:
        return
    for number, quotation in enumerate(tokens.quotations):
        if number in taken or not _is_speech(tokens, number):
            continue
        mark = _find_mark(tokens, quotation)
        if mark < 0 or tokens.quote[mark] >= 0:
            continue
        subject = _find_speaker(tokens, mark, quotation, cue_tokens)
        source = noun_span(tokens, subject) if subject >= 0 else None
        if source is not None and source.end_char <= tokens.starts[mark]:
            yield _make(tokens, quotation, source, mark)


def _make(tokens: TokenArrays, quotation: Quotation, source: Span, mark: int) -> Attribution:
    content = tuple(strip_marks(tokens, span) for span in quotation.inner)
    if tokens.words[mark] != ":":
        return Attribution(source, None, content, "quote_narrated")
    sense = Cue(":", "report", "neutral", frozenset(["quote"]))
    cue = Span(tokens.starts[mark], tokens.ends[mark])
    return Attribution(source, cue, content, "quote_introduced", sense, cue_token=mark)


def _is_speech(tokens: TokenArrays, number: int) -> bool:
    """Whether a quotation is a whole sentence and no title or nickname."""
    quotation = tokens.quotations[number]
    first, last = quotation.inner[0], quotation.inner[-1]
    said = tokens.text[first.start_char : last.end_char]
    is_whole = said[:1].isupper() and said.rstrip()[-1:] in ".!?…"
    is_whole = is_whole and len(said.split()) >= _LEAST_WORDS
    return is_whole and not is_title(tokens, number) and not is_nickname(tokens, number)


def _token_before(tokens: TokenArrays, quotation: Quotation) -> int:
    """The token before a quotation in its own paragraph; -1 if the quotation begins the paragraph."""
    token = tokens.token_at(quotation.start_char) - 1
    if token < 0 or "\n" in tokens.text[tokens.ends[token] : quotation.start_char] or tokens.words[token].isspace():
        return -1
    return token


def _find_mark(tokens: TokenArrays, quotation: Quotation) -> int:
    """The full stop or colon before a quotation, a colon also at the end of the line above; else -1."""
    mark = _token_before(tokens, quotation)
    if mark < 0:
        return _find_mark_above(tokens, quotation)
    return mark if tokens.words[mark] in _SENTENCE_ENDS | {":"} else -1


def _find_mark_above(tokens: TokenArrays, quotation: Quotation) -> int:
    """ "Jo Peel has issued the following statement: | “They cannot count.”": the colon that ends the paragraph before a
    quotation, or the full stop where the quotation is a paragraph in the first person; -1 if there is none.
    """
    token = tokens.token_at(quotation.start_char) - 1
    while token >= 0 and tokens.words[token].isspace():
        token -= 1
    is_colon = token >= 0 and tokens.words[token] == ":"
    is_stop = token >= 0 and tokens.words[token] == "." and _is_own_paragraph(tokens, quotation)
    return token if is_colon or is_stop else -1


def _is_own_paragraph(tokens: TokenArrays, quotation: Quotation) -> bool:
    """Whether a quotation in the first person fills its paragraph."""
    line_end = tokens.text.find("\n", quotation.end_char)
    rest = tokens.text[quotation.end_char : line_end if line_end >= 0 else len(tokens.text)]
    first, last = quotation.inner[0].start_char, quotation.inner[-1].end_char
    said = tokens.words[tokens.token_at(first) : tokens.token_after(last)]
    return not any(char.isalnum() for char in rest) and not _FIRST.isdisjoint(said)


def _find_speaker(tokens: TokenArrays, mark: int, quotation: Quotation, cue_tokens: Collection[int]) -> int:
    """The subject of the sentence that ends with a mark, if it is the one person in it; else -1."""
    low = max(tokens.segments[mark], mark - _REACH)
    inside = range(low, mark)
    if any(tokens.quote[token] >= 0 or token in cue_tokens for token in inside):
        return -1
    subjects = (t for t in inside if tokens.deps[t] == "nsubj")
    subject = next((t for t in subjects if _is_main(tokens, tokens.heads[t], low, mark)), -1)
    if subject < 0 or not _may_be_quoted(tokens, subject, mark) or not _is_near(tokens, subject, mark, quotation):
        return -1
    span = noun_span(tokens, subject)
    own = range(tokens.token_at(span.start_char), tokens.token_after(span.end_char)) if span else range(0)
    return -1 if _names_other(tokens, inside, own) or speaks_of(tokens, quotation, own) else subject


def _is_near(tokens: TokenArrays, subject: int, mark: int, quotation: Quotation) -> bool:
    """Whether a sentence introduces a quotation behind it: one above it with a colon, or about "he" or "she"."""
    is_above = "\n" in tokens.text[tokens.ends[mark] : quotation.start_char]
    return not is_above or tokens.words[mark] == ":" or tokens.pos[subject] == "PRON"


def _may_be_quoted(tokens: TokenArrays, subject: int, mark: int) -> bool:
    """Whether a subject is one person, or a body that issues its words, and can speak where it is."""
    speaks = _is_one_person(tokens, subject) or _issues(tokens, subject, mark)
    return speaks and not _is_other_scene(tokens, subject, mark)


def _issues(tokens: TokenArrays, subject: int, mark: int) -> bool:
    """ "The council has published a statement: “No.”": a body, and its words named before a colon."""
    is_body = tokens.words[subject] in load_lexicon().words["body"] or tokens.part.doc[subject].ent_type_ == "ORG"
    words = load_frames().words
    is_issued = is_body and tokens.words[tokens.heads[subject]] in words["labels.issuing"]
    is_told = not words["labels.carriers"].isdisjoint(tokens.words[subject + 1 : mark])
    return is_issued and is_told and tokens.words[mark] == ":"


def _names_other(tokens: TokenArrays, inside: range, own: range) -> bool:
    return any(_is_person_name(tokens, token) for token in inside if token not in own)


def _is_main(tokens: TokenArrays, verb: int, low: int, mark: int) -> bool:
    """Whether a verb heads the sentence, or is joined to another: "as Jo Peel puts it: “It | holds.”"."""
    is_joined = not low <= tokens.heads[verb] <= mark and tokens.deps[verb] != "acl:relcl"
    return low <= verb < mark and (tokens.deps[verb].lower() == "root" or is_joined)


def _is_one_person(tokens: TokenArrays, subject: int) -> bool:
    """Whether a subject is a person by name, "he" or "she", or one person by a common noun."""
    if children(tokens, subject, "conj"):
        return False
    if tokens.pos[subject] == "PRON":
        return tokens.words[subject] in _PERSONAL
    if _is_person_name(tokens, subject):
        return True
    names = [*children(tokens, subject, "appos", "flat"), subject + 1]
    lexicon = load_lexicon()
    word = tokens.words[subject]
    is_person = word in lexicon.words["animate"] and word not in lexicon.words["body"] and not word.endswith("s")
    is_named = any(_is_person_name(tokens, name) for name in names)
    return (
        tokens.pos[subject] == "NOUN" and (is_named or is_person) and tokens.words[subject - 1] not in ("no", "every")
    )


def _is_person_name(tokens: TokenArrays, token: int) -> bool:
    return tokens.pos[token] == "PROPN" and tokens.part.doc[token].ent_type_ in _PERSON_TAGS


def _is_other_scene(tokens: TokenArrays, subject: int, mark: int) -> bool:
    """ "Jo Peel died on Sunday.", "Jo Peel could not be reached.": who can say nothing there."""
    verb = tokens.heads[subject]
    is_gone = tokens.words[verb] in load_frames().words["introduced.gone"]
    return tokens.words[mark] != ":" and (is_gone or bool(children(tokens, verb, "aux:pass")))


def speaks_of(tokens: TokenArrays, quotation: Quotation, own: range) -> bool:
    """Whether a quotation names the person before it, or is about a "he" or "she" and nobody's own."""
    names = {tokens.words[token] for token in own if tokens.pos[token] == "PROPN"}
    inner = quotation.inner
    said = tokens.words[tokens.token_at(inner[0].start_char) : tokens.token_after(inner[-1].end_char)]
    if names.intersection(said):
        return True
    return bool(_THIRD.intersection(said)) and not _FIRST.intersection(said)
