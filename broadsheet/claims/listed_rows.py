"""An attribution beside a listed cue, and the row of `claims` that it becomes.

Belongs here: the record between reading and row. Reading belongs in by_basics.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from broadsheet.analysed import TextPart
from broadsheet.basics import ClaimBasics
from broadsheet.claims.listed_sources import ListedSource
from broadsheet.ids import hash_id
from broadsheet.records import Claim, Mention, Span

_SPEAKER_KINDS = {"PERSON": "person", "ORG": "organisation"}


@dataclass(frozen=True, slots=True)
class ListedAttribution:
    """Who says what by which words; `lemma` is the listed form of the cue."""

    source: ListedSource
    cue: Span
    lemma: str
    content: tuple[Span, ...]
    quote_type: str
    rule: str


def make_claim(part: TextPart, basics: ClaimBasics, found: ListedAttribution) -> Claim:
    """The row of an attribution of a part."""
    spans = (found.cue, Span(found.source.start_char, found.source.end_char), *found.content)
    evidence = part.cite(min(span.start_char for span in spans), max(span.end_char for span in spans))
    kind = basics.kinds.get(found.lemma, "report")
    name = found.source.name
    return Claim(
        evidence=evidence,
        claim_id=hash_id(
            part.article_version_id, "claim", part.is_headline, found.cue.start_char, found.source.start_char,
            *(number for span in found.content for number in (span.start_char, span.end_char)),
        ),
        quote_type=found.quote_type,
        content=found.content,
        content_text="\n".join(part.text[span.start_char : span.end_char] for span in found.content),
        speaker_kind=found.source.kind,
        rule=found.rule,
        source=Span(found.source.start_char, found.source.end_char),
        cue=found.cue,
        source_text=part.text[found.source.start_char : found.source.end_char],
        cue_text=part.text[found.cue.start_char : found.cue.end_char],
        cue_lemma=found.lemma,
        cue_kind=kind,
        cue_stance="neutral",
        speaker_name=name,
        is_negated=kind == "deny",
    )  # fmt: skip


def name_by_mention(claim: Claim, mentions: Sequence[Mention]) -> Claim:
    """The claim with the last person or organisation that a model found in its source as the speaker."""
    source = claim.source
    if source is None:
        return claim
    for mention in reversed(mentions):
        kind = _SPEAKER_KINDS.get(mention.mention_type)
        place = mention.evidence
        if kind and source.start_char <= place.start_char and place.end_char <= source.end_char:
            return replace(
                claim, source_mention_id=mention.mention_id, speaker_kind=kind, speaker_name=mention.entity_name,
                speaker_entity_key=mention.entity_key,
            )  # fmt: skip
    return claim
