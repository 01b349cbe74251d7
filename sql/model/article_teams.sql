-- grain: one row per name of a place or people that stands for a team in an article version
with candidates as (
    select
        mentions.article_version_id,
        mentions.entity_key,
        mentions.mention_type,
        mentions.country_code,
        article_fields.sport,
        lower(
            substring(
                if(mentions.in_headline, articles.headline, articles.text),
                greatest(1, mentions.start_char - 31)::integer, least(32, mentions.start_char)::integer
            )
        ) as before,
        lower(
            substring(
                if(mentions.in_headline, articles.headline, articles.text), mentions.end_char + 1, 32
            )
        ) as behind,
    from mentions
    inner join article_fields on mentions.article_version_id = article_fields.article_version_id
    inner join articles on mentions.article_version_id = articles.article_version_id
    where
        not mentions.is_boilerplate
        and mentions.mention_type in ('LOC', 'NORP', 'ORG')
        -- Skiers and golfers are named with their country, but play for themselves.
        and list_contains(word_list('en', 'teams', 'sports'), article_fields.sport)
),

-- Who plays, wins, scores or has a coach is a team; what stands in brackets, behind "in" or before a date is a place.
-- Who lost 2-1 "at Leeds" lost to Leeds, or at a ground of that name: it tells neither.
read as (
    select
        candidates.*,
        if(
            candidates.mention_type = 'NORP',
            regexp_matches(
                candidates.behind,
                '^ (?:national |own )?(?:' || word_pattern('en', 'teams', 'behind_people') || ')'
            ),
            regexp_matches(
                candidates.behind,
                '^ ?(?:[''’]s?)? ?(?:(?:' || word_pattern('en', 'teams', 'auxiliaries') || ') )*(?:'
                || word_pattern('en', 'teams', 'behind_place') || '|\d{1,3}(?:[ ,;.-]|$)|: ?\d)'
            )
        ) as plays,
        regexp_matches(
            candidates.before,
            '(?:\b(?:' || word_pattern('en', 'teams', 'before_team') || ')\.? |^\d+[.:]? |\d )(?:the )?$'
        ) as is_played,
        regexp_matches(
            candidates.before,
            '(?:\b(?:' || word_pattern('en', 'teams', 'before_place') || ') |\( ?|, )$'
        )
        and not regexp_matches(
            candidates.before,
            '(?:\b\d{1,3}-\d{1,3}|\b(?:' || word_pattern('en', 'teams', 'away') || ')) at $'
        )
        or regexp_matches(
            candidates.behind,
            '^ ?(?:,? ?\(?\w*\)? ?\d{4}-\d|\)|\(reuters|, (?:\d|' || word_pattern('en', 'teams', 'months') || '))'
        ) as is_place,
    from candidates
),

counted as (
    select
        read.article_version_id,
        read.entity_key,
        read.mention_type,
        min(read.sport) as sport,
        mode(read.country_code order by read.country_code) as country_code,
        count(*) filter (where read.plays or read.is_played) as team_count,
        count(*) filter (where read.is_place and not read.plays and not read.is_played) as place_count,
        count(*) as mention_count,
    from read
    group by read.article_version_id, read.entity_key, read.mention_type
),

-- A report calls a team by one name, and half of these mentions may have been read as the place.
named as (
    select
        counted.*,
        sum(counted.team_count) filter (where counted.mention_type <> 'NORP') over same_name as all_team_count,
        sum(counted.place_count) filter (where counted.mention_type <> 'NORP') over same_name as all_place_count,
    from counted
    window same_name as (partition by counted.article_version_id, split_part(counted.entity_key, '|', 2))
),

teams as (
    select named.*,
    from named
    where
        named.team_count > named.place_count
        or (
            named.mention_type <> 'NORP'
            and named.place_count = 0
            and named.all_team_count > named.all_place_count
        )
)

-- A people is a team only beside its country's team, and mostly: "the Syrian goal", not "the Syrian striker".
select
    teams.article_version_id,
    teams.entity_key,
    teams.sport,
from teams
left join teams as countries
    on
        teams.mention_type = 'NORP'
        and countries.mention_type = 'LOC'
        and teams.article_version_id = countries.article_version_id
        and teams.country_code = countries.country_code
group by teams.article_version_id, teams.entity_key, teams.mention_type, teams.sport
having teams.mention_type <> 'NORP' or count(countries.entity_key) > 0
