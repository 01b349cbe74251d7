"""Attributions that are nobody's statement: things that know or learn, and what somebody only asks himself.

Belongs here: what the words of a source rule out, outside quotations and printed turns. What a verb's frame rules out
belongs in `false_positives` and `deeds`.
"""

from __future__ import annotations

from broadsheet.claims.animacy import may_be_person
from broadsheet.claims.attribution import Attribution
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import Lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children
from broadsheet.records import Mention, Span

_EXACTLY = frozenset(["exactly", "just", "precisely", "full", "already"])
_LATER = frozenset(["will", "'ll", "’ll"])
_UNTOLD = frozenset(["what", "who", "whom", "where"])
_OF_CLAUSES = frozenset(["verb_clause", "verb_infinitive"])
_SPEAKING_NAMES = frozenset(["PERSON", "ORG", "NORP", "LOC", "MISC"])


def is_mindless(tokens: TokenArrays, lexicon: Lexicon, attribution: Attribution, mentions: list[Mention]) -> bool:
    """ "Plants know when", "websites assumed that": a thing thinks.

    Sources that may be people are let pass: names, pronouns, listed nouns, and nouns that end as agents do.
    """
    cue, sense = attribution.cue_token, attribution.sense
    if cue < 0 or sense is None or tokens.quote[cue] >= 0 or _is_quoted(tokens, attribution):
        return False
    if attribution.source is None or sense.kind != "believe":
        return False
    if attribution.rule.startswith("noun"):
        return False
    return not _may_be_people(tokens, lexicon, attribution, mentions)


def is_open_thought(tokens: TokenArrays, lexicon: Lexicon, attribution: Attribution) -> bool:
    """ "The firm knows when you work": what a firm has the means to know is not told.

    People who know or wonder may tell it: "Scientists know why", "I wonder if".
    """
    sense, source = attribution.sense, attribution.source
    if sense is None or source is None or sense.kind != "believe" or attribution.rule not in _OF_CLAUSES:
        return False
    if not attribution.content or attribution.cue_token < 0 or _is_quoted(tokens, attribution):
        return False
    if _is_known_fact(tokens, lexicon, attribution, source, sense.lemma):
        return True
    frames = load_frames().words
    first = tokens.words[tokens.token_at(attribution.content[0].start_char)]
    is_open = first in frames["open_thoughts.openings"] and sense.lemma in frames["open_thoughts.verbs"]
    return is_open and _is_body(tokens, lexicon, source)


def _is_known_fact(tokens: TokenArrays, lexicon: Lexicon, attribution: Attribution, source: Span, lemma: str) -> bool:
    """ "Police know who did it", "many did not realise that": what is known or not, and no words."""
    if lemma == "know":
        return _is_known(tokens, lexicon, attribution, source)
    return lemma in load_frames().words["inner.known"] and _is_unaware(tokens, lexicon, attribution, source)


def _is_body(tokens: TokenArrays, lexicon: Lexicon, source: Span) -> bool:
    """Whether a source ends with a noun for a body and not for persons."""
    last = tokens.words[tokens.token_after(source.end_char) - 1]
    return last in lexicon.words["body"] and last not in lexicon.words["animate"]


def _is_untold(tokens: TokenArrays, attribution: Attribution, source: Span) -> bool:
    """ "The club know exactly what they need", "police know who did it": that they know is told, and not what.

    "The officers do not know who did it" tells something, and so do "I know" and "she knows how it feels".
    """
    opening = tokens.token_at(attribution.content[0].start_char)
    opening += tokens.words[opening] in _EXACTLY
    is_writer = tokens.words[tokens.token_at(source.start_char)] in ("i", "we")
    return tokens.words[opening] in _UNTOLD and not is_writer and not attribution.is_negated


def _is_known(tokens: TokenArrays, lexicon: Lexicon, attribution: Attribution, source: Span) -> bool:
    """Whether only that somebody knows or does not know is told, and no words of theirs."""
    opening = tokens.words[tokens.token_at(attribution.content[0].start_char)]
    if opening in load_frames().words["open_thoughts.openings"] and _is_later(tokens, attribution):
        # "By then they will know whether it holds".
        return True
    return _is_untold(tokens, attribution, source) or _is_unaware(tokens, lexicon, attribution, source)


def _is_later(tokens: TokenArrays, attribution: Attribution) -> bool:
    return any(tokens.words[child] in _LATER for child in children(tokens, attribution.cue_token, "aux"))


def is_unknown(tokens: TokenArrays, attribution: Attribution) -> bool:
    """ "It was not known how many were hurt": nobody says so."""
    sense = attribution.sense
    is_passive = attribution.rule == "verb_passive" and attribution.source is None and attribution.is_negated
    if not is_passive or sense is None or sense.lemma != "know":
        return False
    opening = tokens.words[tokens.token_at(attribution.content[0].start_char)]
    return opening in load_frames().words["open_thoughts.openings"]


def _is_unaware(tokens: TokenArrays, lexicon: Lexicon, attribution: Attribution, source: Span) -> bool:
    """ "Many do not know that it is shut" tells that it is shut and that they have not heard of it, no word of theirs.

    "Many do not know whether it is shut" is what they say, and "she did not know that it was shut" is told of her.
    """
    opening = tokens.words[tokens.token_at(attribution.content[0].start_char)]
    is_open = opening in load_frames().words["open_thoughts.openings"]
    is_crowd = tokens.words[tokens.token_at(source.start_char)] in lexicon.words["counting"] | {"people"}
    return attribution.is_negated and is_crowd and not is_open


def is_things_word(tokens: TokenArrays, lexicon: Lexicon, attribution: Attribution) -> bool:
    """ "A reference to the film, remarking “...”": a quotation whose participle hangs on a thing that says nothing."""
    cue = attribution.cue_token
    is_hung = cue >= 0 and tokens.has_parse and tokens.deps[cue] == "acl" and tokens.words[cue].endswith("ing")
    if not is_hung or attribution.source is None or not attribution.rule.startswith("quote_"):
        return False
    noun = tokens.heads[cue]
    is_its_noun = tokens.pos[noun] == "NOUN" and attribution.source.start_char <= tokens.starts[noun]
    return is_its_noun and tokens.words[cue - 1] == "," and not may_be_person(tokens, lexicon, noun)


def _may_be_people(tokens: TokenArrays, lexicon: Lexicon, attribution: Attribution, mentions: list[Mention]) -> bool:
    source = attribution.source
    if source is None:
        return False
    for mention in mentions:
        place = mention.evidence
        if (
            mention.mention_type in _SPEAKING_NAMES
            and place.start_char < source.end_char
            and source.start_char < place.end_char
        ):
            return True
    first, last = tokens.token_at(source.start_char), tokens.token_after(source.end_char)
    nouns = [
        token
        for token in range(first, last)
        if tokens.pos[token] in ("NOUN", "ADJ", "NUM", "DET", "PRON", "PROPN") and tokens.deps[token] != "nmod:poss"
    ]
    return any(may_be_person(tokens, lexicon, token) for token in nouns)


def _is_quoted(tokens: TokenArrays, attribution: Attribution) -> bool:
    """Whether words of the content stand in quotation marks."""
    return any(tokens.quote[tokens.token_at(span.start_char)] >= 0 for span in attribution.content)
