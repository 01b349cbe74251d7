-- grain: one row per story, with the days and towns that it opens with
with told as (
    select
        articles_current.story_id,
        articles_current.article_version_id,
        articles_current.reported_on,
    from articles_current
    where
        articles_current.is_origin
        and not articles_current.is_undated
        and articles_current.article_type in ('news', 'wire', 'press_release')
),

day_lists as (
    select
        told.story_id,
        list_sort(list(distinct dates.start_on)) as days,
    from told
    inner join dates on told.article_version_id = dates.article_version_id
    where
        not dates.is_boilerplate
        and dates.start_on = dates.end_on
        and (dates.in_headline or dates.start_char < 800)
        -- By the clock of another country the day of an event may be the next one.
        and dates.start_on between told.reported_on - 3 and told.reported_on + 1
    group by told.story_id
),

town_lists as (
    select
        told.story_id,
        list_sort(list(distinct mentions.place_id) filter (
            where mentions.in_headline or mentions.start_char < 800
        )) as towns,
        list_sort(list(distinct mentions.place_id) filter (
            where mentions.place.role in ('scene', 'dateline')
        )) as scenes,
    from told
    inner join mentions on told.article_version_id = mentions.article_version_id
    where not mentions.is_boilerplate and mentions.place_id is not null and mentions.place.precision = 'city'
    group by told.story_id
)

select
    told.story_id,
    coalesce(day_lists.days, []) as days,
    coalesce(town_lists.towns, []) as towns,
    coalesce(town_lists.scenes, []) as scenes,
from told
left join day_lists on told.story_id = day_lists.story_id
left join town_lists on told.story_id = town_lists.story_id
