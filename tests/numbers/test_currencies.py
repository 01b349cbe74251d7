"""Which currency a sum is in and what tells it: the examples of the rules, and articles of several countries."""

from __future__ import annotations

import pytest
import spacy

from broadsheet.analysed import AnalysedArticle
from broadsheet.countries import find_domain_country
from broadsheet.derive import analyse_articles
from broadsheet.language.pipeline import LanguageModel
from broadsheet.numbers import find_numbers
from broadsheet.numbers.rules import RULES, NumberRule
from broadsheet.records import ArticleText, Evidence, Mention, Number

CURRENCY_RULES = [rule for rule in RULES if rule.group == "currency"]


@pytest.fixture(scope="module")
def blank_model() -> LanguageModel:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return LanguageModel(nlp, "blank")


def _name_places(country: str, count: int) -> list[Mention]:
    """So many names of places in a country."""
    evidence = Evidence("case", None, False, 0, 0, "", False)
    place = Mention(evidence, "m", "LOC", "x", "x", True, "x", "X", "test", country_code=country)
    return [place] * count


def _find_sums(text: str, model: LanguageModel, mentions: list[Mention] | None = None, **columns: str) -> list[Number]:
    article = ArticleText("case", text, **columns)  # type: ignore[arg-type]
    analysed: AnalysedArticle = next(iter(analyse_articles([article], model)))
    return [number for number in find_numbers(analysed, [], mentions or []) if number.kind == "money"]


def _read(example: str, model: LanguageModel) -> list[Number]:
    """The sums of a rule's example; before it the country of the source, or what else is known."""
    head, mark, text = example.partition(": ")
    if not mark:
        return _find_sums(example, model)
    kind, _, value = head.rpartition(" ") if not head.startswith("site ") else ("site", "", head[5:])
    match kind:
        case "site":
            return _find_sums(text, model, site_name=value)
        case "locale":
            return _find_sums(text, model, default_country_code=value)
        case "places":
            return _find_sums(text, model, _name_places(value, 3))
    return _find_sums(text, model, country_code=value)


@pytest.mark.parametrize("rule", CURRENCY_RULES, ids=lambda rule: rule.name)
def test_currency_rule_reads_its_examples(rule: NumberRule, blank_model: LanguageModel) -> None:
    for example, reading in rule.examples.items():
        found = [f"{number.currency} {number.currency_method}" for number in _read(example, blank_model)]
        assert reading in found, example


@pytest.mark.parametrize(
    ("columns", "text", "currency", "method"),
    [
        ({"country_code": "AU"}, "The bridge cost $40 million.", "AUD", "source_country"),
        ({"country_code": "CA"}, "The bridge cost 40 million dollars.", "CAD", "source_country"),
        ({"country_code": "NZ", "country_method": "domain"}, "It cost $40.", "NZD", "domain"),
        ({"country_code": "SG", "country_method": "page_locale"}, "It cost $40.", "SGD", "page_locale"),
        ({"country_code": "ZA"}, "Bread rose 50 cents.", "ZAR", "source_country"),
        ({"country_code": "IE"}, "Bread rose 50 cents.", "EUR", "source_country"),
        ({"country_code": "GB"}, "It cost $40.", "USD", "world_money"),
        ({"country_code": "PK"}, "It cost 400 rupees.", "PKR", "source_country"),
        ({"country_code": "SE"}, "It cost 400 kronor.", "SEK", "source_country"),
        ({"country_code": "MX"}, "It cost 400 pesos.", "MXN", "source_country"),
        ({"country_code": "EG"}, "It cost 4 million pounds.", "EGP", "source_country"),
        ({"country_code": "LB"}, "It cost 4 million pounds.", "LBP", "source_country"),
        ({"country_code": "US"}, "It cost £4 million.", "GBP", "symbol"),
        ({"country_code": "US"}, "It cost A$4 million.", "AUD", "symbol"),
        ({"country_code": "AU"}, "It cost US$4 million.", "USD", "symbol"),
        ({"country_code": "AU"}, "It cost USD 4 million.", "USD", "iso_code"),
        ({"site_name": "The Toronto Ledger"}, "It cost $4 million.", "CAD", "site_name"),
        ({"default_country_code": "US"}, "It cost $4 million.", "USD", "default_locale"),
        ({}, "It cost €4 million.", "EUR", "symbol"),
        ({}, "It cost 4 million euros.", "EUR", "name"),
    ],
)
def test_sum_has_the_money_of_its_source(
    columns: dict[str, str], text: str, currency: str, method: str, blank_model: LanguageModel
) -> None:
    (number,) = _find_sums(text, blank_model, **columns)
    assert (number.currency, number.currency_method) == (currency, method)
    assert number.currency_confidence is not None
    assert 0.6 < number.currency_confidence < 1


@pytest.mark.parametrize(
    ("text", "places", "currency"),
    [
        ("It cost $40.", [], None),
        ("It cost $40.", _name_places("US", 1), "USD"),
        ("It cost $40.", _name_places("AU", 4), "AUD"),
        ("It cost $40.", _name_places("AU", 1), None),
        ("It cost $40.", _name_places("AU", 4) + _name_places("CA", 4), None),
        ("It cost $40.", _name_places("KE", 2), "USD"),
        ("It cost 40 rupees.", _name_places("NP", 1), "NPR"),
        ("It cost 40 rupees.", [], None),
        ("It cost 400 kronor.", _name_places("SE", 1) + _name_places("NO", 1), None),
        ("It cost £4m.", _name_places("EG", 4), "GBP"),
    ],
)
def test_money_of_an_unknown_source_follows_the_places(
    text: str, places: list[Mention], currency: str | None, blank_model: LanguageModel
) -> None:
    (number,) = _find_sums(text, blank_model, places)
    assert number.currency == currency
    assert (number.currency_method == "undecided") == (currency is None)


def test_dollars_of_a_british_source_about_canada_stay_undecided(blank_model: LanguageModel) -> None:
    (number,) = _find_sums("It cost $40.", blank_model, _name_places("CA", 4), country_code="GB")
    assert (number.currency, number.currency_method) == (None, "undecided")


@pytest.mark.parametrize(
    ("url", "country"),
    [
        ("https://www.ledger.example.com.au/news/1", "AU"),
        ("https://ledger.co.uk/", "GB"),
        ("http://ledger.ca:8080/x", "CA"),
        ("https://ledger.gov/x", "US"),
        ("https://ledger.com/au/x", None),
        ("https://ledger.io/", None),
        ("https://ledger.tv/", None),
        ("ledger.nz", None),
        ("", None),
        (None, None),
    ],
)
def test_country_of_an_address_is_its_top_level_domain(url: str | None, country: str | None) -> None:
    assert find_domain_country(url) == country
