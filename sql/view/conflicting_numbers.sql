-- grain: one row per measure, place, day and period for which values were given that cannot all be right
-- Two values of one voice in one article are parts of a whole or an update; a recap is what it compares with. Prices of
-- markets and readings of instruments move within a day.
with tellings as (
    select number_tellings.*
    from number_tellings
    where
        not number_tellings.is_start_of_change
        and not number_tellings.is_recap
        and number_tellings.low_value is not null
        and number_tellings.high_value is not null
        and number_tellings.kind in ('count', 'money', 'percent', 'measure', 'ratio', 'percentage_point')
        and (
            number_tellings.period_start is not null
            or coalesce(number_tellings.measure, '') not in (
                'share_price', 'exchange_rate', 'index', 'market_value', 'temperature', 'wind_speed', 'air_quality'
            )
        )
    window
        one_voice as (
            partition by
                number_tellings.article_id, number_tellings.series_id, number_tellings.voice_id, number_tellings.as_of
        ),

        one_article as (partition by number_tellings.article_id, number_tellings.series_id, number_tellings.as_of)
    qualify
        coalesce(max(number_tellings.smallest) over one_voice, '-infinity'::double)
        <= coalesce(min(number_tellings.largest) over one_voice, 'infinity'::double)
        -- Beside an outlet's own total, two more of one article are those of other events.
        and not (
            number_tellings.is_running_total
            and count(distinct number_tellings.low_value) over one_article > 2
            and count_if(not number_tellings.has_speaker) over one_article > 0
        )
),

-- A total that a voice gives again after a week of silence is that of another event.
ordered as (
    select
        tellings.*,
        coalesce(
            tellings.is_running_total and tellings.as_of > lag(tellings.as_of) over one_value + 7, false
        ) as is_new_spell,
    from tellings
    window
        one_value as (
            partition by
                tellings.series_id, tellings.voice_id, tellings.low_value, tellings.high_value, tellings.bound,
                tellings.unit
            order by tellings.as_of, tellings.number_id
        )
),

spells as (
    select
        ordered.*,
        count_if(ordered.is_new_spell) over (
            partition by
                ordered.series_id, ordered.voice_id, ordered.low_value, ordered.high_value, ordered.bound, ordered.unit
            order by ordered.as_of, ordered.number_id
        ) as spell_no,
    from ordered
),

-- From the first to the last day on which a voice gives a value, it holds that value. Today's article on last night
-- gives it today.
held as (
    select
        spells.series_id,
        spells.voice_id,
        spells.has_speaker,
        spells.is_running_total,
        spells.period_start is not null as has_period,
        spells.low_value,
        spells.high_value,
        spells.bound,
        any_value(spells.compared_low) as compared_low,
        any_value(spells.compared_high) as compared_high,
        any_value(spells.smallest) as smallest,
        any_value(spells.largest) as largest,
        min(spells.as_of) as first_on,
        max(if(spells.reported_on = spells.as_of + 1, spells.reported_on, spells.as_of)) as last_on,
        if(count(spells.reported_at) = count(*), min(spells.reported_at), null) as first_at,
        if(count(spells.reported_at) = count(*), max(spells.reported_at), null) as last_at,
        list_sort(list(distinct spells.story_id)) as story_ids,
        list_sort(list(distinct spells.source_id)) as source_ids,
        list_distinct(flatten(list(spells.event_names))) as event_names,
        -- A figure of a town has its place; one of a firm or a country may be of any town.
        if(
            starts_with(min(spells.place_id), 'gn:')
            or not list_contains(word_list('en', 'revised_figures', 'of_one_town'), coalesce(min(spells.measure), '')),
            [],
            list_distinct(flatten(list(spells.towns)))
        ) as towns,
        coalesce(list(distinct spells.event_id) filter (where spells.event_id is not null), []) as event_ids,
        min(spells.happened_on) as happened_from,
        max(spells.happened_on) as happened_until,
        list_contains(word_list('en', 'revised_figures', 'tolls'), coalesce(min(spells.measure), '')) as is_toll,
    from spells
    group by
        spells.series_id, spells.voice_id, spells.has_speaker, spells.is_running_total,
        spells.period_start is not null, spells.low_value, spells.high_value, spells.bound, spells.unit,
        spells.spell_no
),

