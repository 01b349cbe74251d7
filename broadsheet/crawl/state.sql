-- What is remembered between polls. Times are texts in UTC, as datetime.isoformat writes them with microseconds.

create table if not exists fetches (
    fetch_id text primary key,
    fetched_on text not null,
    source_id text not null,
    purpose text not null,
    requested_url text not null,
    url text not null,
    started_at text not null,
    seconds real not null,
    outcome text not null,
    detail text not null,
    http_status integer,
    hop_count integer not null,
    body_bytes integer not null,
    is_conditional integer not null,
    retry_after_s real,
    robots_rule text,
    warc_path text,
    warc_offset integer
);
create index if not exists fetches_by_day on fetches (fetched_on);
create index if not exists fetches_by_source on fetches (source_id, started_at);

create table if not exists urls (
    url_key text primary key,
    url text not null,
    source_id text not null,
    listed_in_url text not null,
    title text,
    published_at text,
    modified_at text,
    publisher_name text,
    publisher_url text,
    first_seen_at text not null,
    last_seen_at text not null,
    position integer not null,
    state text not null,
    state_at text not null,
    detail text not null default '',
    failure_count integer not null default 0,
    next_try_at text not null,
    fetch_count integer not null default 0,
    unchanged_count integer not null default 0,
    last_fetched_at text,
    final_url text,
    etag text,
    last_modified text,
    body_sha256 text,
    duplicate_of text,
    fetch_id text
);
create index if not exists urls_pending on urls (source_id, next_try_at) where state = 'pending';
create index if not exists urls_by_list on urls (listed_in_url);

create table if not exists url_forms (
    form text not null,
    form_key text not null,
    url_key text not null,
    source_id text not null,
    primary key (form, url_key, source_id)
) without rowid;
create index if not exists url_forms_by_key on url_forms (form_key);
create index if not exists url_forms_by_url on url_forms (url_key);

create table if not exists feeds (
    url text primary key,
    source_id text not null,
    kind text not null,
    parent_url text,
    moved_from text,
    title text,
    state text not null,
    first_polled_at text,
    last_polled_at text,
    last_success_at text,
    last_outcome text,
    detail text not null default '',
    next_poll_at text not null,
    interval_s real not null,
    asked_interval_s real,
    failure_count integer not null default 0,
    item_count integer not null default 0,
    new_count integer not null default 0,
    last_new_at text,
    listed_modified_at text,
    etag text,
    last_modified text,
    body_sha256 text,
    problem_count integer not null default 0,
    moved_to text,
    moved_seen_to text,
    moved_seen_count integer not null default 0,
    moved_at text,
    move_settled_at text,
    is_wanted integer not null default 0
);

-- Kept for days only, so that another form of it begins anew.
drop table if exists site_files;
create table site_files (
    url text primary key,
    status text not null,
    detail text not null,
    fault text not null,
    body blob not null,
    etag text,
    last_modified text,
    read_at text not null,
    expires_at text not null,
    failing_since text
);

create table if not exists hosts (
    host text primary key,
    last_end_at text,
    not_before_at text,
    reason text not null default '',
    throttled_count integer not null default 0,
    failure_count integer not null default 0,
    rest_count integer not null default 0
);

create table if not exists usage_preferences (
    preference_id text primary key,
    source_id text not null,
    host text not null,
    path text not null,
    category text not null,
    preference text not null,
    carrier text not null,
    agent text,
    line text not null,
    seen_in_url text not null,
    seen_at text not null,
    last_seen_at text not null
);

create table if not exists archives (
    path text primary key,
    committed_bytes integer not null,
    is_finished integer not null
);
