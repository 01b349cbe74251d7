-- grain: one row per source and day on which it was polled or, if it is not polled, could have come
with polled_days as (
    select
        fetches.source_id,
        (fetches.started_at at time zone 'UTC')::date as reported_on,
        count(*) as attempt_count,
        count(*) filter (
            where fetches.outcome in ('refused', 'throttled', 'robots_denied', 'robots_unreachable')
        ) as blocked_count,
        count(*) filter (where fetches.outcome in ('refused', 'throttled', 'robots_unreachable')) as turned_away_count,
        count(*) filter (where fetches.outcome = 'timed_out') as timed_out_count,
        median(fetches.duration_s) filter (where fetches.outcome = 'fetched') as response_s,
    from fetches
    where fetches.purpose in ('list', 'page')
    group by fetches.source_id, reported_on
),

list_attempts as (
    select
        fetches.source_id,
        fetches.started_at,
        fetches.outcome in ('fetched', 'not_modified') as has_succeeded,
        fetches.outcome in ('refused', 'throttled', 'robots_denied', 'robots_unreachable') as is_refusal,
        count(*) filter (where fetches.outcome in ('fetched', 'not_modified')) over so_far as success_number,
    from fetches
    where fetches.purpose = 'list'
    window so_far as (
        partition by fetches.source_id
        order by fetches.started_at, fetches.fetch_id
        rows between unbounded preceding and current row
    )
),

-- Failures of its lists without a success between them; a short one is no trouble.
failures as (
    select
        list_attempts.source_id,
        min((list_attempts.started_at at time zone 'UTC')::date) as first_on,
        max((list_attempts.started_at at time zone 'UTC')::date) as last_on,
        avg(list_attempts.is_refusal::integer) >= 0.5 as is_refusal,
    from list_attempts
    where not list_attempts.has_succeeded
    group by list_attempts.source_id, list_attempts.success_number
    having
        count(*) >= 2 and max(list_attempts.started_at) - min(list_attempts.started_at) >= interval 6 hours
),

failing_days as (
    select
        polled_days.source_id,
        polled_days.reported_on,
        bool_or(failures.is_refusal) as is_refused,
        bool_or(not failures.is_refusal) as is_dead,
    from polled_days
    inner join failures
        on
            polled_days.source_id = failures.source_id
            and polled_days.reported_on between failures.first_on and failures.last_on
    group by polled_days.source_id, polled_days.reported_on
),

found as (
    select
        urls.source_id,
        (urls.first_seen_at at time zone 'UTC')::date as reported_on,
        count(*) as new_item_count,
    from urls
    group by urls.source_id, reported_on
),

received as (
    select
        captures.source_id,
        captures.captured_on as reported_on,
        count(*) as capture_count,
    from captures
    group by captures.source_id, captures.captured_on
),

left_out as (
    select
        skipped.source_id,
        skipped.captured_on as reported_on,
        count(*) filter (where skipped.reason not in ('duplicate_capture', 'unchanged_text')) as skipped_count,
        count(*) filter (where skipped.reason in ('duplicate_capture', 'unchanged_text')) as repeat_count,
    from skipped
    group by skipped.source_id, skipped.captured_on
),

last_days as (
    select
        max(received.reported_on) as received_on,
        (select max(fetches.started_at at time zone 'UTC') from fetches) as polled_at,
    from received
),

-- A source that is not polled is watched for a month after its last page: then it is a thing of the past.
spans as (
    select
        received.source_id,
        min(received.reported_on) as first_on,
        least(max(received.reported_on) + 30, max(last_days.received_on)) as last_on,
    from received
    cross join last_days
    where received.source_id not in (select polled_days.source_id from polled_days)
    group by received.source_id
    having count(*) >= 5
),

unpolled_days as (
    select
        spans.source_id,
        unnest(generate_series(spans.first_on, spans.last_on, interval 1 day))::date as reported_on,
    from spans
),

