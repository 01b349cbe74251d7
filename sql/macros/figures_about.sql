-- How a figure went over time: `from figures_about('homes')` gives each value once a day and place, with who says it and how many articles, origins and publisher families print it.
-- The table number_series holds all of them; numbers_about gives the single numbers with their words.
-- needs: number_series
create macro figures_about(wanted_word) as table
    select
        number_series.as_of,
        number_series.counted_text,
        number_series.scope_place,
        number_series.low_value,
        number_series.high_value,
        number_series.bound,
        number_series.unit,
        number_series.surface,
        number_series.said_by,
        number_series.outlets,
        number_series.first_reported_on,
        number_series.article_count,
        number_series.origin_count,
        number_series.family_count,
        number_series.measure_key,
        number_series.figure_id,
        number_series.example_number_id,
    from number_series
    where
        trim(wanted_word) <> ''
        and contains(
            lower(concat_ws(' ', number_series.counted_text, number_series.measure, number_series.unit)),
            lower(trim(wanted_word))
        )
    order by number_series.measure_key asc, number_series.as_of asc, number_series.low_value asc, number_series.figure_id asc;
