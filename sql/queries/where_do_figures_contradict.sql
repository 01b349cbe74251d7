-- For which measures do articles give values that cannot both be right? Widest apart first.
select
    conflicting_numbers.counted_text,
    conflicting_numbers.as_of,
    conflicting_numbers.lowest_value,
    conflicting_numbers.highest_value,
    conflicting_numbers.spread_ratio,
    conflicting_numbers.article_count,
    conflicting_numbers.origin_count,
    conflicting_numbers.family_count,
from conflicting_numbers
order by conflicting_numbers.spread_ratio desc, conflicting_numbers.conflict_id asc
