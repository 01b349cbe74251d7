-- Figures that contradict each other, newest first.
select conflicting_numbers.*, number_series.figure_id
from conflicting_numbers
inner join number_series
    on
        conflicting_numbers.measure_key = number_series.measure_key
        and conflicting_numbers.place_id is not distinct from number_series.place_id
        and conflicting_numbers.as_of = number_series.as_of
qualify row_number() over (
    partition by conflicting_numbers.conflict_id order by number_series.article_count desc, number_series.figure_id
) = 1
order by conflicting_numbers.as_of desc, conflicting_numbers.family_count desc, conflicting_numbers.conflict_id
limit 12
