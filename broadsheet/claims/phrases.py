"""Attributions whose cue is a fixed phrase before, inside or after the content, such as "according to ..."."""

from __future__ import annotations

from broadsheet.claims.animacy import can_speak, may_be_person
from broadsheet.claims.attribution import Attribution
from broadsheet.claims.citations import find_citation_end
from broadsheet.claims.lexicon import Cue, load_lexicon
from broadsheet.claims.quotation_lookup import find_quotation_starting_at
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children, cut_out, span_of, subtree_bounds
from broadsheet.records import Span

_MEASURES = frozenset(["how", "whether", "when", "where", "why", "who", "whom", "whose"])
_TOLD_WITHIN = 16

_SET_OFF = frozenset([",", "—", "–"])
_POINTING = frozenset(["that", "this"])
_PERSON_TAGS = frozenset(["PERSON", "PER"])
_BE = frozenset(["is", "was", "'s", "’s"])


def find_phrase_attribution(tokens: TokenArrays, words: tuple[str, ...], sense: Cue, token: int) -> Attribution | None:
    """ "According to X, ..." in front, between or after; `token` is the first word of the phrase."""
    after = token + len(words)
    noun = _find_named(tokens, words, _find_complement(tokens, token, after))
    if noun < 0 or _is_measure(tokens, token, after, noun) or _is_likeness(tokens, token, noun):
        return None
    hole_end = min(max(subtree_bounds(tokens, noun)[1], after + 1), len(tokens.words))
    hole_end = min(hole_end, _find_foreign(tokens, after, noun, hole_end))
    hole_end = max(hole_end, _find_name_end(tokens, words, noun))
    low, high = tokens.sentence_bounds(token)
    # "The Orme model: according to it, ...": a heading before a colon is not said.
    low = token if tokens.words[token - 1] == ":" else low
    source_end = _after_apposition(tokens, _end_of_source(tokens, noun, after, hole_end), high)
    subject = _find_subject_in_source(tokens, after, source_end, high)
    source_end, hole_end = (source_end, hole_end) if subject < 0 else (subject, subject + 1)
    source = span_of(tokens, after, source_end)
    if source is None:
        return None
    hole_end = max(hole_end, find_citation_end(tokens, tokens.token_after(source.end_char), high))
    last = max(hole_end, tokens.token_after(source.end_char))
    content = _find_sentence_before(tokens, low, token) or _find_quoted_below(tokens, low, token, source.end_char)
    content = content or _find_content(tokens, noun, (low, high), token, last)
    if not content:
        return None
    return Attribution(source, tokens.span(token, after), content, "according_to", sense, cue_token=token)


def _find_subject_in_source(tokens: TokenArrays, after: int, end: int, high: int) -> int:
    """ "According to a source, | the envoy, Jo Lind, told": the comma behind which the subject of what is said stands.

    -1 where the words behind the source have a subject of their own.
    """
    following = end + 1 if end < high and tokens.words[end] == "," else end
    named = next((t for t in range(following, high) if tokens.pos[t] != "PROPN"), high)
    if following < named < high and tokens.words[named] == ",":
        following = named + 1
    if following >= high or tokens.pos[following] not in ("VERB", "AUX") or tokens.words[following].endswith("ing"):
        return -1
    return next((token for token in range(after + 1, end) if tokens.words[token] == ","), -1)


def is_noted_by(tokens: TokenArrays, verb: int) -> bool:
    """ ", as | noted | by Jo Lind": the verb of a phrase that is a cue as a whole."""
    return tokens.words[verb - 1 : verb + 2 : 2] == ["as", "by"] and tokens.words[verb - 2] in _SET_OFF


def _is_likeness(tokens: TokenArrays, token: int, noun: int) -> bool:
    """ "It works as described by the arrow": not set off, or by nobody; ", as noted by Jo Lind" tells who says it."""
    if tokens.words[token : token + 3 : 2] != ["as", "by"]:
        return False
    is_set_off = token <= tokens.segments[token] or tokens.words[token - 1] in _SET_OFF
    lexicon = load_lexicon()
    return not is_set_off or not (can_speak(tokens, lexicon, noun) or may_be_person(tokens, lexicon, noun))