calendar as (
    select
        polled_days.source_id,
        polled_days.reported_on,
        true as is_polled,
        coalesce(found.new_item_count, 0) as new_item_count,
        -- Of the last day only a part has passed.
        case
            when polled_days.reported_on = last_days.polled_at::date
                then extract(epoch from (last_days.polled_at - polled_days.reported_on)) / 86400
            else 1
        end as passed_share,
    from polled_days
    cross join last_days
    left join found on polled_days.source_id = found.source_id and polled_days.reported_on = found.reported_on
    union all
    select
        unpolled_days.source_id,
        unpolled_days.reported_on,
        false as is_polled,
        coalesce(received.capture_count, 0) as new_item_count,
        case when unpolled_days.reported_on = last_days.received_on then 0 else 1 end as passed_share,
    from unpolled_days
    cross join last_days
    left join received
        on unpolled_days.source_id = received.source_id and unpolled_days.reported_on = received.reported_on
),

-- A day without news is measured by the time before the silence began, else a long one would become its own norm.
anchored as (
    select
        calendar.*,
        max(case when calendar.new_item_count > 0 then calendar.reported_on end) over so_far as active_on,
    from calendar
    window so_far as (
        partition by calendar.source_id order by calendar.reported_on rows between unbounded preceding and current row
    )
),

expected as (
    select
        anchored.source_id,
        anchored.reported_on,
        case
            when count(*) filter (where dayofweek(history.reported_on) = dayofweek(anchored.reported_on)) >= 2
                then median(history.new_item_count) filter (
                    where dayofweek(history.reported_on) = dayofweek(anchored.reported_on)
                )
            when count(*) >= 4 then median(history.new_item_count)
        end as expected_item_count,
    from anchored
    inner join anchored as history
        on
            anchored.source_id = history.source_id
            and anchored.reported_on > history.reported_on
            and history.reported_on between anchored.active_on - 28 and anchored.active_on
    group by anchored.source_id, anchored.reported_on
),

moved as (
    select
        feeds.source_id,
        min((feeds.moved_at at time zone 'UTC')::date) as moved_on,
        max((coalesce(feeds.move_settled_at, 'infinity') at time zone 'UTC')::date) as settled_on,
    from feeds
    where feeds.moved_at is not null and feeds.parent_url is null
    group by feeds.source_id
),

measured as (
    select
        anchored.source_id,
        anchored.reported_on,
        anchored.is_polled,
        anchored.new_item_count,
        anchored.active_on,
        expected.expected_item_count * anchored.passed_share as expected_item_count,
        coalesce(polled_days.attempt_count, 0) as attempt_count,
        polled_days.blocked_count / polled_days.attempt_count as blocked_share,
        coalesce(polled_days.turned_away_count, 0) as turned_away_count,
        polled_days.timed_out_count / polled_days.attempt_count as timed_out_share,
        polled_days.response_s,
        median(polled_days.response_s) over before_day as usual_response_s,
        case
            when received.capture_count - coalesce(left_out.repeat_count, 0) >= 10
                then coalesce(left_out.skipped_count, 0) / (received.capture_count - coalesce(left_out.repeat_count, 0))
        end as skipped_share,
        moved.moved_on,
        moved.settled_on,
        coalesce(failing_days.is_dead, false) as is_dead,
        coalesce(failing_days.is_refused, false) as is_refused,
    from anchored
    left join expected
        on anchored.source_id = expected.source_id and anchored.reported_on = expected.reported_on
    left join polled_days
        on anchored.source_id = polled_days.source_id and anchored.reported_on = polled_days.reported_on
    left join received
        on anchored.source_id = received.source_id and anchored.reported_on = received.reported_on
    left join left_out
        on anchored.source_id = left_out.source_id and anchored.reported_on = left_out.reported_on
    left join moved on anchored.source_id = moved.source_id
    left join failing_days
        on anchored.source_id = failing_days.source_id and anchored.reported_on = failing_days.reported_on
    window before_day as (
        partition by anchored.source_id order by anchored.reported_on rows between 14 preceding and 1 preceding
    )
),

