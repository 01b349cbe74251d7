-- grain: one row per two entities that two or more stories name in one sentence
with named as (
    select distinct
        article_entities.entity_id,
        mentions.sentence_id,
        articles_current.article_id,
        articles_current.story_id,
        articles_current.publisher_family_id,
        articles_current.reported_on,
    from mentions
    inner join article_entities
        on
            mentions.article_version_id = article_entities.article_version_id
            and mentions.entity_key = article_entities.entity_key
    inner join articles_current on mentions.article_version_id = articles_current.article_version_id
    where not mentions.is_boilerplate and mentions.sentence_id is not null
),

in_sentences as (
    select
        first_named.entity_id as first_entity_id,
        second_named.entity_id as second_entity_id,
        count(distinct first_named.sentence_id) as sentence_count,
        count(distinct first_named.article_id) as article_count,
        count(distinct first_named.story_id) as origin_count,
        count(distinct first_named.publisher_family_id) as family_count,
        min(first_named.reported_on) as first_reported_on,
        max(first_named.reported_on) as last_reported_on,
        min(first_named.sentence_id) as example_sentence_id,
    from named as first_named
    inner join named as second_named
        on
            first_named.sentence_id = second_named.sentence_id
            and first_named.entity_id < second_named.entity_id
    group by first_named.entity_id, second_named.entity_id
    having count(distinct first_named.story_id) >= 2
),

stories_of as (
    select distinct
        named.entity_id,
        named.story_id,
    from named
),

totals as (
    select count(distinct stories_of.story_id) as story_count,
    from stories_of
),

sizes as (
    select
        stories_of.entity_id,
        count(*) as story_count,
    from stories_of
    group by stories_of.entity_id
),

-- By story, not by pair: the stories of a country times all that it stands with are too many to look through.
in_articles as (
    select
        in_sentences.first_entity_id,
        in_sentences.second_entity_id,
        count(*) as shared_story_count,
    from stories_of as first_stories
    inner join stories_of as second_stories
        on first_stories.story_id = second_stories.story_id and first_stories.entity_id < second_stories.entity_id
    inner join in_sentences
        on
            first_stories.entity_id = in_sentences.first_entity_id
            and second_stories.entity_id = in_sentences.second_entity_id
    group by in_sentences.first_entity_id, in_sentences.second_entity_id
)

select
    in_sentences.first_entity_id,
    first_entities.canonical_name as first_name,
    in_sentences.second_entity_id,
    second_entities.canonical_name as second_name,
    in_sentences.sentence_count,
    in_sentences.article_count,
    in_sentences.origin_count,
    in_sentences.family_count,
    in_articles.shared_story_count,
    -- 1: never one without the other; 0: as often as by chance. Where all stories name both nothing can be told.
    if(
        in_articles.shared_story_count = totals.story_count,
        null,
        ln(
            in_articles.shared_story_count * totals.story_count / (first_sizes.story_count * second_sizes.story_count)
        ) / -ln(in_articles.shared_story_count / totals.story_count)
    ) as npmi,
    in_sentences.first_reported_on,
    in_sentences.last_reported_on,
    in_sentences.example_sentence_id,
from in_sentences
inner join in_articles
    on
        in_sentences.first_entity_id = in_articles.first_entity_id
        and in_sentences.second_entity_id = in_articles.second_entity_id
inner join entities as first_entities on in_sentences.first_entity_id = first_entities.entity_id
inner join entities as second_entities on in_sentences.second_entity_id = second_entities.entity_id
inner join sizes as first_sizes on in_sentences.first_entity_id = first_sizes.entity_id
inner join sizes as second_sizes on in_sentences.second_entity_id = second_sizes.entity_id
cross join totals
