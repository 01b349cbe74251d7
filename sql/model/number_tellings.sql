-- grain: one row per number with a measure_key in the newest version of an article: a figure as one article gives it
-- Whatever compares or counts figures starts here, so that all mean the same by a figure, its period and its voice.
with spoken as (
    select
        numbers.*,
        coalesce(numbers.as_of, articles_current.reported_on) as held_on,
        -- A source without a name is known inside its article only: officials of two stories are not one authority.
        coalesce(numbers.said_by, if(claims.speaker_kind = 'outlet', null, claims.source_text)) as speaker_name,
        case
            when entities.entity_id is not null then 'entity ' || entities.entity_id
            when numbers.said_by is not null then 'name ' || lower(numbers.said_by)
            when claims.speaker_kind != 'outlet' and claims.source_text is not null
                then 'source ' || articles_current.story_id || ' ' || lower(claims.source_text)
            else 'outlet ' || articles_current.source_id
        end as voice_id,
        articles_current.article_id,
        articles_current.story_id,
        articles_current.source_id,
        articles_current.source_name,
        articles_current.publisher_family_id,
        articles_current.reported_on,
        event_members.event_id,
        sentences.surface as sentence,
        if(
            articles_current.published_precision = 'time' and not articles_current.is_undated,
            articles_current.published_at,
            null
        ) as reported_at,
    from numbers
    inner join articles_current on numbers.article_version_id = articles_current.article_version_id
    left join event_members on articles_current.story_id = event_members.story_id
    left join sentences on numbers.sentence_id = sentences.sentence_id
    left join claims on numbers.said_by_claim_id = claims.claim_id
    left join article_entities as entities
        on
            claims.article_version_id = entities.article_version_id
            and claims.speaker_entity_key = entities.entity_key
    where not numbers.is_boilerplate and numbers.measure_key is not null
),

-- What happens in one town is told with the firm that is concerned, with its short name, or without: of one event, where
-- no two firms are named with the town, the fullest measure is that of all.
town_measures as (
    select distinct
        spoken.event_id,
        spoken.measure_key,
        regexp_extract(spoken.measure_key, '^(.*)\|', 1) as of_what,
        string_split(regexp_extract(spoken.measure_key, '[^|]*$'), ', ') as owners,
        lower(spoken.scope_place) as town,
    from spoken
    where
        spoken.event_id is not null
        and list_contains(word_list('en', 'revised_figures', 'of_one_town'), spoken.measure)
),

town_owners as (
    select
        measures.event_id,
        measures.of_what,
        towns.town,
        measures.measure_key,
        unnest(list_concat(list_filter(measures.owners, lambda owner: owner != towns.town), [null])) as owner,  -- noqa: RF02,RF03
    from town_measures as measures
    inner join town_measures as towns
        on
            measures.event_id = towns.event_id
            and measures.of_what = towns.of_what
            and list_contains(towns.owners, towns.town)
            and list_contains(measures.owners, towns.town)
),

fullest as (
    select
        town_owners.event_id,
        town_owners.of_what,
        town_owners.town,
        arg_max(town_owners.measure_key, (len(town_owners.measure_key), town_owners.measure_key)) as fullest_key,
        list_distinct(list(town_owners.measure_key)) as measure_keys,
    from town_owners
    group by town_owners.event_id, town_owners.of_what, town_owners.town
    having count(distinct split_part(town_owners.owner, ' ', 1)) = 1
),

fuller_keys as (
    select
        fullest.event_id,
        unnest(fullest.measure_keys) as measure_key,
        fullest.fullest_key,
    from fullest
),

-- Two towns of one event, each with a firm, leave it open.
sure_keys as (
    select
        fuller_keys.event_id,
        fuller_keys.measure_key,
        min(fuller_keys.fullest_key) as fullest_key,
    from fuller_keys
    group by fuller_keys.event_id, fuller_keys.measure_key
    having count(distinct fuller_keys.fullest_key) = 1
),

