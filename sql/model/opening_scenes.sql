-- grain: one row per story, with the days and towns that it opens with
with day_lists as (
    select
        news_origins.story_id,
        list_sort(list(distinct dates.start_on)) as days,
    from news_origins
    inner join dates on news_origins.article_version_id = dates.article_version_id
    where
        not dates.is_boilerplate
        and dates.start_on = dates.end_on
        and (dates.in_headline or dates.start_char < 800)
        -- By the clock of another country the day of an event may be the next one.
        and dates.start_on between news_origins.reported_on - 3 and news_origins.reported_on + 1
    group by news_origins.story_id
),

town_lists as (
    select
        news_origins.story_id,
        list_sort(list(distinct mentions.place_id) filter (
            where mentions.in_headline or mentions.start_char < 800
        )) as towns,
        list_sort(list(distinct mentions.place_id) filter (
            where mentions.place.role in ('scene', 'dateline')
        )) as scenes,
    from news_origins
    inner join mentions on news_origins.article_version_id = mentions.article_version_id
    where not mentions.is_boilerplate and mentions.place_id is not null and mentions.place.precision = 'city'
    group by news_origins.story_id
)

select
    news_origins.story_id,
    coalesce(day_lists.days, []) as days,
    coalesce(town_lists.towns, []) as towns,
    coalesce(town_lists.scenes, []) as scenes,
from news_origins
left join day_lists on news_origins.story_id = day_lists.story_id
left join town_lists on news_origins.story_id = town_lists.story_id
