-- grain: one row per article whose event has a place
with scenes as (
    select
        place_mentions.mention_id,
        place_mentions.article_version_id,
        place_mentions.place_id,
        place_mentions.role,
        place_mentions.precision,
        place_mentions.method,
        place_mentions.confidence,
    from place_mentions
    where place_mentions.role in ('dateline', 'scene')
),

placed as (
    select
        articles_current.article_id,
        articles_current.article_version_id,
        articles_current.story_id,
        articles_current.source_id,
        articles_current.source_name,
        articles_current.publisher_family_id,
        articles_current.headline,
        articles_current.url,
        articles_current.reported_on,
        articles_current.is_undated,
        scenes.place_id,
        scenes.role,
        scenes.precision,
        scenes.method,
        scenes.confidence,
        mentions.mention_id,
        mentions.in_headline,
        mentions.start_char,
        mentions.end_char,
        mentions.surface,
    from scenes
    inner join articles_current on scenes.article_version_id = articles_current.article_version_id
    inner join mentions
        on scenes.article_version_id = mentions.article_version_id and scenes.mention_id = mentions.mention_id
    where not mentions.is_boilerplate
),

-- The name that says so: the dateline, else the first one.
said as (
    select placed.*
    from placed
    qualify row_number() over (
        partition by placed.article_id
        order by
            placed.role = 'dateline' desc, placed.in_headline desc, placed.start_char asc, placed.mention_id asc
    ) = 1
)

select
    said.article_id,
    said.article_version_id,
    said.story_id,
    said.source_id,
    said.source_name,
    said.publisher_family_id,
    said.headline,
    said.url,
    said.reported_on,
    said.is_undated,
    said.place_id,
    places.place_name,
    places.kind,
    places.country_code,
    places.part_code,
    places.geonames_id,
    places.latitude,
    places.longitude,
    said.precision,
    if(said.role = 'dateline', 'dateline', 'lead') as scene_method,
    said.method as place_method,
    said.confidence,
    said.mention_id,
    said.in_headline,
    said.start_char,
    said.end_char,
    said.surface,
from said
inner join places on said.place_id = places.place_id
