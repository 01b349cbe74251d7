"""Forms of cue verbs that are none where they stand: headings, labels, fixed words around them.

Belongs here: tests on the words before and behind a verb alone, each a small function with an example. Verbs with an
object that makes them deeds belong to `deeds`.
"""

from __future__ import annotations

from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import CueVerb, Lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children

_OFTEN = frozenset(["frequently", "commonly", "often"])
# Of a sentence's words, how many have small letters where it is no headline in capitals.
_SMALL_SHARE = 0.4
_WRITERS = frozenset(["i", "we"])


def is_fixed_form(tokens: TokenArrays, lexicon: Lexicon, entry: CueVerb, verb: int, subject: int) -> bool:
    """Whether the words around a cue make it a label, a heading or a phrase that says nothing."""
    tests = (
        _is_label,
        _is_heading,
        _says_it_all,
        _is_court_business,
        _is_own_outline,
        _only_heaven_knows,
        _is_capitalised,
    )
    return any(test(tokens, entry, verb, subject) for test in tests)


def _is_capitalised(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "Story Highlights The trust will hold a walk": a capital within a sentence in small letters is a heading's."""
    first, end = tokens.segment_bounds(verb)
    if not _has_capital(tokens, verb) or verb == first or not tokens.words[verb - 1].isalpha():
        return False
    inside = [token for token in range(first, end) if tokens.words[token].isalpha()]
    return sum(not _has_capital(tokens, token) for token in inside) > len(inside) * _SMALL_SHARE


def _has_capital(tokens: TokenArrays, token: int) -> bool:
    return tokens.text[tokens.starts[token]].isupper()


def _is_label(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "Related: Ten more roses": a participle before a colon at the start of a line."""
    opens = verb == tokens.segments[verb] and tokens.words[verb + 1 : verb + 2] == [":"]
    return opens and not children(tokens, verb, "nsubj", "nsubj:pass", "aux")


def _is_heading(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "Frequently asked questions"."""
    return tokens.words[verb - 1] in _OFTEN and tokens.words[verb : verb + 2] == ["asked", "questions"]


def _says_it_all(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "That the motto is “go home” says it all"."""
    return entry.lemma == "say" and tokens.words[verb + 1 : verb + 3] == ["it", "all"]


def _only_heaven_knows(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "God knows what they think": nobody does."""
    return entry.lemma == "know" and subject >= 0 and tokens.words[subject] in load_frames().words["heaven.names"]


def _is_court_business(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "A bid to dismiss the lawsuit": what a court is asked to do is denied by nobody."""
    is_infinitive = entry.lemma == "dismiss" and tokens.words[verb - 1] == "to"
    objects = {tokens.words[child] for child in children(tokens, verb, "obj")}
    return is_infinitive and bool(objects & load_frames().words["court.objects"])


def _is_own_outline(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "We list ten shops, highlighting what each does well": what the article itself is going to do."""
    is_participle = tokens.words[verb].endswith("ing") and not children(tokens, verb, "aux", "nsubj")
    is_writer = subject >= 0 and tokens.words[subject] in _WRITERS and tokens.quote[verb] < 0
    return is_participle and is_writer and entry.lemma in load_frames().words["reader.verbs"]
