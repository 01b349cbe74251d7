"""The source of a verb: its subject or agent, or the words around the verb if the parse has no subject.

Titles and appositions are added in `source_expansion`.
"""

from __future__ import annotations

from broadsheet.claims.animacy import can_speak
from broadsheet.claims.lexicon import load_lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.token_runs import extend_left, extend_right, unquoted_with
from broadsheet.claims.tree import DAYS, RELATIVES, antecedent_of, children, noun_span, span_of, subtree_bounds
from broadsheet.records import Span

_SUBJECT_REACH = 40
_PHRASE_REACH = 16
_VERB_PREFIXES = frozenset(["AUX", "ADV", "PART"])
_INVERTED_TAGS = frozenset(["DET", "PROPN", "NOUN", "ADJ"])
_PHRASE_TAGS = frozenset(["NOUN", "PROPN", "DET", "ADJ", "NUM"])


def make_source(tokens: TokenArrays, verb: int, subject: int, passive: bool) -> tuple[Span | None, Span | None]:
    """The source and, if it is a relative pronoun, its antecedent."""
    if passive:
        return _find_agent(tokens, verb), None
    is_inversion = is_inverted(tokens, verb) and not children(tokens, verb, "nsubj")
    if is_inversion or _is_addressee(tokens, verb, subject):
        return find_source_by_word_order(tokens, verb), None
    if subject < 0:
        return (None if _is_believing(tokens, verb) else find_source_by_word_order(tokens, verb)), None
    noun = antecedent_of(tokens, subject)
    if noun >= 0:
        relative = tokens.heads[subject]
        return span_of(tokens, subject, subject + 1), noun_span(tokens, noun, without=(relative,))
    return _find_modified_noun(tokens, verb, subject) or _find_subject_phrase(tokens, verb, subject), None


def is_inverted(tokens: TokenArrays, verb: int) -> bool:
    """ "..., said the bank." where the parser takes the speaker for the addressee."""
    after = children(tokens, verb, "iobj", "obj")
    follows_comma = verb > 0 and tokens.words[verb - 1] == "," and tokens.deps[verb] != "conj"
    return bool(after) and follows_comma and tokens.words[verb].endswith(("aid", "ed", "ys"))


def find_source_by_word_order(tokens: TokenArrays, verb: int) -> Span | None:
    """The words before a finite verb, or after one that follows a quotation, where the parse has no subject."""
    if tokens.words[verb].endswith("ing"):
        return _find_last_subject(tokens, verb)
    rules = (_find_misattached_subject, _find_inverted_phrase, _find_phrase_before, _find_phrase_after)
    return next((found for rule in rules if (found := rule(tokens, verb))), None)


def trim_start(tokens: TokenArrays, span: Span, token: int) -> Span | None:
    """The part of a span from a token on; None if nothing is left."""
    start = max(span.start_char, tokens.starts[token]) if token < len(tokens.starts) else span.end_char
    return Span(start, span.end_char) if start < span.end_char else None


def has_case(tokens: TokenArrays, noun: int, *words: str) -> bool:
    """Whether one of the words is the noun's case marker."""
    return any(tokens.words[case] in words for case in children(tokens, noun, "case"))


def _find_agent(tokens: TokenArrays, verb: int) -> Span | None:
    """ "Was criticised by the union": the noun phrase after "by"."""
    agents = [child for child in children(tokens, verb, "obl", "obl:agent", "nmod") if has_case(tokens, child, "by")]
    if not agents:
        # "Was accused of hiding files by the union".
        deeds = [child for child in children(tokens, verb, "advcl", "obl", "xcomp") if child > verb]
        agents = [agent for deed in deeds if (agent := find_inner_agent(tokens, deed)) >= 0]
    span = noun_span(tokens, agents[0]) if agents else None
    if span is None:
        return None
    case = next(case for case in children(tokens, agents[0], "case") if tokens.words[case] == "by")
    return trim_start(tokens, span, case + 1)


def find_inner_agent(tokens: TokenArrays, deed: int) -> int:
    """ "Accused of hiding files | by the union": the accuser that the parser has attached to the deed; -1 if none."""
    if not tokens.words[deed].endswith("ing"):
        return -1
    nouns = [deed, *children(tokens, deed, "obj")]
    agents = [child for noun in nouns for child in children(tokens, noun, "obl", "obl:agent", "nmod") if child > noun]
    named = [agent for agent in agents if has_case(tokens, agent, "by") and tokens.pos[agent] == "PROPN"]
    return named[-1] if named else -1


def _is_addressee(tokens: TokenArrays, verb: int, subject: int) -> bool:
    """ "X told Y that": the parser has taken the addressee for the speaker."""
    lexicon = load_lexicon()
    is_addressed = lexicon.verbs[tokens.words[verb]].lemma in lexicon.addressed
    is_inverted_clause = tokens.deps[verb] == "parataxis" and tokens.words[verb - 1] == ","
    return subject > verb and is_addressed and not is_inverted_clause and tokens.quote[max(0, verb - 1)] < 0


