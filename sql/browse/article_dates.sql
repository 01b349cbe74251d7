-- Its dates, times and durations, with their value.
select
    dates.date_id,
    dates.timex_type,
    dates.value,
    dates.start_on,
    dates.end_on,
    dates.anchor,
    dates.how,
    dates.in_headline,
    dates.start_char,
    dates.end_char,
    dates.surface,
    dates.is_boilerplate,
    dates.rule,
from dates
where dates.article_version_id = $id and dates.captured_on = $captured_on
order by dates.in_headline desc, dates.start_char asc
