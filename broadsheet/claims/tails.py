"""What a narrator adds behind the words of a speaker in the same sentence: glosses, effects, the next deed.

Belongs here: where a content ends because the words after it are the narrator's. Where a clause ends by its grammar
belongs to `clauses`; the words are in `claim_frames.toml`.
"""

from __future__ import annotations

from dataclasses import replace

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.token_arrays import TokenArrays, trim
from broadsheet.records import Span

_DASHES = frozenset(["—", "–", "--", "-"])
_BREAKS = _DASHES | {","}
# Only these can open what a narrator adds.
_OPENERS = _BREAKS | {"before"}
_POINTING = frozenset(["that", "this", "it", "which"])
_CONCEDING = frozenset(["though", "although", "but", "whereas"])
_TO = frozenset(["to", "at", "of", "for"])
_GLOSS_WORDS = 6


def cut_tail(tokens: TokenArrays, attribution: Attribution) -> Attribution:
    """The attribution without what the narrator adds to its last span: "was “fine” | before leaving the room"."""
    last = attribution.content[-1] if attribution.content else None
    if last is None or attribution.cue_token < 0 or last.start_char < tokens.starts[attribution.cue_token]:
        return attribution
    end = _find_tail(tokens, attribution, last)
    kept = trim(tokens.text, last.start_char, tokens.starts[end]) if end > 0 else None
    if kept is None:
        return attribution
    kept = Span(kept.start_char, kept.start_char + len(_strip(tokens.text[kept.start_char : kept.end_char])))
    return (
        replace(attribution, content=(*attribution.content[:-1], kept))
        if kept.end_char > kept.start_char
        else attribution
    )


def _strip(text: str) -> str:
    return text.rstrip(" ,—–-")


def _find_tail(tokens: TokenArrays, attribution: Attribution, span: Span) -> int:
    """The token where the narrator goes on; -1 if nowhere. Nothing inside quotations is the narrator's."""
    first, last = tokens.token_at(span.start_char), tokens.token_after(span.end_char)
    own = tokens.quote[attribution.cue_token]
    for token in range(first + 2, last - 2):
        if tokens.words[token] not in _OPENERS or tokens.quote[token] != own:
            continue
        if _opens_next_deed(tokens, token, own) or _opens_gloss(tokens, token, last):
            return token
        if attribution.rule == "verb_infinitive" and _opens_effect(tokens, token):
            return token
    return -1


def _opens_next_deed(tokens: TokenArrays, token: int, own: int) -> bool:
    """ "Said they were “fine” | before launching into a song": what the speaker did next, behind a quotation."""
    is_behind = tokens.quote[token - 1] >= 0 and tokens.quote[token - 1] != own
    return (
        is_behind and tokens.words[token] == "before" and tokens.words[token + 1] in load_frames().words["tails.next"]
    )


def _opens_gloss(tokens: TokenArrays, token: int, last: int) -> bool:
    """ "The “dark side” | - an apparent reference to the firm": behind a dash or comma a noun that explains."""
    if tokens.words[token] not in _BREAKS or tokens.quote[token - 1] < 0:
        return False
    words = load_frames().words
    for noun in range(token + 1, min(token + _GLOSS_WORDS, last - 1)):
        if tokens.words[noun] in words["tails.glosses"]:
            return tokens.words[noun + 1] in _TO and tokens.words[token + 1] in words["tails.openings"]
    return False


def _opens_effect(tokens: TokenArrays, token: int) -> bool:
    """ "Threatened to remove him|, though that did not deter him": what came of it, behind an infinitive."""
    return tokens.words[token] == "," and (
        (tokens.words[token + 1] in _CONCEDING and tokens.words[token + 2] in _POINTING) or _opens_which(tokens, token)
    )


def _opens_which(tokens: TokenArrays, token: int) -> bool:
    """ ", a threat that": the deed itself is named behind a comma."""
    words = load_frames().words
    return tokens.words[token + 1] in ("a", "an") and not words["tails.deeds"].isdisjoint(
        tokens.words[token + 2 : token + 4]
    )