-- A speaker's value holds until that speaker or an outlet revises it, an outlet's until anyone does.
revised as (
    select
        held.series_id,
        held.voice_id,
        held.low_value,
        held.high_value,
        held.bound,
        held.first_on,
        min(number_revisions.revised_on) as revised_on,
    from held
    inner join number_revisions
        on
            held.series_id = number_revisions.series_id
            and held.low_value = number_revisions.earlier_low_value
            and held.high_value = number_revisions.earlier_high_value
            and held.bound = number_revisions.earlier_bound
            and (
                held.voice_id = number_revisions.voice_id
                or not held.has_speaker
                or starts_with(number_revisions.voice_id, 'outlet ')
            )
            and held.first_on <= number_revisions.revised_on
            and (number_revisions.revised_on <= held.last_on + if(held.has_period, 30, 7))
    group by held.series_id, held.voice_id, held.low_value, held.high_value, held.bound, held.first_on
),

current_values as materialized (
    select
        row_number() over () as value_no,
        held.*,
        revised.revised_on,
        least(held.last_on, coalesce(revised.revised_on - 1, held.last_on)) as held_until,
    from held
    left join revised
        on
            held.series_id = revised.series_id
            and held.voice_id = revised.voice_id
            and held.low_value = revised.low_value
            and held.high_value = revised.high_value
            and held.bound = revised.bound
            and held.first_on = revised.first_on
    where revised.revised_on is null or revised.revised_on > held.first_on
),

-- The days on which another value may be opposed to it, and the weeks of these days, by which values meet.
opposable as (
    select
        current_values.value_no,
        current_values.series_id,
        current_values.smallest,
        current_values.largest,
        current_values.compared_low,
        current_values.compared_high,
        current_values.first_on,
        greatest(
            current_values.held_until, current_values.last_on + if(current_values.has_period, 7, 2)
        ) as until_on,
    from current_values
),

weekly as (
    select
        opposable.*,
        datediff('day', date '2000-01-03', opposable.first_on) // 7 as first_week,
        unnest(
            range(
                datediff('day', date '2000-01-03', opposable.first_on) // 7,
                datediff('day', date '2000-01-03', opposable.until_on) // 7 + 1
            )
        ) as week,
    from opposable
),

-- Values more than ten times apart are of different things: that was read on press pages.
met as (
    select
        lower_side.value_no as lower_no,
        upper_side.value_no as upper_no,
    from weekly as lower_side
    inner join weekly as upper_side
        on
            lower_side.series_id = upper_side.series_id
            and lower_side.week = upper_side.week
            and lower_side.week = greatest(lower_side.first_week, upper_side.first_week)
            and lower_side.largest < upper_side.smallest
            and upper_side.compared_high <= 10 * lower_side.compared_low
            and lower_side.first_on <= upper_side.until_on
            and lower_side.until_on >= upper_side.first_on
),

