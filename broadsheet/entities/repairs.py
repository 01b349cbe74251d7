"""Corrections to a model's names from the words in and next to them: spans first, then types.

Belongs here: what one name and its line show. What the whole article shows belongs to `label_consistency`. The
convention (titles, articles and possessives outside, "Republic of Kenya" one name) is the one of the model card.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from broadsheet.analysed import TextPart
from broadsheet.entities.gazetteer import restore_places
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.missed_names import find_known, find_outlets, find_titled
from broadsheet.entities.names import Name
from broadsheet.entities.noise import is_noise
from broadsheet.entities.roles import opens_with_role

_GIVEN_ENDING = re.compile(r"-([a-z]{1,6}(?:-[a-z]{1,6})?)(?![\w-])")
# "Ferdinand “Bongbong", cut before the closing mark.
_OPEN_NICKNAME = re.compile(r"\w [“\"‘'][^”\"’' ]+$")
# A common noun before an organisation's own words: "house Chamber of Deputies"; not "al Shabaab", "eBay".
_COMMON_START = re.compile(r"[a-z]{3,}\s+(?=[A-Z])")
_COMPOUND = re.compile(r"([A-Z][\w.’']*(?: [A-Z][\w.’']*){0,2})-([a-z]+)(?: |$)")
_LOOSE_END = re.compile(r"\s+(?:of|for|and|the|in|to|&)$", re.IGNORECASE)
_CAPITAL_WORDS = re.compile(r" ((?:[A-Z][\w-]+ ){0,3})([A-Z][\w-]+)(?![\w-]| [A-Z])")
_VERBAL_ENDINGS = ("ed", "ing", "er", "ly")
_TWO_SHORT_WORDS = re.compile(r"[A-Z][a-z]{1,6} [A-Z][a-z]{1,5}")
# Words between a head such as "Centre" and the rest of its name.
_CONTINUING_WORDS = frozenset([" for ", " for the ", " of ", " of the ", " on ", " on the "])
_WIDEST_GAP = 10
_LONGEST_TITLE = 4
# New type by a head noun -> types of the model that it replaces.
_YIELDS_TO = {
    "LAW": ("ORG", "LOC", "MISC"),
    "EVENT": ("ORG", "LOC", "MISC"),
    "ORG": ("LOC", "PERSON", "MISC"),
    "LOC": ("MISC",),
    "MISC": ("ORG",),
}


def repair_names(parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon) -> list[Name]:
    """Names with better spans and types, and reliable ones that were missed, in order of position."""
    kept: list[Name] = []
    whole = restore_places(parts, list(_cut_compounds(parts, _join_peoples(parts, names, lexicon), lexicon)), lexicon)
    for name in _extend_to_heads(parts, list(_join_split_names(parts, whole, lexicon)), lexicon):
        name = _strip_titles(parts, _extend_given_name(parts, name, lexicon), lexicon)
        if not is_noise(parts[name.part_index], name, lexicon):
            kept.append(_type_by_words(parts[name.part_index], name, lexicon))
    kept.extend(find_titled(parts, kept, lexicon))
    kept.extend(find_outlets(parts, kept, lexicon))
    kept.extend(find_known(parts, kept, lexicon))
    kept.sort(key=lambda name: (name.part_index, name.start_char))
    return kept


def _with_extent(parts: Sequence[TextPart], name: Name, start: int, end: int) -> Name:
    return replace(name, start_char=start, end_char=end, surface=parts[name.part_index].text[start:end])


def _cut_compounds(parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon) -> Iterator[Name]:
    """ "Oslo-based Fjord Institute" is two names: the place before the hyphen and the organisation."""
    for name in names:
        cut = _COMPOUND.match(name.surface)
        if not cut or cut[2] not in lexicon.compound_endings:
            yield name
            continue
        first = _with_extent(parts, name, name.start_char, name.start_char + cut.end(1))
        place = lexicon.find_place(cut[1])
        yield replace(first, mention_type="LOC", rule=f"{name.rule}+compound") if place or cut[2] == "based" else first
        if cut.end() < len(name.surface):
            yield _with_extent(parts, name, name.start_char + cut.end(), name.end_char)


def _join_peoples(parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon) -> list[Name]:
    """ "South" and "Korean" are one people, where a list has the two words."""
    joined: list[Name] = []
    for name in names:
        before = joined[-1] if joined else None
        if (
            before
            and name.mention_type == "NORP"
            and (before.part_index, before.end_char + 1)
            == (
                name.part_index,
                name.start_char,
            )
        ):
            whole = _with_extent(parts, name, before.start_char, name.end_char)
            if lexicon.is_demonym(whole.surface):
                joined[-1] = whole
                continue
        joined.append(name)
    return joined


def _join_split_names(parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon) -> Iterator[Name]:
    """ "Sultanate of" and "Oman" are one name; a function word at the end that joins nothing is cut off."""
    index = 0
    while index < len(names):
        name = names[index]
        following = names[index + 1] if index + 1 < len(names) else None
        if (
            following
            and following.part_index == name.part_index
            and _continues_in_next(parts, name, following, lexicon)
        ):
            whole = _with_extent(parts, name, name.start_char, following.end_char)
            is_second = name.mention_type != following.mention_type and (
                " and " in whole.surface or name.mention_type == "NORP"
            )
            yield replace(whole, mention_type=following.mention_type) if is_second else whole
            index += 2
            continue
        loose = _LOOSE_END.search(name.surface)
        yield _with_extent(parts, name, name.start_char, name.end_char - len(loose[0])) if loose else name
        index += 1


def _continues_in_next(parts: Sequence[TextPart], name: Name, following: Name, lexicon: Lexicon) -> bool:
    """Whether a name continues in the next one: after "of", as "the Food" before "and Drug Administration", as "Centre"
    before "for the Blind", as a nationality before its army, as a given name before the rest, or over the "and" of
    a country's own name.
    """
    text = parts[name.part_index].text
    gap = text[name.end_char : following.start_char] if following.start_char - name.end_char < _WIDEST_GAP else ""
    kinds = (name.mention_type, following.mention_type)
    if kinds == ("NORP", "ORG"):
        return gap == " " and following.surface.rpartition(" ")[2] in lexicon.armed_heads
    if name.surface.endswith(" of"):
        return gap == " "
    if kinds == ("PERSON", "PERSON"):
        return _are_one_person(name, following, gap)
    if kinds == ("LOC", "LOC") and gap in (" and ", " "):
        return _are_one_place(text, name, following, lexicon)
    if gap in _CONTINUING_WORDS:
        opens = lexicon.openers.get(name.surface.rpartition(" ")[2]) == "ORG"
        return opens and kinds in (("ORG", "ORG"), ("ORG", "MISC"))
    return gap == " and " and following.mention_type == "ORG" and _is_first_half(text, name, following, lexicon)


def _are_one_person(name: Name, following: Name, gap: str) -> bool:
    """Whether a given name or an open nickname goes on in the next name."""
    is_nickname = gap.endswith(("” ", '" ', "’ ", "' ")) and _OPEN_NICKNAME.search(name.surface) is not None
    return is_nickname or (gap == " " and (" " not in name.surface or " " not in following.surface))


def _is_first_half(text: str, name: Name, following: Name, lexicon: Lexicon) -> bool:
    """Whether one word after "the" is half of an organisation's name: "the Food" before "and Drug Administration"."""
    if " " in name.surface or name.surface in lexicon.organisations:
        return False
    is_new = lexicon.find_place(name.surface) is None and not lexicon.is_demonym(name.surface)
    has_article = text[max(0, name.start_char - 4) : name.start_char].casefold() == "the "
    return is_new and has_article and following.surface.rpartition(" ")[2] in lexicon.sure_heads


