-- grain: one row per pair of stories that report the same event in other words
with told as (
    select
        news_origins.story_id,
        news_origins.source_id,
        news_origins.reported_on,
        coalesce(articles.headline, '') as headline,
        left(articles.text, 800) as opening,
        coalesce(template_shares.repeated_share, 0) as repeated_share,
    from news_origins
    inner join articles on news_origins.article_version_id = articles.article_version_id
    left join template_shares on news_origins.article_id = template_shares.article_id
),

-- Numbers for the ids, in their order: millions of pairs meet by them, which takes a fifth of the time and memory.
story_numbers as materialized (
    select
        opening_names.story_id,
        row_number() over (order by opening_names.story_id)::integer as story_number,
    from opening_names
    group by opening_names.story_id
),

entity_numbers as (
    select
        opening_names.entity_id,
        row_number() over (order by opening_names.entity_id)::bigint as entity_number,
    from opening_names
    group by opening_names.entity_id
),

numbered_names as materialized (
    select
        story_numbers.story_number,
        opening_names.reported_on,
        entity_numbers.entity_number,
        opening_names.weight,
        opening_names.rarity_rank,
    from opening_names
    inner join story_numbers on opening_names.story_id = story_numbers.story_id
    inner join entity_numbers on opening_names.entity_id = entity_numbers.entity_id
),

kind_numbers as (
    select
        opening_kinds.kind,
        row_number() over (order by opening_kinds.kind)::bigint as kind_number,
    from opening_kinds
    group by opening_kinds.kind
),

-- Stories are compared where they share two of the eight rarest entities that each opens with, or one of these and what
-- happened there.
keys as (
    select
        one.story_number,
        one.reported_on,
        least(one.entity_number, other.entity_number) * 4294967296
        + greatest(one.entity_number, other.entity_number) as meeting_key,
    from numbered_names as one
    inner join numbered_names as other on one.story_number = other.story_number and one.rarity_rank < other.rarity_rank
    where other.rarity_rank <= 8
    union all
    select
        numbered_names.story_number,
        numbered_names.reported_on,
        -kind_numbers.kind_number * 4294967296 - numbered_names.entity_number as meeting_key,
    from numbered_names
    inner join story_numbers on numbered_names.story_number = story_numbers.story_number
    inner join opening_kinds on story_numbers.story_id = opening_kinds.story_id
    inner join kind_numbers on opening_kinds.kind = kind_numbers.kind
    where numbered_names.rarity_rank <= 8 and opening_kinds.is_leading
),

-- Two that more than 20 stories of a day open with are no rare pair.
met as (
    select
        keys.story_number,
        keys.reported_on,
        keys.meeting_key,
    from keys
    qualify count(*) over (partition by keys.meeting_key, keys.reported_on) <= 20
),

-- The day is among what is equal: met by their names alone, a pair that is told of all year is tried with itself.
met_from as (
    select
        met.story_number,
        met.meeting_key,
        met.reported_on,
        met.reported_on - back.day_count as other_reported_on,
    from met
    cross join (values (0), (1), (2)) as back (day_count)
),

candidates as (
    select distinct
        later.story_number,
        earlier.story_number as other_story_number,
    from met_from as later
    inner join met as earlier
        on later.meeting_key = earlier.meeting_key and later.other_reported_on = earlier.reported_on
    where (earlier.reported_on, earlier.story_number) < (later.reported_on, later.story_number)
),

entity_totals as (
    select
        numbered_names.story_number,
        sum(numbered_names.weight) as total_weight,
    from numbered_names
    group by numbered_names.story_number
),

-- A step of its own, as that of words below: joined all at once, every two stories that name an entity are met first.
candidate_entities as materialized (
    select
        candidates.story_number,
        candidates.other_story_number,
        numbered_names.entity_number,
        numbered_names.weight,
    from candidates
    inner join numbered_names on candidates.story_number = numbered_names.story_number
),

shared_entities as (
    select
        candidate_entities.story_number,
        candidate_entities.other_story_number,
        count(*) as shared_entity_count,
        sum(least(candidate_entities.weight, other.weight)) as shared_weight,
    from candidate_entities
    inner join numbered_names as other
        on
            candidate_entities.other_story_number = other.story_number
            and candidate_entities.entity_number = other.entity_number
    group by candidate_entities.story_number, candidate_entities.other_story_number
),

likely as (
    select
        shared_entities.story_number,
        shared_entities.other_story_number,
        story_numbers.story_id,
        other_numbers.story_id as other_story_id,
        shared_entities.shared_entity_count,
        shared_entities.shared_weight / least(one.total_weight, other.total_weight) as entity_share,
    from shared_entities
    inner join entity_totals as one on shared_entities.story_number = one.story_number
    inner join entity_totals as other on shared_entities.other_story_number = other.story_number
    inner join story_numbers on shared_entities.story_number = story_numbers.story_number
    inner join story_numbers as other_numbers on shared_entities.other_story_number = other_numbers.story_number
),

