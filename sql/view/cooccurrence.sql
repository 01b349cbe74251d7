-- grain: one row per two entities that two or more stories name in one sentence
with numbered as (
    select
        entities.entity_id,
        entities.canonical_name,
        row_number() over (order by entities.entity_id asc) as entity_no,
    from entities
),

-- Ids as numbers: pairs are many.
named as (
    select distinct
        numbered.entity_no,
        mentions.sentence_id,
        hash(articles_current.article_id) as article_no,
        hash(articles_current.story_id) as story_no,
        hash(articles_current.publisher_family_id) as family_no,
        articles_current.reported_on,
    from mentions
    inner join article_entities
        on
            mentions.article_version_id = article_entities.article_version_id
            and mentions.entity_key = article_entities.entity_key
    inner join numbered on article_entities.entity_id = numbered.entity_id
    inner join articles_current on mentions.article_version_id = articles_current.article_version_id
    where not mentions.is_boilerplate and mentions.sentence_id is not null
),

-- A sentence stands in one article.
in_sentences as (
    select
        first_named.entity_no as first_no,
        second_named.entity_no as second_no,
        count(*) as sentence_count,
        count(distinct first_named.article_no) as article_count,
        count(distinct first_named.story_no) as origin_count,
        count(distinct first_named.family_no) as family_count,
        min(first_named.reported_on) as first_reported_on,
        max(first_named.reported_on) as last_reported_on,
        min(first_named.sentence_id) as example_sentence_id,
    from named as first_named
    inner join named as second_named
        on
            first_named.sentence_id = second_named.sentence_id
            and first_named.entity_no < second_named.entity_no
    group by first_named.entity_no, second_named.entity_no
    having count(distinct first_named.story_no) >= 2
),

stories_of as (
    select distinct
        named.entity_no,
        named.story_no,
    from named
),

totals as (
    select count(distinct stories_of.story_no) as story_count,
    from stories_of
),

sizes as (
    select
        stories_of.entity_no,
        count(*) as story_count,
    from stories_of
    group by stories_of.entity_no
),

-- By story, not by pair: the stories of a country times all that it stands with are too many to look through.
in_articles as (
    select
        in_sentences.first_no,
        in_sentences.second_no,
        count(*) as shared_story_count,
    from stories_of as first_stories
    inner join stories_of as second_stories
        on first_stories.story_no = second_stories.story_no and first_stories.entity_no < second_stories.entity_no
    inner join in_sentences
        on
            first_stories.entity_no = in_sentences.first_no
            and second_stories.entity_no = in_sentences.second_no
    group by in_sentences.first_no, in_sentences.second_no
)

select
    first_entities.entity_id as first_entity_id,
    first_entities.canonical_name as first_name,
    second_entities.entity_id as second_entity_id,
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
    sentences.article_version_id,
    sentences.in_headline,
    sentences.start_char,
    sentences.end_char,
    sentences.surface,
from in_sentences
inner join in_articles
    on
        in_sentences.first_no = in_articles.first_no
        and in_sentences.second_no = in_articles.second_no
inner join numbered as first_entities on in_sentences.first_no = first_entities.entity_no
inner join numbered as second_entities on in_sentences.second_no = second_entities.entity_no
inner join sizes as first_sizes on in_sentences.first_no = first_sizes.entity_no
inner join sizes as second_sizes on in_sentences.second_no = second_sizes.entity_no
inner join sentences on in_sentences.example_sentence_id = sentences.sentence_id
cross join totals
