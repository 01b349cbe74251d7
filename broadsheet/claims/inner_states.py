"""Plans, hopes and knowledge told of somebody as circumstances, which nobody has put into words.

Belongs here: tests on verbs of thought, plan and trying outside quotations, each a small function with an example.
Knowledge looked for belongs to `sought`, what a modal leaves open to `unstated`; the words are in `claim_frames.toml`.
"""

from __future__ import annotations

from functools import cache

from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import CueVerb, Lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children, is_negated

_WRITERS = frozenset(["i", "we"])
# Tokens between "had" and its verb: "had the two guards known".
_NEAR = 8
_ABLE = frozenset(["can", "ca", "could"])


def is_inner(tokens: TokenArrays, lexicon: Lexicon, entry: CueVerb, verb: int, subject: int) -> bool:
    """Whether a verb only tells what somebody had in mind, tried, or was asked for by the article itself."""
    if "had" in tokens.words[max(0, verb - _NEAR) : verb] and _is_unreal(tokens, verb):
        return True
    if tokens.quote[verb] >= 0:
        return False
    words = load_frames().words
    if tokens.words[verb - 1] in words["inner.occasions"] and _is_told_there(tokens, verb):
        return True
    if not words["open_thoughts.openings"].isdisjoint(tokens.words[verb + 1 : verb + 2]) and _is_open(tokens, verb):
        return True
    if tokens.quote[verb - 1] >= 0 and _is_sample(tokens, entry, verb, subject):
        return True
    return entry.lemma in _list_lemmas() and any(test(tokens, entry, verb, subject) for test in _TESTS)


@cache
def _list_lemmas() -> frozenset[str]:
    """The verbs that the tests on single verbs are about."""
    words = load_frames().words
    names = ("intending", "assured", "dreaming", "requests", "barred")
    return frozenset(["mean"]).union(*(words[f"inner.{name}"] for name in names))


def _is_unreal(tokens: TokenArrays, verb: int) -> bool:
    """ "Had they known | he was planning to go": unreal, and what stands below it too; "had she said so?" asks."""
    return _is_inverted_had(tokens, verb) or (
        tokens.deps[verb] == "ccomp" and tokens.heads[verb] < verb and _is_inverted_had(tokens, tokens.heads[verb])
    )


def _is_inverted_had(tokens: TokenArrays, verb: int) -> bool:
    subjects = [child for child in children(tokens, verb, "nsubj", "nsubj:pass") if child < verb]
    if not subjects:
        return False
    is_inverted = any(tokens.words[child] == "had" and child < subjects[0] for child in children(tokens, verb, "aux"))
    return is_inverted and "?" not in tokens.words[verb : tokens.segment_bounds(verb)[1] + 1]


def _is_told_there(tokens: TokenArrays, verb: int) -> bool:
    """ "Show the card when asked to do so": a participle without "was", whose subject asks nothing."""
    words = load_frames().words
    is_order = tokens.words[verb] in words["passives.told"] | words["passives.asked"] | words["inner.pushed"]
    is_short = tokens.words[verb - 1] in words["inner.occasions"] and tokens.words[verb + 1 : verb + 2] == ["to"]
    subjects = [child for child in children(tokens, verb, "nsubj") if child < verb]
    return is_order and is_short and not subjects and not children(tokens, verb, "aux", "obj", "iobj")


def _is_circumstance(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "She sold the shop because she was planning to retire": a plan that gives the reason or time of something.

    "They know that he plans to go" tells no words of his either; "she plans to go because of it" is her plan.
    """
    words = load_frames().words
    is_plan = entry.lemma in words["inner.intending"] and tokens.words[verb + 1 : verb + 2] == ["to"]
    if not is_plan:
        return _is_past_expectation(tokens, entry, verb, subject)
    marks = {tokens.words[child] for child in children(tokens, verb, "mark", "advmod")}
    is_known = tokens.deps[verb] == "ccomp" and tokens.words[tokens.heads[verb]] in words["inner.knowing"]
    return is_known or (tokens.deps[verb] == "advcl" and bool(marks & words["inner.circumstances"]))


def _is_past_expectation(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "Lind expected to win": what the narrator knows of a person's mind; "the firm expects to hire" is told by it."""
    is_past = entry.lemma == "expect" and tokens.words[verb : verb + 2] == ["expected", "to"]
    return is_past and subject >= 0 and tokens.part.doc[subject].ent_type_ != "ORG"


def _is_wish_to_know(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "Shops want to know that their stock will last"; "she wants to know who paid" asks for it."""
    words = load_frames().words
    is_to_know = entry.lemma in words["inner.assured"] and tokens.words[verb - 1 : verb + 2 : 2] == ["to", "that"]
    return is_to_know and tokens.words[tokens.heads[verb]] in words["unsaid.wishing"]


def _is_hope_of_group(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "The rebels hoped that the town would fall": the past thoughts of many, told by the narrator.

    "Officials hoped", "residents have hoped" and "the mayor hoped" may be their words.
    """
    if entry.lemma not in load_frames().words["inner.dreaming"] or not tokens.words[verb].endswith("ed"):
        return False
    if subject < 0 or children(tokens, verb, "aux") or not tokens.words[subject].endswith("s"):
        return False
    is_group = tokens.part.doc[subject].ent_type_ == "NORP" or bool(children(tokens, subject, "det"))
    return is_group and tokens.pos[subject] in ("NOUN", "PROPN", "ADJ")


def _is_asked_by_writer(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "We've asked three bakers to share their tips": what the article has done, not what it says."""
    is_writer = subject >= 0 and tokens.words[subject] in _WRITERS
    is_request = entry.lemma in load_frames().words["inner.requests"] and tokens.words[verb].endswith("ed")
    below = [child for child in children(tokens, verb, "xcomp", "advcl", "ccomp") if child > verb]
    return is_writer and is_request and any(tokens.words[child - 1] == "to" for child in below)


def _is_open(tokens: TokenArrays, verb: int) -> bool:
    """ "The team tried to predict how it would rise", "in explaining how it works, she uses a picture": no answer.

    "He tried to explain that he was ill" tells his words.
    """
    if tokens.words[verb - 1] == "in":
        return tokens.words[verb].endswith("ing")
    is_infinitive = tokens.words[verb - 1] == "to" and tokens.heads[verb] < verb
    return is_infinitive and tokens.words[tokens.heads[verb]] in load_frames().words["inner.trying"]


def _is_barred(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "Owners cannot claim ignorance": what others may not say is said by nobody."""
    is_unable = any(tokens.words[child] in _ABLE for child in children(tokens, verb, "aux"))
    is_barred = entry.lemma in load_frames().words["inner.barred"] and is_negated(tokens, verb)
    return is_barred and is_unable and subject >= 0 and tokens.words[subject] not in _WRITERS


def _is_meaning_of_things(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "They also mean that the river is high": of rains and figures, as no one means something of others."""
    is_they = subject >= 0 and tokens.words[subject] in ("they", "those", "these")
    return is_they and entry.lemma == "mean" and tokens.words[verb] == "mean"


def _is_sample(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "Instead of “it fits,” write “it closes.”": an imperative between quotations, which are words to use."""
    is_base = tokens.words[verb] == entry.lemma and subject < 0 and not children(tokens, verb, "aux", "mark")
    return is_base and max(tokens.quote[verb + 1 : verb + 3], default=-1) >= 0


_TESTS = (
    _is_circumstance,
    _is_wish_to_know,
    _is_hope_of_group,
    _is_asked_by_writer,
    _is_barred,
    _is_meaning_of_things,
)
