-- Who gives which value for the same measure, place and time as a figure of this statement.
with opposed as (
    select
        conflicting_numbers.measure_key,
        conflicting_numbers.as_of,
        unnest(conflicting_numbers.values_given) as given
    from conflicting_numbers
    where list_contains($measure_keys, conflicting_numbers.measure_key)
)

select
    opposed.given.figure_id as figure_id, -- noqa: AL09
    opposed.measure_key,
    opposed.given.surface as surface, -- noqa: AL09
    opposed.given.bound as bound, -- noqa: AL09
    number_series.counted_text,
    number_series.as_of,
    opposed.given.outlets as outlets, -- noqa: AL09
    opposed.given.said_by as said_by, -- noqa: AL09
    opposed.given.low_value as low_value, -- noqa: AL09
    opposed.given.high_value as high_value, -- noqa: AL09
    opposed.given.article_count as article_count, -- noqa: AL09
    opposed.given.origin_count as origin_count, -- noqa: AL09
    opposed.given.family_count as family_count -- noqa: AL09
from opposed
inner join number_series on opposed.given.figure_id = number_series.figure_id
order by opposed.as_of asc, low_value asc, figure_id asc
limit 50
