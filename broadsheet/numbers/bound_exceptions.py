"""Words of a bound that are none at their place: "over three years" lasts, "past 3" is a time, "edged up to 27.6%".

Belongs here: the rules, before a number and after it. One that holds is enough; the bound is then looked for elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.numbers.lexicon import load_word_set, load_words
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.rules import number_rule, rules_of
from broadsheet.numbers.tokens import DIGITS, WORD, Token

_RISING = load_word_set("number_contexts", "rising_before_up_to")
_BEFORE_BOUNDED_LENGTH = load_word_set("number_contexts", "before_bounded_length")
_LIMITS = frozenset(["over", "within", "under", "above", "below", "past", "beyond"])
_COMPARISON_SIGNS = frozenset(["<", ">", "≤", "≥"])
# Words that bound a number only where they are tied to it: "500+".
_TIED = frozenset([("plus",), ("+",), ("approximately",), ("roughly",)])


@dataclass(frozen=True, slots=True)
class BoundPhrase:
    """Words that may bound a quantity, looked for in tokens[first:last]; bound: what they say of it."""

    words: tuple[str, ...]
    bound: str
    first: int
    last: int
    quantity: Quantity
    tokens: list[Token]

    @property
    def is_printed(self) -> bool:
        """Whether the words stand there."""
        if self.first < 0 or self.last > len(self.tokens):
            return False
        return all(self.tokens[self.first + step].lower == word for step, word in enumerate(self.words))

    @property
    def word(self) -> str:
        """The phrase where it is one word, else empty."""
        return self.words[0] if len(self.words) == 1 and self.words[0].isalpha() else ""

    @property
    def before(self) -> str:
        """The token before the phrase in lower case; empty at the start."""
        return self.tokens[self.first - 1].lower if self.first > 0 else ""

    @property
    def after(self) -> str:
        """The token after the phrase in lower case; empty at the end."""
        return self.tokens[self.last].lower if self.last < len(self.tokens) else ""


@number_rule("no bound before", {"The rate edged up to 27.6%.": "27.6% exact"})
def level_after_rise(found: BoundPhrase) -> bool:
    """No bound but where a rise led: "edged up to 27.6%"."""
    return found.words == ("up", "to") and found.before in _RISING


@number_rule("no bound before", {"He was born around the 5th.": "5th exact"})
def preposition_of_ordinal(found: BoundPhrase) -> bool:
    """No bound but a preposition or "some" before an ordinal: "past the third", "around the 5th"."""
    return found.quantity.form == "ordinal" and (found.word in _LIMITS or found.word in ("around", "some"))


@number_rule("no bound before", {"That is 100 more than the 241 homes counted.": "241 exact"})
def compared_number(found: BoundPhrase) -> bool:
    """No bound but what another number is counted from: "100 more than the 241 homes"."""
    is_after_number = found.first > 0 and found.tokens[found.first - 1].kind == DIGITS
    return is_after_number and found.words[-1] == "than" and found.after in ("the", "those", "these", "its", "their")


@number_rule("no bound before", {"It grew over three years.": "three years exact"})
def length_of_time(found: BoundPhrase) -> bool:
    """No bound but how long something lasts: "over three years"; "for over three years" is bounded."""
    unit = found.quantity.unit
    is_time = unit is not None and unit.dimension == "time"
    return is_time and found.word in _LIMITS and found.before not in _BEFORE_BOUNDED_LENGTH


@number_rule("no bound before", {"It was past 3 when he left.": "3 exact"})
def place_or_time(found: BoundPhrase) -> bool:
    """No bound but a time or place: "past 3", "within five"; a measure or a rise before it makes it one."""
    unit = found.quantity.unit
    is_bare = unit is None or unit.dimension == "time"
    return is_bare and found.word in ("past", "beyond", "within") and found.before not in _RISING


@number_rule("no bound before", {"A crowd of some 40 men came.": "40 exact"})
def part_of_some(found: BoundPhrase) -> bool:
    """No bound in "of some 40"."""
    return found.word == "some" and found.before == "of"


@number_rule("no bound before", {"It is not exactly 40 miles.": "40 miles exact"})
def negated_exactly(found: BoundPhrase) -> bool:
    """No bound in "not exactly 40", for another phrase may be one."""
    return found.word == "exactly" and found.before == "not"


@number_rule("no bound before", {"a =>5 b": "5 exact"})
def run_of_signs(found: BoundPhrase) -> bool:
    """No bound in a run of signs that is an arrow or code: "=>", ">>"."""
    is_sign = found.words[0] in _COMPARISON_SIGNS and not found.tokens[found.first].gap
    return is_sign and found.before in ("<", ">", "=")


@number_rule("no bound after", {"It took 40 men or so.": "40 exact"})
def loose_after_noun(found: BoundPhrase) -> bool:
    """No bound after a counted noun in one word or in words that mean "about", nor after a sign."""
    if found.first == found.quantity.last:
        return False
    follows_word = found.tokens[found.quantity.last].kind == WORD
    return not follows_word or found.bound == "about" or len(found.words) < 2


@number_rule("no bound after", {"He has 40 plus a reserve.": "40 exact"})
def untied_sign(found: BoundPhrase) -> bool:
    """No bound in "40 plus a reserve"; "40+" is one."""
    return found.words in _TIED and found.tokens[found.first].gap


@number_rule("no bound after", {"It is 5 or fewer than that.": "5 exact"})
def unfinished_comparison(found: BoundPhrase) -> bool:
    """No bound in "5 or fewer than that", which compares."""
    return found.words[-1] != "than" and found.after == "than"


@number_rule("no bound after", {"The fine is 5 or at least 20 days.": "5 exact"})
def bound_of_next_number(found: BoundPhrase) -> bool:
    """No bound where a number follows, to which the words belong: "5, at least 20"."""
    if found.last >= len(found.tokens):
        return False
    words = load_words("numbers")
    if found.tokens[found.last].kind == DIGITS or found.after in words["cardinals"]:
        return True
    following = found.tokens[found.last + 1].lower if found.last + 1 < len(found.tokens) else ""
    return found.after in ("a", "an") and (following in words["scales"] or following in ("half", "quarter", "third"))


@number_rule("no bound after", {"A Boeing 737 Max flew.": "737 exact"})
def name_after_number(found: BoundPhrase) -> bool:
    """No bound in a word with a capital, which is a name: "737 Max"."""
    return found.word == "max" and found.tokens[found.first].text == "Max"


NO_BOUND_BEFORE = rules_of("no bound before")
NO_BOUND_AFTER = rules_of("no bound after")