def _find_sentence_before(tokens: TokenArrays, low: int, token: int) -> tuple[Span, ...]:
    """ "Rents fell. | That's according to the bureau": the sentence that "that" means; nothing for other sentences."""
    is_pointing = low > 0 and token - low == 2 and tokens.words[low] in _POINTING and tokens.words[low + 1] in _BE
    return tuple(cut_out(tokens, *tokens.sentence_bounds(low - 1), [])) if is_pointing else ()


def _find_quoted_below(tokens: TokenArrays, low: int, token: int, end_char: int) -> tuple[Span, ...]:
    """ "According to the complaint: | “He broke in.”": the quotation that a phrase by itself introduces, if any."""
    if token != low or tokens.text[end_char : end_char + 1] != ":":
        return ()
    start = end_char + 1
    while start < len(tokens.text) and tokens.text[start].isspace():
        start += 1
    number = find_quotation_starting_at(tokens, start)
    return tokens.quotations[number].inner if number >= 0 else ()


def _is_measure(tokens: TokenArrays, token: int, after: int, noun: int) -> bool:
    """ "Seated according to age", "according to how many come": by what something is done, not who says it.

    "According to what he told police" is what he says.
    """
    opening = tokens.words[after]
    if opening == "what":
        return not _tells(tokens, after, subtree_bounds(tokens, noun)[1])
    if opening in _MEASURES:
        return True
    is_set_off = token <= tokens.segments[token] or tokens.words[token - 1] in (",", "—", "–", "(", ":", ";")
    is_thing = tokens.pos[noun] == "NOUN" and not can_speak(tokens, load_lexicon(), noun)
    return tokens.words[token] == "according" and is_thing and not is_set_off and not _has_owner(tokens, noun)


def _tells(tokens: TokenArrays, what: int, end: int) -> bool:
    """ "What he told police": whether a clause with "what" has somebody who says it."""
    lexicon = load_lexicon()
    for token in range(what + 1, min(end, what + _TOLD_WITHIN)):
        entry = lexicon.verbs.get(tokens.words[tokens.heads[token]])
        is_subject = tokens.deps[token].startswith("nsubj") and tokens.heads[token] > token
        if is_subject and entry is not None and entry.sense("quote", "that") and can_speak(tokens, lexicon, token):
            return True
    return False


def _has_owner(tokens: TokenArrays, noun: int) -> bool:
    """ "According to Norvik's plans", "to tests by the bureau": somebody stands behind the thing."""
    lexicon = load_lexicon()
    named = (t for t in children(tokens, noun, "compound", "appos") if can_speak(tokens, lexicon, t))
    return bool(children(tokens, noun, "nmod", "nmod:poss", "acl")) or any(named)


def _find_complement(tokens: TokenArrays, token: int, after: int) -> int:
    """The noun that the phrase governs, under any of the parser's usual analyses."""
    for node in (token, after - 1):
        if tokens.heads[node] >= after:
            return tokens.heads[node]
    for node in (token, after - 1):
        for child in tokens.children[node]:
            if child >= after and tokens.pos[child] in ("NOUN", "PROPN", "PRON", "NUM", "X"):
                return child
    return -1


def _find_named(tokens: TokenArrays, words: tuple[str, ...], noun: int) -> int:
    """ "As noted by dietitian | Jo Lind": the name behind an office where the parser has parted the two."""
    is_office = words[0] == "as" and 0 <= noun < len(tokens.words) - 1 and tokens.pos[noun] == "NOUN"
    return noun + 1 if is_office and tokens.pos[noun + 1] == "PROPN" else noun


def _find_name_end(tokens: TokenArrays, words: tuple[str, ...], noun: int) -> int:
    """ "Jo | Lind", "Dr. | Jo Lind": the end of the words of a name that stand together."""
    end = noun + 1
    if words[0] != "as" and tokens.pos[noun] != "PROPN":
        return end
    while end < len(tokens.words) and (tokens.pos[end] == "PROPN" or tokens.text[tokens.starts[end]].isupper()):
        if _begins_person(tokens, end, noun):
            break
        end += 1
    return end


def _begins_person(tokens: TokenArrays, token: int, noun: int) -> bool:
    """ "According to the Orme Index | Professor | Lind is": whether a person stands behind the name of a thing."""
    doc, words = tokens.part.doc, load_lexicon().words
    is_title = tokens.words[token] in load_lexicon().gender or tokens.words[token] in ("professor", "dr", "dr.", "prof")
    is_new = doc[token].ent_iob_ == "B" and doc[token].ent_type_ in _PERSON_TAGS
    is_office = tokens.words[noun] in words["person_roles"] | words["animate"] or tokens.words[noun].endswith(".")
    return doc[noun].ent_type_ not in _PERSON_TAGS and not is_office and (is_title or is_new)


