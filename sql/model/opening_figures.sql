-- grain: one row per figure that a story opens with
-- What stories are compared by: figures of its first words, and of which measure each is.
-- "Two people" and "nine days" are printed everywhere; written out, only what is measured tells events apart.
with given as (
    select
        news_origins.story_id,
        news_origins.reported_on,
        coalesce(numbers.value, numbers.value_low) as low_value,
        coalesce(numbers.value, numbers.value_high) as high_value,
        numbers.kind,
        if(
            numbers.measure_key is null or (numbers.kind = 'measure' and numbers.value_si is null),
            null,
            concat_ws(
                '|', numbers.measure, numbers.counted_norm, numbers.kind, numbers.currency, numbers.dimension,
                if(numbers.period_end < news_origins.reported_on - 7, numbers.period_start, null)
            )
        ) as measured_as,
        if(numbers.measure_key is null, null, numbers.measure) as measure,
        figure_days.happened_on,
        -- English words that say that a figure took the place of an earlier one.
        coalesce(
            numbers.change = 'to'
            or regexp_matches(
                lower(sentences.surface),
                '\b(?:' || word_pattern('en', 'revised_figures', 'revisions') || '|'
                || word_pattern('en', 'revised_figures', 'growing') || ')\b'
            ),
            false
        ) as is_said_to_change,
    from news_origins
    inner join numbers on news_origins.article_version_id = numbers.article_version_id
    left join sentences on numbers.sentence_id = sentences.sentence_id
    left join figure_days on numbers.number_id = figure_days.number_id
    where
        not numbers.is_boilerplate
        and (numbers.in_headline or numbers.start_char < 800)
        and coalesce(numbers.value, numbers.value_low) is not null
        and numbers.kind not in ('year', 'date_part', 'time_part', 'ordinal', 'name_part', 'phone')
        and numbers.dimension is distinct from 'time'
        and (
            numbers.measure_key is not null
            or numbers.kind in ('money', 'percent', 'percentage_point')
            or regexp_matches(numbers.surface, '\d')
        )
),

figures as (
    select
        given.story_id,
        -- To three digits, so that 3.41 million and 3,412,000 are one figure.
        given.kind || ' ' || format('{:.2e}', given.low_value) as figure,
        coalesce(given.measured_as, '') as measured_as,
        any_value(given.reported_on) as reported_on,
        min(given.measure) as measure,
        min(given.low_value) as low_value,
        max(given.high_value) as high_value,
        max(given.happened_on) as happened_on,
        bool_or(given.is_said_to_change) as is_said_to_change,
    from given
    group by given.story_id, figure, coalesce(given.measured_as, '')
),

-- What was printed with one of its names more than two days before is background: it does not tell of which event a
-- story is. The staff of a firm stands in all reports of the firm.
named as (
    select
        opening_names.entity_id,
        opening_names.story_id,
        figures.figure,
        opening_names.reported_on,
        min(opening_names.reported_on) over (
            partition by opening_names.entity_id, figures.figure
        ) as first_on,
    from opening_names
    inner join figures on opening_names.story_id = figures.story_id
    where opening_names.rarity_rank <= 8
),

known as (
    select distinct
        named.story_id,
        named.figure,
    from named
    where named.first_on < named.reported_on - 2
)

select
    figures.story_id,
    figures.figure,
    figures.measured_as,
    figures.reported_on,
    figures.measure,
    figures.low_value,
    figures.high_value,
    figures.happened_on,
    figures.is_said_to_change,
    known.figure is not null as is_background,
from figures
left join known on figures.story_id = known.story_id and figures.figure = known.figure
