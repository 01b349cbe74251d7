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
        if pos in {"AUX", "PART"} and (word in _SHORT or word in _MODALS):
            return _SHORT.get(word, word) if pos == "AUX" or word[:1] == "n" else word
        name = _WORD_CLASS.get(pos)
        if name is None or word in _PLURAL_LIKE:
            return word
        exceptions = self._exceptions[name].get(word)
        if exceptions:
            return str(exceptions[0])
        known = self._known[name]
        may_inflect = word.endswith("s") and not word.endswith(("ss", "us", "is")) and pos != "ADJ"
        may_inflect |= pos == "ADJ" and word.endswith(("er", "est"))
        if word in known and not may_inflect:
            return word
        forms = [
            word[: len(word) - len(old)] + new
            for old, new in self._rules[name]
            if old and word[:-1] and word.endswith(old)
        ]
        for form in forms:
            if form in known:
                return form
        if not forms or word in known or not word.isalpha():
            return word
        return str(forms[0] if word.endswith("s") else forms[-1])
