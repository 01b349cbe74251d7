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
    opposed.given.figure_id as figure_id,
    opposed.measure_key,
    opposed.given.surface as surface,
    opposed.given.bound as bound,
    number_series.counted_text,
    number_series.as_of,
    opposed.given.outlets as outlets,
    opposed.given.said_by as said_by,
    opposed.given.low_value as low_value,
    opposed.given.high_value as high_value,
    opposed.given.article_count as article_count,
    opposed.given.origin_count as origin_count,
    opposed.given.family_count as family_count
from opposed
inner join number_series on opposed.given.figure_id = number_series.figure_id
order by opposed.as_of asc, low_value asc, figure_id asc
limit 50