def _are_one_place(text: str, name: Name, following: Name, lexicon: Lexicon) -> bool:
    """Whether two places are one that is listed, "Trinidad and Tobago", or begin a line in capitals: "PORT MERRIN"."""
    whole = text[name.start_char : following.end_char]
    is_first = name.start_char == 0 or text[name.start_char - 1] == "\n"
    is_dateline = is_first and whole.isupper() and text[following.end_char : following.end_char + 2] == ", "
    return is_dateline or (" and " in whole and lexicon.find_place(whole) is not None)


def _extend_to_heads(parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon) -> Iterator[Name]:
    """ "Latvian" before "Armed Forces" and "Tax" before "Authority", where nothing was found after them, are the
    beginning of an organisation's name; a nationality right before its head ("Thai Police") is not.
    """
    for index, name in enumerate(names):
        following = _find_capitals_behind(parts, names, index)
        yield _extend_to_head(parts, name, following, lexicon) if following else name


def _find_capitals_behind(parts: Sequence[TextPart], names: Sequence[Name], index: int) -> re.Match[str] | None:
    """The capitalised words right behind a name, where they belong to no other name."""
    name, nearest = names[index], names[index + 1] if index + 1 < len(names) else None
    following = _CAPITAL_WORDS.match(parts[name.part_index].text, name.end_char)
    if following is None or nearest is None or nearest.part_index != name.part_index:
        return following
    return following if nearest.start_char >= following.end() else None


def _extend_to_head(parts: Sequence[TextPart], name: Name, following: re.Match[str], lexicon: Lexicon) -> Name:
    """A name with the capitalised words behind it, where a country is called so or they end in a head."""
    whole = _with_extent(parts, name, name.start_char, following.end())
    place, head = lexicon.find_place(whole.surface), lexicon.heads.get(following[2])
    if place is not None and place.kind == "country":
        return replace(whole, mention_type="LOC", rule=f"{name.rule}+gazetteer")
    if (head == "ORG" or following[2] in lexicon.place_firms) and _may_open(name, following, lexicon):
        return replace(whole, mention_type="ORG", rule=f"{name.rule}+head")
    if head == "LOC" and name.mention_type == "LOC" and not following[1]:
        return replace(whole, rule=f"{name.rule}+head")
    return name