pairs as (
    select
        lower_side.series_id,
        greatest(lower_side.first_on, upper_side.first_on) as as_of,
        lower_side.has_period,
        [
            {
                'voice_id': lower_side.voice_id,
                'low_value': lower_side.low_value,
                'high_value': lower_side.high_value,
                'bound': lower_side.bound
            },
            {
                'voice_id': upper_side.voice_id,
                'low_value': upper_side.low_value,
                'high_value': upper_side.high_value,
                'bound': upper_side.bound
            }
        ] as sides,
    from met
    inner join current_values as lower_side on met.lower_no = lower_side.value_no
    inner join current_values as upper_side on met.upper_no = upper_side.value_no
    where
        (
            lower_side.voice_id != upper_side.voice_id
            -- Two reports of one speaker's words of one day.
            or (
                lower_side.has_speaker
                and not lower_side.is_running_total
                and lower_side.first_on = upper_side.first_on
                and not list_has_any(lower_side.story_ids, upper_side.story_ids)
            )
        )
        -- Copies of one text are one teller, unless two speakers are named in it; what it says of a running total beside
        -- its speaker's is a part of that.
        and (
            (lower_side.has_speaker and upper_side.has_speaker)
            or (not lower_side.is_running_total and (lower_side.has_speaker or upper_side.has_speaker))
            or len(list_distinct(list_concat(lower_side.story_ids, upper_side.story_ids))) > 1
        )
        -- Two floods of one town on one day: reports of one event have a name in common beside that of the place. Links
        -- of events are not asked: a report in words of its own often has none.
        and (
            lower_side.has_period
            or len(lower_side.event_names) = 0
            or len(upper_side.event_names) = 0
            or list_has_any(lower_side.event_names, upper_side.event_names)
        )
        -- A firm that lays off in two towns, a turnout in each of two.
        and (
            len(lower_side.towns) = 0
            or len(upper_side.towns) = 0
            or list_has_any(lower_side.towns, upper_side.towns)
        )
        -- Two stories of one outlet on a day, of two events as far as is known: a fire and a crash in one town.
        and not (
            lower_side.is_running_total
            and len(lower_side.source_ids) = 1
            and lower_side.source_ids = upper_side.source_ids
            and len(lower_side.event_ids) > 0
            and len(upper_side.event_ids) > 0
            and not list_has_any(lower_side.event_ids, upper_side.event_ids)
        )
        -- Two that say when it happened, and it was on other days.
        and not coalesce(
            lower_side.happened_until < upper_side.happened_from
            or upper_side.happened_until < lower_side.happened_from,
            false
        )
        -- What outlets report of a running total goes up during a day; within some hours it is another figure.
        and not coalesce(
            lower_side.is_running_total
            and not (lower_side.has_speaker and upper_side.has_speaker)
            and lower_side.last_at + interval 6 hour <= upper_side.first_at,
            false
        )
        and (
            greatest(lower_side.first_on, upper_side.first_on) <= least(lower_side.held_until, upper_side.held_until)
            -- Of a period that is over, a value that someone gave and nobody revised holds for a week.
            or (
                lower_side.has_period
                and (lower_side.has_speaker or upper_side.has_speaker)
                and greatest(lower_side.first_on, upper_side.first_on) <= least(
                    coalesce(lower_side.revised_on - 1, lower_side.last_on + 7),
                    coalesce(upper_side.revised_on - 1, upper_side.last_on + 7)
                )
            )
            -- A total cannot fall: a lower one that another speaker gives of the event the next day contradicts.
            or (
                lower_side.is_toll
                and lower_side.is_running_total
                and (
                    len(lower_side.event_ids) = 0
                    or len(upper_side.event_ids) = 0
                    or list_has_any(lower_side.event_ids, upper_side.event_ids)
                )
                and lower_side.revised_on is null
                and upper_side.revised_on is null
                and regexp_matches(lower_side.voice_id, '^(?:entity|name) ')
                and regexp_matches(upper_side.voice_id, '^(?:entity|name) ')
                and lower_side.first_on between upper_side.last_on and upper_side.last_on + 2
            )
        )
),

-- All values of a period that is over are one conflict.
dated as (
    select
        pairs.series_id,
        if(pairs.has_period, max(pairs.as_of) over (partition by pairs.series_id), pairs.as_of) as as_of,
        unnest(pairs.sides) as side,
    from pairs
),

opposed as (
    select distinct
        dated.series_id,
        dated.as_of,
        dated.side.voice_id as voice_id, -- noqa: AL09
        dated.side.low_value as low_value, -- noqa: AL09
        dated.side.high_value as high_value, -- noqa: AL09
        dated.side.bound as bound, -- noqa: AL09
    from dated
),

valued as (
    select
        opposed.series_id,
        opposed.as_of,
        opposed.low_value,
        opposed.high_value,
        opposed.bound,
        mode(tellings.measure_key order by tellings.measure_key) as measure_key,
        mode(tellings.measure order by tellings.measure) as measure,
        mode(tellings.unit order by tellings.unit) as unit,
        mode(tellings.currency order by tellings.currency) as currency,
        mode(tellings.counted_text order by tellings.counted_text) as counted_text,
        min(tellings.place_id) as place_id,
        min(tellings.period_start) as period_start,
        min(tellings.period_end) as period_end,
        any_value(tellings.compared_low) as compared_low,
        any_value(tellings.compared_high) as compared_high,
        arg_min(tellings.surface, tellings.number_id) as surface,
        arg_min(tellings.number_id, (tellings.reported_on, tellings.number_id)) as example_number_id,
        arg_max(tellings.figure_id, (tellings.as_of, tellings.number_id)) as figure_id,
        coalesce(
            list_sort(list(distinct tellings.speaker_name) filter (where tellings.speaker_name is not null)), []
        ) as said_by,
        coalesce(
            list_sort(list(distinct tellings.source_name) filter (where tellings.source_name is not null)), []
        ) as outlets,
        count(distinct tellings.article_id) as article_count,
        count(distinct tellings.story_id) as origin_count,
        count(distinct tellings.publisher_family_id) as family_count,
    from opposed
    inner join tellings
        on
            opposed.series_id = tellings.series_id
            and opposed.voice_id = tellings.voice_id
            and opposed.low_value = tellings.low_value
            and opposed.high_value = tellings.high_value
            and opposed.bound = tellings.bound
    group by opposed.series_id, opposed.as_of, opposed.low_value, opposed.high_value, opposed.bound
),