def _find_foreign(tokens: TokenArrays, after: int, noun: int, end: int) -> int:
    """ "According to the board|, eating nuts is good", "is, according to Jo Lind|, “the best”": the comma behind which
    words belong to what is said, or are quoted; `end` if none do.
    """
    for token in range(noun + 1, end - 1):
        if tokens.words[token] != ",":
            continue
        opens = range(token + 1, min(token + 3, end))
        if tokens.quote[noun] < 0 and any(tokens.quote[t] >= 0 for t in opens):
            return token
        if any(not after <= tokens.heads[t] < end and tokens.pos[t] == "VERB" for t in opens):
            return token
    return end


def _end_of_source(tokens: TokenArrays, noun: int, after: int, end: int) -> int:
    for child in tokens.children[noun]:
        start = subtree_bounds(tokens, child)[0]
        if (
            child > noun
            and tokens.deps[child] in ("parataxis", "conj", "advcl")
            and tokens.words[start] in (",", "but", ";")
        ):
            return start
    # "Figures released in July, using seats to ...": what a participle tells of a source is no part of it.
    participles = [
        start
        for token in range(noun + 1, min(end, len(tokens.words)))
        if tokens.deps[token] == "advcl" and tokens.words[token].endswith("ing")
        for start in [subtree_bounds(tokens, token)[0]]
        if start > noun and tokens.words[start] == ","
    ]
    return min([end, after + 40, *participles])


def _after_apposition(tokens: TokenArrays, end: int, high: int) -> int:
    """ "According to Reed, a club that runs the pier, ...": the end of the apposition between commas."""
    end = end - 1 if tokens.words[end - 1] == "," else end
    if (
        end + 2 >= high
        or tokens.words[end] != ","
        or tokens.words[end + 1] not in ("a", "an", "the", "its", "his", "her")
    ):
        return end
    stop = next((t for t in range(end + 2, min(high, end + 28)) if tokens.words[t] == ","), -1)
    subjects = [t for t in range(end + 1, max(stop, 0)) if tokens.deps[t].startswith("nsubj")]
    has_clause = any(not tokens.deps[tokens.heads[t]].startswith("acl") and tokens.heads[t] < stop for t in subjects)
    after = range(stop + 1, min(high, stop + 15))
    continues = any(tokens.deps[t].startswith("nsubj") for t in after)
    return stop if stop > 0 and not has_clause and continues else end


def _find_statement_head(tokens: TokenArrays, head: int, continues: bool) -> int:
    """The head of the whole statement, from the verb that the phrase depends on: a final phrase covers all of it."""
    steps = (
        ("xcomp", "acl") if continues else ("xcomp", "acl", "advcl", "acl:relcl", "conj", "ccomp", "nmod", "obj", "obl")
    )
    for _ in range(6):
        if tokens.deps[head] not in steps or tokens.heads[head] == head:
            break
        head = tokens.heads[head]
    return head


def _find_content(tokens: TokenArrays, noun: int, sentence: tuple[int, int], first: int, last: int) -> tuple[Span, ...]:
    """The content without the phrase: the clause that it depends on, or the sentence before or after it."""
    low, high = sentence
    head = _find_statement_head(tokens, tokens.heads[noun], last < high - 2)
    start, end = (low, high) if head == noun else subtree_bounds(tokens, head)
    if (
        head != noun
        and tokens.pos[head] not in ("VERB", "AUX")
        and not children(tokens, head, "cop", "nsubj", "nsubj:pass")
    ):
        start, end = low, high
    start, end = max(low, start), min(high, end)
    for child in tokens.children[head] if head != noun else ():
        child_start, child_end = subtree_bounds(tokens, child)
        own = children(tokens, child, "cc") and children(tokens, child, "nsubj", "nsubj:pass")
        if tokens.deps[child] == "conj" and child_start >= last and own:
            end = min(end, child_start)
        if tokens.deps[child] in ("cc", "parataxis") and child_end <= first and child_start <= start + 1:
            start = max(start, child_end)
    spans = list(cut_out(tokens, start, end, [(first, last)]))
    return tuple(spans) if spans else tuple(cut_out(tokens, low, high, [(first, last)]))
