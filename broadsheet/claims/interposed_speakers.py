"""Speakers within a statement: "Prices, warned Ola Stern, a banker, could double", "In 2019, he said, the yard had".

The parser takes what stands before the verb for its subject ("prices warned") or the appositive for what was said.
Found by word order alone: a comma and a verb of speech, a noun phrase of somebody, perhaps an appositive, a comma, and
the rest of a sentence whose beginning had no verb yet. Where the verb follows its speaker the parse mostly knows.
"""

from __future__ import annotations

from broadsheet.claims.animacy import may_be_person
from broadsheet.claims.attribution import Attribution
from broadsheet.claims.closing_speakers import find_head
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import Lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import RELATIVES, span_of

_KINDS = frozenset(["report", "assert", "warn", "believe", "document"])
_MAX_BEFORE, _MAX_SPEAKER, _MAX_APPOSITIVE, _MAX_TAIL = 16, 14, 16, 8
_Place = tuple[tuple[int, int], tuple[int, int], tuple[int, int]]
# Of the words of a speaker; a verb among them means that the phrase is no speaker.
_PHRASE = frozenset(["DET", "NOUN", "PROPN", "PRON", "ADJ", "NUM", "PART", "ADP", "CCONJ", "PUNCT"])
_VERBS = frozenset(["VERB", "AUX"])


def _words(key: str) -> frozenset[str]:
    return load_frames().words[f"interposed.{key}"]


def find_interposed_speaker(
    tokens: TokenArrays, lexicon: Lexicon, verb: int, found: Attribution | None
) -> Attribution | None:
    """The attribution of a verb that stands with its speaker within the statement; `found` where it does not.

    Right or silent: nothing is changed unless the words before the parenthetical have no verb of their own and those
    after it have one.
    """
    sense = lexicon.verbs[tokens.words[verb]].sense("that")
    if sense is None or sense.kind not in _KINDS or not _is_finite_form(tokens, verb):
        return found
    place = _find_place(tokens, verb, lexicon, found)
    if place is None:
        return found
    before, speaker, after = (span_of(tokens, *bounds) for bounds in place)
    if before is None or speaker is None or after is None:
        return found
    cue = tokens.span(verb, verb + 1)
    return Attribution(speaker, cue, (before, after), "order_interposed", sense, cue_token=verb)


def _find_place(tokens: TokenArrays, verb: int, lexicon: Lexicon, found: Attribution | None) -> _Place | None:
    if tokens.words[verb - 1] == ",":
        return _place_behind(tokens, verb, lexicon)
    return None if found is not None and found.content else _place_before(tokens, verb, lexicon)


def _place_behind(tokens: TokenArrays, verb: int, lexicon: Lexicon) -> _Place | None:
    """The parts of a statement with "said Jon Aske, a banker," in it, half-open."""
    low, high = tokens.segment_bounds(verb)
    before = _find_opening(tokens, low, verb - 1)
    comma = _find_comma(tokens, verb + 1, min(high, verb + 1 + _MAX_SPEAKER))
    if before is None or comma < 0 or not _is_speaker(tokens, verb + 1, comma, lexicon):
        return None
    end = _skip_appositive(tokens, comma, high)
    if not _goes_on(tokens, end + 1, high):
        return None
    last = comma if tokens.words[comma + 1] in _words("additions") else end
    return before, (verb + 1, last), _find_rest(tokens, end + 1, high)


def _place_before(tokens: TokenArrays, verb: int, lexicon: Lexicon) -> _Place | None:
    """The parts of a statement with "Jon Aske said on Friday," in it, half-open."""
    low, high = tokens.segment_bounds(verb)
    opening = next((t for t in range(verb - 1, max(low, verb - _MAX_SPEAKER), -1) if tokens.words[t] == ","), -1)
    before = _find_opening(tokens, low, opening) if opening >= 0 else None
    end = _find_comma(tokens, verb + 1, min(high, verb + 1 + _MAX_TAIL))
    if before is None or end < 0 or any(tokens.pos[t] not in _PHRASE for t in range(verb + 1, end)):
        return None
    is_tail = end == verb + 1 or tokens.pos[verb + 1] == "ADP"
    if not is_tail or not _is_speaker(tokens, opening + 1, verb, lexicon) or not _goes_on(tokens, end + 1, high):
        return None
    return before, (opening + 1, verb), _find_rest(tokens, end + 1, high)


def _find_opening(tokens: TokenArrays, low: int, comma: int) -> tuple[int, int] | None:
    """The words from the beginning of a sentence to a comma, where they are no clause."""
    first = low + 1 if tokens.words[low] in ("and", "but", "so", "yet") else low
    return (first, comma) if comma - low <= _MAX_BEFORE and _is_open(tokens, first, comma) else None


def _find_rest(tokens: TokenArrays, first: int, high: int) -> tuple[int, int]:
    last = high
    while last > first and tokens.pos[last - 1] == "PUNCT":
        last -= 1
    return first, last


def _is_finite_form(tokens: TokenArrays, verb: int) -> bool:
    """Whether a word is a verb that may be finite, in lower case and in no quotation: not "a High Court judge"."""
    is_lower = tokens.text[tokens.starts[verb]].islower()
    is_finite = is_lower and not tokens.words[verb].endswith("ing") and tokens.quote[verb] < 0
    return is_finite and tokens.pos[verb] == "VERB"


def _is_open(tokens: TokenArrays, first: int, end: int) -> bool:
    """Whether words are a subject or an adverbial and no clause: "Currently", "By June", "The bridge"."""
    if first >= end or (tokens.words[first] in _words("no_openings") and tokens.words[first:end] != ["that"]):
        return False
    return not any(tokens.pos[t] in _VERBS or tokens.quote[t] >= 0 or tokens.words[t] == "," for t in range(first, end))


def _find_comma(tokens: TokenArrays, first: int, end: int) -> int:
    return next((token for token in range(first, end) if tokens.words[token] == ","), -1)


def _is_speaker(tokens: TokenArrays, first: int, end: int, lexicon: Lexicon) -> bool:
    """Whether words are one noun phrase of a person or body, not "said to be" or "warned the day before"."""
    if first >= end or tokens.words[first] == "to" or any(tokens.quote[t] >= 0 for t in range(first, end)):
        return False
    if end - first == 1 and tokens.pos[first] == "PRON":
        return tokens.words[first] in _words("pronouns")
    if tokens.pos[first] == "ADP" or any(tokens.pos[t] not in _PHRASE for t in range(first, end)):
        return False
    head = find_head(tokens, lexicon, first, end)
    return head >= 0 and may_be_person(tokens, lexicon, head)


def _skip_appositive(tokens: TokenArrays, comma: int, high: int) -> int:
    """The comma that closes the parenthetical: behind an appositive or a clause with "who", else the one given."""
    following = _find_comma(tokens, comma + 1, min(high, comma + 1 + _MAX_APPOSITIVE))
    if following < 0 or tokens.quote[comma + 1] >= 0:
        return comma
    is_relative = tokens.words[comma + 1] in RELATIVES | _words("additions") | {"who", "whose"}
    has_verb = any(tokens.pos[t] in _VERBS for t in range(comma + 1, following))
    is_appositive = not has_verb and _goes_on(tokens, following + 1, high)
    return following if is_relative or is_appositive else comma


def _goes_on(tokens: TokenArrays, first: int, high: int) -> bool:
    """Whether words go on with the sentence that the parenthetical stands in, and have its verb."""
    if first >= high or tokens.words[first] in _words("new_clauses"):
        return False
    return any(tokens.pos[token] in _VERBS and tokens.quote[token] < 0 for token in range(first, high))
