-- grain: one row per pair of stories that report the same event in other words
with told as (
    select
        articles_current.story_id,
        articles_current.source_id,
        articles_current.article_version_id,
        articles_current.reported_on,
        coalesce(articles.headline, '') as headline,
        left(articles.text, 800) as opening,
        coalesce(template_shares.repeated_share, 0) as repeated_share,
    from articles_current
    inner join articles on articles_current.article_version_id = articles.article_version_id
    left join template_shares on articles_current.article_id = template_shares.article_id
    -- Of an undated article the day of the event is not known; live pages and videos tell of many.
    where
        articles_current.is_origin
        and not articles_current.is_undated
        and articles_current.article_type in ('news', 'wire', 'press_release')
),

-- Who and what a story opens with.
named as (
    select distinct
        told.story_id,
        told.reported_on,
        article_entities.entity_id,
    from told
    inner join mentions on told.article_version_id = mentions.article_version_id
    inner join article_entities
        on
            mentions.article_version_id = article_entities.article_version_id
            and mentions.entity_key = article_entities.entity_key
    where not mentions.is_boilerplate and (mentions.in_headline or mentions.start_char < 800)
),

named_days as (
    select
        named.entity_id,
        named.reported_on,
        count(*) as story_count,
    from named
    group by named.entity_id, named.reported_on
),

-- How many stories of these days open with an entity: what many tell of says little.
around as (
    select
        named_days.entity_id,
        named_days.reported_on,
        sum(named_days.story_count) over (
            partition by named_days.entity_id
            order by named_days.reported_on range between interval 2 day preceding and interval 2 day following
        ) as near_count,
    from named_days
),

ranked as (
    select
        named.story_id,
        named.reported_on,
        named.entity_id,
        around.near_count,
        -- In whole parts of 65,536, here and below: such sums do not depend on the order of their parts.
        round(65536 / ln(2 + around.near_count)) / 65536 as weight,
        row_number() over (
            partition by named.story_id order by around.near_count, named.entity_id
        ) as rarity_rank,
    from named
    inner join around on named.entity_id = around.entity_id and named.reported_on = around.reported_on
),

-- Stories are compared where they share two of the eight rarest entities that each opens with.
keys as (
    select
        one.story_id,
        one.reported_on,
        least(one.entity_id, other.entity_id) || ' ' || greatest(one.entity_id, other.entity_id) as meeting_key,
    from ranked as one
    inner join ranked as other on one.story_id = other.story_id and one.rarity_rank < other.rarity_rank
    where other.rarity_rank <= 8
),

-- Two that more than 20 stories of a day open with are no rare pair.
met as (
    select
        keys.story_id,
        keys.reported_on,
        keys.meeting_key,
    from keys
    qualify count(*) over (partition by keys.meeting_key, keys.reported_on) <= 20
),

candidates as (
    select distinct
        later.story_id,
        earlier.story_id as other_story_id,
    from met as later
    inner join met as earlier
        on
            later.meeting_key = earlier.meeting_key
            and later.reported_on between earlier.reported_on and earlier.reported_on + 2
            and (earlier.reported_on, earlier.story_id) < (later.reported_on, later.story_id)
),

entity_totals as (
    select
        ranked.story_id,
        sum(ranked.weight) as total_weight,
    from ranked
    group by ranked.story_id
),

-- A step of its own, as that of words below: joined all at once, every two stories that name an entity are met first.
candidate_entities as materialized (
    select
        candidates.story_id,
        candidates.other_story_id,
        ranked.entity_id,
        ranked.weight,
    from candidates
    inner join ranked on candidates.story_id = ranked.story_id
),

shared_entities as (
    select
        candidate_entities.story_id,
        candidate_entities.other_story_id,
        count(*) as shared_entity_count,
        sum(least(candidate_entities.weight, other.weight)) as shared_weight,
    from candidate_entities
    inner join ranked as other
        on candidate_entities.other_story_id = other.story_id and candidate_entities.entity_id = other.entity_id
    group by candidate_entities.story_id, candidate_entities.other_story_id
),

