-- grain: one row per series, voice and pair of values of which the later one takes the place of the earlier
-- A voice is a speaker or, where none is named, an outlet. A running total that rises is a revision and no conflict.
with tellings as (
    select number_tellings.*
    from number_tellings
    where
        not number_tellings.is_start_of_change
        and not number_tellings.is_recap
        and (number_tellings.is_running_total or number_tellings.period_start is not null)
),

-- What an outlet prints of a running total follows on what it printed before, of whomever.
channels as (
    select
        tellings.*,
        tellings.voice_id as channel_id,
    from tellings
    union all
    select
        tellings.*,
        'outlet ' || tellings.source_id as channel_id,
    from tellings
    where tellings.has_speaker and tellings.is_running_total
),

held as (
    select
        channels.series_id,
        channels.channel_id,
        channels.voice_id,
        channels.has_speaker,
        channels.is_running_total,
        channels.event_id,
        channels.low_value,
        channels.high_value,
        channels.bound,
        min(channels.smallest) as smallest,
        max(channels.largest) as largest,
        min(channels.as_of) as first_on,
        max(channels.as_of) as last_on,
        -- Where one of them has no time, their order within a day is not known.
        if(count(channels.reported_at) = count(*), min(channels.reported_at), null) as first_at,
        if(count(channels.reported_at) = count(*), max(channels.reported_at), null) as last_at,
        min(channels.speaker_name) as speaker_name,
        min(channels.source_name) as source_name,
        arg_min(channels.number_id, (channels.as_of, channels.number_id)) as number_id,
    from channels
    group by
        channels.series_id, channels.channel_id, channels.voice_id, channels.has_speaker, channels.is_running_total,
        channels.event_id, channels.low_value, channels.high_value, channels.bound
),

followed as (
    select
        held.*,
        lead(held) over (
            -- What two events of one town cost are two totals, also where one paper or one mayor gives both.
            partition by held.series_id, held.channel_id, if(held.is_running_total, held.event_id, null)
            order by held.first_on, held.first_at nulls last, held.low_value, held.high_value, held.bound, held.voice_id
        ) as later,
    from held
),

succeeded as (
    select
        followed.series_id,
        if(followed.later.has_speaker, followed.later.voice_id, followed.channel_id) as voice_id,
        coalesce(followed.later.speaker_name, followed.later.source_name) as revised_by,
        if(followed.has_speaker and followed.later.has_speaker, 'same_speaker', 'same_source') as how,
        followed.low_value as earlier_low_value,
        followed.high_value as earlier_high_value,
        followed.bound as earlier_bound,
        followed.number_id as earlier_number_id,
        followed.later.low_value as later_low_value,
        followed.later.high_value as later_high_value,
        followed.later.bound as later_bound,
        followed.later.number_id as later_number_id,
        followed.later.first_on as revised_on,
    from followed
    where
        (
            followed.later.first_on > followed.last_on
            or (followed.later.first_on = followed.last_on and followed.later.first_at > followed.last_at)
        )
        -- After some days of silence it is the total of another event; a period that is over is revised by who gave it.
        and (
            (followed.is_running_total and followed.later.first_on <= followed.last_on + 3)
            or (not followed.is_running_total and followed.has_speaker)
        )
        and (
            followed.largest < followed.later.smallest
            or (
                followed.later.largest < followed.smallest
                and (not followed.is_running_total or followed.later.voice_id = followed.voice_id)
            )
            -- "More than 40" after "more than 30": both hold, and the later one says more.
            or (
                followed.is_running_total
                and followed.bound in ('at_least', 'more_than')
                and followed.low_value < followed.later.low_value
            )
        )
        and (
            followed.later.voice_id = followed.voice_id
            or not (followed.has_speaker and followed.later.has_speaker)
        )
),

-- Each with its own day and either of the two that follow.
running as (
    select
        tellings.*,
        unnest([tellings.as_of, tellings.as_of + 1, tellings.as_of + 2]) as next_on,
    from tellings
    where tellings.is_running_total
),

