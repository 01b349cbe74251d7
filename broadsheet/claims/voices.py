"""Attributions that are nobody's statement: things that know or learn.

Belongs here: what the words of a source rule out, outside quotations and printed turns. What a verb's frame rules out
belongs in `false_positives` and `deeds`.
"""

from __future__ import annotations

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.lexicon import Lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.records import Mention

_SPEAKING_NAMES = frozenset(["PERSON", "ORG", "NORP", "LOC", "MISC"])
# Endings of nouns for those who do something or belong somewhere: "buyer", "tenant", "activist", "engineer".
_AGENT_ENDINGS = ("er", "or", "ist", "ian", "ant", "ent", "eer", "man", "men", "woman", "women", "people", "folk")


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
        token for token in range(first, last) if tokens.pos[token] in ("NOUN", "ADJ", "NUM", "DET", "PRON", "PROPN")
    ]
    return any(_is_person(tokens, lexicon, token) for token in nouns)


def _is_person(tokens: TokenArrays, lexicon: Lexicon, token: int) -> bool:
    word = tokens.words[token]
    if tokens.pos[token] in ("PRON", "PROPN"):
        return True
    if tokens.pos[token] != "NOUN":
        return word in ("many", "some", "others", "most", "several", "few")
    listed = ("animate", "body", "document", "person_roles", "media_nouns")
    return any(word in lexicon.words[name] for name in listed) or word.removesuffix("s").endswith(_AGENT_ENDINGS)


def _is_quoted(tokens: TokenArrays, attribution: Attribution) -> bool:
    """Whether words of the content stand in quotation marks."""
    return any(tokens.quote[tokens.token_at(span.start_char)] >= 0 for span in attribution.content)
