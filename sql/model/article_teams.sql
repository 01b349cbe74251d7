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
        and article_fields.sport in (
            'football', 'cricket', 'rugby', 'basketball', 'baseball', 'ice hockey', 'american football', 'volleyball',
            'handball', 'sport'
        )
),

-- Who plays, wins, scores or has a coach is a team; what stands in brackets, behind "in" or before a date is a place.
read as (
    select
        candidates.*,
        if(
            candidates.mention_type = 'NORP',
            regexp_matches(
                candidates.behind,
                '^ (?:national |own )?(?:side|team|squad|coach|manager|defen[cs]e|attack|goal\b|penalty area|innings|half\b'
                || '|bench|lead\b|fans|players|jersey|shirt|eleven)'
            ),
            regexp_matches(
                candidates.behind,
                '^ ?(?:[''’]s?)? ?(?:(?:had|have|has|will|were|was|are|could|would|again|also|then|twice|comfortably|narrowly'
                || '|finally|easily|never|still|now) )*(?:beat|defeat|won|win|lost|lose|losing|drew|draw|play|face|host|score|led\b'
                || '|lead|trail|thrash|crush|hammer|edge|advance|qualif|sign|all out|coach|captain|squad|side\b|striker'
                || '|defender|defen[cs]e|goal|keeper|midfield|team|fan|forward|innings|manager|skipper|batsm|bowl|bat\b'
                || '|fielding|equali|took|take on|saw their|came from|come from|winger|kick|top |suffer|concede|v\.? |vs'
                || '|versus|\d{1,3}(?:[ ,;.-]|$)|: ?\d|full-?back|fly-half|quarterback|pitcher|cricketer|penalty|jersey'
                || '|shirt|(?:kept|keep|named?) (?:\d+ players|(?:their|a|an) (?:squad|side|team)))'
            )
        ) as plays,
        regexp_matches(
            candidates.before,
            '(?:\b(?:beat|beats|beating|beaten by|defeated|defeat|defeat to|defeat by|defeats|against|v|vs|versus'
            || '|thrashed|hammered|edged|overcame|past|win over|wins over|victory over|lead over|lost to|loss to'
            || '|draw with|drew with|hosts|holders|champions|newcomers|visitors|facing|meet|take on|took on|allowed|gave'
            || '|given|played for|plays for|caps for|tests for|appearances for|goals for|signed for|coach of|manager of)'
            || '\.? |^\d+[.:]? |\d )(?:the )?$'
        ) as is_played,
        regexp_matches(
            candidates.before,
            '(?:\b(?:in|near|from|across|around|outside|of|to|at|into|through|visit|throughout|between|north|south|east|west'
            || '|southern|northern|eastern|western|central) |\( ?|, )$'
        )
        or regexp_matches(
            candidates.behind,
            '^ ?(?:,? ?\(?\w*\)? ?\d{4}-\d|\)|\(reuters|, (?:\d|jan|feb|march|april|may|june|july|aug|sept|oct|nov|dec))'
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

teams as (
    select counted.*,
    from counted
    where counted.team_count > counted.place_count
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