-- Lower-case words without their endings, as names are compared as entities.
worded as (
    select
        told.story_id,
        told.source_id,
        told.reported_on,
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
        row_number() over (order by listed.word)::integer as word_number,
        count(*) as story_count,
    from listed
    group by listed.word
),

sizes as (
    select count(*) as story_count
    from told
),

weighed_stories as (
    select
        likely.story_number,
        likely.story_id,
    from likely
    union
    select
        likely.other_story_number as story_number,
        likely.other_story_id as story_id,
    from likely
),

words as (
    select
        weighed_stories.story_number,
        word_counts.word_number,
        round(65536 * ln(1 + sizes.story_count / word_counts.story_count)) / 65536 as weight,
    from listed
    inner join weighed_stories on listed.story_id = weighed_stories.story_id
    inner join word_counts on listed.word = word_counts.word
    cross join sizes
),

word_totals as (
    select
        words.story_number,
        sqrt(sum(words.weight * words.weight)) as length,
    from words
    group by words.story_number
),

-- A step of its own: joined all at once, every two stories that share a word are met first, billions of rows.
likely_words as materialized (
    select
        likely.story_number,
        likely.other_story_number,
        words.word_number,
        words.weight,
    from likely
    inner join words on likely.story_number = words.story_number
),

shared_words as (
    select
        likely_words.story_number,
        likely_words.other_story_number,
        sum(likely_words.weight * other.weight) as product,
    from likely_words
    inner join words as other
        on likely_words.other_story_number = other.story_number and likely_words.word_number = other.word_number
    group by likely_words.story_number, likely_words.other_story_number
),

-- How alike what happened is: the cosine of the words of each kind of event.
kind_totals as (
    select
        opening_kinds.story_id,
        sqrt(sum(opening_kinds.word_count * opening_kinds.word_count)) as length,
    from opening_kinds
    group by opening_kinds.story_id
),

likely_kinds as materialized (
    select
        likely.story_id,
        likely.other_story_id,
        opening_kinds.kind,
        opening_kinds.word_count,
        opening_kinds.is_leading,
    from likely
    inner join opening_kinds on likely.story_id = opening_kinds.story_id
),

shared_kinds as (
    select
        likely_kinds.story_id,
        likely_kinds.other_story_id,
        sum(likely_kinds.word_count * other.word_count)
        / any_value(one_total.length * other_total.length) as kind_similarity,
        bool_or(likely_kinds.is_leading and other.is_leading) as has_leading_kind,
    from likely_kinds
    inner join opening_kinds as other
        on likely_kinds.other_story_id = other.story_id and likely_kinds.kind = other.kind
    inner join kind_totals as one_total on likely_kinds.story_id = one_total.story_id
    inner join kind_totals as other_total on likely_kinds.other_story_id = other_total.story_id
    group by likely_kinds.story_id, likely_kinds.other_story_id
),

-- And the words of their names: what both have, of all that either has.
name_totals as (
    select
        opening_name_words.story_id,
        sum(opening_name_words.weight) as total_weight,
    from opening_name_words
    group by opening_name_words.story_id
),

likely_names as materialized (
    select
        likely.story_id,
        likely.other_story_id,
        opening_name_words.word,
        opening_name_words.weight,
    from likely
    inner join opening_name_words on likely.story_id = opening_name_words.story_id
),

shared_names as (
    select
        likely_names.story_id,
        likely_names.other_story_id,
        sum(least(likely_names.weight, other.weight)) as shared_weight,
    from likely_names
    inner join opening_name_words as other
        on likely_names.other_story_id = other.story_id and likely_names.word = other.word
    group by likely_names.story_id, likely_names.other_story_id
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
            list(distinct opening_figures.figure) filter (where not opening_figures.is_background), []
        ) as new_figures,
    from opening_figures
    group by opening_figures.story_id
),

measured as (
    select
        opening_figures.story_id,
        opening_figures.measured_as,
        any_value(opening_figures.reported_on) as reported_on,
        min(opening_figures.measure) as measure,
        list(opening_figures.figure) as figures,
        max(opening_figures.high_value) as highest,
        bool_or(opening_figures.is_said_to_change) as is_said_to_change,
    from opening_figures
    where opening_figures.measured_as != ''
    group by opening_figures.story_id, opening_figures.measured_as
),

-- A step of its own: joined all at once, every two stories that count one thing are met first.
likely_measures as materialized (
    select
        likely.story_id,
        likely.other_story_id,
        measured.measured_as,
        measured.measure,
        measured.figures,
        measured.highest,
        measured.is_said_to_change,
        measured.reported_on,
    from likely
    inner join measured on likely.story_id = measured.story_id
),

