"""Sentences in the article's own voice that nobody can check: advice, opinion, credits, and what others say.

Belongs here: tests on a sentence in which no attribution was found, each a small function with an example. What leads
on to something else belongs to `outlet_claims`; the words are in `claim_frames.toml`.
"""

from __future__ import annotations

from broadsheet.claims.animacy import can_speak
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import load_lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children
from broadsheet.records import Sentence


def is_unchecked(tokens: TokenArrays, sentence: Sentence, first: int) -> bool:
    """Whether a sentence from a token on states nothing that can be checked, or is somebody else's statement."""
    place = sentence.evidence
    end = tokens.token_after(place.end_char)
    if _is_credit(place.surface) or _is_personal(tokens, first, end) or _is_opening(tokens, place.in_headline, first):
        return True
    root = next((t for t in range(first, end) if tokens.heads[t] == t), -1) if tokens.has_parse else -1
    return root >= 0 and any(test(tokens, root, first) for test in (_is_wished, _is_advice, _is_praise, _is_told))


def _is_credit(surface: str) -> bool:
    """ "Jo Lind contributed to this report", "All rights reserved"."""
    lowered = surface.lower()
    return any(phrase in lowered for phrase in load_frames().words["pages.credits"])


def _is_personal(tokens: TokenArrays, first: int, end: int) -> bool:
    """ "We had to wait three hours", "your ticket costs 4 crowns": the writer or the reader, outside quotations."""
    persons = load_frames().words["pages.persons"]
    outside = (token for token in range(first, end) if tokens.quote[token] < 0)
    return any(tokens.words[token] in persons or _is_writer(tokens, token) for token in outside)


def _is_writer(tokens: TokenArrays, token: int) -> bool:
    """ "I | have", not that of "Charles I" or "stock (I)"."""
    speaks = tokens.words[token] == "i" and tokens.pos[token + 1 : token + 2] in (["VERB"], ["AUX"], ["ADV"])
    return speaks and (token == 0 or tokens.pos[token - 1] != "PROPN")


def _is_opening(tokens: TokenArrays, in_headline: bool, first: int) -> bool:
    """ "Maybe the 40 men were lost", "Why a small town drills": an opinion, or the question of a headline."""
    words = load_frames().words
    opening = tokens.words[first : first + 1]
    return not words["pages.opinions"].isdisjoint(opening) or (
        in_headline and not words["pages.asking"].isdisjoint(opening)
    )


def _is_wished(tokens: TokenArrays, root: int, first: int) -> bool:
    """ "The council should pay 40 crowns": what ought to be."""
    return any(tokens.words[child] in ("should", "ought") for child in children(tokens, root, "aux"))


def _is_advice(tokens: TokenArrays, root: int, first: int) -> bool:
    """ "If you lost money at Holm, contact the board": an imperative behind a condition."""
    is_led = tokens.words[first] in ("if", "when", "once", "for", "to", "before") and tokens.pos[root] == "VERB"
    is_base = not tokens.words[root].endswith(("ing", "ed", "en", "s"))
    return is_led and is_base and not children(tokens, root, "nsubj", "nsubj:pass", "csubj", "aux", "aux:pass", "expl")


def _is_praise(tokens: TokenArrays, root: int, first: int) -> bool:
    """ "The plan of 2021 was a stunning success": a judgement as what is told of something; not "the need is so great
    that 40 families wait", which can be checked.
    """
    if not children(tokens, root, "cop"):
        return False
    judging = load_frames().words["pages.judging"]
    judged = [token for token in (root, *children(tokens, root, "amod")) if tokens.words[token] in judging]
    return bool(judged) and not any("so" in _words_of(tokens, children(tokens, token, "advmod")) for token in judged)


def _words_of(tokens: TokenArrays, places: list[int]) -> list[str]:
    return [tokens.words[place] for place in places]


def _is_told(tokens: TokenArrays, root: int, first: int) -> bool:
    """ "Ten customers have accused Lind of, among other things, fraud": speech whose content was not found."""
    lexicon = load_lexicon()
    entry = lexicon.verbs.get(tokens.words[root])
    is_telling = entry is not None and entry.lemma in load_frames().words["pages.telling"]
    speakers = children(tokens, root, "nsubj")
    return is_telling and any(can_speak(tokens, lexicon, speaker) for speaker in speakers)
