"""Runs of capitalised words, with the function words and possessives that can be part of a name.

Belongs here: where a run begins and ends. Splitting it into names belongs to `capitals`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from broadsheet.entities.lexicon import Lexicon

INNER = frozenset("-&–")
_POSSESSIVES = {"'s", "’s", "'", "’"}
_LONGEST_RUN = 12
Run = list[Token]


def is_capital(token: Token) -> bool:
    """Whether a token begins with a capital, or has one second as "iPhone" has."""
    text = token.text
    return text[0].isupper() or (len(text) > 2 and text[1].isupper() and text[0].isalpha())


def find_runs(tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Run]:
    """Runs of capitalised words with the function words that can be part of a name."""
    index = 0
    while index < len(tokens):
        if not is_capital(tokens[index]) or not tokens[index].text[0].isalpha():
            index += 1
            continue
        run = [tokens[index]]
        index += 1
        while (step := _next_step(tokens, index, run, lexicon)) and len(run) <= 2 * _LONGEST_RUN:
            run.extend(tokens[index : index + step])
            index += step
        if sum(is_capital(token) for token in run) <= _LONGEST_RUN:
            yield run


def _next_step(tokens: Sequence[Token], index: int, run: Run, lexicon: Lexicon) -> int:
    """How many tokens are added to the run next; 0 ends it."""
    for step in range(1, 4):
        last = index + step - 1
        if last >= len(tokens) or _gap_breaks(tokens[last - 1], tokens[last]):
            return 0
        token = tokens[last]
        if is_capital(token):
            return step if token.text[0].isalpha() else 0
        if token.text in INNER:
            continue
        if token.text in lexicon.particles or _may_join(run, tokens, last, lexicon):
            continue
        return 0
    return 0


def _gap_breaks(before: Token, after: Token) -> bool:
    """Whether a line break or more than two spaces end a name."""
    gap = before.whitespace_ + "".join(before.nbor(step).text_with_ws for step in range(1, min(after.i - before.i, 4)))
    return "\n" in gap or len(gap) > 2


def _may_join(run: Run, tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """Whether a function word or possessive can be part of the name that `run` begins."""
    text = tokens[index].text
    if text in _POSSESSIVES:
        return _holds_possessive(run, tokens, index, lexicon)
    if text not in lexicon.joiners:
        return False
    if text in ("and", "&"):
        return _is_double_name(run, tokens, index, lexicon) or _is_ministry_list(run, lexicon)
    if text in ("to", "in", "on", "the"):
        return run[0].text in lexicon.openers and (text == "the" or _is_ministry_list(run, lexicon))
    return any(part.text in lexicon.openers or part.text in lexicon.heads for part in run)


def _is_ministry_list(run: Run, lexicon: Lexicon) -> bool:
    """ "Ministry of Education" continues with "and Science"."""
    return run[0].text in lexicon.openers and any(part.text in ("of", "for", "on") for part in run)


def _is_double_name(run: Run, tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """ "the River" continues with "and Tides Authority": an article, one word, and an organisation's head noun."""
    first = run[-1]
    if len(run) > 2 or first.i == 0 or first.nbor(-1).text.lower() != "the":
        return False
    following = _capitals_after(tokens, index)
    return 1 < len(following) <= 3 and lexicon.heads.get(following[-1].text) == "ORG"


def _holds_possessive(run: Run, tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """ "Nurses' Association", "St Anne's Hospital", "People's Front"; but not "Norway's Foreign Ministry"."""
    following = _capitals_after(tokens, index)
    if not following or len(following) > 3 or following[-1].text not in lexicon.heads:
        return False
    last = run[-1].text
    is_plural = tokens[index].text in ("'", "’") and last.endswith("s") and len(last) > 4
    return is_plural or last in lexicon.possessive_words or any(part.text in ("St", "St.", "Saint") for part in run)


def _capitals_after(tokens: Sequence[Token], index: int) -> Run:
    following: Run = []
    for token in tokens[index + 1 : index + 6]:
        if not is_capital(token):
            break
        following.append(token)
    return following
