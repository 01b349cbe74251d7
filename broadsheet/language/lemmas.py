"""Lemmas of English words from the rule, exception and word tables of spacy-lookups-data.

Similar to spaCy's rule lemmatizer, but on plain words with a cache (spaCy's works on tokens and takes longer than
parsing a short text), with auxiliaries, and without morphology.
"""

from __future__ import annotations

from functools import cache

from spacy.lookups import load_lookups

_WORD_CLASS = {"NOUN": "noun", "VERB": "verb", "AUX": "verb", "ADJ": "adj", "ADV": "adv"}
_AS_WRITTEN = frozenset({"PROPN", "X", "SYM", "NUM"})
_SHORT = {"n't": "not", "n’t": "not", "'s": "be", "'re": "be", "'m": "be", "'ve": "have", "'d": "would", "'ll": "will"}
_SHORT |= {short.replace("'", "’"): lemma for short, lemma in _SHORT.items()} | {"ca": "can", "wo": "will"}
_SHORT_CLASSES = frozenset({"AUX", "PART"})
_MODALS = frozenset(["would", "could", "should", "might", "must", "may", "can", "will", "shall"])
_PLURAL_LIKE = frozenset(
    {"news", "series", "species", "means", "headquarters", "politics", "economics", "always", "lens", "bus", "gas"}
)
_MAX_CACHED = 200_000


@cache
def load_lemmas() -> Lemmas:
    """The lemmatizer of this process; its tables are read once."""
    return Lemmas()


class Lemmas:
    """Lemma of a word with its universal part of speech."""

    def __init__(self) -> None:
        tables = load_lookups("en", ["lemma_rules", "lemma_exc", "lemma_index"])
        classes = set(_WORD_CLASS.values())
        self._rules: dict[str, list[list[str]]] = {name: tables.get_table("lemma_rules")[name] for name in classes}
        self._exceptions = {name: tables.get_table("lemma_exc")[name] for name in classes}
        self._known = {name: frozenset(tables.get_table("lemma_index")[name]) for name in classes}
        self._cache: dict[tuple[str, str], str] = {}

    def __call__(self, word: str, pos: str) -> str:
        """The lemma; names and numbers as written, other words in lower case."""
        if pos in _AS_WRITTEN:
            return word
        key = (word, pos)
        found = self._cache.get(key)
        if found is None:
            found = self._find(word.lower(), pos)
            if len(self._cache) < _MAX_CACHED:
                self._cache[key] = found
        return found

    def is_word(self, word: str) -> bool:
        """Whether the tables have a word, or the word that it is a form of.

        >>> load_lemmas().is_word("factories"), load_lemmas().is_word("nordvia")
        (True, False)
        """
        lower = word.lower()
        for name, known in self._known.items():
            if lower in known or lower in self._exceptions[name]:
                return True
            if any(old and lower.endswith(old) and lower[: -len(old)] + new in known for old, new in self._rules[name]):
                return True
        return False

    def _find(self, word: str, pos: str) -> str:
        short = _find_short(word, pos)
        if short is not None:
            return short
        name = _WORD_CLASS.get(pos)
        if name is None or word in _PLURAL_LIKE:
            return word
        exceptions = self._exceptions[name].get(word)
        if exceptions:
            return str(exceptions[0])
        if word in self._known[name] and not _may_be_inflected(word, pos):
            return word
        return self._undo_rules(word, name)

    def _undo_rules(self, word: str, name: str) -> str:
        """The first known form before an ending; of an unknown word the likeliest one."""
        forms = [
            word[: len(word) - len(old)] + new
            for old, new in self._rules[name]
            if old and len(word) > 1 and word.endswith(old)
        ]
        known = next((form for form in forms if form in self._known[name]), None)
        if known is not None:
            return known
        if not forms or word in self._known[name] or not word.isalpha():
            return word
        return forms[0] if word.endswith("s") else forms[-1]


def _find_short(word: str, pos: str) -> str | None:
    """The lemma of an auxiliary, a modal or a short form ("n't"), which no table has; None for other words."""
    if pos not in _SHORT_CLASSES or (word not in _SHORT and word not in _MODALS):
        return None
    return _SHORT.get(word, word) if pos == "AUX" or word[:1] == "n" else word


def _may_be_inflected(word: str, pos: str) -> bool:
    """Whether a known word can still be a form of another: "leaves", "better"."""
    if pos == "ADJ":
        return word.endswith(("er", "est"))
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))
