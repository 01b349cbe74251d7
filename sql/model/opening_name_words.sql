-- grain: one row per word of the names that a story opens with
-- One outlet gives a name in full where another gives its last word, a club its town: names meet by their words.
with named as (
    select distinct
        news_origins.story_id,
        news_origins.reported_on,
        unnest(list_filter(string_split(mentions.name_norm, ' '), lambda word: len(word) >= 4)) as word, -- noqa: RF02,RF03
    from news_origins
    inner join mentions on news_origins.article_version_id = mentions.article_version_id
    where not mentions.is_boilerplate and (mentions.in_headline or mentions.start_char < 800)
),

named_days as (
    select
        named.word,
        named.reported_on,
        count(*) as story_count,
    from named
    group by named.word, named.reported_on
),

around as (
    select
        named_days.word,
        named_days.reported_on,
        sum(named_days.story_count) over (
            partition by named_days.word
            order by named_days.reported_on range between interval 2 day preceding and interval 2 day following
        ) as near_count,
    from named_days
)

select
    named.story_id,
    named.word,
    -- In whole parts of 65,536: such sums do not depend on the order of their parts.
    round(65536 / ln(2 + around.near_count)) / 65536 as weight,
from named
inner join around on named.word = around.word and named.reported_on = around.reported_on
