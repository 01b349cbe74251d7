-- grain: one row per checkable statement, however often it is printed
-- "The Post reported that police said X" is one thing to check: the innermost statement stands for it.
with innermost as (
    select
        outer_claims.claim_id,
        coalesce(max(length(inner_claims.content_text)), 0) < 0.5 * length(outer_claims.content_text) as is_innermost,
    from claims as outer_claims
    left join claims as inner_claims on outer_claims.claim_id = inner_claims.relayed_by_claim_id
    group by outer_claims.claim_id, outer_claims.content_text
),

statements as (
    select
        claims.claim_id,
        claims.article_version_id,
        claims.speaker_kind,
        -- Somebody who is not named ("was accused of") is not the outlet.
        coalesce(
            claims.speaker_name,
            claims.source_text,
            case when claims.speaker_kind = 'outlet' then articles_current.source_name end
        ) as speaker_name,
        claims.content_text,
        left(sha256(trim(regexp_replace(lower(claims.content_text), '[^\w]+', ' ', 'g'))), 32) as content_id,
        claims.claim_type,
        claims.checkworthiness,
        claims.cue_stance,
        len(claims.hedges) as hedge_count,
        claims.is_negated,
        articles_current.article_id,
        articles_current.story_id,
        articles_current.publisher_family_id,
        articles_current.is_origin,
        articles_current.reported_on,
        articles_current.source_id,
        articles_current.url,
    from claims
    inner join articles_current on claims.article_version_id = articles_current.article_version_id
    inner join innermost on claims.claim_id = innermost.claim_id
    where
        innermost.is_innermost
        and not claims.is_boilerplate
        and claims.checkworthiness >= 0.5
        and claims.claim_type not in ('personal', 'rule')
        -- Questions, orders and promises are neither true nor false; a bare noun phrase states nothing.
        and coalesce(claims.cue_kind, 'report') not in ('question', 'order', 'promise')
        and claims.quote_type != 'noun'
),

-- Figures in the words of the claim; those that only number, name or date something tell nothing to check.
numbered as (
    select
        claims.claim_id,
        list_sort(list(distinct numbers.surface)) as figures,
        count(distinct numbers.surface) filter (
            where numbers.kind in ('count', 'money', 'percent', 'percentage_point', 'measure', 'ratio', 'rank')
        ) as telling_figure_count,
    from claims
    inner join numbers
        on
            claims.article_version_id = numbers.article_version_id
            and claims.in_headline = numbers.in_headline
            and claims.start_char <= numbers.start_char
            and claims.end_char >= numbers.end_char
    where claims.speaker_kind = 'outlet' or claims.claim_id = numbers.said_by_claim_id
    group by claims.claim_id
),

counted as (
    select
        statements.content_id,
        max(statements.checkworthiness) as checkworthiness,
        count(distinct statements.article_id) as article_count,
        count(distinct statements.story_id) as origin_count,
        count(distinct statements.publisher_family_id) as family_count,
        min(statements.reported_on) as first_reported_on,
    from statements
    group by statements.content_id
),

examples as (
    select
        statements.content_id,
        statements.claim_id,
        statements.article_version_id,
        statements.speaker_kind,
        statements.speaker_name,
        statements.content_text,
        statements.claim_type,
        statements.cue_stance,
        statements.hedge_count,
        statements.is_negated,
        statements.source_id,
        statements.url,
    from statements
    qualify row_number() over (
        partition by statements.content_id
        order by statements.is_origin desc, statements.reported_on asc, statements.claim_id asc
    ) = 1
),

ranked as (
    select
        row_number() over (
            order by
                counted.checkworthiness desc,
                counted.family_count desc,
                counted.origin_count desc,
                coalesce(numbered.telling_figure_count, 0) > 0 desc,
                examples.speaker_kind in ('outlet', 'unnamed') asc,
                examples.hedge_count asc,
                counted.content_id asc
        ) as check_rank,
        counted.content_id,
        examples.claim_id,
        examples.article_version_id,
        examples.speaker_kind,
        examples.speaker_name,
        examples.content_text,
        examples.claim_type,
        examples.cue_stance,
        examples.hedge_count,
        examples.is_negated,
        coalesce(numbered.figures, []) as figures,
        coalesce(numbered.telling_figure_count, 0) as telling_figure_count,
        counted.checkworthiness,
        counted.first_reported_on,
        examples.source_id,
        examples.url,
        counted.article_count,
        counted.origin_count,
        counted.family_count,
    from counted
    inner join examples on counted.content_id = examples.content_id
    left join numbered on examples.claim_id = numbered.claim_id
)

select
    ranked.check_rank,
    row_number() over (partition by ranked.article_version_id order by ranked.check_rank asc) as article_rank,
    ranked.content_id,
    ranked.claim_id,
    ranked.article_version_id,
    ranked.speaker_kind,
    ranked.speaker_name,
    ranked.content_text,
    ranked.claim_type,
    ranked.cue_stance,
    ranked.hedge_count,
    ranked.is_negated,
    ranked.figures,
    ranked.telling_figure_count,
    ranked.checkworthiness,
    ranked.first_reported_on,
    ranked.source_id,
    ranked.url,
    ranked.article_count,
    ranked.origin_count,
    ranked.family_count,
from ranked
