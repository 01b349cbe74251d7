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
    where not mentions.is_boilerplate and mentions.mention_type in ('LOC', 'NORP', 'ORG')
),

-- Who plays, wins, scores or has a coach is a team; what stands in brackets, behind "in" or before a country is a place.
read as (
    select
        candidates.*,
        regexp_matches(
            candidates.behind,
            '^(?:[''’]s?)? ?(?:(?:had|have|has|will|were|was|are|could|would|again|also|then|twice|comfortably|narrowly|finally'
            || '|easily|never|still|now) )*(?:beat|beaten|defeat|won|win|lost|lose|losing|drew|draw|play|face|host|visit|score|led|lead'
            || '|trail|thrash|crush|hammer|edge|advance|qualif|sign|all out|coach|captain|squad|side|striker|defender|defen[cs]e|goal'
            || '|keeper|midfield|team|fan|forward|innings|manager|skipper|batsm|bowler|bat|fielding|equali|took|take on|saw their'
            || '|came from|come from|winger|began|bade|kick|top |v |vs|versus|\d+(?:[ ,;.-]|$)|: ?\d|full-?back|fly-half|quarterback|pitcher|cricketer|test|back (?:row|line)|penalty|offen[cs]e|name[sd]? (?:their|a|an|its|the)? ?(?:\d+-\w+ )?squad|jersey|shirt|players)'
        ) as plays,
        regexp_matches(
            candidates.before,
            '(?:\b(?:beat|beats|beating|beaten by|defeated|defeat|defeat to|defeat by|defeats|against|v|v\.|vs|vs\.|versus|thrashed|hammered|edged|overcame|past|win over'
            || '|wins over|victory over|lead over|lost to|loss to|draw with|drew with|hosts|host|holders|holder|champions|champion|newcomers|newcomer|visitors|face|faces|play|plays|facing|meet'
            || '|allowed|gave|give|given|gives|played for|plays for|caps for|tests for|appearances for|goals for|test for|signed for|joined|left|coach of|manager of)'
            || '|^\d+[.:]? |\d )(?:the )?$'
        ) as is_played,
        regexp_matches(
            candidates.before,
            '(?:\b(?:in|near|from|across|around|outside|of|to|at|into|through|visit|capital|city of|throughout|between|north|south|east|west|southern|northern|eastern|western|central) |\(\s?|, )$'
        )
        or regexp_matches(candidates.behind, '^ ?(?:,? ?\(?\w*\)? ?\d{4}-\d|\)|\(reuters|, (?:\d+|january|february|march|april|may|june|july|august|september|october|november|december))')
        as is_place,
    from candidates
),

counted as (
    select
        read.article_version_id,
        read.entity_key,
        read.mention_type,
        any_value(read.sport) as sport,
        mode(read.country_code order by read.country_code) as country_code,
        count(*) filter (where read.plays or read.is_played) as team_count,
        count(*) filter (where read.is_place and not read.plays and not read.is_played) as place_count,
        count(*) as mention_count,
    from read
    group by read.article_version_id, read.entity_key, read.mention_type
)

select
    counted.article_version_id,
    counted.entity_key,
    counted.sport,
from counted
where counted.team_count > counted.place_count
