-- grain: one row per pair of sides that say otherwise: two claims, or two values of one measure
with of_claims as (
    select
        contradictions.contradiction_id as disagreement_id,
        contradictions.kind,
        one.content_text as about,
        one.content_text as one_text,
        one.speaker_names as one_said_by,
        one.first_claim_id as one_claim_id,
        null::varchar as one_number_id,
        one.claim_group_id as one_claim_group_id,
        one.first_reported_on as one_reported_on,
        one.article_count as one_article_count,
        one.origin_count as one_origin_count,
        one.family_count as one_family_count,
        other.content_text as other_text,
        other.speaker_names as other_said_by,
        other.first_claim_id as other_claim_id,
        null::varchar as other_number_id,
        other.claim_group_id as other_claim_group_id,
        other.first_reported_on as other_reported_on,
        other.article_count as other_article_count,
        other.origin_count as other_origin_count,
        other.family_count as other_family_count,
        null::varchar as conflict_id,
    from contradictions
    inner join claim_groups as one on contradictions.one_claim_group_id = one.claim_group_id
    inner join claim_groups as other on contradictions.other_claim_group_id = other.claim_group_id
),

valued as (
    select
        conflicting_numbers.conflict_id,
        conflicting_numbers.counted_text,
        conflicting_numbers.measure_key,
        unnest(conflicting_numbers.values_given) as given,
    from conflicting_numbers
),

dated as (
    select
        valued.conflict_id,
        coalesce(valued.counted_text, valued.measure_key) as about,
        valued.given,
        numbers.said_by_claim_id,
        number_series.first_reported_on,
        row_number() over (
            partition by valued.conflict_id
            order by number_series.first_reported_on asc, valued.given.number_id asc
        ) as given_order,
    from valued
    inner join numbers on valued.given.number_id = numbers.number_id
    inner join number_series on valued.given.figure_id = number_series.figure_id
),

-- Each other value against the one that was given first.
of_figures as (
    select
        left(sha256(concat_ws('|', one.conflict_id, other.given.figure_id)), 32) as disagreement_id,
        'other_figure' as kind,
        one.about,
        one.given.surface as one_text,
        one.given.said_by as one_said_by,
        one.said_by_claim_id as one_claim_id,
        one.given.number_id as one_number_id,
        null::varchar as one_claim_group_id,
        one.first_reported_on as one_reported_on,
        one.given.article_count as one_article_count,
        one.given.origin_count as one_origin_count,
        one.given.family_count as one_family_count,
        other.given.surface as other_text,
        other.given.said_by as other_said_by,
        other.said_by_claim_id as other_claim_id,
        other.given.number_id as other_number_id,
        null::varchar as other_claim_group_id,
        other.first_reported_on as other_reported_on,
        other.given.article_count as other_article_count,
        other.given.origin_count as other_origin_count,
        other.given.family_count as other_family_count,
        one.conflict_id,
    from dated as one
    inner join dated as other on one.conflict_id = other.conflict_id
    where one.given_order = 1 and other.given_order > 1
),

every as (
    select of_claims.*
    from of_claims
    union all
    select of_figures.*
    from of_figures
),

-- The articles of either side, those counted once that carry both.
sides as (
    select
        every.disagreement_id,
        unnest([every.one_claim_group_id, every.other_claim_group_id]) as claim_group_id,
    from every
    where every.conflict_id is null
),

counted_claims as (
    select
        sides.disagreement_id,
        count(distinct claim_tellings.article_id) as article_count,
        count(distinct claim_tellings.story_id) as origin_count,
        count(distinct claim_tellings.publisher_family_id) as family_count,
    from sides
    inner join claim_group_members on sides.claim_group_id = claim_group_members.claim_group_id
    inner join claim_tellings on claim_group_members.claim_id = claim_tellings.claim_id
    group by sides.disagreement_id
),

-- Two values of a measure are opposed on many days; their articles are counted once for all.
opposed as (
    select
        every.disagreement_id,
        one.series_id,
        {
            'low_value': one.low_value,
            'high_value': one.high_value,
            'bound': one.bound
        } as one_value,
        {
            'low_value': other.low_value,
            'high_value': other.high_value,
            'bound': other.bound
        } as other_value,
    from every
    inner join number_tellings as one on every.one_number_id = one.number_id
    inner join number_tellings as other on every.other_number_id = other.number_id
    where every.conflict_id is not null
),

value_sides as (
    select
        opposed.series_id,
        opposed.one_value,
        opposed.other_value,
        unnest([opposed.one_value, opposed.other_value]) as value,
    from opposed
    group by opposed.series_id, opposed.one_value, opposed.other_value
),

counted_values as (
    select
        value_sides.series_id,
        value_sides.one_value,
        value_sides.other_value,
        count(distinct number_tellings.article_id) as article_count,
        count(distinct number_tellings.story_id) as origin_count,
        count(distinct number_tellings.publisher_family_id) as family_count,
    from value_sides
    inner join number_tellings
        on
            value_sides.series_id = number_tellings.series_id
            and value_sides.value.low_value = number_tellings.low_value
            and value_sides.value.high_value = number_tellings.high_value
            and value_sides.value.bound = number_tellings.bound
    where not number_tellings.is_start_of_change
    group by value_sides.series_id, value_sides.one_value, value_sides.other_value
),

counted as (
    select counted_claims.*
    from counted_claims
    union all
    select
        opposed.disagreement_id,
        counted_values.article_count,
        counted_values.origin_count,
        counted_values.family_count,
    from opposed
    inner join counted_values
        on
            opposed.series_id = counted_values.series_id
            and opposed.one_value = counted_values.one_value
            and opposed.other_value = counted_values.other_value
)

select
    every.disagreement_id,
    every.kind,
    every.about,
    every.one_text,
    every.one_said_by,
    every.one_claim_id,
    every.one_number_id,
    every.one_claim_group_id,
    every.one_reported_on,
    every.one_article_count,
    every.one_origin_count,
    every.one_family_count,
    every.other_text,
    every.other_said_by,
    every.other_claim_id,
    every.other_number_id,
    every.other_claim_group_id,
    every.other_reported_on,
    every.other_article_count,
    every.other_origin_count,
    every.other_family_count,
    case
        when every.one_reported_on < every.other_reported_on then 'one'
        when every.other_reported_on < every.one_reported_on then 'other'
    end as first_side,
    every.conflict_id,
    counted.article_count,
    counted.origin_count,
    counted.family_count,
from every
inner join counted on every.disagreement_id = counted.disagreement_id
