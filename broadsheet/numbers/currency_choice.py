"""Which currency a sum is in: by its own sign or name, else by the article, its source and its places.

Belongs here: the rules, in the order in which they are asked, each with how sure it is. What signs and names there are,
and for which money an ambiguous one may stand in which country, is in currencies.py and its list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from broadsheet.entities.lexicon import load_lexicon
from broadsheet.numbers.lexicon import load_word_set, load_words
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.rules import number_rule, rules_of
from broadsheet.numbers.units import Unit
from broadsheet.records import ArticleText, Mention

# How sure a currency is by what tells it, by eye on 40 sums of fundus pages with the country of their publisher.
_CONFIDENCE = {
    "iso_code": 0.99, "symbol": 0.97, "name": 0.97, "article": 0.9, "source_country": 0.95, "page_address": 0.9,
    "domain": 0.9, "page_locale": 0.85, "site_name": 0.8, "world_money": 0.8, "places": 0.7, "default_locale": 0.65,
    "spelling": 0.6,
}  # fmt: skip
UNDECIDED = "undecided"
_DOLLAR, _USD = "dollar", "USD"
# Of the countries named that have such a money, the first must have this share.
_CLEAR_SHARE = 0.6
# An article about a country with dollars of its own names it this often.
_FEWEST_PLACES = 3
_LONGEST_SITE_NAME = 6
_LANGUAGE = "English"
_AMERICAN = load_word_set("currencies", "american_spelling")
_BRITISH = load_word_set("currencies", "british_spelling")
_PARTS = frozenset(["cent", "penny", "dime", "sen"])


@dataclass(frozen=True, slots=True)
class CurrencyChoice:
    """The currency of a sum (ISO 4217), what tells it and how sure that is; without one the method is undecided."""

    currency: str | None
    method: str
    confidence: float | None


@dataclass(frozen=True)
class MoneyContext:
    """What an article says about the money in it.

    mentions: all names of the article. named: codes of currencies that stand in the text by name or sign.
    """

    article: ArticleText
    mentions: Sequence[Mention]
    named: frozenset[str] = frozenset()

    @cached_property
    def home(self) -> tuple[str, str]:
        """The country of the source and what says it, the name of its site in the last place; empty where unknown."""
        if self.article.country_code:
            return self.article.country_code.upper(), self.article.country_method or "source_country"
        return (self.site_country, "site_name") if self.site_country else ("", "")

    @cached_property
    def countries(self) -> Counter[str]:
        """How often each country is named, by itself or by its places and people."""
        codes = (mention.country_code for mention in self.mentions if not mention.evidence.is_boilerplate)
        return Counter(code for code in codes if code)

    @cached_property
    def site_country(self) -> str | None:
        """The country that the name of the site names: "The Sydney Herald", "Indian Times"."""
        lexicon = load_lexicon(self.article.language)
        words = (self.article.site_name or "").split()[:_LONGEST_SITE_NAME]
        for size in (3, 2, 1):
            for first in range(len(words) - size + 1):
                name = " ".join(words[first : first + size])
                name = name.title() if name.islower() else name
                place = lexicon.find_place(name)
                code = place.country_code if place is not None else lexicon.demonyms.get(name.casefold())
                if code and name != _LANGUAGE:
                    return code
        return None

    @cached_property
    def has_american_spelling(self) -> bool:
        """Whether the text is spelled as in the United States, and nowhere as in other countries with dollars."""
        words = set(self.article.text.lower().split())
        return bool(words & _AMERICAN) and not words & _BRITISH


def find_named(quantities: Iterable[Quantity]) -> frozenset[str]:
    """The codes of the currencies that sums of a text have by an unambiguous sign or name."""
    units = (quantity.unit for quantity in quantities)
    return frozenset(unit.currency for unit in units if unit and unit.currency and not unit.ambiguous)


def choose_currency(unit: Unit, printed: str, context: MoneyContext, before: str | None = None) -> CurrencyChoice:
    """The currency of a sum. printed: its sign or name as it stands in the text; before: that of the sum before it."""
    if unit.ambiguous is None:
        return _make(unit.currency, _read_method(unit, printed))
    homes: Mapping[str, str] = load_words("currencies")["ambiguous"][unit.ambiguous]["countries"]
    sum_ = AmbiguousSum(unit.ambiguous, printed, homes, context, before)
    for rule in rules_of("currency"):
        found: tuple[str | None, str] | None = rule.apply(sum_)
        if found is not None:
            return _make(*found)
    return _make(None, UNDECIDED)


def _read_method(unit: Unit, printed: str) -> str:
    """How a currency that is sure is printed: as its code, by name or by a sign."""
    if printed.upper() == unit.currency:
        return "iso_code"
    is_word = printed[:1].isalpha() and printed[-1:].isalpha()
    return "name" if is_word and (len(printed) > 3 or printed.islower()) else "symbol"


def _make(currency: str | None, method: str) -> CurrencyChoice:
    return CurrencyChoice(currency, method if currency else UNDECIDED, _CONFIDENCE[method] if currency else None)


@dataclass(frozen=True)
class AmbiguousSum:
    """A sum whose money has several countries. homes: the currency by country; before: that of the sum before."""

    name: str
    printed: str
    homes: Mapping[str, str]
    context: MoneyContext
    before: str | None = None

    @property
    def own(self) -> str | None:
        """The money of the country of the source."""
        return self.homes.get(self.context.home[0])

    @cached_property
    def places(self) -> Counter[str]:
        """How often countries that have such a money are named, by their currency."""
        found: Counter[str] = Counter()
        for code, count in self.context.countries.items():
            if code in self.homes:
                found[self.homes[code]] += count
        return found

    @property
    def clear_place(self) -> str | None:
        """The currency of the country that is named by far the most among those that have such a money."""
        if not self.places:
            return None
        currency, count = self.places.most_common(1)[0]
        return currency if count >= _CLEAR_SHARE * self.places.total() else None


Found = tuple[str | None, str]


@number_rule("currency", {"US: 500 kronor, or 45 Swedish kronor": "SEK article"})
def named_elsewhere(sum_: AmbiguousSum) -> Found | None:
    """The one such money that the article names in full, unless the source's own country has another."""
    named = sum_.context.named & set(sum_.homes.values())
    if len(named) != 1 or (sum_.own is not None and sum_.own not in named) or sum_.name in (_DOLLAR, *_PARTS):
        return None
    return None if sum_.printed == "£" else (next(iter(named)), "article")


