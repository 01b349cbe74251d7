"""Rows of `claims` from attributions: order, speakers, nesting, features and ids."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from broadsheet.analysed import AnalysedArticle, TextPart
from broadsheet.claims.attribution import Attribution
from broadsheet.claims.indefinite_sources import denies
from broadsheet.claims.lexicon import Lexicon, load_lexicon
from broadsheet.claims.nested_attribution import find_relays
from broadsheet.claims.outlet_claims import OUTLET_THRESHOLD, find_outlet_sentences
from broadsheet.claims.part_rows import PartRows, gather_rows
from broadsheet.claims.sought import leave_out_own_work
from broadsheet.claims.speaker import Speaker
from broadsheet.claims.speakers import SpeakerFinder
from broadsheet.claims.stated_days import DayFinder
from broadsheet.claims.statement_features import extract_features
from broadsheet.claims.syntax import find_by_syntax
from broadsheet.claims.token_arrays import OPENING_MARKS, TokenArrays, make_token_arrays
from broadsheet.claims.turns import RULE as TURN_RULE
from broadsheet.claims.voices import is_mindless, is_open_thought, is_things_word, is_unknown
from broadsheet.claims.word_order import find_by_word_order
from broadsheet.ids import hash_id
from broadsheet.records import Claim, DateExpression, Evidence, Mention, Number, Span


def find_claims(
    analysed: AnalysedArticle,
    mentions: Sequence[Mention],
    dates: Sequence[DateExpression],
    numbers: Sequence[Number],
) -> Sequence[Claim]:
    """Find the claims of one article in all its parts, in order of position.

    An article without words has none. Claims in the article's own voice have `speaker_kind` outlet, no source or cue,
    and the sentence as content.
    """
    lexicon = load_lexicon(analysed.article.language)
    claims: list[Claim] = []
    for part in analysed.parts:
        rows = gather_rows(part, analysed, mentions, dates, numbers)
        claims.extend(_find_in_part(part, lexicon, rows, analysed.article.site_name))
    return claims


def _find_in_part(part: TextPart, lexicon: Lexicon, rows: PartRows, site_name: str | None) -> list[Claim]:
    tokens = make_token_arrays(part)
    attributions = _find_attributions(tokens, lexicon, rows.mentions)
    speakers = SpeakerFinder(tokens, lexicon, rows.mentions, site_name)
    days = DayFinder(tokens, rows.dates, rows.mentions, rows.published_on)
    relays = find_relays(attributions)
    relayed: dict[int, list[Attribution]] = {}
    for number, attribution in enumerate(attributions):
        relayed.setdefault(relays[number], []).append(attribution)
    claims = []
    for number, attribution in enumerate(attributions):
        speaker = speakers.resolve(attribution)
        relay = attributions[relays[number]] if relays[number] >= 0 else None
        is_turn = attribution.rule == TURN_RULE
        quote_type = "direct" if is_turn else classify_quote_type(tokens, attribution, relayed.get(number, ()))
        claim = _make_claim(tokens, attribution, speaker, rows, quote_type)
        stated_on = days.find(attribution, relay, speaker.entity_key)
        target_key = speakers.target_key(attribution, speaker)
        claims.append(replace(claim, stated_on=stated_on, target_entity_key=target_key))
    claims = [
        replace(claim, relayed_by_claim_id=claims[relays[number]].claim_id) if relays[number] >= 0 else claim
        for number, claim in enumerate(claims)
    ]
    claims.extend(_make_outlet_claims(tokens, attributions, rows, site_name))
    return sorted(claims, key=lambda claim: (claim.evidence.start_char, -claim.evidence.end_char, claim.claim_id))


def _find_attributions(tokens: TokenArrays, lexicon: Lexicon, mentions: list[Mention]) -> list[Attribution]:
    found = find_by_syntax(tokens, lexicon) if tokens.has_parse else list(find_by_word_order(tokens, lexicon))
    kept: dict[tuple[object, ...], Attribution] = {}
    for attribution in leave_out_own_work(tokens, found):
        if is_mindless(tokens, lexicon, attribution, mentions) or is_open_thought(tokens, lexicon, attribution):
            continue
        if is_unknown(tokens, attribution):
            continue
        if is_things_word(tokens, lexicon, attribution):
            attribution = replace(attribution, source=None, antecedent=None)
        kept.setdefault((attribution.source, attribution.cue, attribution.content), attribution)
    return sorted(kept.values(), key=lambda a: (a.start_char, -a.end_char))


def _make_claim(
    tokens: TokenArrays, attribution: Attribution, speaker: Speaker, rows: PartRows, quote_type: str
) -> Claim:
    part, text = tokens.part, tokens.text
    content_text = "\n".join(text[span.start_char : span.end_char] for span in attribution.content)
    evidence = part.cite(attribution.start_char, attribution.end_char)
    number_count = rows.count_numbers(attribution.content)
    features = extract_features(content_text, number_count=number_count)
    sense = attribution.sense
    return Claim(
        evidence=evidence,
        claim_id=_claim_id(part, attribution, evidence),
        quote_type=quote_type,
        content=attribution.content,
        content_text=content_text,
        speaker_kind=speaker.kind,
        rule=attribution.rule,
        source=attribution.source,
        cue=attribution.cue,
        source_text=_cut(text, attribution.source),
        cue_text=_cut(text, attribution.cue),
        cue_lemma=sense.lemma if sense else None,
        cue_kind=sense.kind if sense else None,
        cue_stance=sense.stance if sense else None,
        source_mention_id=speaker.mention_id,
        speaker_name=speaker.name,
        speaker_entity_key=speaker.entity_key,
        source_refers_to_text=speaker.refers_to,
        addressee_text=_cut(text, attribution.addressee),
        target=attribution.target,
        target_text=_cut(text, attribution.target),
        is_negated=attribution.is_negated
        or (sense is not None and sense.kind == "deny")
        or denies(_cut(text, attribution.source)),
        hedges=features.hedges,
        modality=features.modality,
        claim_type=features.claim_type,
        checkworthiness=rows.score(content_text, attribution.content, features),
    )


def classify_quote_type(tokens: TokenArrays, attribution: Attribution, relayed: Sequence[Attribution] = ()) -> str:
    """direct if all of the content is quoted, mixed if some is, noun if the content is a noun phrase, else indirect.

    Words quoted from a speaker inside the content (`relayed`) are not quoted from the outer speaker.
    """
    text = tokens.text
    taken = [span for inner in relayed for span in inner.content]
    quoted = 0
    for span in attribution.content:
        before = text[span.start_char - 1] if span.start_char else ""
        if before and before in OPENING_MARKS and before != "(":
            quoted += 1
        elif _holds_nested(tokens, attribution, span) or _holds_own(tokens, span, taken):
            return "mixed"
    if quoted:
        return "direct" if quoted == len(attribution.content) else "mixed"
    return "noun" if attribution.is_noun else "indirect"


def _holds_own(tokens: TokenArrays, span: Span, taken: Sequence[Span]) -> bool:
    """Whether a span holds a quotation that no relayed speaker has."""
    inside = (quoted for quoted in _quoted_in(tokens, span) if _contains(span, quoted))
    return any(not any(_contains(other, quoted) for other in taken) for quoted in inside)


def _holds_nested(tokens: TokenArrays, attribution: Attribution, span: Span) -> bool:
    """ "“He said he felt ‘trapped’”": whether a content told inside a quotation holds quoted words of its own."""
    if attribution.cue_token < 0 or tokens.quote[attribution.cue_token] < 0:
        return False
    first = bisect_left(tokens.nested, span.start_char, key=lambda quotation: quotation.start_char)
    return first < len(tokens.nested) and tokens.nested[first].end_char <= span.end_char


def _quoted_in(tokens: TokenArrays, span: Span) -> Iterator[Span]:
    first, last = tokens.token_at(span.start_char), tokens.token_after(span.end_char)
    for number in sorted({number for number in tokens.quote[first:last] if number >= 0}):
        yield from tokens.quotations[number].inner


def _contains(outer: Span, inner: Span) -> bool:
    return outer.start_char <= inner.start_char and inner.end_char <= outer.end_char


def _make_outlet_claims(
    tokens: TokenArrays, attributions: Sequence[Attribution], rows: PartRows, site_name: str | None
) -> Iterator[Claim]:
    for sentence, span in find_outlet_sentences(tokens, attributions):
        content_text = tokens.text[span.start_char : span.end_char]
        number_count = rows.count_numbers([span])
        features = extract_features(content_text, number_count=number_count)
        if features.claim_type == "prediction":
            continue
        checkworthiness = rows.score(content_text, [span], features)
        if checkworthiness < OUTLET_THRESHOLD or not rows.is_anchored([span]):
            continue
        yield Claim(
            evidence=tokens.part.cite(span.start_char, span.end_char),
            claim_id=hash_id(
                sentence.evidence.article_version_id,
                "claim",
                tokens.part.is_headline,
                "outlet",
                span.start_char,
                span.end_char,
            ),
            quote_type="indirect",
            content=(span,),
            content_text=content_text,
            speaker_kind="outlet",
            speaker_name=site_name,
            rule="outlet_sentence",
            hedges=features.hedges,
            modality=features.modality,
            claim_type=features.claim_type,
            checkworthiness=checkworthiness,
        )


def _claim_id(part: TextPart, attribution: Attribution, evidence: Evidence) -> str:
    places = ";".join(f"{span.start_char}-{span.end_char}" for span in attribution.spans)
    return hash_id(evidence.article_version_id, "claim", part.is_headline, attribution.rule, places)


def _cut(text: str, span: Span | None) -> str | None:
    return text[span.start_char : span.end_char] if span else None
