-- Figures that contradict each other, newest first.
select
    conflicting_numbers.conflict_id,
    conflicting_numbers.measure_key,
    conflicting_numbers.measure,
    conflicting_numbers.place_id,
    conflicting_numbers.as_of,
    conflicting_numbers.period_start,
    conflicting_numbers.period_end,
    conflicting_numbers.counted_text,
    conflicting_numbers.unit,
    conflicting_numbers.currency,
    conflicting_numbers.lowest_value,
    conflicting_numbers.highest_value,
    conflicting_numbers.spread_ratio,
    conflicting_numbers.value_count,
    conflicting_numbers.values_given,
    conflicting_numbers.article_count,
    conflicting_numbers.origin_count,
    conflicting_numbers.family_count,
    conflicting_numbers.is_coverage_gap,
    conflicting_numbers.values_given[1].figure_id as figure_id
from conflicting_numbers
order by conflicting_numbers.as_of desc, conflicting_numbers.family_count desc, conflicting_numbers.conflict_id asc
limit 12