-- The next days' higher total of whatever outlet, where its report is of the same event. Two speakers are two voices.
-- On the day itself the later report says that the toll rose to it.
followed_up as (
    select
        'later_report' as how,
        earlier.number_id as earlier_number_id,
        later.number_id as later_number_id,
    from running as earlier
    inner join tellings as later
        on
            earlier.series_id = later.series_id
            and earlier.next_on = later.as_of
            and (
                earlier.largest < later.smallest
                -- "At least 5" is open above, until the toll is said to have risen.
                or (
                    earlier.bound in ('at_least', 'more_than')
                    and later.is_end_of_change
                    and earlier.low_value < later.smallest
                )
            )
            and later.high_value <= 10 * earlier.low_value
            and (
                earlier.as_of < later.as_of
                or (
                    earlier.reported_at < later.reported_at
                    and earlier.article_id != later.article_id
                    and later.is_end_of_change
                    and list_contains(word_list('en', 'revised_figures', 'tolls'), earlier.measure)
                )
            )
    where
        -- Officials without a name are no rival of who counts the next day, nor is anyone whose toll is said to have risen.
        (
            earlier.voice_id = later.voice_id
            or not (earlier.has_speaker and later.has_speaker)
            or (
                list_contains(word_list('en', 'revised_figures', 'tolls'), earlier.measure)
                and (later.is_end_of_change or not regexp_matches(earlier.voice_id, '^(?:entity|name) '))
            )
        )
        -- Of which event a report is, its links to others tell; where these are not known, the names that few others have.
        and (
            earlier.event_id = later.event_id
            or (
                (earlier.event_id is null or later.event_id is null or later.is_end_of_change)
                and (
                    len(earlier.event_names) = 0 or len(later.event_names) = 0
                    or list_has_any(earlier.event_names, later.event_names)
                )
            )
        )
),

-- An article that says from what a total rose says that the earlier value is superseded.
stated as (
    select
        'said' as how,
        earlier.number_id as earlier_number_id,
        later.number_id as later_number_id,
    from number_tellings as earlier
    inner join number_tellings as later
        on
            earlier.article_id = later.article_id
            and (
                earlier.linked_number_id = later.number_id
                or earlier.number_id = later.linked_number_id
                or (earlier.linked_number_id is null and earlier.series_id = later.series_id)
            )
    where
        earlier.is_start_of_change
        and not later.is_start_of_change
        and not later.is_recap
        and (later.is_running_total or later.is_new_estimate)
        and earlier.low_value != later.low_value
),

-- Where the sentence says that a figure was revised, it is of whatever measure.
announced as (
    select
        'said' as how,
        earlier.number_id as earlier_number_id,
        later.number_id as later_number_id,
    from number_tellings as later
    inner join number_tellings as earlier
        on
            later.series_id = earlier.series_id
            and (later.smallest > earlier.largest or later.largest < earlier.smallest)
            and later.as_of - earlier.as_of between 1 and if(later.period_start is null, 7, 30)
    where
        later.is_revision
        and not later.is_start_of_change
        and not later.is_recap
        and not earlier.is_start_of_change
        and not earlier.is_revision
        -- Two speakers are two voices; but a plan is one, whoever tells of it and of its change.
        and (
            earlier.voice_id = later.voice_id
            or not (earlier.has_speaker and later.has_speaker)
            or (
                earlier.event_id = later.event_id
                and list_contains(word_list('en', 'revised_figures', 'plans'), later.measure)
            )
        )
    -- What was revised is what was given last.
    qualify rank() over (partition by later.number_id order by earlier.as_of desc) = 1
),

-- Where the later article gives the earlier value too, and says that it no longer holds, weeks may lie between: it is
-- the figure of that value and measure which was told of one of its people and bodies, or where it names none, of its
-- place. A step of its own: joined all at once, every two figures of one measure are met first.
instead as materialized (
    select
        later.number_id,
        later.article_id,
        later.measure,
        later.kind,
        later.currency,
        later.unit,
        later.low_value,
        later.high_value,
        later.reported_on,
        later.reported_at,
        later.period_start,
        later.event_names,
        later.measure_key,
        restated_figures.low_value as earlier_low_value,
    from restated_figures
    inner join number_tellings as later
        on
            restated_figures.article_version_id = later.article_version_id
            and restated_figures.kind = later.kind
            and restated_figures.currency is not distinct from later.currency
            -- Of a count the unit is the noun that is printed: 900 cuts are 900 jobs.
            and (later.kind != 'measure' or restated_figures.unit is not distinct from later.unit)
    where
        later.low_value != restated_figures.low_value
        and not later.is_start_of_change
        and not later.is_recap
),