-- Counts of one thing that one event cannot have. The next day's toll is higher; whatever else is counted changes only
-- where the text says so; and neither grows tenfold.
apart as (
    select distinct
        later.story_id,
        later.other_story_id,
    from likely_measures as later
    inner join measured as earlier
        on later.other_story_id = earlier.story_id and later.measured_as = earlier.measured_as
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
        one.source_id = other.source_id and one.reported_on != other.reported_on as is_next_of_source,
        greatest(one.reported_on, other.reported_on) - least(one.reported_on, other.reported_on) as days_apart,
        coalesce(shared_kinds.kind_similarity, 0) as kind_similarity,
        coalesce(shared_kinds.has_leading_kind, false) as has_leading_kind,
        coalesce(
            shared_names.shared_weight
            / (one_names.total_weight + other_names.total_weight - shared_names.shared_weight),
            0
        ) as name_similarity,
        coalesce(list_has_any(one_scenes.days, other_scenes.days), false) as has_same_day,
        coalesce(len(one_scenes.days) > 0 and len(other_scenes.days) > 0, false) as have_days,
        coalesce(
            list_has_any(one_scenes.scenes, other_scenes.towns) or list_has_any(other_scenes.scenes, one_scenes.towns),
            false
        ) as has_same_scene,
        coalesce(len(one_scenes.scenes) > 0 and len(other_scenes.scenes) > 0, false) as have_scenes,
    from likely
    inner join worded as one on likely.story_id = one.story_id
    inner join worded as other on likely.other_story_id = other.story_id
    inner join word_totals as one_total on likely.story_number = one_total.story_number
    inner join word_totals as other_total on likely.other_story_number = other_total.story_number
    left join shared_words
        on likely.story_number = shared_words.story_number and likely.other_story_number = shared_words.other_story_number
    left join figure_lists as one_figures on likely.story_id = one_figures.story_id
    left join figure_lists as other_figures on likely.other_story_id = other_figures.story_id
    left join apart on likely.story_id = apart.story_id and likely.other_story_id = apart.other_story_id
    left join shared_kinds
        on likely.story_id = shared_kinds.story_id and likely.other_story_id = shared_kinds.other_story_id
    left join shared_names
        on likely.story_id = shared_names.story_id and likely.other_story_id = shared_names.other_story_id
    left join name_totals as one_names on likely.story_id = one_names.story_id
    left join name_totals as other_names on likely.other_story_id = other_names.story_id
    left join opening_scenes as one_scenes on likely.story_id = one_scenes.story_id
    left join opening_scenes as other_scenes on likely.other_story_id = other_scenes.story_id
),

weighed as (
    select
        compared.*,
        compared.shared_figure_count / nullif(compared.figure_count, 0) as figure_share,
        compared.shared_entity_count >= 2 and compared.entity_share >= 0.6 as has_same_entities,
        -- Each happens in a town that the other does not name. Where all names agree, one of the towns was misread.
        compared.have_scenes and not compared.has_same_scene and compared.entity_share < 0.9 as is_elsewhere,
        -- The same kind of event of the same names: on a day that both name, else in reports of one day that name none.
        compared.has_leading_kind
        and compared.kind_similarity >= 0.4
        and compared.name_similarity >= 0.35
        and not compared.is_apart
        and if(
            compared.have_days,
            compared.has_same_day,
            compared.days_apart = 0 and compared.name_similarity >= 0.4 and compared.kind_similarity >= 0.5
        )
        -- One name, as that of the town, is not enough by itself.
        and (
            compared.shared_entity_count >= 2
            or (
                compared.name_similarity >= 0.5
                and compared.has_same_scene
                and (compared.shared_figure_count > 0 or compared.word_similarity >= 0.15)
            )
        )
        and if(
            compared.has_other_figures,
            compared.days_apart = 0 and compared.name_similarity >= 0.4,
            true
        ) as is_same_kind,
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
    weighed.name_similarity,
    weighed.kind_similarity,
from weighed
where
    not weighed.is_elsewhere
    -- One outlet's words of the day before with other figures: a template that is not yet known to be one.
    and not coalesce(
        weighed.is_next_of_source
        and weighed.word_similarity >= 0.8
        and weighed.figure_count >= 4
        and weighed.figure_share < 0.5,
        false
    )
    and case
        when weighed.is_same_kind then true
        when not weighed.has_same_entities then false
        -- Two that give figures and share none tell of two events.
        when weighed.has_other_figures then false
        when weighed.is_apart and coalesce(weighed.shared_figure_count, 0) <= 1 then false
        when weighed.figure_share >= 0.5 then weighed.word_similarity >= 0.05
        else weighed.entity_share >= 0.7 and weighed.word_similarity >= 0.2
    end