-- A period beside the day is that day.
dated as (
    select
        spoken.* exclude (measure_key, period_start, period_end),
        coalesce(sure_keys.fullest_key, spoken.measure_key) as measure_key,
        if(
            spoken.period_end < spoken.held_on - 7
            or spoken.period_end > spoken.held_on + 7
            or spoken.period_end - spoken.period_start > 7,
            spoken.period_start,
            null
        ) as period_start,
        if(
            spoken.period_end < spoken.held_on - 7
            or spoken.period_end > spoken.held_on + 7
            or spoken.period_end - spoken.period_start > 7,
            spoken.period_end,
            null
        ) as period_end,
    from spoken
    left join sure_keys on spoken.event_id = sure_keys.event_id and spoken.measure_key = sure_keys.measure_key
),

-- A place without an id is the one that all others of this measure have, in reports of the event if these agree, else
-- everywhere; where these differ it stays unknown.
known_in_event as (
    select
        dated.event_id,
        dated.measure_key,
        min(dated.place_id) as place_id,
    from dated
    where dated.event_id is not null and dated.change is distinct from 'from'
    group by dated.event_id, dated.measure_key
    having count(distinct dated.place_id) = 1
),

known as (
    select
        dated.measure_key,
        min(dated.place_id) as place_id,
    from dated
    where dated.change is distinct from 'from'
    group by dated.measure_key
    having count(distinct dated.place_id) = 1
),

-- Lengths, masses and other quantities meet in SI units, whatever unit is printed; ranges have none.
measured as (
    select
        dated.* exclude (place_id),
        coalesce(dated.place_id, known_in_event.place_id, known.place_id) as place_id,
        coalesce(dated.value, dated.value_low) as low_value,
        coalesce(dated.value, dated.value_high) as high_value,
        dated.kind = 'measure' and dated.value_si is not null and dated.value is not null as is_physical,
        string_split(dated.measure_key, '|') as key_parts,
    from dated
    left join known_in_event
        on dated.event_id = known_in_event.event_id and dated.measure_key = known_in_event.measure_key
    left join known on dated.measure_key = known.measure_key
),

-- A round value may be half of its last digit off, at most a twentieth: 3.4 billion, 37,500, 9 percent. A count that
-- ends in no zero is counted to the last one.
rounded as (
    select
        measured.*,
        case
            when measured.bound in ('about', 'nearly') then 0.1 * abs(measured.low_value)
            when measured.kind = 'percent' and measured.low_value = round(measured.low_value) then 0.5
            when measured.kind in ('percent', 'percentage_point') then 0.05
            when measured.low_value != round(measured.low_value)
                then
                    least(
                        0.05 * abs(measured.low_value),
                        pow(10, -len(split_part(measured.low_value::varchar, '.', 2))) / 2
                    )
            when abs(measured.low_value) > 1e15 then 0
            when measured.kind = 'count' and measured.low_value::bigint % 10 != 0 then 0
            else
                least(
                    0.05 * abs(measured.low_value),
                    pow(10, len(regexp_extract(measured.low_value::bigint::varchar, '0*$'))) / 2
                )
        end as slack,
        case
            when not measured.is_physical then 1
            when measured.dimension = 'temperature' then if(measured.unit = 'degree Fahrenheit', 5 / 9, 1)
            else measured.value_si / nullif(measured.value, 0)
        end as unit_size,
        -- "An earlier version of this article said that 212 homes were flooded" takes the figure back.
        coalesce(
            regexp_matches(
                lower(measured.speaker_name),
                '^(?:' || word_pattern('en', 'revised_figures', 'version_owners') || ') (?:'
                || word_pattern('en', 'revised_figures', 'earlier') || ') (?:'
                || word_pattern('en', 'revised_figures', 'versions') || ')\b'
            ),
            false
        ) as is_of_earlier_version,
    from measured
),

