"""Documents mentioned again: "the study says" after "the institute published a study", "said in a letter to staff".

Belongs here: where a document was first spoken of, and which words there tell who made it. Who that is, is told in
`speakers`; makers named in the document's own phrase ("a report by X") are read by `document_makers`.
"""

from __future__ import annotations

from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import Lexicon
from broadsheet.claims.sources import has_case
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children, find_subject, is_passive, noun_span, span_of, subtree_bounds
from broadsheet.records import Span

# Sentences between a document and the words that speak of it again.
_REACH = 5
_VEHICLE_CASES = ("in", "with", "via", "through", "on")
_NEW = frozenset(["a", "an", "his", "her", "its", "their"])


def is_again(words: list[str]) -> bool:
    """Whether a document may be one spoken of before, by its words in lower case.

    >>> is_again(["the", "poll"]), is_again(["the", "poll", "of", "1,200", "people"]), is_again(["a", "poll"])
    (True, True, False)
    """
    is_counted = words[2:3] == ["of"] and words[3:] != [] and words[3][0].isdigit()
    return words[0] in ("the", "this") and (len(words) == 2 or is_counted)


def list_alike(noun: str) -> list[str]:
    """The nouns that may stand for the same document, the noun itself first.

    >>> sorted(list_alike("poll")), list_alike("map")
    (['poll', 'survey'], ['map'])
    """
    words = load_frames().words
    groups = [words[key] for key in words if key.startswith("documents.") and noun in words[key]]
    return [noun, *sorted(other for group in groups for other in group if other != noun)]


def find_first_mention(
    tokens: TokenArrays, lexicon: Lexicon, nouns: list[str], char: int
) -> tuple[Span | None, Span | None]:
    """The phrase of a document where it was new, and the subject that made it; None for what is not there.

    nouns: as of `list_alike`. char: where it is mentioned again.
    """
    here = min(tokens.token_at(char), len(tokens.words) - 1)
    acts = load_frames().words.get(f"acts.{nouns[0]}", frozenset())
    for token in range(here - 1, -1, -1):
        if tokens.sentence[here] - tokens.sentence[token] > _REACH:
            break
        if tokens.words[token] in acts and tokens.pos[token] == "VERB":
            return None, _find_maker(tokens, token)
        if tokens.words[token] in nouns and _is_new(tokens, token):
            return span_of(tokens, *subtree_bounds(tokens, token)), _find_issuer(tokens, lexicon, token)
    return None, None


def _is_new(tokens: TokenArrays, token: int) -> bool:
    """Whether a document is spoken of for the first time: "a letter", "her letter"."""
    owners = children(tokens, token, "det", "nmod:poss")
    return tokens.pos[token] == "NOUN" and any(tokens.words[owner] in _NEW for owner in owners)


def _find_issuer(tokens: TokenArrays, lexicon: Lexicon, noun: int) -> Span | None:
    """Who published or sent it, or said something in it."""
    verb, frames = tokens.heads[noun], load_frames().words
    is_issued = tokens.deps[noun] == "obj" and tokens.words[verb] in frames["issuing.verbs"]
    is_speech = tokens.words[verb] in lexicon.verbs or tokens.words[verb] in lexicon.speaking
    is_vehicle = tokens.deps[noun] == "obl" and has_case(tokens, noun, *_VEHICLE_CASES) and is_speech
    return _find_maker(tokens, verb) if is_issued or is_vehicle else None


def _find_maker(tokens: TokenArrays, verb: int) -> Span | None:
    subject = -1 if is_passive(tokens, verb) else find_subject(tokens, verb)
    return noun_span(tokens, subject) if subject >= 0 else None