@number_rule("currency", {"It costs €2, up 20 cents": "EUR article"})
def part_of_sum_before(sum_: AmbiguousSum) -> Found | None:
    """Cents and pence of the money of the sum before them."""
    is_part = sum_.name in _PARTS and sum_.before in sum_.homes.values()
    return (sum_.before, "article") if is_part else None


@number_rule(
    "currency", {"AU: It cost $5": "AUD source_country", "site The Sydney Herald: It cost $5": "AUD site_name"}
)
def money_of_source(sum_: AmbiguousSum) -> Found | None:
    """The money of the country of the source, which the name of its site may name."""
    return (sum_.own, sum_.context.home[1]) if sum_.own else None


@number_rule("currency", {"It cost £5": "GBP symbol", "It cost 45p": "GBP symbol"})
def british_sign(sum_: AmbiguousSum) -> Found | None:
    """Sterling by the sign for pounds or pence, in a source of a country without pounds."""
    return ("GBP", "symbol") if sum_.printed in ("£", "p") else None


@number_rule("currency", {"IN: It cost $5": "USD world_money"})
def world_dollar(sum_: AmbiguousSum) -> Found | None:
    """American dollars in a source of a country without dollars; open where the article is about one with its own."""
    if sum_.name != _DOLLAR or not sum_.context.home[0]:
        return None
    return (None, UNDECIDED) if _is_about_other_dollars(sum_) else (_USD, "world_money")


def _is_about_other_dollars(sum_: AmbiguousSum) -> bool:
    """Whether a country with dollars of its own is named often, and half as often at least as the first of all."""
    most = max(sum_.context.countries.values(), default=0)
    other = max((count for currency, count in sum_.places.items() if currency != _USD), default=0)
    return other >= _FEWEST_PLACES and 2 * other >= most


@number_rule("currency", {"locale US: It cost $5": "USD default_locale"})
def dollar_of_locale(sum_: AmbiguousSum) -> Found | None:
    """The money of the page's default locale, unless the article is about a country with another such money."""
    own = sum_.homes.get(sum_.context.article.default_country_code or "")
    return (own, "default_locale") if own and sum_.clear_place in (None, own) else None


@number_rule("currency", {"places NZ: It cost $5": "NZD places", "places FR: It cost $5": "USD places"})
def money_of_places(sum_: AmbiguousSum) -> Found | None:
    """The money of the country that the article is about; American dollars where it is about none with dollars."""
    if sum_.name != _DOLLAR:
        return (sum_.clear_place, "places") if sum_.clear_place else None
    if sum_.clear_place == _USD or (not sum_.places and sum_.context.countries):
        return _USD, "places"
    is_sure = sum_.clear_place is not None and sum_.places[sum_.clear_place] >= _FEWEST_PLACES
    return (sum_.clear_place, "places") if is_sure and not sum_.context.article.default_country_code else None


@number_rule("currency", {"It cost $5, in a nice color": "USD spelling"})
def dollar_of_spelling(sum_: AmbiguousSum) -> Found | None:
    """American dollars in a text of American spelling that names no country with dollars, from an unknown source."""
    is_open = sum_.name == _DOLLAR and not sum_.context.home[0] and not sum_.places
    return (_USD, "spelling") if is_open and sum_.context.has_american_spelling else None


@number_rule("currency", {"It cost 20 million pounds": "GBP name", "It cost ¥500": "JPY symbol"})
def usual_money(sum_: AmbiguousSum) -> Found | None:
    """The money that a name or sign means where nothing speaks for another: pounds, pence, yen, Turkish lira."""
    entry = load_words("currencies")["ambiguous"][sum_.name]
    usual = entry["elsewhere"] if sum_.name != _DOLLAR else ""
    return (usual, "name" if len(sum_.printed) > 1 else "symbol") if usual else None