likely as (
    select
        shared_entities.story_id,
        shared_entities.other_story_id,
        shared_entities.shared_entity_count,
        shared_entities.shared_weight / least(one.total_weight, other.total_weight) as entity_share,
    from shared_entities
    inner join entity_totals as one on shared_entities.story_id = one.story_id
    inner join entity_totals as other on shared_entities.other_story_id = other.story_id
    where
        shared_entities.shared_entity_count >= 2
        and shared_entities.shared_weight >= 0.6 * least(one.total_weight, other.total_weight)
),

-- Lower-case words without their endings, as names are compared as entities.
worded as (
    select
        told.story_id,
        told.source_id,
        told.repeated_share,
        list_distinct(
            list_transform(regexp_extract_all(told.headline || ' ' || told.opening, '\b\p{Ll}{4,}'), lambda word: left(word, 5))  -- noqa: RF03
        ) as words,
    from told
),

listed as (
    select
        worded.story_id,
        unnest(worded.words) as word,
    from worded
),

word_counts as (
    select
        listed.word,
        count(*) as story_count,
    from listed
    group by listed.word
),

sizes as (
    select count(*) as story_count
    from told
),

weighed_stories as (
    select likely.story_id
    from likely
    union
    select likely.other_story_id as story_id
    from likely
),

words as (
    select
        listed.story_id,
        listed.word,
        round(65536 * ln(1 + sizes.story_count / word_counts.story_count)) / 65536 as weight,
    from listed
    inner join weighed_stories on listed.story_id = weighed_stories.story_id
    inner join word_counts on listed.word = word_counts.word
    cross join sizes
),

word_totals as (
    select
        words.story_id,
        sqrt(sum(words.weight * words.weight)) as length,
    from words
    group by words.story_id
),

-- A step of its own: joined all at once, every two stories that share a word are met first, billions of rows.
likely_words as materialized (
    select
        likely.story_id,
        likely.other_story_id,
        words.word,
        words.weight,
    from likely
    inner join words on likely.story_id = words.story_id
),

shared_words as (
    select
        likely_words.story_id,
        likely_words.other_story_id,
        sum(likely_words.weight * other.weight) as product,
    from likely_words
    inner join words as other on likely_words.other_story_id = other.story_id and likely_words.word = other.word
    group by likely_words.story_id, likely_words.other_story_id
),

-- What was printed with one of its names more than two days before is background: it does not tell of which event a
-- story is. The staff of a firm stands in all reports of the firm.
first_given as (
    select
        ranked.entity_id,
        opening_figures.figure,
        min(ranked.reported_on) as first_on,
    from ranked
    inner join opening_figures on ranked.story_id = opening_figures.story_id
    where ranked.rarity_rank <= 8
    group by ranked.entity_id, opening_figures.figure
),

known_figures as (
    select distinct
        ranked.story_id,
        opening_figures.figure,
    from ranked
    inner join opening_figures on ranked.story_id = opening_figures.story_id
    inner join first_given
        on ranked.entity_id = first_given.entity_id and opening_figures.figure = first_given.figure
    where ranked.rarity_rank <= 8 and first_given.first_on < ranked.reported_on - 2
),

figure_lists as (
    select
        opening_figures.story_id,
        list(distinct opening_figures.figure) as figures,
        max(opening_figures.happened_on) filter (
            where not opening_figures.is_said_to_change and opening_figures.happened_on <= opening_figures.reported_on
        ) as happened_on,
        max(opening_figures.happened_on) as last_day,
        any_value(opening_figures.reported_on) as reported_on,
        coalesce(
            list(distinct opening_figures.figure) filter (where known_figures.figure is null), []
        ) as new_figures,
    from opening_figures
    left join known_figures
        on opening_figures.story_id = known_figures.story_id and opening_figures.figure = known_figures.figure
    group by opening_figures.story_id
),

