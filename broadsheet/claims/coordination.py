"""Coordinated cues: in "X said that Y had gone, and accused Y" the second verb is attached to the first: X accuses.

A parser that works by nearness attaches such a verb inside the reported clause, and its subject then speaks the wrong
words. Belongs here: where a conjunct is attached, before anything else reads the parse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.claims.lexicon import load_lexicon

if TYPE_CHECKING:
    from broadsheet.claims.token_arrays import TokenArrays

_EMBEDDED = frozenset(["ccomp", "xcomp", "advcl", "acl", "acl:relcl"])
_TOLD = frozenset(["acl:relcl", "ccomp"])
_RELATIVES = frozenset(["who", "which", "that", "whom", "whose"])
_OBJECT_PRONOUNS = frozenset(["him", "her", "them"])
_POSSESSIVES = frozenset(["his", "her", "their"])
_CONJUNCTIONS = frozenset(["and", "but", "or", "yet"])
_MODALS = frozenset(["would", "will", "can", "could", "may", "might", "must", "should", "to", "did", "does", "do"])
# Behind a participle: "had gone, accused | of theft".
_DEEDS = (["of"], ["by"], ["as"], ["with"])
_MAX_STEPS = 5
_NEAR = 6


def reattach_conjuncts(tokens: TokenArrays) -> None:
    """Attach coordinated cue verbs to the verb outside the clause that the parser has put them into.

    Called with heads, deps and pos filled in; changes heads only.
    """
    verbs = load_lexicon().verbs
    _attach_told_clauses(tokens)
    _join_bare_clauses(tokens)
    _attach_earlier_speech(tokens)
    for token, word in enumerate(tokens.words):
        is_conjunct = word in verbs and tokens.deps[token] == "conj" and tokens.pos[token] == "VERB"
        if is_conjunct and verbs[word].senses[0].kind != "believe":
            _move_out(tokens, token)


def _move_out(tokens: TokenArrays, conjunct: int) -> None:
    """Attach a conjunct to the outermost verb that it can be joined to: "has said she wants to go and | pointed"."""
    for _ in range(_MAX_STEPS):
        outer = _find_outer_verb(tokens, conjunct)
        if outer < 0:
            return
        tokens.heads[conjunct] = outer


def _attach_told_clauses(tokens: TokenArrays) -> None:
    """ "Told reporters he had lied": the clause is what was told, not a relative clause of the addressee."""
    lexicon = load_lexicon()
    for token, dep in enumerate(tokens.deps):
        noun = tokens.heads[token]
        verb = tokens.heads[noun]
        if dep not in _TOLD or tokens.deps[noun] not in ("iobj", "obj") or not verb < noun < token:
            continue
        entry = lexicon.verbs.get(tokens.words[verb])
        is_plain = dep == "ccomp" or _opens_plainly(tokens, noun + 1)
        if entry is not None and entry.lemma in lexicon.addressed and is_plain and entry.lemma != "promise":
            tokens.heads[token], tokens.deps[token] = verb, "ccomp"


def _join_bare_clauses(tokens: TokenArrays) -> None:
    """ "Said orders had dried up, | blamed the banks and promised help": a second clause without a subject is none of
    the verb but the next thing that is said.
    """
    verbs = load_lexicon().verbs
    for token, dep in enumerate(tokens.deps):
        outer = _find_speech_verb(tokens, token, dep) if tokens.words[token] in verbs else -1
        if (
            outer < 0
            or tokens.words[outer] not in verbs
            or not outer < token - 2
            or tokens.words[token - 1] != ","
            or not _is_bare(tokens, outer, token)
        ):
            continue
        is_alike = _form_of(tokens, outer) == _form_of(tokens, token) != "base"
        if is_alike and tokens.quote[token] < 0 and _has_clause_between(tokens, outer, token):
            tokens.heads[token], tokens.deps[token] = outer, "conj"


def _find_speech_verb(tokens: TokenArrays, token: int, dep: str) -> int:
    """The verb that a second clause goes with: its head, or that of the clause that it seems part of; or -1."""
    head = tokens.heads[token]
    if dep == "ccomp":
        return head
    is_participle = dep == "advcl" and tokens.deps[head] == "ccomp"
    # "Said Y had gone, | called for help": parsed as a participle of the clause.
    return tokens.heads[head] if is_participle and tokens.words[token + 1 : token + 2] not in _DEEDS else -1


def _has_clause_between(tokens: TokenArrays, outer: int, token: int) -> bool:
    return any(tokens.heads[t] == outer and tokens.deps[t] == "ccomp" for t in range(outer + 1, token))


def _opens_plainly(tokens: TokenArrays, first: int) -> bool:
    """Whether a clause begins with its subject and not with a relative pronoun."""
    opens = tokens.deps[first].startswith("nsubj") or tokens.pos[first] in ("DET", "PRON", "PROPN")
    return opens and tokens.words[first] not in _RELATIVES


def _attach_earlier_speech(tokens: TokenArrays) -> None:
    """ "She said the vet had seen the herd and had told her": "had" twice joins the verb to the clause before it."""
    for token, dep in enumerate(tokens.deps):
        outer = tokens.heads[token]
        if dep != "conj" or not outer < token or tokens.words[outer] not in load_lexicon().verbs:
            continue
        near = range(outer + 1, token)
        clause = next((t for t in near if tokens.heads[t] == outer and tokens.deps[t] == "ccomp"), -1)
        has_subject = any(tokens.heads[t] == token and tokens.deps[t].startswith("nsubj") for t in near)
        is_earlier = clause > 0 and _has_had(tokens, clause) and _has_had(tokens, token)
        if is_earlier and not has_subject and not _has_had(tokens, outer) and "," not in tokens.words[clause:token]:
            tokens.heads[token] = clause


def _has_had(tokens: TokenArrays, verb: int) -> bool:
    return any(tokens.words[t] == "had" and tokens.heads[t] == verb for t in range(max(0, verb - 5), verb))


def _find_outer_verb(tokens: TokenArrays, conjunct: int) -> int:
    """The verb that a conjunct is really joined to; -1 where the parser is right or nothing shows that it is not."""
    first = _find_first_conjunct(tokens, conjunct)
    # "That A and that B": B is joined to A, or by the parser to the verb outside.
    is_second = tokens.deps[first] == "conj"
    inner = tokens.heads[first] if is_second else first
    outer = inner if is_second and tokens.deps[inner] not in _EMBEDDED else _find_governor(tokens, inner)
    is_inside = is_second or tokens.deps[first] in _EMBEDDED
    if not is_inside or not 0 <= outer < first or not _is_bare(tokens, first, conjunct):
        return -1
    if _is_nonfinite(tokens, first):
        return outer if _form_of(tokens, conjunct) != "base" else -1
    is_alike = _form_of(tokens, outer) == _form_of(tokens, conjunct)
    return outer if is_alike and _is_parted(tokens, outer, first, conjunct) else -1


def _is_parted(tokens: TokenArrays, outer: int, first: int, conjunct: int) -> bool:
    """Whether a sign shows that a finite verb stands outside the clause before it."""
    follows_comma = _follows_comma(tokens, first, conjunct)
    if tokens.deps[first] == "acl:relcl":
        return follows_comma and _opens_after_comma(tokens, outer, first)
    if tokens.deps[first] not in ("ccomp", "conj") or tokens.words[outer] not in load_lexicon().verbs:
        return False
    if follows_comma or _is_open_list(tokens, outer):
        return True
    return _has_subject_as_object(tokens, first, conjunct) or _has_other_form(tokens, first, conjunct)


def _find_first_conjunct(tokens: TokenArrays, conjunct: int) -> int:
    node = tokens.heads[conjunct]
    for _ in range(_MAX_STEPS):
        if tokens.deps[node] != "conj" or _has_that(tokens, node):
            break
        node = tokens.heads[node]
    return node


def _has_that(tokens: TokenArrays, verb: int) -> bool:
    near = range(max(0, verb - 12), verb)
    return any(tokens.words[t] == "that" and tokens.heads[t] == verb and tokens.deps[t] == "mark" for t in near)


def _find_governor(tokens: TokenArrays, clause: int) -> int:
    """The verb that governs a clause, also through the noun of a relative clause; -1 if there is none."""
    node = clause
    for _ in range(_MAX_STEPS):
        if tokens.heads[node] == node:
            return -1
        node = tokens.heads[node]
        if tokens.pos[node] == "VERB":
            return node
    return -1


def _is_bare(tokens: TokenArrays, first: int, conjunct: int) -> bool:
    """Whether a conjunct is a finite verb with neither subject nor auxiliary of its own."""
    if tokens.words[conjunct].endswith("ing"):
        return False
    near = range(max(first + 1, conjunct - 12), conjunct)
    own = (tokens.deps[t] for t in near if tokens.heads[t] == conjunct)
    return not any(dep.startswith(("nsubj", "aux")) or dep in ("mark", "cop") for dep in own)


def _is_nonfinite(tokens: TokenArrays, verb: int) -> bool:
    """ "To resign", "saying": no finite verb is joined to these."""
    if "to" in tokens.words[max(0, verb - 2) : verb]:
        return True
    has_auxiliary = any(tokens.pos[t] == "AUX" and tokens.heads[t] == verb for t in range(max(0, verb - 4), verb))
    return tokens.words[verb].endswith("ing") and not has_auxiliary


def _form_of(tokens: TokenArrays, verb: int) -> str:
    """base, third (says) or past (said, also as a participle)."""
    word = tokens.words[verb]
    entry = load_lexicon().verbs.get(word)
    if entry is not None and word == entry.lemma:
        return "base"
    return "third" if word.endswith("s") and not word.endswith("ss") else "past"


def _follows_comma(tokens: TokenArrays, first: int, conjunct: int) -> bool:
    """Whether a comma parts a conjunct from what precedes it ("..., and accused", "..., denied")."""
    token = conjunct - 1
    while token > first and tokens.pos[token] == "ADV":
        token -= 1
    if tokens.words[token] in _CONJUNCTIONS:
        token -= 1
    return token > first and tokens.words[token] == ","


def _opens_after_comma(tokens: TokenArrays, outer: int, relative: int) -> bool:
    """Whether a relative clause is set off by a comma ("Karsk, who had blocked them, ...")."""
    pronoun = next((t for t in range(relative, outer, -1) if tokens.words[t] in _RELATIVES), -1)
    return pronoun > 0 and tokens.words[pronoun - 1] == ","


def _has_subject_as_object(tokens: TokenArrays, first: int, conjunct: int) -> bool:
    """ "Said that Karsk had blocked her and accused Karsk": nobody is both subject and object, save by a reflexive."""
    low = max(0, first - 12)
    subject = next((t for t in range(first, low, -1) if tokens.heads[t] == first and tokens.deps[t] == "nsubj"), -1)
    names = {tokens.words[t] for t in range(low, first) if t == subject or tokens.heads[t] == subject}
    names -= {"the", "a", "an", ","}
    if _demands_of(tokens, conjunct, subject):
        return True
    orders = load_lexicon().verbs[tokens.words[conjunct]].sense("obj_to") is not None
    stops = ("ADP", "PUNCT") if orders else ("ADP", "PUNCT", "VERB")
    for token in range(conjunct + 1, min(conjunct + _NEAR, len(tokens.words))):
        if tokens.pos[token] in stops:
            return False
        if tokens.words[token] in names | _OBJECT_PRONOUNS:
            return True
    return False


def _demands_of(tokens: TokenArrays, conjunct: int, subject: int) -> bool:
    """ "Said that Lenz had trained well and praised | his patience": nobody praises or demands what is their own."""
    lexicon = load_lexicon()
    lemma = lexicon.verbs[tokens.words[conjunct]].lemma
    is_of_others = lemma in lexicon.targeted or lemma in ("demand", "urge")
    follows = tokens.words[conjunct + 1 : conjunct + 2]
    return subject >= 0 and is_of_others and bool(_POSSESSIVES.intersection(follows))


def _has_other_form(tokens: TokenArrays, first: int, conjunct: int) -> bool:
    """ "Would rise and urged", "had been betrayed and urged members", "wants it and pointed to": the second verb cannot
    share the auxiliary or the tense.
    """
    auxiliaries = [t for t in range(max(0, first - 8), first) if tokens.heads[t] == first and tokens.pos[t] == "AUX"]
    if any(tokens.words[t] in _MODALS for t in auxiliaries):
        return _form_of(tokens, conjunct) != "base"
    if not auxiliaries and _form_of(tokens, first) == "third" and tokens.words[conjunct].endswith("ed"):
        return True
    is_passive = any(tokens.deps[t] == "aux:pass" for t in auxiliaries)
    high = min(conjunct + _NEAR, len(tokens.words))
    return is_passive and any(
        tokens.heads[t] == conjunct and tokens.deps[t] in ("obj", "iobj", "ccomp") for t in range(conjunct + 1, high)
    )


def _is_open_list(tokens: TokenArrays, outer: int) -> bool:
    """ "Promised A, said B and demanded C": a list of verbs whose last "and" is still to come."""
    if tokens.deps[outer] != "conj" or tokens.words[outer - 1] != ",":
        return False
    return tokens.heads[outer] < outer
