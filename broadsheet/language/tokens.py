"""spaCy's tokenizer with a guard: long runs without whitespace are cut first, so that time stays linear in length."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language, create_tokenizer
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import registry

LONGEST_RUN = 200
"""Most code points without whitespace that spaCy's tokenizer gets at once: its patterns look back over a whole run."""

_LONG_RUN = re.compile(rf"\S{{{LONGEST_RUN + 1},}}")


class GuardedTokenizer:
    """Tokenizes as spaCy does; only runs of more than LONGEST_RUN code points without whitespace are cut into parts.

    `doc.text` always equals the text.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self.vocab = tokenizer.vocab

    def __call__(self, text: str) -> Doc:
        """Tokenize one text."""
        if _LONG_RUN.search(text) is None:
            doc: Doc = self.tokenizer(text)
            return doc
        words: list[str] = []
        spaces: list[bool] = []
        for part in cut_long_runs(text):
            for token in self.tokenizer(part):
                words.append(token.text)
                spaces.append(bool(token.whitespace_))
        return Doc(self.vocab, words=words, spaces=spaces)

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterator[Doc]:
        """Tokenize texts in order."""
        for text in texts:
            yield self(text)

    def to_disk(self, path: str | Path, **options: Any) -> None:
        """Write the wrapped tokenizer."""
        self.tokenizer.to_disk(path, **options)

    def from_disk(self, path: str | Path, **options: Any) -> GuardedTokenizer:
        """Read the wrapped tokenizer if the folder has one; otherwise the language's rules are used."""
        if Path(path).exists():
            self.tokenizer.from_disk(path, **options)
        return self


def cut_long_runs(text: str) -> Iterator[str]:
    """The text in parts, in order: between long runs as it is, long runs in parts of LONGEST_RUN.

    >>> [len(part) for part in cut_long_runs("a b " + "x" * 450 + " c")]
    [4, 200, 200, 50, 2]
    """
    done = 0
    for run in _LONG_RUN.finditer(text):
        if run.start() > done:
            yield text[done : run.start()]
        for start in range(run.start(), run.end(), LONGEST_RUN):
            yield text[start : min(start + LONGEST_RUN, run.end())]
        done = run.end()
    if done < len(text):
        yield text[done:]


@registry.tokenizers("broadsheet.GuardedTokenizer.v1")  # type: ignore[untyped-decorator]
def make_guarded_tokenizer() -> Callable[[Language], GuardedTokenizer]:
    """The tokenizer of the pipeline's language, guarded."""
    return _guard


def _guard(nlp: Language) -> GuardedTokenizer:
    return GuardedTokenizer(create_tokenizer()(nlp))