def _may_open(name: Name, following: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether an organisation's name may begin so: with one word, a place before "Steel", or what ends no name."""
    if name.mention_type == "NORP":
        return bool(following[1])
    if name.mention_type == "LOC":
        return not following[1] and following[2] in lexicon.place_firms
    return name.mention_type == "ORG" and (" " not in name.surface or name.surface.split()[-1] in lexicon.unfinished)


def _extend_given_name(parts: Sequence[TextPart], name: Name, lexicon: Lexicon) -> Name:
    """ "Kim Jong" before "-un" extends to the end of the word; "Putin" before "-backed" does not.

    Two short words that are not a known place are then a person whatever their type ("Cheung Man" before "-yin").
    """
    if " " not in name.surface:
        return name
    is_person = name.mention_type == "PERSON"
    may_be = _TWO_SHORT_WORDS.fullmatch(name.surface) and lexicon.find_place(name.surface) is None
    ending = _GIVEN_ENDING.match(parts[name.part_index].text, name.end_char)
    if not ending or ending[1] in lexicon.compound_endings or not (is_person or may_be):
        return name
    if not is_person and ending[1].endswith(_VERBAL_ENDINGS):
        return name
    return replace(_with_extent(parts, name, name.start_char, ending.end()), mention_type="PERSON")


def _strip_titles(parts: Sequence[TextPart], name: Name, lexicon: Lexicon) -> Name:
    """Titles before a person's name are cut off; a name that is only a title is kept.

    A title before a given name makes a person of what was labelled an organisation ("General Mohammad Bagheri"), and
    a common noun before an organisation's name is cut off.
    """
    common = _COMMON_START.match(name.surface) if name.mention_type == "ORG" else None
    if common and common[0].strip() not in lexicon.particles and _is_common(parts[name.part_index], name):
        return _with_extent(parts, name, name.start_char + common.end(), name.end_char)
    if name.mention_type == "ORG" and _is_titled_person(name.surface.split(), lexicon):
        name = replace(name, mention_type="PERSON", rule=f"{name.rule}+title")
    if name.mention_type != "PERSON":
        return name
    words = list(re.finditer(r"\S+", name.surface))
    for length in range(min(_LONGEST_TITLE, len(words) - 1), 0, -1):
        title = " ".join(word[0] for word in words[:length])
        if title in lexicon.titles or title.rstrip(".") in lexicon.titles:
            return _with_extent(parts, name, name.start_char + words[length].start(), name.end_char)
    has_role = opens_with_role([word[0] for word in words], lexicon)
    return _with_extent(parts, name, name.start_char + words[has_role].start(), name.end_char)


def _is_common(part: TextPart, name: Name) -> bool:
    """Whether a name's first word is a common noun or adjective where it stands ("afrol News" is a name)."""
    span = part.doc.char_span(name.start_char, name.end_char, alignment_mode="expand")
    return span is not None and span[0].pos_ in ("NOUN", "ADJ")


def _is_titled_person(words: Sequence[str], lexicon: Lexicon) -> bool:
    return (
        len(words) > 2
        and words[0].rstrip(".") in lexicon.titles
        and words[1] in lexicon.given_names
        and words[-1] not in lexicon.heads
    )


def _type_by_words(part: TextPart, name: Name, lexicon: Lexicon) -> Name:
    """Type by head noun or by the noun before, where these are unambiguous: treaties, cups, diseases, companies."""
    if name.surface in lexicon.things:
        return _with_type(name, "MISC")
    words = name.surface.split()
    heads = [words[-1], *(word for word, after in pairwise(words) if after in ("of", "on", "for"))]
    kinds = {lexicon.heads[head] for head in heads if _is_reliable_head(head, lexicon)}
    if len(words) > 1 and lexicon.openers.get(words[0]) == "EVENT":
        return _with_type(name, "EVENT")
    if len(words) > 1 and len(kinds) == 1:
        kind = kinds.pop()
        if name.mention_type in _YIELDS_TO.get(kind, ()):
            return _with_type(name, kind)
    before = part.text[max(0, name.start_char - 20) : name.start_char]
    noun = before.rstrip().rpartition(" ")[2]
    if before.endswith(" ") and noun in lexicon.organisation_nouns and name.mention_type in ("PERSON", "MISC", "LOC"):
        return _with_type(name, "ORG")
    return name


def _is_reliable_head(head: str, lexicon: Lexicon) -> bool:
    return head in lexicon.heads and (lexicon.heads[head] != "ORG" or head in lexicon.sure_heads)


def _with_type(name: Name, mention_type: str) -> Name:
    if mention_type == name.mention_type:
        return name
    return replace(name, mention_type=mention_type, rule=f"{name.rule}+head")
