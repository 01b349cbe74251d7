-- grain: one row per figure: a value of a measure and day, with how well it is backed
select
    number_timeline.figure_id,
    number_timeline.measure_key,
    number_timeline.measure,
    number_timeline.place_id,
    number_timeline.as_of,
    number_timeline.counted_text,
    number_timeline.surface,
    number_timeline.low_value,
    number_timeline.high_value,
    number_timeline.bound,
    number_timeline.said_by,
    case
        when number_timeline.article_count = 1 then 'single_article'
        when number_timeline.origin_count = 1 then 'copies_of_one_story'
        when number_timeline.family_count = 1 then 'one_publisher_family'
        when len(number_timeline.said_by) = 1 then 'one_speaker'
        else 'independent'
    end as backing,
    number_timeline.article_count,
    number_timeline.origin_count,
    number_timeline.family_count,
    len(number_timeline.said_by)::bigint as speaker_count,
    number_timeline.is_coverage_gap,
from number_timeline
