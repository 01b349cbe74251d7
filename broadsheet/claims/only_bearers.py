"""Sources that only one person of the article can be: a surname that is also a word, and an age."""

from __future__ import annotations

from broadsheet.claims.source_names import NameFinder
from broadsheet.records import Mention, Span


def find_only_bearer(names: NameFinder, source: Span, text: str) -> Mention | None:
    """ "Day" by the one person who bears it, "the 22-year-old" by the only person named so far."""
    return _find_by_surname(names, source, text) or _find_by_age(names, source, text)


def _find_by_age(names: NameFinder, source: Span, text: str) -> Mention | None:
    is_age = text.lower().startswith("the ") and text.endswith("-year-old")
    return names.only_person_before(source.start_char) if is_age else None


def _find_by_surname(names: NameFinder, source: Span, text: str) -> Mention | None:
    if not text[:1].isupper() or not text.isalpha():
        return None
    bearers = {
        mention.entity_key: mention
        for mention in names.before(source.start_char)
        if mention.mention_type == "PERSON" and mention.entity_name.split()[1:][-1:] == [text]
    }
    return next(iter(bearers.values())) if len(bearers) == 1 else None
