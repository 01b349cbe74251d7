"""The score of a block: the kinds it names, what it never labels, and weights that belong to features."""

from __future__ import annotations

import pytest

from broadsheet.extract.block_cues import count_cues, split_words
from broadsheet.extract.block_features import measure_blocks
from broadsheet.extract.block_scorer import load_block_weights
from broadsheet.extract.boilerplate import label_boilerplate
from broadsheet.records import Paragraph
from tests.gates.held_out import FOLDS, fold_of, load_held_out

PROSE = (
    "The council of Oakham voted on Monday to close the old bridge for two years, after an engineer found a crack.",
    "Drivers will be sent over the northern road instead, which adds about four kilometres to the way into the town.",
    "Shopkeepers by the river fear for their trade and want the county to pay for a ferry until the work is done.",
)


def label(*lines: tuple[str, str, float], before: bool = False) -> list[Paragraph]:
    """The lines, each (text, kind, share of links), as labelled behind or before three paragraphs of prose."""
    prose = [(text, "paragraph", 0.0) for text in PROSE]
    blocks = [*lines, *prose] if before else [*prose, *lines]
    paragraphs = [Paragraph(number, 0, len(text), text, kind=kind) for number, (text, kind, _) in enumerate(blocks)]
    labelled = label_boilerplate(paragraphs, [share for _, _, share in blocks])
    return list(labelled[: len(lines)] if before else labelled[len(prose) :])


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (("Ferry to run from the old harbour in June", "list_item", 1.0), "related_links"),
        (("Sport", "list_item", 1.0), "navigation"),
        (("Sign up for free and follow us on Facebook", "paragraph", 0.0), "share"),
        (("Kommentare anzeigen und mitreden", "paragraph", 0.0), "comments"),
        (("Neem een abonnement op onze nieuwsbrief", "paragraph", 0.4), "subscribe"),
    ],
)
def test_a_line_behind_the_text_gets_the_kind_of_its_links_or_words(line: tuple[str, str, float], kind: str) -> None:
    assert label(line)[0].boilerplate_kind == kind


def test_the_links_of_a_list_behind_the_text_are_labelled_together() -> None:
    titles = ("Mayor opens the new market hall", "Harbour to get a second crane", "Bakers lower the price of bread")
    assert {block.boilerplate_kind for block in label(*((title, "list_item", 1.0) for title in titles))} == {
        "related_links"
    }


@pytest.mark.parametrize(
    ("line", "before"),
    [
        ("The mayor had no answer on Monday.", False),
        ("Nobody was hurt.", True),
        ("Der Kreis prüft den Bau einer Fähre.", False),
        ("Cookies were found in 40 of the baskets.", False),
        ("Twitter closed its office in Oakham in 2023.", False),
    ],
)
def test_a_plain_sentence_is_never_labelled_by_its_score(line: str, before: bool) -> None:
    assert not label((line, "paragraph", 0.0), before=before)[0].is_boilerplate


def test_lists_of_a_text_are_part_of_it() -> None:
    items = ("two pumps", "a ferry for forty carts", "new piers of oak")
    labelled = label_boilerplate(
        [
            Paragraph(number, 0, len(text), text, kind="list_item" if text in items else "paragraph")
            for number, text in enumerate((PROSE[0], *items, *PROSE[1:]))
        ],
        [0.0] * 6,
    )
    assert not any(block.is_boilerplate for block in labelled)


@pytest.mark.parametrize(
    ("surface", "kinds"),
    [
        ("Abonnieren Sie unseren Newsletter", {"offer", "reader"}),
        ("Suivez-nous sur Facebook", {"social"}),
        ("Подпишитесь на рассылку", {"offer"}),
        ("関連記事", {"related"}),
        ("The bridge is closed", set()),
    ],
)
def test_words_of_a_publisher_are_counted_in_many_languages(surface: str, kinds: set[str]) -> None:
    found = count_cues(split_words(surface), surface)
    assert kinds <= {kind for kind, count in found.items() if count} and (kinds or not any(found.values()))


def test_every_weight_belongs_to_a_feature_and_every_fold_has_the_same() -> None:
    lines = (
        "Sign up to our newsletter, by Ann Lee",
        "Share on Facebook: comments",
        "Photo: © related stories, all rights reserved",
        *PROSE,
    )
    paragraphs = [Paragraph(number, 0, len(text), text) for number, text in enumerate(lines)]
    measured = measure_blocks(paragraphs, [0.0] * len(lines), [False] * len(lines))
    names = {name for features in measured for name in features}
    leads = {
        f"lead_{kind}" for kind in ("offer", "social", "comments", "related", "credit", "copyright", "byline", "reader")
    }
    weights = load_block_weights().keys()
    assert weights - {"bias"} <= names | leads
    assert len(load_held_out("blocks")) == FOLDS
    assert all(fold.keys() == weights for fold in load_held_out("blocks"))


def test_a_site_is_in_the_same_fold_on_every_machine() -> None:
    assert [fold_of(site) for site in ("mail.example", "herald.example", "post.example")] == [0, 2, 8]
