-- grain: one row per version of an article, compared with the one before
with facts as (
    select
        numbers.article_version_id,
        list_sort(list(distinct numbers.surface)) as figures,
    from numbers
    where not numbers.is_boilerplate and numbers.kind not in ('year', 'date_part', 'time_part', 'name_part')
    group by numbers.article_version_id
),

quoted as (
    select
        claims.article_version_id,
        list_sort(list(distinct claims.content_text)) as statements,
    from claims
    where not claims.is_boilerplate and claims.speaker_kind != 'outlet'
    group by claims.article_version_id
),

versions as (
    select
        articles.article_id,
        articles.article_version_id,
        articles.captured_at as valid_from,
        row_number() over version_order as version_no,
        lag(articles.article_version_id) over version_order as previous_version_id,
        lead(articles.captured_at) over version_order as valid_to,
        articles.headline,
        lag(articles.headline) over version_order as previous_headline,
        articles.text_sha256,
        lag(articles.text_sha256) over version_order as previous_text_sha256,
        articles.word_count,
        lag(articles.word_count) over version_order as previous_word_count,
    from articles
    window version_order as (
        partition by articles.article_id order by articles.captured_at, articles.article_version_id
    )
),

compared as (
    select
        versions.article_id,
        versions.article_version_id,
        versions.version_no,
        versions.previous_version_id,
        versions.valid_from,
        versions.valid_to,
        versions.headline,
        versions.previous_headline,
        versions.word_count,
        versions.previous_word_count,
        (versions.headline is distinct from versions.previous_headline) as is_headline_changed,
        (versions.text_sha256 is distinct from versions.previous_text_sha256) as is_text_changed,
        coalesce(facts.figures, []) as figures,
        coalesce(previous_facts.figures, []) as previous_figures,
        coalesce(quoted.statements, []) as statements,
        coalesce(previous_quoted.statements, []) as previous_statements,
    from versions
    left join facts on versions.article_version_id = facts.article_version_id
    left join facts as previous_facts on versions.previous_version_id = previous_facts.article_version_id
    left join quoted on versions.article_version_id = quoted.article_version_id
    left join quoted as previous_quoted on versions.previous_version_id = previous_quoted.article_version_id
),

changes as (
    select
        compared.article_version_id,
        [figure for figure in compared.figures if not list_contains(compared.previous_figures, figure)] as numbers_added,  -- noqa: RF03
        [figure for figure in compared.previous_figures if not list_contains(compared.figures, figure)] as numbers_removed,  -- noqa: RF03
        [statement for statement in compared.statements if not list_contains(compared.previous_statements, statement)] as claims_added,  -- noqa: RF03
        [statement for statement in compared.previous_statements if not list_contains(compared.statements, statement)] as claims_removed,  -- noqa: RF03
    from compared
)

select
    compared.article_id,
    compared.article_version_id,
    compared.version_no::integer as version_no,
    compared.previous_version_id,
    compared.valid_from,
    compared.valid_to,
    case
        when compared.previous_version_id is null then 'first'
        when compared.is_headline_changed and compared.is_text_changed then 'headline_and_text'
        when compared.is_headline_changed then 'headline'
        else 'text'
    end as change_kind,
    compared.headline,
    if(compared.is_headline_changed, compared.previous_headline, null) as headline_before,
    compared.word_count - compared.previous_word_count as word_count_change,
    if(compared.previous_version_id is null, [], changes.numbers_added) as numbers_added,
    if(compared.previous_version_id is null, [], changes.numbers_removed) as numbers_removed,
    if(compared.previous_version_id is null, [], changes.claims_added) as claims_added,
    if(compared.previous_version_id is null, [], changes.claims_removed) as claims_removed,
    compared.previous_version_id is not null
    and (
        len(changes.numbers_added) + len(changes.numbers_removed) > 0
        or len(changes.claims_added) + len(changes.claims_removed) > 0
    ) as is_material,
from compared
inner join changes on compared.article_version_id = changes.article_version_id
