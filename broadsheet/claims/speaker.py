"""Who a source is: the kind of a speaker and its name, by the mention that names it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from broadsheet.claims.called_persons import is_called_person
from broadsheet.claims.coreference import KIND_OF_TYPE
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import Lexicon
from broadsheet.records import Mention


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a source is. refers_to: words that a pronoun or role in the source refers to."""

    kind: str
    name: str | None = None
    entity_key: str | None = None
    mention_id: str | None = None
    refers_to: str | None = None


def make_speaker(text: str, lexicon: Lexicon, mention: Mention, refers_to: str | None = None) -> Speaker:
    """The speaker that a mention names."""
    kind = KIND_OF_TYPE.get(mention.mention_type)
    if is_called_person(text, mention, lexicon):
        kind = "person"
    if kind == "person" and mention.entity_name.split()[-1].lower() in lexicon.words["never_names"]:
        # "Hamar MP warns": an office taken for a name.
        return Speaker("person", refers_to=refers_to)
    if kind is None:
        kind = "document" if mention.mention_type in ("WORK", "LAW") else "organisation"
        if mention.mention_type == "NORP":
            return Speaker("unnamed", refers_to=refers_to)
    if kind == "country" and mention.entity_name.split()[-1].lower() in lexicon.words["body"]:
        kind = "organisation"
    return Speaker(kind, mention.entity_name, mention.entity_key, mention.mention_id, refers_to)


def read_own(words: Sequence[str], site_name: str | None) -> Speaker:
    """ "Our review" is a document of the outlet; other words with "our" or "my" name nobody."""
    is_own = bool(site_name) and words[0] == "our" and words[-1] in load_frames().words["pages.own"]
    return Speaker("document", site_name) if is_own else Speaker("unnamed")


def read_label(text: str, speaker: Speaker) -> Speaker:
    """The speaker of a label beside a quotation, where its name was taken for a place.

    "Jo Peel, harbour master" holds a person, whatever the name was taken for; "Norwire Canada" is no country.
    """
    name = text.partition(",")[0]
    if speaker.kind != "country":
        return speaker
    if "," in text and " " in name:
        return replace(speaker, kind="person")
    return speaker if speaker.name is None or name.count(" ") <= speaker.name.count(" ") else Speaker("unnamed")
