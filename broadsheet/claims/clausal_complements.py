"""Clausal complements of cue verbs: after the verb, fronted, in parataxis, or by word order if the parser fails."""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.claims.bare_clauses import find_bare_clause, has_clause
from broadsheet.claims.clauses import find_clause_after, find_fronted_clause
from broadsheet.claims.lexicon import Cue, CueVerb, load_lexicon
from broadsheet.claims.quotation_lookup import PROMPTS
from broadsheet.claims.that_clauses import find_that_clause
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import RELATIVES, children, find_subject, span_of, subtree_bounds
from broadsheet.records import Span

_SUBORDINATORS = frozenset(
    ["after", "although", "as", "because", "before", "since", "though", "until", "when", "while"]
)
_NOMINAL = frozenset(["PRON", "PROPN", "NOUN", "NUM", "ADJ", "DET"])


@dataclass(frozen=True, slots=True)
class VerbContent:
    """Content of a verb before its source is found."""

    content: tuple[Span, ...]
    rule: str
    sense: Cue
    is_noun: bool = False
    cue_end: int = 0
    has_source: bool = True
    source: Span | None = None
    addressee: int = -1


def find_clausal_complement(tokens: TokenArrays, entry: CueVerb, verb: int) -> VerbContent | None:
    """ "Said that it would rain", "it will rain, she said": the clause that the parser attaches to the verb."""
    sense = entry.sense("that", "wh")
    clauses = _list_clauses(tokens, entry, verb)
    if clauses and sense is None and tokens.quote[clauses[0]] >= 0 and tokens.quote[verb] < 0:
        sense = entry.sense("quote")
    if sense is None or not clauses:
        return None
    clause = next((child for child in clauses if child > verb), clauses[0])
    if _stands_behind(tokens, verb, clause) and tokens.words[verb + 1] != ";":
        return _find_behind(tokens, entry, sense, verb, clause)
    return None if _has_own_object(tokens, entry, verb) else _find_fronted_complement(tokens, sense, verb)


def _stands_behind(tokens: TokenArrays, verb: int, clause: int) -> bool:
    """Whether a clause follows a verb; the comma before "adding" may hang below the clause too."""
    first = subtree_bounds(tokens, clause)[0]
    return clause > verb and (first >= verb or (first == verb - 1 and tokens.words[first] == ","))


def _find_behind(tokens: TokenArrays, entry: CueVerb, sense: Cue, verb: int, clause: int) -> VerbContent | None:
    around = _find_around(tokens, verb)
    span = find_clause_after(tokens, verb, clause, entry.lemma in load_lexicon().addressed) if not around else None
    spans = (span,) if span else around
    return VerbContent(spans, "verb_clause", sense) if spans else None


def _find_around(tokens: TokenArrays, verb: int) -> tuple[Span, ...]:
    """ "What worries her most, | Holm said|, is the dam": the statement around a parenthetical; empty if it is none."""
    following = tokens.pos[verb + 2 : verb + 3] if tokens.words[verb + 1] == "," else []
    first = find_parenthetical(tokens, verb)[0]
    is_inside = following == ["AUX"] and first < verb and tokens.words[first - 1] == ","
    return find_fronted_clause(tokens, verb, (first, verb + 1)) if is_inside else ()


def _find_fronted_complement(tokens: TokenArrays, sense: Cue, verb: int) -> VerbContent | None:
    """ "It will rain, she said": the complement before the verb; a participle needs a subject of its own."""
    parenthetical = find_parenthetical(tokens, verb)
    is_participle = tokens.words[verb].endswith("ing") and parenthetical[0] == verb
    # "Although it is small, it is fast, says Orr": with the speaker behind the verb what stands before it is said.
    is_inverted = parenthetical[0] == verb and parenthetical[1] > verb + 1 and tokens.words[verb - 1] == ","
    if is_participle or not (is_inverted or _may_be_fronted(tokens, parenthetical[0])):
        return None
    spans = find_fronted_clause(tokens, verb, parenthetical)
    return VerbContent(spans, "verb_clause", sense) if spans else None


def _list_clausal_complements(tokens: TokenArrays, verb: int) -> list[int]:
    """The clausal complements of a verb, except those of a nearer verb of speech ("praised X, saying Y")."""
    lexicon = load_lexicon()
    own = children(tokens, verb, "ccomp")
    high = tokens.segment_bounds(verb)[1]
    if not own and tokens.words[verb].endswith("ing"):
        after = range(verb + 1, min(high, verb + 12))
        return [token for token in after if tokens.deps[token] == "ccomp" and tokens.heads[token] < verb][:1]
    kept = []
    for clause in own:
        between = range(verb + 1, min(clause, high))
        nearer = (t for t in between if tokens.words[t].endswith("ing") and tokens.words[t] in lexicon.verbs)
        taken = any(clause - t < 12 and not children(tokens, t, "ccomp") and tokens.heads[t] == verb for t in nearer)
        if not taken:
            kept.append(clause)
    return kept


