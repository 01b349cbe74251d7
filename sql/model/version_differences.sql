-- grain: one row per sentence, figure, statement or name that one of two successive versions has and the other has not
with versions as (
    select
        articles.article_id,
        articles.article_version_id,
        lag(articles.article_version_id) over (
            partition by articles.article_id order by articles.captured_at, articles.article_version_id
        ) as previous_version_id,
    from articles
),

changes as (
    select
        versions.article_id,
        versions.article_version_id,
        versions.previous_version_id,
    from versions
    where versions.previous_version_id is not null
),

asked as (
    select changes.article_version_id
    from changes
    union
    select changes.previous_version_id
    from changes
),

-- What the story proper says, boilerplate left out.
said as (
    select
        sentences.article_version_id,
        'sentence' as fact_kind,
        sentences.surface,
        sentences.start_char,
    from sentences
    where not sentences.is_boilerplate and not sentences.in_headline
    union all by name
    select
        numbers.article_version_id,
        'number' as fact_kind,
        numbers.surface,
        numbers.start_char,
    from numbers
    where not numbers.is_boilerplate and numbers.kind not in ('year', 'date_part', 'time_part', 'name_part')
    union all by name
    select
        claims.article_version_id,
        'claim' as fact_kind,
        claims.content_text as surface,
        claims.start_char,
    from claims
    where not claims.is_boilerplate and claims.speaker_kind != 'outlet'
    union all by name
    select
        mentions.article_version_id,
        'name' as fact_kind,
        mentions.name_norm as surface,
        mentions.start_char,
    from mentions
    where not mentions.is_boilerplate
),

-- `plain` leaves out case, blanks and marks: a change of those is none. A figure keeps its marks, 1.5 is not 15.
plained as (
    select
        said.article_version_id,
        said.fact_kind,
        said.surface,
        said.start_char,
        if(
            said.fact_kind = 'number',
            said.surface,
            trim(regexp_replace(lower(said.surface), '[^\p{L}\p{N}%$€£]+', ' ', 'g'))
        ) as plain,
    from said
    inner join asked on said.article_version_id = asked.article_version_id
),

facts as (
    select
        plained.article_version_id,
        plained.fact_kind,
        plained.plain,
        arg_min(plained.surface, (plained.start_char, plained.surface)) as surface,
        min(plained.start_char) as start_char,
    from plained
    where plained.plain != ''
    group by plained.article_version_id, plained.fact_kind, plained.plain
),

fact_changes as (
    select
        changes.article_id,
        changes.article_version_id,
        changes.previous_version_id,
        'added' as direction,
        facts.fact_kind,
        facts.surface,
        facts.plain,
        facts.start_char,
    from changes
    inner join facts on changes.article_version_id = facts.article_version_id
    anti join facts as before
        on
            changes.previous_version_id = before.article_version_id
            and facts.fact_kind = before.fact_kind
            and facts.plain = before.plain
    union all by name
    select
        changes.article_id,
        changes.article_version_id,
        changes.previous_version_id,
        'removed' as direction,
        facts.fact_kind,
        facts.surface,
        facts.plain,
        facts.start_char,
    from changes
    inner join facts on changes.previous_version_id = facts.article_version_id
    anti join facts as now
        on
            changes.article_version_id = now.article_version_id
            and facts.fact_kind = now.fact_kind
            and facts.plain = now.plain
)

select
    fact_changes.article_id,
    fact_changes.article_version_id,
    fact_changes.previous_version_id,
    fact_changes.direction,
    fact_changes.fact_kind,
    fact_changes.surface,
    fact_changes.plain,
    fact_changes.start_char,
from fact_changes
