"""Whether a person in an article is "he" or "she": from titles and kinship, from pronouns after the name, from names.

Used only to resolve which person a pronoun refers to. Unknown stays unknown.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from broadsheet.claims.lexicon import Lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.records import Mention

_WORD = re.compile(r"[^\W\d_][\w.’'-]*")
_OWNED = re.compile(r"['’]s?\s")
# "His mother, | Jo Peel": a word for kin with its owner.
_KIN = re.compile(r"\b(?:[Hh]is|[Hh]er|[Tt]heir|[Mm]y|\w+['’]s)\s(?:\w+\s)?(\w+),\s$")
_NEAR = 80


def find_genders(tokens: TokenArrays, lexicon: Lexicon, mentions: Sequence[Mention]) -> Mapping[str, str]:
    """Entity key -> "he" or "she", for the persons of a part for whom there is evidence.

    A title or kinship word with the name decides; else the given name; else pronouns that follow the name in its
    sentence if no other person is in it.
    """
    stated: dict[str, Counter[str]] = defaultdict(Counter)
    named: dict[str, str] = {}
    followed: dict[str, Counter[str]] = defaultdict(Counter)
    persons = [mention for mention in mentions if mention.mention_type == "PERSON"]
    alone = Counter(mention.evidence.sentence_id for mention in persons)
    for mention in persons:
        title = infer_gender_from_words(_title_of(tokens, mention), lexicon)
        if title:
            stated[mention.entity_key][title] += 1
        given = infer_gender_from_name(mention.entity_name, lexicon)
        if given:
            named[mention.entity_key] = given
        elif alone[mention.evidence.sentence_id] == 1:
            pronoun = _find_pronoun_after(tokens, lexicon, mention)
            if pronoun:
                followed[mention.entity_key][pronoun] += 1
    genders = {key: found for key, votes in followed.items() if (found := _find_majority(votes))}
    return genders | named | {key: found for key, votes in stated.items() if (found := _find_majority(votes))}


def infer_gender_from_name(name: str, lexicon: Lexicon) -> str | None:
    """ "he" or "she" by the given name of a full name, or None.

    >>> from broadsheet.claims.lexicon import load_lexicon
    >>> [infer_gender_from_name(name, load_lexicon()) for name in ("Maria Lind", "Robin Lind", "Lind")]
    ['she', None, None]
    """
    words = name.split()
    return lexicon.first_names.get(words[0].lower()) if len(words) > 1 else None


def infer_gender_from_words(text: str, lexicon: Lexicon) -> str | None:
    """By the last gendered word before "of" or "to": "Mr Lind's mother" is "she"."""
    core = re.split(r"\b(?:of|to|for)\b", text)[0]
    found = [
        lexicon.gender[word] for match in _WORD.finditer(core) if (word := match.group().lower()) in lexicon.gender
    ]
    return found[-1] if found else None


def _title_of(tokens: TokenArrays, mention: Mention) -> str:
    """The role of a mention, or the two words before it; what precedes a possessive is another person."""
    before = tokens.text[max(0, mention.evidence.start_char - 30) : mention.evidence.start_char].split("\n")[-1]
    words = before.split()[-2:] if not before.rstrip().endswith((",", ".", ";")) or before.endswith(". ") else []
    kin = _KIN.search(before)
    near = kin.group(1) if kin else _OWNED.split(" ".join(words) + " ")[-1]
    surface_title = mention.evidence.surface.split()[0]
    return f"{_OWNED.split(mention.role_text or '')[-1]} {near} {surface_title}"


def _find_pronoun_after(tokens: TokenArrays, lexicon: Lexicon, mention: Mention) -> str | None:
    first = tokens.token_at(mention.evidence.end_char)
    if not first < len(tokens.words) or tokens.quote[first] >= 0:
        return None
    number = tokens.sentence[first]
    for token in range(first, min(first + 30, len(tokens.words))):
        if tokens.sentence[token] != number or tokens.starts[token] > mention.evidence.end_char + 2 * _NEAR:
            return None
        pronoun = lexicon.pronouns.get(tokens.words[token])
        if pronoun in ("he", "she") and tokens.quote[token] < 0:
            return pronoun
    return None


def _find_majority(votes: Counter[str]) -> str | None:
    ranked = votes.most_common(2)
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] > ranked[1][1] else None