def _is_believing(tokens: TokenArrays, verb: int) -> bool:
    """A participle of belief without a subject, whose believer is unknown."""
    return load_lexicon().verbs[tokens.words[verb]].senses[0].kind == "believe" and tokens.words[verb].endswith("ing")


def _find_modified_noun(tokens: TokenArrays, verb: int, subject: int) -> Span | None:
    """ "Senior officers from the fifth brigade warned": the parser has taken the brigade for the subject.

    "Concern with some analysts saying" is concern, and the analysts say.
    """
    cases = [case for case in children(tokens, subject, "case") if case < subject]
    if cases and tokens.words[cases[0]] == "with" and tokens.words[verb].endswith("ing"):
        return None
    noun = cases[0] - 1 if cases else -1
    if noun < 0 or tokens.pos[noun] != "NOUN" or tokens.quote[noun] >= 0:
        return None
    head, inner = noun_span(tokens, noun), noun_span(tokens, subject)
    return Span(head.start_char, max(head.end_char, inner.end_char)) if head and inner else None


def _find_subject_phrase(tokens: TokenArrays, verb: int, subject: int) -> Span | None:
    """The noun phrase of a subject, without the clause that the verb itself is in."""
    bounds = {child: subtree_bounds(tokens, child) for child in tokens.children[subject]}
    own_clause = [child for child, (first, last) in bounds.items() if first <= verb < last]
    return noun_span(tokens, subject, without=own_clause)


def _find_last_subject(tokens: TokenArrays, verb: int) -> Span | None:
    """ "The mayor closed the road, saying ...": the last subject before a participle, unless it is a relative."""
    low = max(tokens.segment_bounds(verb)[0], verb - _SUBJECT_REACH)
    subjects = [t for t in range(low, verb) if tokens.deps[t] == "nsubj" and tokens.quote[t] < 0]
    return noun_span(tokens, subjects[-1]) if subjects and tokens.words[subjects[-1]] not in RELATIVES else None


def _find_misattached_subject(tokens: TokenArrays, verb: int) -> Span | None:
    """The subject of another verb that ends just before this one: the parser has attached it too high."""
    low = max(tokens.segment_bounds(verb)[0], verb - _SUBJECT_REACH)
    for token in range(verb - 1, low, -1):
        is_subject = tokens.deps[token] == "nsubj" and tokens.quote[token] < 0
        if is_subject and verb - subtree_bounds(tokens, token)[1] in (0, 1):
            return noun_span(tokens, token)
    return None


def _find_inverted_phrase(tokens: TokenArrays, verb: int) -> Span | None:
    """ "..., said the harbour board.": the phrase between the verb and a comma or full stop."""
    low, high = tokens.segment_bounds(verb)
    first = verb + 1
    follows_comma = verb > low and tokens.words[verb - 1] == ","
    if not follows_comma or first + 1 >= high or tokens.pos[first] not in ("DET", "PROPN"):
        return None
    end = extend_right(first, high, lambda token: tokens.pos[token] in _INVERTED_TAGS)
    is_bounded = end == high or tokens.words[end] in (",", ".")
    return span_of(tokens, first, end) if is_bounded and tokens.words[end - 1] not in DAYS else None


def _find_phrase_before(tokens: TokenArrays, verb: int) -> Span | None:
    """ "The chair of the board also said": the nouns before the verb, its auxiliaries and adverbs."""
    low, _ = tokens.segment_bounds(verb)
    last = _find_last_before(tokens, verb)
    if last < low or tokens.quote[last] >= 0 or tokens.pos[last] not in ("NOUN", "PROPN", "PRON"):
        return None
    if tokens.words[last + 1] == "," and not can_speak(tokens, load_lexicon(), last):
        # "It ends the debate, said ...": what stands before a comma and cannot speak is the end of what is said.
        return None
    in_phrase = unquoted_with(tokens, _PHRASE_TAGS | {"PART"}, ("of", "for"))
    return span_of(tokens, extend_left(last, max(low, verb - _PHRASE_REACH), in_phrase), last + 1)


def _find_phrase_after(tokens: TokenArrays, verb: int) -> Span | None:
    """ "“No,” said the chair of the board": the nouns after a verb that follows a quotation or a comma."""
    _, high = tokens.segment_bounds(verb)
    first, last = verb + 1, _find_last_before(tokens, verb)
    follows_content = last < 0 or tokens.quote[last] >= 0 or tokens.words[verb - 1] == ","
    if not follows_content or first >= high or tokens.pos[first] not in _INVERTED_TAGS | {"PRON"}:
        return None
    in_phrase = unquoted_with(tokens, _PHRASE_TAGS | {"PRON"}, ("of", "for", "the"))
    return span_of(tokens, first, extend_right(first, min(high, verb + _PHRASE_REACH), in_phrase))


def _find_last_before(tokens: TokenArrays, verb: int) -> int:
    """The last token before a verb and its auxiliaries, adverbs and commas; before the segment if there is none."""

    def is_prefix(token: int) -> bool:
        return tokens.pos[token] in _VERB_PREFIXES or tokens.words[token] == ","

    return extend_left(verb, tokens.segment_bounds(verb)[0] + 1, is_prefix) - 1