restated as (
    select
        'said' as how,
        earlier.number_id as earlier_number_id,
        instead.number_id as later_number_id,
    from instead
    inner join number_tellings as earlier
        on
            instead.earlier_low_value = earlier.low_value
            and instead.measure = earlier.measure
            and instead.kind = earlier.kind
            and instead.currency is not distinct from earlier.currency
            and (instead.kind != 'measure' or instead.unit is not distinct from earlier.unit)
    where
        not earlier.is_start_of_change
        and earlier.article_id != instead.article_id
        and instead.reported_on - earlier.reported_on between 0 and 400
        and (earlier.reported_on < instead.reported_on or earlier.reported_at < instead.reported_at)
        and coalesce(earlier.period_start = instead.period_start, true)
        and instead.high_value <= 10 * earlier.low_value
        and earlier.high_value <= 10 * instead.low_value
        and (
            list_has_any(earlier.event_names, instead.event_names)
            or (
                (len(earlier.event_names) = 0 or len(instead.event_names) = 0)
                and list_has_any(
                    string_split(regexp_extract(earlier.measure_key, '[^|]*$'), ', '),
                    string_split(regexp_extract(instead.measure_key, '[^|]*$'), ', ')
                )
            )
        )
),

pairs as (
    select followed_up.*
    from followed_up
    union all
    select stated.*
    from stated
    union all
    select announced.*
    from announced
    union all
    select restated.*
    from restated
),

revised as (
    select succeeded.*
    from succeeded
    union all by name
    select
        later.series_id,
        later.voice_id,
        coalesce(later.speaker_name, later.source_name) as revised_by,
        pairs.how,
        earlier.low_value as earlier_low_value,
        earlier.high_value as earlier_high_value,
        earlier.bound as earlier_bound,
        pairs.earlier_number_id,
        later.low_value as later_low_value,
        later.high_value as later_high_value,
        later.bound as later_bound,
        pairs.later_number_id,
        later.as_of as revised_on,
    from pairs
    inner join number_tellings as earlier on pairs.earlier_number_id = earlier.number_id
    inner join number_tellings as later on pairs.later_number_id = later.number_id
),

-- What is said weighs more than what follows from the order of days.
firsts as (
    select
        revised.*,
        min(revised.revised_on) over pair_of_values as first_revised_on,
    from revised
    window
        pair_of_values as (
            partition by
                revised.series_id, revised.voice_id, revised.earlier_low_value, revised.earlier_high_value,
                revised.earlier_bound, revised.later_low_value, revised.later_high_value, revised.later_bound
        )
    qualify
        row_number() over (
            partition by
                revised.series_id, revised.voice_id, revised.earlier_low_value, revised.earlier_high_value,
                revised.earlier_bound, revised.later_low_value, revised.later_high_value, revised.later_bound
            order by
                revised.how = 'said' desc, revised.how = 'later_report' asc, revised.revised_on asc,
                revised.later_number_id asc, revised.earlier_number_id asc
        ) = 1
)

select
    left(
        sha256(
            concat_ws(
                '|', firsts.series_id, firsts.voice_id, firsts.earlier_low_value, firsts.earlier_high_value,
                firsts.earlier_bound, firsts.later_low_value, firsts.later_high_value, firsts.later_bound
            )
        ),
        32
    ) as revision_id,
    firsts.series_id,
    later.measure_key,
    later.measure,
    later.counted_text,
    later.place_id,
    firsts.voice_id,
    firsts.revised_by,
    firsts.how,
    firsts.first_revised_on as revised_on,
    if(firsts.later_low_value > firsts.earlier_low_value, 'up', 'down') as direction,
    firsts.earlier_low_value,
    firsts.earlier_high_value,
    firsts.earlier_bound,
    earlier.surface as earlier_surface,
    firsts.earlier_number_id,
    firsts.later_low_value,
    firsts.later_high_value,
    firsts.later_bound,
    later.surface as later_surface,
    later.figure_id as later_figure_id,
    firsts.later_number_id,
from firsts
inner join number_tellings as later on firsts.later_number_id = later.number_id
inner join number_tellings as earlier on firsts.earlier_number_id = earlier.number_id
