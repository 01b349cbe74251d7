-- How did a figure change from day to day, who gave it, and how many independent texts print it? Change the word.
select
    figures.as_of,
    figures.counted_text,
    figures.bound,
    figures.low_value,
    figures.high_value,
    array_to_string(figures.said_by, ', ') as said_by,
    figures.origin_count,
    figures.family_count,
from figures_about('homes') as figures
