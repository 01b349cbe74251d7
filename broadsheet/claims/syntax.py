"""Attributions by the syntax tree: walks over the cues of a part and asks `verbs`, `nominals` and `phrases`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.lexicon import Cue, Lexicon
from broadsheet.claims.nominals import find_adjective_attribution, find_noun_attribution
from broadsheet.claims.phrases import find_phrase_attribution
from broadsheet.claims.quoting import join_quotations
from broadsheet.claims.verbs import find_verb_attribution, is_verb_here
from broadsheet.claims.view import PartView, trim
from broadsheet.records import Span

_FIRST_PERSON = frozenset(["i", "we", "me", "us"])
_COLON_LINE = re.compile(r"([^\n:.!?“”\"‘’]{2,60}?)\s*(:)\s+(\S[^\n]*)")


def find_by_syntax(view: PartView, lexicon: Lexicon) -> list[Attribution]:
    """All attributions of a part whose Doc has a parse, in order of place."""
    found = join_quotations(view, list(_walk(view, lexicon)))
    found.extend(_find_headline_colon(view, lexicon, found))
    return sorted((a for a in found if a.content), key=lambda a: (a.start_char, -a.end_char))


def _walk(view: PartView, lexicon: Lexicon) -> Iterator[Attribution]:
    phrases: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
    for words, sense in lexicon.phrases:
        phrases.setdefault(words[0], []).append((words, sense))
    for token, word in enumerate(view.words):
        if view.boilerplate[token] or view.sentence[token] < 0:
            continue
        found = None
        if word in phrases:
            for words, sense in phrases[word]:
                if tuple(view.words[token : token + len(words)]) == words:
                    found = find_phrase_attribution(view, words, sense, token)
        elif word in lexicon.verbs and is_verb_here(view, token):
            found = find_verb_attribution(view, lexicon, token)
        elif word in lexicon.nouns and view.pos[token] in ("NOUN", "PROPN"):
            found = find_noun_attribution(view, lexicon, token)
        elif word in lexicon.adjectives:
            found = find_adjective_attribution(view, lexicon, token)
        if found is not None and not _is_own_aside(view, found):
            yield found


def _is_own_aside(view: PartView, attribution: Attribution) -> bool:
    """ "I think" inside a quotation: the speaker of the quotation speaks on, so it is no claim of somebody else."""
    if attribution.source is None or view.quote[attribution.cue_token] < 0:
        return False
    return view.text[attribution.source.start_char : attribution.source.end_char].lower() in _FIRST_PERSON


def _find_headline_colon(view: PartView, lexicon: Lexicon, found: list[Attribution]) -> Iterator[Attribution]:
    """ "Minister: 'No deal'": a short noun phrase, a colon, and what it says, in a headline only."""
    end = len(view.text) if view.part.is_headline else view.part.headline_end
    match = _COLON_LINE.match(view.text, 0, end) if end else None
    if match is None or any(a.start_char < end for a in found):
        return
    source = trim(view.text, *match.span(1))
    content = trim(view.text, *match.span(3))
    if source is None or content is None or len(match.group(1).split()) > 6:
        return
    tokens = range(view.token_at(source.start_char), view.token_after(source.end_char))
    names_someone = any(view.words[token] in lexicon.words["person_roles"] for token in tokens) or all(
        view.pos[token] in ("PROPN", "ADP", "DET", "PUNCT", "PART") for token in tokens
    )
    quoted = view.text[content.start_char] in "\"'‘“«" and view.text[content.end_char - 1] in "\"'’”»"
    if names_someone and (quoted or view.words[tokens[0]] in lexicon.words["person_roles"]):
        inner = (
            Span(content.start_char + 1, content.end_char - 1)
            if quoted and content.end_char - content.start_char > 3
            else content
        )
        yield Attribution(
            source,
            Span(*match.span(2)),
            (inner,),
            "headline_colon",
            Cue(":", "report", "neutral", frozenset(["quote"])),
        )