compared as (
    select
        valued.series_id,
        valued.as_of,
        mode(valued.measure_key order by valued.measure_key) as measure_key,
        mode(valued.measure order by valued.measure) as measure,
        mode(valued.unit order by valued.unit) as unit,
        mode(valued.currency order by valued.currency) as currency,
        mode(valued.counted_text order by valued.counted_text) as counted_text,
        min(valued.place_id) as place_id,
        min(valued.period_start) as period_start,
        min(valued.period_end) as period_end,
        arg_min(valued.low_value, (valued.compared_low, valued.low_value)) as lowest_value,
        arg_max(valued.high_value, (valued.compared_high, valued.high_value)) as highest_value,
        max(valued.compared_high) / nullif(min(valued.compared_low), 0) as spread_ratio,
        count(*) as value_count,
        list(
            {
                'figure_id': valued.figure_id,
                'number_id': valued.example_number_id,
                'surface': valued.surface,
                'low_value': valued.low_value,
                'high_value': valued.high_value,
                'bound': valued.bound,
                'said_by': valued.said_by,
                'outlets': valued.outlets,
                'article_count': valued.article_count,
                'origin_count': valued.origin_count,
                'family_count': valued.family_count
            }
            order by valued.compared_low, valued.compared_high, valued.bound, valued.example_number_id
        ) as values_given,
    from valued
    group by valued.series_id, valued.as_of
),

-- Every article that gives a value of this measure, day and period, also one that agrees with all others.
agreeing as (
    select
        compared.series_id,
        compared.as_of,
        number_tellings.number_id,
    from compared
    inner join number_tellings
        on
            compared.series_id = number_tellings.series_id
            and (compared.period_start is not null or compared.as_of = number_tellings.as_of)
    union
    select
        given.series_id,
        given.as_of,
        number_tellings.number_id,
    from (
        select
            compared.series_id,
            compared.as_of,
            unnest(list_transform(compared.values_given, lambda given: given.figure_id)) as figure_id, -- noqa: RF01,RF03
        from compared
    ) as given
    inner join number_tellings
        on given.series_id = number_tellings.series_id and given.figure_id = number_tellings.figure_id
),

counted as (
    select
        agreeing.series_id,
        agreeing.as_of,
        count(distinct number_tellings.article_id) as article_count,
        count(distinct number_tellings.story_id) as origin_count,
        count(distinct number_tellings.publisher_family_id) as family_count,
    from agreeing
    inner join number_tellings on agreeing.number_id = number_tellings.number_id
    where not number_tellings.is_start_of_change
    group by agreeing.series_id, agreeing.as_of
),

gap_days as (
    select distinct coverage_gaps.reported_on
    from coverage_gaps
)

select
    left(sha256(concat_ws('|', compared.series_id, compared.as_of)), 32) as conflict_id,
    compared.series_id,
    compared.measure_key,
    compared.measure,
    compared.place_id,
    compared.as_of,
    compared.period_start,
    compared.period_end,
    compared.counted_text,
    compared.unit,
    compared.currency,
    compared.lowest_value,
    compared.highest_value,
    compared.spread_ratio,
    compared.value_count,
    compared.values_given,
    counted.article_count,
    counted.origin_count,
    counted.family_count,
    gap_days.reported_on is not null as is_coverage_gap,
from compared
inner join counted on compared.series_id = counted.series_id and compared.as_of = counted.as_of
left join gap_days on compared.as_of = gap_days.reported_on
