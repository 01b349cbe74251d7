-- How many homes were flooded? Every figure, who says it, and how many independent texts and owners stand behind it.
select
    surface as figure,
    bound,
    array_to_string(list_sort(list_distinct(flatten(list(said_by)))), ', ') as said_by,
    sum(article_count) as articles,
    sum(origin_count) as origins,
    max(family_count) as families,
    min(first_reported_on) as first_reported_on,
from number_timeline
where counted_text ilike '%home%' and kind = 'count' and low_value >= 100
group by all
order by first_reported_on asc, figure asc, bound asc
