"""Knowledge that nobody has told: made possible, looked for, lacking, supposed, or the writer's own while at work.

Belongs here: tests on verbs of knowing and checking, each a small function with an example. Clauses that state nothing
whatever their verb belong to `unstated`; the words are in `claim_frames.toml`.
"""

from __future__ import annotations

from broadsheet.claims.animacy import can_speak, may_be_person
from broadsheet.claims.attribution import Attribution
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import CueVerb, Lexicon, load_lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children, find_subject
from broadsheet.claims.turns import find_turns

_WRITERS = frozenset(["i", "we"])
_CLAUSE_RULES = ("verb_clause", "verb_juxtaposed", "order_")
_TELLING = frozenset(["that", "me", "us", "on", "slip"])
_MIN_TURNS = 3
_ENABLED = ("xcomp", "ccomp", "conj")
_MAX_STEPS = 3


def is_sought(tokens: TokenArrays, lexicon: Lexicon, entry: CueVerb, verb: int, subject: int) -> bool:
    """Whether a verb of knowing, checking or telling says only what somebody may come to know."""
    return (
        _is_enabled(tokens, verb)
        or _is_looked_for(tokens, entry, verb)
        or _is_lacking(tokens, verb)
        or _is_checked_by_thing(tokens, lexicon, entry, verb, subject)
        or _shows_reader(tokens, lexicon, verb, subject)
    )


def _is_enabled(tokens: TokenArrays, verb: int) -> bool:
    """ "The light lets riders know if it is on", "a panel allows staff to see who is in": what is made possible."""
    node = verb
    for _ in range(_MAX_STEPS):
        head = tokens.heads[node]
        if tokens.deps[node] not in _ENABLED or not head < node:
            return False
        if tokens.deps[node] != "conj" and tokens.words[head] in load_frames().words["sought.enabling"]:
            return not _is_telling(tokens, verb, head)
        if tokens.deps[node] == "conj" and (children(tokens, node, "nsubj", "aux") or _is_finite_past(tokens, node)):
            return False
        node = head
    return False


def _is_telling(tokens: TokenArrays, verb: int, head: int) -> bool:
    """ "Allowed that it had cracked", "let me say", "I let him know that I could not": words after all."""
    if verb - head == 1 or tokens.words[head + 1] in _TELLING:
        return True
    subject = find_subject(tokens, head)
    is_person = subject >= 0 and tokens.pos[subject] in ("PRON", "PROPN") and tokens.words[subject] != "it"
    return is_person and tokens.words[verb + 1 : verb + 2] == ["that"]


def _is_finite_past(tokens: TokenArrays, verb: int) -> bool:
    """ "Allowed them to film | and said": a past form is not joined to an infinitive."""
    return tokens.words[verb].endswith(("ed", "aid", "old", "ote"))


def _is_looked_for(tokens: TokenArrays, entry: CueVerb, verb: int) -> bool:
    """ "Look at the top and see if it has a dial", "follow me to see what I sew"; not "wants to know who paid"."""
    words = load_frames().words
    is_open = not words["open_thoughts.openings"].isdisjoint(tokens.words[verb + 1 : verb + 2])
    if not is_open or entry.lemma not in words["sought.finding"] or tokens.words[verb] != entry.lemma:
        return False
    head = tokens.heads[verb]
    if tokens.words[verb - 1] == "to":
        is_told = tokens.deps[verb] in ("xcomp", "ccomp") and tokens.words[head] not in words["sought.doing"]
        return not is_told
    return tokens.deps[verb] == "conj" and "to" in tokens.words[max(0, head - 2) : head]


def _is_lacking(tokens: TokenArrays, verb: int) -> bool:
    """ "Signed it without knowing that it had cracked", "assuming that you want more pay"."""
    is_bare = tokens.words[verb].endswith("ing") and not children(tokens, verb, "aux")
    if is_bare and tokens.words[verb - 1] == "without":
        return True
    is_condition = tokens.words[verb] in load_frames().words["sought.supposing"]
    return is_bare and is_condition and tokens.deps[verb] in ("advcl", "acl")


def _is_checked_by_thing(tokens: TokenArrays, lexicon: Lexicon, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "Test suites verify that the answers match": what a thing checks for its user is told by nobody."""
    if subject < 0 or tokens.pos[subject] != "NOUN" or entry.lemma != "verify":
        return False
    return not can_speak(tokens, lexicon, subject) and not may_be_person(tokens, lexicon, subject)


def _shows_reader(tokens: TokenArrays, lexicon: Lexicon, verb: int, subject: int) -> bool:
    """ "A panel telling you what happens": a participle of a thing, for the reader."""
    is_of_thing = subject >= 0 and tokens.pos[subject] == "NOUN" and tokens.deps[verb] == "acl"
    return is_of_thing and tokens.words[verb + 1 : verb + 2] == ["you"] and not may_be_person(tokens, lexicon, subject)


def leave_out_own_work(tokens: TokenArrays, attributions: list[Attribution]) -> list[Attribution]:
    """Attributions without what the writer of a story goes through: "I look up and realise that she has tripped".

    In a printed conversation "I" is somebody who speaks, and everything is kept.
    """
    own = [attribution for attribution in attributions if _is_own_work(tokens, attribution)]
    if not own or _is_conversation(tokens):
        return attributions
    return [attribution for attribution in attributions if attribution not in own]


def _is_own_work(tokens: TokenArrays, attribution: Attribution) -> bool:
    """ "I look up and realise that", "once I'd confirmed that", "we know how it feels", outside quotations."""
    sense, source = attribution.sense, attribution.source
    if source is None or sense is None or not _is_told_plainly(tokens, attribution):
        return False
    writer = tokens.text[source.start_char : source.end_char].lower()
    words = load_frames().words
    opening = tokens.words[tokens.token_at(attribution.content[0].start_char)]
    is_open = opening in words["open_thoughts.openings"] and sense.lemma in words["sought.finding"]
    is_perceived = is_open or sense.lemma in words["sought.perceiving"]
    is_checked = writer == "i" and sense.lemma in words["sought.checking"]
    return writer in _WRITERS and (is_perceived or is_checked or _is_past_thought(tokens, attribution.cue_token))


def _is_past_thought(tokens: TokenArrays, cue: int) -> bool:
    """ "Before going there I thought that it was dull", "I always assumed that": a thought of a time that is over."""
    words = load_frames().words
    if load_lexicon().verbs[tokens.words[cue]].lemma not in words["inner.thinking"]:
        return False
    is_past = tokens.words[cue].endswith(("ed", "thought"))
    return is_past and not words["inner.then"].isdisjoint(tokens.words[tokens.segment_bounds(cue)[0] : cue])


def _is_told_plainly(tokens: TokenArrays, attribution: Attribution) -> bool:
    """Whether a clause stands outside quotations; "I do not know what happened", "I wanted to know if" are told."""
    cue = attribution.cue_token
    if cue < 0 or tokens.quote[cue] >= 0 or not attribution.rule.startswith(_CLAUSE_RULES):
        return False
    return not attribution.is_negated and tokens.words[cue - 1] != "to"


def _is_conversation(tokens: TokenArrays) -> bool:
    """Whether a text is printed speech: labelled turns, or questions as paragraphs of their own."""
    paragraphs = [p for p in tokens.part.paragraphs if not p.is_boilerplate]
    asks = sum(paragraph.surface.rstrip("\"”’' ").endswith("?") for paragraph in paragraphs)
    return (asks >= _MIN_TURNS and asks * 6 >= len(paragraphs)) or bool(find_turns(tokens))