named as (
    select
        rounded.number_id,
        left(
            sha256(
                concat_ws(
                    '|', rounded.measure_key, coalesce(rounded.place_id, ''), rounded.held_on,
                    coalesce(rounded.period_start::varchar, ''), coalesce(rounded.period_end::varchar, ''),
                    rounded.low_value, rounded.high_value, rounded.bound
                )
            ),
            32
        ) as figure_id,
        left(
            sha256(
                concat_ws(
                    '|',
                    if(
                        rounded.is_physical,
                        concat_ws('|', rounded.key_parts[1], rounded.key_parts[2], rounded.dimension, rounded.key_parts[4]),
                        rounded.measure_key
                    ),
                    coalesce(rounded.place_id, ''),
                    coalesce(rounded.period_start::varchar, ''), coalesce(rounded.period_end::varchar, '')
                )
            ),
            32
        ) as series_id,
        rounded.measure_key,
        rounded.measure,
        rounded.counted_norm,
        rounded.place_id,
        rounded.held_on as as_of,
        rounded.period_start,
        rounded.period_end,
        rounded.low_value,
        rounded.high_value,
        rounded.bound,
        if(rounded.is_physical, rounded.value_si, rounded.low_value) as compared_low,
        if(rounded.is_physical, rounded.value_si, rounded.high_value) as compared_high,
        if(
            rounded.bound in ('at_most', 'less_than'),
            null,
            if(rounded.is_physical, rounded.value_si, rounded.low_value) - rounded.slack * rounded.unit_size
        ) as smallest,
        if(
            rounded.bound in ('at_least', 'more_than'),
            null,
            if(rounded.is_physical, rounded.value_si, rounded.high_value) + rounded.slack * rounded.unit_size
        ) as largest,
        rounded.kind,
        rounded.unit,
        rounded.currency,
        rounded.counted_text,
        rounded.scope_place,
        rounded.surface,
        -- What happens to people and things is counted on from the event: a later, higher figure takes the place of the
        -- one before.
        (
            rounded.period_start is null
            and list_contains(word_list('en', 'revised_figures', 'running_totals'), coalesce(rounded.measure, ''))
        ) as is_running_total,
        coalesce(rounded.change = 'from', false) as is_start_of_change,
        -- English words that say that an earlier figure no longer holds.
        coalesce(
            regexp_matches(
                lower(rounded.sentence),
                '\b(?:' || word_pattern('en', 'revised_figures', 'revisions') || ')\b'
            )
            and not rounded.is_of_earlier_version,
            false
        ) as is_revision,
        rounded.is_of_earlier_version,
        coalesce(
            rounded.change = 'to'
            or regexp_matches(
                lower(rounded.sentence), '\b(?:' || word_pattern('en', 'revised_figures', 'bringing') || ')\b'
            ),
            false
        ) as is_end_of_change,
        coalesce(
            rounded.change = 'to'
            and regexp_matches(
                lower(rounded.sentence), '\b(?:' || word_pattern('en', 'revised_figures', 'new_estimates') || ')\b'
            ),
            false
        ) as is_new_estimate,
        rounded.linked_number_id,
        rounded.voice_id,
        not starts_with(rounded.voice_id, 'outlet ') as has_speaker,
        rounded.speaker_name,
        rounded.article_id,
        rounded.article_version_id,
        rounded.story_id,
        rounded.event_id,
        rounded.source_id,
        rounded.source_name,
        rounded.publisher_family_id,
        rounded.reported_on,
        rounded.reported_at,
    from rounded
),

first_given as (
    select
        named.*,
        coalesce(article_event_names.rarest_names, []) as event_names,
        coalesce(article_towns.towns, []) as towns,
        figure_days.happened_on,
        min(named.as_of) over (
            partition by named.series_id, named.low_value, named.high_value, named.bound
        ) = named.as_of as is_new,
    from named
    left join article_event_names
        on named.article_version_id = article_event_names.article_version_id
    left join article_towns
        on named.article_version_id = article_towns.article_version_id
    left join figure_days on named.number_id = figure_days.number_id
)

select
    first_given.* exclude (is_new, is_of_earlier_version), -- noqa: RF03
    -- Beside a value of the day, one that was given on a day before is there to compare. Two speakers are two voices.
    first_given.is_of_earlier_version
    or (
        not first_given.is_new
        and not first_given.is_start_of_change
        and (
            count_if(first_given.is_new and not first_given.has_speaker) over article_values
            + count_if(first_given.is_new) over voice_values
            + if(first_given.has_speaker, 0, count_if(first_given.is_new) over article_values)
        ) > 0
    ) as is_recap,
from first_given
window
    article_values as (partition by first_given.article_id, first_given.series_id),
    voice_values as (partition by first_given.article_id, first_given.series_id, first_given.voice_id)
