"""The word list `basics.toml` of a language: the few words with which figures, dates and who says what are read in a
language that has no grammar here.

Belongs here: what the list may hold, and reading it. Marks, units, months and the like are not in it: CLDR has them
(`cldr`). A new language needs a file `lang/<language>/basics.toml` and no code.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from broadsheet.errors import FaultError
from broadsheet.word_lists import has_word_list, load_word_list

BASICS = "basics"


class _List(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NumberBasics(_List):
    """Words beside figures.

    nouns_have_capitals: nouns can be told by their capital, so that what is counted can be read. minus, range, between,
    between_and: "minus", "to", "between", "and". clock: words after a time of day. designations: words before a figure
    that is a name ("No."). ordinal_before: words before "3." where that is "third". ages, age_suffixes: "years old",
    "-year-old". no_adjectives: words that end as adjectives do and are none. share_of: words between "percent" and
    what it is a share of. bounds: bound to the phrases before a figure that say it. words: number word to value.
    scales, currencies, units: words that CLDR lacks; a currency that several countries have is "".
    """

    nouns_have_capitals: bool = False
    minus: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    between: str = ""
    between_and: str = ""
    clock: tuple[str, ...] = ()
    designations: tuple[str, ...] = ()
    ordinal_before: tuple[str, ...] = ()
    percentage_points: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    age_suffixes: tuple[str, ...] = ()
    no_adjectives: frozenset[str] = frozenset()
    share_of: frozenset[str] = frozenset()
    bounds: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    words: Mapping[str, int] = Field(default_factory=dict)
    scales: Mapping[str, float] = Field(default_factory=dict)
    currencies: Mapping[str, str] = Field(default_factory=dict)
    units: Mapping[str, str] = Field(default_factory=dict)


class DateBasics(_List):
    """Words of dates.

    year_before: words after which four digits are a year. last, next: words before a weekday. days: word to days from
    the publication. periods: phrase to a unit (week, month, year) and a shift from that of the publication.
    """

    year_before: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    days: Mapping[str, int] = Field(default_factory=dict)
    periods: Mapping[str, tuple[str, int]] = Field(default_factory=dict)


class ClaimBasics(_List):
    """Words of attribution.

    verbs: verb to its forms that introduce speech. kinds: verb to its `cue_kind`, else report. particles: verb to
    the part that stands apart after the source. participles: verb to its forms behind `auxiliaries`. beside_source:
    adverbs that may stand between a verb and its source. oblique_determiners: those that never begin a subject.
    object_determiners: words that show that a verb has an object, so that what follows the comma belongs to that.
    that: words that begin a reported clause. before_source, after_source: words as in "according to X" and "X
    according to"; of_source may stand between them and X. as_said: "as" in "as X said, ...", with the verb last.
    short_cues: a word that alone stands for a verb: "..., so X". not: words with which a verb of speech says
    nothing. determiners, titles, joiners, pronouns: words before, before, within and instead of a name.
    conjunctions: joiners that join two names or two roles. organisations: words that make a name one of an
    organisation. unnamed: nouns that name nobody even without a determiner ("police").
    """

    verbs: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    kinds: Mapping[str, str] = Field(default_factory=dict)
    particles: Mapping[str, str] = Field(default_factory=dict)
    participles: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    auxiliaries: tuple[str, ...] = ()
    oblique_determiners: frozenset[str] = frozenset()
    object_determiners: frozenset[str] = frozenset()
    beside_source: frozenset[str] = frozenset()
    that: tuple[str, ...] = ()
    before_source: tuple[str, ...] = ()
    of_source: frozenset[str] = frozenset()
    not_: frozenset[str] = Field(default=frozenset(), alias="not")
    after_source: tuple[str, ...] = ()
    as_said: tuple[str, ...] = ()
    short_cues: tuple[str, ...] = ()
    determiners: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    joiners: frozenset[str] = frozenset()
    conjunctions: frozenset[str] = frozenset()
    pronouns: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    unnamed: frozenset[str] = frozenset()

    @property
    def has_cues(self) -> bool:
        """Whether any attribution can be found with this list."""
        return bool(self.verbs or self.before_source or self.after_source)


class Basics(_List):
    """The whole list; what a language leaves out is empty."""

    numbers: NumberBasics = NumberBasics()
    dates: DateBasics = DateBasics()
    claims: ClaimBasics = ClaimBasics()


@cache
def load_basics(language: str) -> Basics:
    """The list of a language, an empty one where it has none. Raises FaultError that names the entry that is wrong."""
    if not has_word_list(BASICS, language):
        return Basics()
    return _validate(load_word_list(BASICS, language), language)


def _validate(content: Mapping[str, Any], language: str) -> Basics:
    try:
        return Basics.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise FaultError(f"lang/{language}/{BASICS}.toml: {place}: {first['msg']}. Mend the entry.") from error
