-- Which names stand together in one sentence, in at least two independent stories?
select
    cooccurrence.first_name as one_name,
    cooccurrence.second_name as other_name,
    cooccurrence.sentence_count,
    cooccurrence.origin_count,
from cooccurrence
order by
    cooccurrence.origin_count desc,
    cooccurrence.sentence_count desc,
    one_name asc,
    other_name asc