def _may_be_fronted(tokens: TokenArrays, parenthetical: int) -> bool:
    """Whether the words before can be a fronted complement: they end with a comma or mark and are not adverbial."""
    first = tokens.segment_bounds(parenthetical)[0]
    if parenthetical <= first or (
        tokens.words[parenthetical - 1] not in (",", "—", "–", "--", "-") and tokens.quote[parenthetical - 1] < 0
    ):
        return False
    return (
        tokens.quote[first] >= 0 or tokens.pos[first] not in ("SCONJ", "ADP") or tokens.words[parenthetical - 1] != ","
    )


def _list_clauses(tokens: TokenArrays, entry: CueVerb, verb: int) -> list[int]:
    """The clauses that may be a verb's content."""
    own = [child for child in _list_clausal_complements(tokens, verb) if not _is_participle(tokens, verb, child)]
    return own or _list_demands(tokens, entry, verb)


def _list_demands(tokens: TokenArrays, entry: CueVerb, verb: int) -> list[int]:
    """ "They demanded | she stop": a clause with a subject that the parser takes for an infinitive."""
    if not any(sense.kind == "order" and "that" in sense.frames for sense in entry.senses):
        return []
    open_clauses = [child for child in children(tokens, verb, "xcomp") if child > verb]
    subjects = {child: children(tokens, child, "nsubj") for child in open_clauses}
    return [child for child, own in subjects.items() if own and own[0] == verb + 1 and tokens.words[child - 1] != "to"]


def _is_participle(tokens: TokenArrays, verb: int, clause: int) -> bool:
    """ "Praised the fans, saying ...", "was found lodged": a bare participle is not a complement clause."""
    endings = ("ing", "ed") if clause == verb + 1 else ("ing",)
    return tokens.words[clause].endswith(endings) and not children(
        tokens, clause, "nsubj", "aux", "mark", "cop", "expl"
    )


def find_parenthetical(tokens: TokenArrays, verb: int) -> tuple[int, int]:
    """Tokens of source and cue of a parenthetical "he said", half-open."""
    first, last = verb, verb + 1
    subject = find_subject(tokens, verb)
    for child in [
        *[aux for aux in children(tokens, verb, "aux") if aux > subject or subject > verb],
        *([subject] if subject >= 0 and tokens.heads[subject] == verb else []),
    ]:
        start, end = subtree_bounds(tokens, child)
        if child < verb and verb - child < 30:
            first = min(first, max(start, tokens.segment_bounds(verb)[0]))
        elif child > verb and child - verb < 30:
            last = max(last, end)
    return first, last


def _after_last_comma(tokens: TokenArrays, low: int, verb: int) -> int:
    """First token of the few words between the last comma and a verb; the verb itself if there are none."""
    for token in range(verb - 1, max(low, verb - 8), -1):
        if tokens.words[token] == ",":
            return token + 1
        if tokens.pos[token] == "VERB":
            break
    return verb


def find_detached_clause(tokens: TokenArrays, entry: CueVerb, verb: int) -> VerbContent | None:
    """ "He said that ...", "They say taxes rise", "..., he said" where the parser has not attached the clause."""
    sense = entry.sense("that")
    if sense is None or tokens.quote[verb] >= 0:
        return None
    found = find_opened_clause(tokens, entry, verb)
    if found is not None or not _may_lack_that(tokens, sense, verb):
        return found
    low, high = tokens.segment_bounds(verb)
    first, last = find_parenthetical(tokens, verb)
    is_inserted = tokens.deps[verb].startswith("acl") and tokens.words[verb + 1 : verb + 2] == [","]
    if first == verb or is_inserted:
        first = _after_last_comma(tokens, low, verb)
    is_joined = tokens.deps[verb] == "conj" and not children(tokens, verb, "nsubj")
    is_front_open = low + 1 < first < verb and tokens.words[first - 1] == "," and not is_joined
    if is_front_open and _may_be_statement(tokens, low, first) and not _has_own_object(tokens, entry, verb):
        found = _find_fronted(tokens, sense, verb, (first, last), high)
    if found is None and sense.kind == "report" and first < verb and has_clause(tokens, verb + 1, high):
        found = None if _has_own_object(tokens, entry, verb) else _find_bare(tokens, sense, verb)
    return found