compared as (
    select
        measured.*,
        median(measured.skipped_share) over before_day as usual_skipped_share,
        sum(measured.expected_item_count) over silence_so_far as missed_so_far,
        sum(measured.expected_item_count) over whole_silence as missed_count,
        measured.expected_item_count >= 5
        and measured.new_item_count > 0
        and (
            measured.new_item_count * 3 <= measured.expected_item_count
            or measured.new_item_count >= measured.expected_item_count * 3
        ) as has_odd_volume,
    from measured
    window
        before_day as (
            partition by measured.source_id order by measured.reported_on rows between 14 preceding and 1 preceding
        ),
        silence_so_far as (
            partition by measured.source_id, measured.active_on, measured.new_item_count = 0
            order by measured.reported_on
            rows between unbounded preceding and current row
        ),
        whole_silence as (partition by measured.source_id, measured.active_on, measured.new_item_count = 0)
),

flagged as (
    select
        compared.*,
        compared.is_refused
        or coalesce(compared.blocked_share, 0) >= 0.5
        or (
            compared.turned_away_count >= 3
            and compared.turned_away_count >= 0.2 * compared.attempt_count
        ) as is_blocked,
        coalesce(
            compared.reported_on >= compared.moved_on and compared.reported_on < compared.settled_on, false
        ) as has_moved,
        -- At three missed items chance explains one silence in twenty.
        compared.new_item_count = 0
        and coalesce(compared.missed_count, 0) >= 3
        and coalesce(compared.missed_so_far, 0) > 0 as is_silent,
        (compared.response_s >= 2 and compared.response_s >= 3 * compared.usual_response_s)
        or (compared.timed_out_share >= 0.2 and compared.attempt_count >= 3) as has_long_waits,
        compared.has_odd_volume
        and coalesce(
            lag(compared.has_odd_volume) over by_day or lead(compared.has_odd_volume) over by_day, false
        ) as has_other_volume,
        abs(compared.skipped_share - compared.usual_skipped_share) >= 0.3 as has_other_skipped_share,
    from compared
    window by_day as (partition by compared.source_id order by compared.reported_on)
),

named as (
    select
        flagged.*,
        coalesce(flagged.has_long_waits, false) as is_slow,
        coalesce(flagged.has_other_volume, false) or coalesce(flagged.has_other_skipped_share, false) as is_drifting,
        case
            when flagged.is_dead then 'dead'
            when flagged.is_blocked then 'blocked'
            when flagged.is_silent then 'silent'
            when flagged.has_moved then 'moved'
            when is_slow then 'slow'
            when is_drifting then 'drifting'
            else 'ok'
        end as state,
    from flagged
),

changes as (
    select
        named.*,
        coalesce(named.state <> lag(named.state) over by_day, true) as is_change,
    from named
    window by_day as (partition by named.source_id order by named.reported_on)
)

select
    changes.source_id,
    changes.reported_on,
    changes.state,
    max(case when changes.is_change then changes.reported_on end) over so_far as state_since_on,
    changes.is_polled,
    changes.is_dead,
    changes.is_blocked,
    changes.is_silent,
    changes.has_moved,
    changes.is_slow,
    changes.is_drifting,
    changes.new_item_count::integer as new_item_count,
    changes.expected_item_count::double as expected_item_count,
    changes.attempt_count::integer as attempt_count,
    changes.blocked_share::double as blocked_share,
    changes.response_s::double as response_s,
    changes.usual_response_s::double as usual_response_s,
    changes.skipped_share::double as skipped_share,
    changes.usual_skipped_share::double as usual_skipped_share,
from changes
window so_far as (
    partition by changes.source_id order by changes.reported_on rows between unbounded preceding and current row
)
