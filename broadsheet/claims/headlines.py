"""Who speaks in a headline without a verb of speech: "Minister: 'No deal'", "Dam was weak: report", "Dam weak - Lind".

Belongs here: a name or role before or after a colon or dash of a headline. A full name before a colon is mostly what
the story is about ("Jo Lind: Man held"), so without quotation marks only a surname or an office speaks there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.lexicon import Cue, Lexicon
from broadsheet.claims.token_arrays import TokenArrays, trim
from broadsheet.claims.tree import children
from broadsheet.records import Span

_NAME_FIRST = re.compile(r"([^\n:.!?“”\"‘’]{2,60}?)\s*(:)\s+(\S[^\n]*)")
_NAME_LAST = re.compile(r"(\S[^\n]{10,150}?)(?:\s*(:)\s+|\s+(–|—|-)\s+)([^\n:.!?“”\"–—|]{2,40})$")
_MAX_NAME_WORDS = 6
_LEAST_WORDS = 3
_SHORTEST_QUOTATION = 3
_LONGEST_HEADLINE = 200
_QUESTIONS = frozenset(
    ["what", "how", "why", "who", "when", "where", "which", "is", "are", "can", "does", "watch", "a"]
)
_TRAILING = frozenset(
    ["police", "report", "study", "poll", "survey", "watchdog", "experts", "sources", "officials", "court", "inquiry"]
)
_TITLES = frozenset(["mr", "mrs", "ms", "dr", "sir", "lord", "pm", "president", "sen", "gov"])


def find_headline_speaker(tokens: TokenArrays, lexicon: Lexicon, found: Sequence[Attribution]) -> Iterator[Attribution]:
    """The attribution of a headline whose speaker stands beside a colon or dash; none if it has another attribution."""
    end = find_headline_end(tokens)
    if not end or any(attribution.start_char < end for attribution in found):
        return
    first = _NAME_FIRST.match(tokens.text, 0, end)
    attribution = _name_first(tokens, lexicon, first) if first else None
    last = _NAME_LAST.match(tokens.text, 0, end) if attribution is None else None
    attribution = attribution or (_name_last(tokens, lexicon, last) if last else None)
    if attribution is not None:
        yield attribution


def find_headline_end(tokens: TokenArrays) -> int:
    """Where the headline ends; a text of one short line without a full stop is one. 0 without a headline."""
    if tokens.part.is_headline:
        return len(tokens.text)
    text = tokens.text.rstrip()
    is_one_line = 0 < len(text) < _LONGEST_HEADLINE and "\n" not in text and text[-1] not in ".!?\"”’'"
    return len(text) if is_one_line else tokens.part.headline_end


def _name_first(tokens: TokenArrays, lexicon: Lexicon, match: re.Match[str]) -> Attribution | None:
    """ "Minister: 'No deal'", "Marsh: council knew of leak"."""
    source = trim(tokens.text, *match.span(1))
    content = trim(tokens.text, *match.span(3))
    if source is None or content is None or len(match.group(1).split()) > _MAX_NAME_WORDS:
        return None
    if " on " in match.group(1) and tokens.text[content.start_char] in "\"'‘“«":
        # "Marsh on the dam: 'It holds'".
        source = Span(source.start_char, source.start_char + match.group(1).strip().index(" on "))
    named = _tokens_in(tokens, source)
    is_quoted = tokens.text[content.start_char] in "\"'‘“«" and tokens.text[content.end_char - 1] in "\"'’”»"
    says = _is_named(tokens, lexicon, named) if is_quoted else _is_statement_of(tokens, lexicon, named, content)
    if is_quoted and content.end_char - content.start_char > _SHORTEST_QUOTATION:
        content = Span(content.start_char + 1, content.end_char - 1)
    return _make(tokens, source, Span(*match.span(2)), content) if says else None


def _is_statement_of(tokens: TokenArrays, lexicon: Lexicon, named: range, content: Span) -> bool:
    """Whether an office speaks, or a surname before a clause."""
    roles = lexicon.words["person_roles"]
    if tokens.words[named[-1]] in roles and tokens.text[tokens.starts[named[-1]]].islower():
        # "Orme Foods boss: tax will cost jobs".
        return _is_statement(tokens, content)
    return tokens.words[named[0]] in roles or (_is_surname(tokens, named) and _is_statement(tokens, content))


def _is_named(tokens: TokenArrays, lexicon: Lexicon, named: range) -> bool:
    """Whether words hold an office or are all names."""
    has_role = any(tokens.words[token] in lexicon.words["person_roles"] for token in named)
    return has_role or all(tokens.pos[token] in ("PROPN", "ADP", "DET", "PUNCT", "PART") for token in named)


def _tokens_in(tokens: TokenArrays, span: Span) -> range:
    return range(tokens.token_at(span.start_char), tokens.token_after(span.end_char))


def _name_last(tokens: TokenArrays, lexicon: Lexicon, match: re.Match[str]) -> Attribution | None:
    """ "Council knew of leak: Marsh", "No danger to swimmers - harbour board"."""
    content = trim(tokens.text, *match.span(1))
    source = trim(tokens.text, *match.span(4))
    if source is None or content is None or not _is_statement(tokens, content):
        return None
    named = _tokens_in(tokens, source)
    words = [tokens.words[token] for token in named]
    if not words or len(words) > 4:
        return None
    speakers = lexicon.words["person_roles"] | lexicon.words["unnamed"] | _TRAILING
    is_office = words[-1] in speakers or (
        words[-1] in lexicon.words["body"] and tokens.text[source.start_char].islower()
    )
    if not is_office and not all(_is_person(tokens, token) for token in named):
        return None
    mark = match.span(2) if match.group(2) else match.span(3)
    return _make(tokens, source, Span(*mark), content)


def _make(tokens: TokenArrays, source: Span, mark: Span, content: Span) -> Attribution:
    sense = Cue(tokens.text[mark.start_char : mark.end_char], "report", "neutral", frozenset(["quote"]))
    return Attribution(source, mark, (content,), "headline_colon", sense)


def _is_surname(tokens: TokenArrays, named: range) -> bool:
    """One word tagged as a person, or a title and one."""
    words = [token for token in named if tokens.words[token].rstrip(".") not in _TITLES and tokens.words[token] != "."]
    return len(words) == 1 and _is_person(tokens, words[0])


def _is_person(tokens: TokenArrays, token: int) -> bool:
    return tokens.part.doc[token].ent_type_ in ("PERSON", "PER")


def _is_statement(tokens: TokenArrays, content: Span) -> bool:
    """Whether words have a finite verb with a subject, unlike "a life in pictures", "what we know", "man held"."""
    inside = _tokens_in(tokens, content)
    if len(inside) < _LEAST_WORDS or tokens.words[inside[0]] in _QUESTIONS or tokens.text[content.end_char - 1] == "?":
        return False
    for token in inside:
        has_subject = any(child in inside for child in children(tokens, token, "nsubj"))
        is_finite = tokens.pos[token] == "AUX" or (tokens.pos[token] == "VERB" and not _is_participle(tokens, token))
        if (has_subject and is_finite) or children(tokens, token, "cop", "aux"):
            return True
    return False


def _is_participle(tokens: TokenArrays, verb: int) -> bool:
    """ "Man held", "officer charged": a passive of a headline, which leaves out "is"."""
    form = tokens.words[verb]
    has_more = bool(children(tokens, verb, "obj", "ccomp", "xcomp", "aux"))
    return form.endswith("ing") or (not has_more and form.endswith(("ed", "en", "eld", "ound")))