def find_opened_clause(tokens: TokenArrays, entry: CueVerb, verb: int) -> VerbContent | None:
    """ "He said on Monday that ...": the clause that "that" opens, wherever the parser has attached it."""
    sense, span = entry.sense("that"), find_that_clause(tokens, entry, verb)
    return VerbContent((span,), "order_that", sense) if sense is not None and span is not None else None


def _find_bare(tokens: TokenArrays, sense: Cue, verb: int) -> VerbContent | None:
    span = find_bare_clause(tokens, verb)
    return VerbContent((span,), "order_clause", sense) if span else None


def _may_be_statement(tokens: TokenArrays, low: int, first: int) -> bool:
    """ "In it, | Norton observed", "Thus, | who confided": no statement without a verb or before a relative.

    "Asked if he would go, | he said no": a question.
    """
    if tokens.words[low] in PROMPTS:
        return False
    verbs = [t for t in range(low, first) if tokens.pos[t] in ("VERB", "AUX")]
    # "In cases when it lost, | he has responded": the verb of a clause below a preposition states nothing.
    heads = [tokens.heads[t] if tokens.deps[t].startswith(("aux", "cop")) else t for t in verbs]
    has_verb = any(not tokens.deps[t].startswith(("acl", "advcl")) for t in heads)
    has_verb = has_verb or (bool(verbs) and tokens.pos[low] != "ADP")
    is_adverbial = tokens.pos[low] in ("ADP", "ADV", "SCONJ") or tokens.words[low].endswith("ing")
    return (has_verb or not is_adverbial) and tokens.words[first] not in RELATIVES


def _may_lack_that(tokens: TokenArrays, sense: Cue, verb: int) -> bool:
    """Whether a verb takes a clause without "that": one of speech, and not said to the reader ("you say")."""
    low, _ = tokens.segment_bounds(verb)
    is_speech = "quote" in sense.frames and sense.kind in ("report", "assert")
    return is_speech and "you" not in tokens.words[max(low, verb - 4) : verb]


def _has_own_object(tokens: TokenArrays, entry: CueVerb, verb: int) -> bool:
    """ "Fill in the form, then submit it": a verb with an object has no clause; "said the bank" is inverted."""
    objects = children(tokens, verb, "obj")
    inverted = bool(objects) and not children(tokens, verb, "nsubj") and tokens.words[verb].endswith(("aid", "ed", "s"))
    return bool(objects) and not inverted and entry.lemma not in load_lexicon().addressed


def _find_fronted(
    tokens: TokenArrays, sense: Cue, verb: int, parenthetical: tuple[int, int], high: int
) -> VerbContent | None:
    """ "Taxes will rise, the minister said" and, with more words after, "Taxes, the minister said, will rise"."""
    if tokens.words[verb + 1 : verb + 2] == [","] and verb + 3 < high:
        if not any(tokens.pos[t] in _NOMINAL for t in range(parenthetical[0], verb)):
            # "Other, less commonly reported, harms".
            return None
        spans = find_fronted_clause(tokens, verb, (parenthetical[0], verb + 1))
        source = span_of(tokens, parenthetical[0], verb)
        return VerbContent(spans, "order_inserted", sense, source=source) if spans else None
    after = [t for t in range(parenthetical[1], high) if tokens.pos[t] in ("VERB", "AUX") and tokens.quote[t] < 0]
    if after and not _opens_adverbial_clause(tokens, parenthetical[1], after[0]):
        return None
    spans = find_fronted_clause(tokens, verb, parenthetical)
    return VerbContent(spans, "order_front", sense) if spans and _has_verb(tokens, spans) else None


def _has_verb(tokens: TokenArrays, spans: tuple[Span, ...]) -> bool:
    """Whether a fronted content is a clause, unlike the day in "On 3 May, the envoy testified"."""
    covered = (t for span in spans for t in range(tokens.token_at(span.start_char), tokens.token_after(span.end_char)))
    return any(tokens.pos[token] in ("VERB", "AUX") for token in covered)


def _opens_adverbial_clause(tokens: TokenArrays, start: int, verb: int) -> bool:
    """ "The ferry sails again, he said on Monday, after boats were lost": a comma and "after" precede the verb."""
    comma = next((t for t in range(start, min(verb, start + 8)) if tokens.words[t] == ","), verb)
    return comma + 1 < verb and tokens.words[comma + 1] in _SUBORDINATORS and tokens.deps[verb] != "acl:relcl"