measured as (
    select
        opening_figures.story_id,
        opening_figures.measured_as,
        any_value(opening_figures.reported_on) as reported_on,
        any_value(opening_figures.measure) as measure,
        list(opening_figures.figure) as figures,
        max(opening_figures.high_value) as highest,
        bool_or(opening_figures.is_said_to_change) as is_said_to_change,
    from opening_figures
    where opening_figures.measured_as != ''
    group by opening_figures.story_id, opening_figures.measured_as
),

-- Counts of one thing that one event cannot have. The next day's toll is higher; whatever else is counted changes only
-- where the text says so; and neither grows tenfold.
apart as (
    select distinct
        likely.story_id,
        likely.other_story_id,
    from likely
    inner join measured as later on likely.story_id = later.story_id
    inner join measured as earlier
        on likely.other_story_id = earlier.story_id and later.measured_as = earlier.measured_as
    where
        not list_has_any(later.figures, earlier.figures)
        and case
            when later.highest > 10 * earlier.highest or 10 * later.highest < earlier.highest then true
            when later.reported_on = earlier.reported_on or later.is_said_to_change then false
            when list_contains(word_list('en', 'revised_figures', 'tolls'), later.measure)
                then 2 * later.highest < earlier.highest
            else later.highest > 1.25 * earlier.highest or 1.25 * later.highest < earlier.highest
        end
),

compared as (
    select
        likely.story_id,
        likely.other_story_id,
        likely.shared_entity_count,
        likely.entity_share,
        coalesce(shared_words.product, 0) / (one_total.length * other_total.length) as word_similarity,
        len(list_intersect(one_figures.figures, other_figures.new_figures)) as shared_figure_count,
        coalesce(least(len(one_figures.figures), len(other_figures.new_figures)), 0) as figure_count,
        coalesce(
            least(len(one_figures.figures), len(other_figures.figures)) >= 2
            and not list_has_any(one_figures.figures, other_figures.figures),
            false
        ) as has_other_figures,
        -- What happened after the other was printed is another event.
        apart.story_id is not null
        or coalesce(
            one_figures.happened_on > greatest(
                other_figures.reported_on, coalesce(other_figures.last_day, other_figures.reported_on)
            ),
            false
        ) as is_apart,
        one.source_id = other.source_id and greatest(one.repeated_share, other.repeated_share) >= 0.3 as is_template,
    from likely
    inner join worded as one on likely.story_id = one.story_id
    inner join worded as other on likely.other_story_id = other.story_id
    inner join word_totals as one_total on likely.story_id = one_total.story_id
    inner join word_totals as other_total on likely.other_story_id = other_total.story_id
    left join shared_words
        on likely.story_id = shared_words.story_id and likely.other_story_id = shared_words.other_story_id
    left join figure_lists as one_figures on likely.story_id = one_figures.story_id
    left join figure_lists as other_figures on likely.other_story_id = other_figures.story_id
    left join apart on likely.story_id = apart.story_id and likely.other_story_id = apart.other_story_id
),

weighed as (
    select
        compared.story_id,
        compared.other_story_id,
        compared.shared_entity_count,
        compared.entity_share,
        compared.word_similarity,
        compared.shared_figure_count,
        compared.figure_count,
        compared.has_other_figures,
        compared.is_apart,
        compared.shared_figure_count / nullif(compared.figure_count, 0) as figure_share,
    from compared
    where not compared.is_template
)

select
    weighed.story_id,
    weighed.other_story_id,
    weighed.shared_entity_count::integer as shared_entity_count,
    weighed.entity_share,
    weighed.word_similarity,
    weighed.figure_share,
from weighed
where
    case
        -- Two that give figures and share none tell of two events.
        when weighed.has_other_figures then false
        when weighed.is_apart and coalesce(weighed.shared_figure_count, 0) <= 1 then false
        when weighed.figure_share >= 0.5 then weighed.word_similarity >= 0.05
        else weighed.entity_share >= 0.7 and weighed.word_similarity >= 0.2
    end
