"""Named entity mentions and their clusters within an article.

Names come from the pipeline (`doc.ents`) or, where it has none, from capital letters and word lists (`capitals`).
Then labels are made consistent across the article (`label_consistency`), mentions of the same entity are clustered
(`clusters`), and each person gets the role given next to the name (`roles`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from broadsheet.analysed import AnalysedArticle, TextPart
from broadsheet.entities.beside import type_beside_commas
from broadsheet.entities.capitals import find_names_by_capitals
from broadsheet.entities.citations import mend_citations
from broadsheet.entities.cities import PlaceCodes
from broadsheet.entities.clusters import Entity, join_names
from broadsheet.entities.cues import type_by_cues
from broadsheet.entities.datelines import mend_datelines
from broadsheet.entities.extents import mend_extents
from broadsheet.entities.fragments import mend_fragments
from broadsheet.entities.headlines import add_headline_names
from broadsheet.entities.label_consistency import make_labels_consistent
from broadsheet.entities.lexicon import Lexicon, load_lexicon
from broadsheet.entities.lone_persons import open_lone_persons
from broadsheet.entities.made_names import add_made_names
from broadsheet.entities.missed_persons import add_missed_persons
from broadsheet.entities.name_words import load_name_words
from broadsheet.entities.names import Name, fold_name, trim_extent
from broadsheet.entities.nicknames import join_nicknames
from broadsheet.entities.not_persons import type_not_persons
from broadsheet.entities.numbered import extend_numbered
from broadsheet.entities.place_links import find_links
from broadsheet.entities.place_table import PlaceTable, load_place_table
from broadsheet.entities.places import find_codes
from broadsheet.entities.repairs import repair_names
from broadsheet.entities.roles import find_role
from broadsheet.ids import hash_id
from broadsheet.records import Mention

# Labels of the pipeline that are kept, with the names that other pipelines use for them.
_TYPES = {label: label for label in ("PERSON", "ORG", "LOC", "NORP", "MISC", "EVENT", "PRODUCT", "WORK", "LAW")} | {
    "PER": "PERSON",
    "GPE": "LOC",
    "FAC": "LOC",
    "WORK_OF_ART": "WORK",
}


def find_mentions(analysed: AnalysedArticle) -> Sequence[Mention]:
    """Find the names of one article in all its parts, in order of place, the headline part first."""
    lexicon, words = load_lexicon(analysed.article.language), load_name_words(analysed.article.language)
    names = list(_clean_names(analysed.parts, _find_names(analysed.parts, lexicon)))
    names = list(_clean_names(analysed.parts, repair_names(analysed.parts, names, lexicon)))
    names = add_made_names(analysed.parts, names, lexicon, words)
    names = add_missed_persons(analysed.parts, mend_citations(analysed.parts, names), lexicon)
    names = mend_extents(analysed.parts, join_nicknames(analysed.parts, names, lexicon), lexicon, words)
    names = add_headline_names(analysed.parts, names, lexicon, words)
    table = load_place_table(analysed.article.language)
    names = mend_datelines(analysed.parts, mend_fragments(analysed.parts, names, lexicon, table), lexicon, table)
    names = type_by_cues(analysed.parts, names, lexicon, words, table)
    names = type_not_persons(analysed.parts, names, lexicon, words)
    names = type_beside_commas(analysed.parts, names, lexicon, words, table)
    names, definitions = make_labels_consistent(analysed.parts, names, lexicon, words)
    names = open_lone_persons(analysed.parts, extend_numbered(analysed.parts, names), lexicon, words)
    entities = join_names(analysed.parts, names, definitions, lexicon, words)
    codes = find_codes(analysed.parts, names, lexicon, table, analysed.article.country_code)
    entities = _part_states(names, entities, codes, table)
    links = find_links(analysed.parts, names, codes, table)
    first = _first_mentions(analysed, names, entities)
    mentions = (
        _make_mention(analysed.parts[name.part_index], name, entities[index], index in first, codes[index], lexicon)
        for index, name in enumerate(names)
    )
    return [replace(mention, place=link) if link else mention for mention, link in zip(mentions, links, strict=True)]


def _find_names(parts: Sequence[TextPart], lexicon: Lexicon) -> Iterator[Name]:
    if not _types_names(parts, lexicon):
        yield from find_names_by_capitals(parts, lexicon)
        return
    for part_index, part in enumerate(parts):
        for ent in part.doc.ents:
            if mention_type := _TYPES.get(ent.label_):
                yield Name(part_index, ent.start_char, ent.end_char, ent.text, mention_type, "doc_ents")


def _types_names(parts: Sequence[TextPart], lexicon: Lexicon) -> bool:
    """Whether the pipeline assigns types to names; without a model it marks all of them as MISC, or none.

    Where word lists for the language exist, they do better than such marks.
    """
    docs = [part.doc for part in parts]
    if not any(doc.has_annotation("ENT_IOB") for doc in docs):
        return False
    is_analysed = any(doc.has_annotation("POS") for doc in docs)
    return not lexicon.given_names or is_analysed or any(ent.label_ != "MISC" for doc in docs for ent in doc.ents)


def _clean_names(parts: Sequence[TextPart], names: Iterable[Name]) -> Iterator[Name]:
    """Trim spans; cut at line breaks and semicolons; drop names without a letter or that overlap an earlier name."""
    reached = (0, 0)
    for name in names:
        text = parts[name.part_index].text
        ends = (text.find(sign, name.start_char, name.end_char) for sign in ("\n", "; "))
        start, end = trim_extent(text, name.start_char, min((end for end in ends if end >= 0), default=name.end_char))
        surface = text[start:end]
        if (name.part_index, start) >= reached and any(char.isalpha() for char in surface):
            reached = (name.part_index, end)
            yield replace(name, start_char=start, end_char=end, surface=surface)


def _first_mentions(analysed: AnalysedArticle, names: Sequence[Name], entities: Sequence[Entity]) -> set[int]:
    """Index of the first mention of each entity outside boilerplate, or else of its first mention."""
    first: dict[str, tuple[bool, int]] = {}
    for index, name in enumerate(names):
        paragraph = analysed.parts[name.part_index].paragraph_at(name.start_char)
        place = (bool(paragraph and paragraph.is_boilerplate), index)
        key = entities[index].key
        first[key] = min(first.get(key, place), place)
    return {index for _, index in first.values()}


def _make_mention(
    part: TextPart, name: Name, entity: Entity, is_first: bool, codes: PlaceCodes, lexicon: Lexicon
) -> Mention:
    evidence = part.cite(name.start_char, name.end_char)
    return Mention(
        evidence=evidence,
        mention_id=hash_id(part.article_version_id, "mention", part.is_headline, name.start_char, name.end_char),
        mention_type=name.mention_type,
        name_norm=fold_name(name.full),
        head=_find_head(name, lexicon),
        is_first_in_article=is_first,
        entity_key=entity.key,
        entity_name=entity.name,
        rule=name.rule,
        role_text=find_role(part, name, lexicon) if name.mention_type == "PERSON" else None,
        country_code=codes.country_code,
        geonames_id=codes.geonames_id,
        place_id=codes.place_id,
        confidence=name.confidence,
    )


def _part_states(
    names: Sequence[Name], entities: Sequence[Entity], codes: Sequence[PlaceCodes], table: PlaceTable
) -> list[Entity]:
    """The entities, with a state that shares its name with a country or city as one of its own: Georgia, New York."""
    parted = []
    for name, entity, code in zip(names, entities, codes, strict=True):
        known = table.find_namesakes(name.surface)
        is_state = known is not None and code.place_id == known.state
        parted.append(Entity(f"{entity.key} ({known.state.casefold()})", entity.name) if known and is_state else entity)
    return parted


def _find_head(name: Name, lexicon: Lexicon) -> str:
    """The head word of a name: the last one, or for "Bank of England" the last one before "of"."""
    words = name.full.split()
    if name.mention_type == "PERSON" and "of" in words[1:]:
        return words[words.index("of") - 1]
    if name.mention_type in ("ORG", "LAW", "EVENT", "WORK"):
        for index, word in enumerate(words):
            if index and word in lexicon.joiners and word[0].islower():
                return words[index - 1]
    return words[-1]
