"""Expands a source to the title before it, the rest of a joined name, and the apposition next to it.

The words are taken by word order, because parsers fail most often on names with an apposition between commas.
"""

from __future__ import annotations

from functools import cache

from broadsheet.claims.animacy import AGENT_ENDINGS, classify_noun
from broadsheet.claims.citations import is_citing
from broadsheet.claims.clauses import skip_dateline
from broadsheet.claims.lexicon import load_lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.token_runs import extend_left, extend_right, unquoted_with
from broadsheet.claims.tree import DAYS, span_of
from broadsheet.records import Span

_NOMINAL = frozenset(["NOUN", "PROPN", "DET", "ADJ", "NUM", "PART", "ADP", "CCONJ", "PRON", "SYM", "ADV"])
_PHRASE_STARTS = frozenset(["DET", "NOUN", "PROPN", "NUM", "ADJ", "PRON"])
_VERB_PREFIXES = frozenset(["AUX", "ADV", "PART"])
_PREPOSITIONS = frozenset(["from", "of", "for", "at", "by", "in"])
_MAX_APPOSITION = 28
_MAX_LEADING_APPOSITION = 14
_TITLES = frozenset(["mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "sen.", "rep.", "gov.", "gen.", "sir"])
_NO_APPOSITION = frozenset(["who", "which", "and", "but", "in", "on", "at", "as", "with", "for", "by"])
_APPOSITION_MARKS = frozenset([",", "’s", "'s", "-"])
_APPOSITION_ENDS = frozenset([",", ".", ";", "—", "–"])


def expand_source(tokens: TokenArrays, span: Span | None, verb: int) -> Span | None:
    """The span with the title before it and an adjacent apposition ("His manager, Jeff Weaver, said")."""
    if span is None:
        return None
    first, last = tokens.token_at(span.start_char), tokens.token_after(span.end_char)
    if last <= first or (tokens.pos[last - 1] == "PRON" and last - first == 1):
        return span
    low, high = tokens.segment_bounds(verb)
    first = _before_joined(tokens, _before_hyphen(tokens, _before_title(tokens, first, low), low), low)
    first = _before_floating(tokens, first, last, low)
    if last <= verb:
        last = _after_names(tokens, first, _after_prepositional_phrase(tokens, last, verb), verb)
        last = _after_apposition(tokens, _after_role(tokens, last, verb), verb)
        first = _before_apposition(tokens, first, last, low, verb)
        first = before_roles(tokens, first, last, low)
    elif first > verb:
        last = _closing_apposition(tokens, _after_name(tokens, last, high), high)
    expanded = span_of(tokens, first, _before_occasion(tokens, first, _after_hyphen(tokens, last, high)))
    return expanded if expanded and (_covers(expanded, span) or expanded.start_char <= span.start_char) else span


def _before_occasion(tokens: TokenArrays, first: int, last: int) -> int:
    """ "Jo Lind | during a hearing", "Jo Lind | in a statement", "the Post|, citing two sources": where a name ends."""
    for token in range(first + 1, last - 1):
        if tokens.words[token] == "," and is_citing(tokens, token + 1):
            return token
        follows_name = "PROPN" in tokens.pos[first:token]
        if (
            tokens.words[token : token + 2] == [",", "including"]
            and tokens.pos[token - 1] == "PROPN"
            and token - first < 4
        ):
            # "Said Jo Lind|, including one with the yard": of what is said.
            return token
        if follows_name and (tokens.words[token] == "during" or _opens_medium(tokens, token, last)):
            return token
    return last


def _opens_medium(tokens: TokenArrays, token: int, last: int) -> bool:
    """ "In a statement", "in the company's release": a preposition, an article or owner, and a medium that ends it."""
    lexicon = load_lexicon()
    if tokens.words[token] != "in" or tokens.pos[token + 1] not in ("DET", "PRON") or last - token > 6:
        return False
    return tokens.words[last - 1] in lexicon.words["media_nouns"] | lexicon.words["document"]


def trim_dateline(tokens: TokenArrays, span: Span | None) -> Span | None:
    """ "ORME, Norway - | The mayor's allies said": a source without the dateline before it."""
    if span is None:
        return None
    first = tokens.token_at(span.start_char)
    start = skip_dateline(tokens, first)
    if start == first or tokens.starts[start] >= span.end_char:
        return span
    return Span(tokens.starts[start], span.end_char)


def _covers(outer: Span, inner: Span) -> bool:
    return outer.start_char <= inner.start_char and inner.end_char <= outer.end_char


def _before_title(tokens: TokenArrays, first: int, low: int) -> int:
    """ "Harbour Minister | Jo Lind": the start of names, roles and titles on the same line."""
    in_title = unquoted_with(tokens, ("PROPN",), _load_titles())

    def is_title(token: int) -> bool:
        gap = tokens.text[tokens.ends[token] : tokens.starts[token + 1]]
        return tokens.words[token] not in DAYS and in_title(token) and "\n" not in gap

    return extend_left(first, low, is_title)


@cache
def _load_titles() -> frozenset[str]:
    return load_lexicon().words["person_roles"] | _TITLES


def _before_hyphen(tokens: TokenArrays, first: int, low: int) -> int:
    """ "Anglo-|Dutch firm": the start of a word that is split at hyphens."""
    while first - 2 >= low and tokens.words[first - 1] == "-" and tokens.starts[first] == tokens.ends[first - 1]:
        first -= 2
    return first


def _after_hyphen(tokens: TokenArrays, last: int, high: int) -> int:
    """ "Ines Holm|-Lind": the end of a word that is split at hyphens."""
    while last + 1 < high and tokens.words[last] == "-" and tokens.ends[last - 1] == tokens.starts[last]:
        last += 2
    return last


def _after_name(tokens: TokenArrays, last: int, high: int) -> int:
    """ "Said Jo | Lind", "said the baker | Jo Lind": the end of the name that a source ends with or calls by a role."""
    in_name = unquoted_with(tokens, ("PROPN",))
    is_role = classify_noun(tokens.words[last - 1], load_lexicon()) == "person" or _is_agent(tokens.words[last - 1])

    def is_name(token: int) -> bool:
        follows = tokens.pos[token - 1] == "PROPN" or (is_role and token == last and tokens.words[token] not in DAYS)
        return follows and in_name(token)

    return extend_right(last, high, is_name)


def _is_agent(word: str) -> bool:
    return word.endswith(AGENT_ENDINGS) and not word.endswith(("s", "men", "women", "people", "folk"))


def _after_prepositional_phrase(tokens: TokenArrays, last: int, verb: int) -> int:
    """ "A letter | from the regulator states": the end of a phrase before the verb, wherever it is attached."""
    stop = _before_verb_group(tokens, last, verb)
    if not 1 < stop - last < 9 or tokens.words[last] not in _PREPOSITIONS:
        return last
    return stop if all(map(unquoted_with(tokens, _NOMINAL), range(last, stop))) else last


def _before_verb_group(tokens: TokenArrays, low: int, verb: int) -> int:
    """First of the auxiliaries and adverbs before a verb."""
    return extend_left(verb, low, lambda token: tokens.pos[token] in _VERB_PREFIXES)


def _is_nominal(tokens: TokenArrays, first: int, last: int) -> bool:
    """Whether tokens can be an apposition: they begin like a noun phrase and contain no verb."""
    if first >= last or tokens.words[first] in _NO_APPOSITION or tokens.pos[first] not in _PHRASE_STARTS:
        return False
    return all(map(unquoted_with(tokens, _NOMINAL, _APPOSITION_MARKS), range(first, last)))


def _before_joined(tokens: TokenArrays, first: int, low: int) -> int:
    """ "The River and Tides Authority said": the start of the names that open the sentence and are joined by "and"."""
    if first - 2 < low or tokens.words[first - 1] not in ("and", "&") or tokens.pos[first] != "PROPN":
        return first
    start = extend_left(first - 1, low, unquoted_with(tokens, ("PROPN",)))
    if start == first - 1:
        return first
    start -= start > low and tokens.words[start - 1] == "the"
    return start if start == low else first


def _before_floating(tokens: TokenArrays, first: int, last: int, low: int) -> int:
    """ "Pia Holm and the mayor, Ola Brandt, | both | said": the start of those whom "both" stands for."""
    is_floating = (
        last - first == 1 and tokens.words[first] in ("both", "all", "each") and tokens.words[first - 1] == ","
    )
    if not is_floating:
        return first
    start = extend_left(first - 1, low, unquoted_with(tokens, _NOMINAL, (",",)))
    is_whole = start == low and tokens.pos[start] != "ADP" and "and" in tokens.words[start:first]
    return start if is_whole else first


def _after_names(tokens: TokenArrays, first: int, last: int, verb: int) -> int:
    """ "A spokesman for Brandt|, Holm and Weil said": the end of a list of names that goes on to the verb."""
    stop = _before_verb_group(tokens, last, verb)
    in_list = unquoted_with(tokens, ("PROPN",), (",", "and", "&"))
    is_list = stop - last > 2 and tokens.words[last] == "," and {"and", "&"} & set(tokens.words[last:stop])
    is_led = any(tokens.pos[token] == "ADP" for token in range(first, last)) and tokens.pos[last - 1] == "PROPN"
    return stop if is_list and is_led and all(map(in_list, range(last, stop))) else last


def _after_role(tokens: TokenArrays, last: int, verb: int) -> int:
    """ "Pollster Jo Lind said", "The chief at the time, Jo Lind, said": the end of the name before the verb."""
    if tokens.pos[last - 1] == "PROPN":
        return last
    stop = extend_left(verb, last, lambda t: tokens.pos[t] in _VERB_PREFIXES or tokens.words[t] == ",")
    start = extend_left(stop, last, lambda t: tokens.pos[t] == "PROPN" and tokens.words[t] not in DAYS)
    has_name = start < stop and start - last < 10
    return stop if has_name and _may_precede_name(tokens, last, start) else last


def _may_precede_name(tokens: TokenArrays, last: int, start: int) -> bool:
    """Whether nothing, or nouns and prepositions up to one comma, come between a role and its name."""
    if start == last:
        return True
    in_phrase = unquoted_with(tokens, _NOMINAL)
    inside = range(last, start - 1)
    return tokens.words[start - 1] == "," and all(in_phrase(t) and tokens.words[t] != "and" for t in inside)


def _after_apposition(tokens: TokenArrays, last: int, verb: int) -> int:
    """ "Murphy, the head of the union, said": the end of the apposition between name and verb."""
    stop = _before_verb_group(tokens, last, verb)
    is_short = 3 <= stop - last <= _MAX_APPOSITION
    if not is_short or tokens.words[last] != "," or tokens.words[stop - 1] != ",":
        return last
    return stop - 1 if _is_nominal(tokens, last + 1, stop - 1) else last


def _before_apposition(tokens: TokenArrays, first: int, last: int, low: int, verb: int) -> int:
    """ "His manager, Jeff Weaver, said": the start of the noun phrase before the name."""
    comma = first - 1
    closes = tokens.words[last : last + 1] == [","] and verb - last <= 4
    if not closes or comma <= low or tokens.words[comma] != ",":
        return first
    start = extend_left(comma, max(low, first - _MAX_LEADING_APPOSITION), unquoted_with(tokens, _NOMINAL))
    # "As Jo Lind, head of the yard, puts it": no adjunct.
    start += tokens.words[start] == "as"
    is_led = start > low and tokens.words[start - 1] != "as"
    opens_adjunct = tokens.pos[start] == "ADP" or (is_led and tokens.pos[start - 1] in ("ADP", "VERB"))
    if opens_adjunct:
        # "Following the arrests, lawmakers ..., said": what comes before the comma says when.
        return first
    start = extend_right(start, comma, lambda token: tokens.pos[token] in ("CCONJ", "ADV"))
    has_name = "PROPN" in tokens.pos[start:last]
    return start if has_name and _is_nominal(tokens, start, comma) else first


def before_roles(tokens: TokenArrays, first: int, last: int, low: int) -> int:
    """ "“It will hold,” | chairman, chief executive and president | Jo Lind said": where roles begin, behind a
    quotation or at the beginning of a sentence.
    """
    roles = load_lexicon().words["person_roles"] | load_lexicon().words["animate"]

    def is_listed(token: int) -> bool:
        is_role = tokens.words[token] in roles or tokens.pos[token] in ("ADJ", "NOUN")
        return tokens.quote[token] < 0 and (is_role or tokens.words[token] in (",", "and", "&"))

    start = extend_left(first, low, is_listed)
    is_bounded = start == low or tokens.quote[start - 1] >= 0
    is_list = "and" in tokens.words[start:last] and tokens.words[start] in roles
    return start if is_bounded and is_list else first


def _closing_apposition(tokens: TokenArrays, last: int, high: int) -> int:
    """ "..., said Maria Lopez, the head of the union.": the end of the apposition after the name."""
    first = last + 1
    if first >= high or tokens.words[last] != "," or tokens.pos[first] not in ("DET", "NUM", "NOUN"):
        return last
    limit = min(high, last + _MAX_APPOSITION)
    stop = extend_right(first, limit, lambda token: tokens.words[token] not in _APPOSITION_ENDS)
    return stop if stop - last > 2 and _is_nominal(tokens, first, stop) else last


def include_article(tokens: TokenArrays, source: Span | None) -> Span | None:
    """ "The | 22-year-old": a source that begins with an age takes the article before it."""
    if source is None or "-year-old" not in tokens.text[source.start_char : source.end_char]:
        return source
    first = tokens.token_at(source.start_char)
    is_bare = first > 0 and tokens.text[source.start_char].isdigit() and tokens.words[first - 1] in ("the", "a", "an")
    return Span(tokens.starts[first - 1], source.end_char) if is_bare else source
