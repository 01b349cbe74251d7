-- grain: one row per version of an article, compared with the one before
with versions as (
    select
        articles.article_id,
        articles.article_version_id,
        articles.captured_at as valid_from,
        row_number() over version_order as version_no,
        lag(articles.article_version_id) over version_order as previous_version_id,
        lead(articles.captured_at) over version_order as valid_to,
        articles.headline,
        lag(articles.headline) over version_order as previous_headline,
        articles.word_count,
        lag(articles.word_count) over version_order as previous_word_count,
        articles.correction_kind,
        articles.correction_text,
        lag(articles.correction_text) over version_order as previous_correction_text,
    from articles
    window version_order as (
        partition by articles.article_id order by articles.captured_at, articles.article_version_id
    )
),

listed as (
    select
        version_differences.article_version_id,
        version_differences.fact_kind,
        version_differences.direction,
        list(version_differences.surface order by version_differences.start_char, version_differences.surface) as surfaces,
        list_distinct(string_split(string_agg(version_differences.plain, ' '), ' ')) as words,
    from version_differences
    group by version_differences.article_version_id, version_differences.fact_kind, version_differences.direction
),

sides as (
    select
        listed.article_version_id,
        coalesce(any_value(listed.surfaces) filter (where listed.fact_kind = 'sentence' and listed.direction = 'added'), []) as sentences_added,
        coalesce(any_value(listed.surfaces) filter (where listed.fact_kind = 'sentence' and listed.direction = 'removed'), []) as sentences_removed,
        coalesce(any_value(listed.surfaces) filter (where listed.fact_kind = 'number' and listed.direction = 'added'), []) as numbers_added,
        coalesce(any_value(listed.surfaces) filter (where listed.fact_kind = 'number' and listed.direction = 'removed'), []) as numbers_removed,
        coalesce(any_value(listed.surfaces) filter (where listed.fact_kind = 'claim' and listed.direction = 'added'), []) as claims_added,
        coalesce(any_value(listed.surfaces) filter (where listed.fact_kind = 'claim' and listed.direction = 'removed'), []) as claims_removed,
        coalesce(any_value(listed.surfaces) filter (where listed.fact_kind = 'name' and listed.direction = 'added'), []) as names_added,
        coalesce(any_value(listed.surfaces) filter (where listed.fact_kind = 'name' and listed.direction = 'removed'), []) as names_removed,
        coalesce(any_value(listed.words) filter (where listed.fact_kind = 'sentence' and listed.direction = 'added'), []) as words_now,
        coalesce(any_value(listed.words) filter (where listed.fact_kind = 'sentence' and listed.direction = 'removed'), []) as words_before,
    from listed
    group by listed.article_version_id
),

-- Words that stand in the differing sentences of one version only.
worded as (
    select
        sides.article_version_id,
        list_filter(sides.words_now, lambda word: not list_contains(sides.words_before, word)) as words_gained,  -- noqa: RF03
        list_filter(sides.words_before, lambda word: not list_contains(sides.words_now, word)) as words_lost,  -- noqa: RF03
    from sides
),

-- A word of five letters or more with one letter changed, added, dropped or swapped is taken for the same word.
reworded as (
    select
        worded.article_version_id,
        len(list_filter(
            worded.words_gained,
            lambda word: len(list_filter(worded.words_lost, lambda other: len(word) >= 5 and damerau_levenshtein(word, other) <= 1)) = 0  -- noqa: RF03
        )) + len(list_filter(
            worded.words_lost,
            lambda word: len(list_filter(worded.words_gained, lambda other: len(word) >= 5 and damerau_levenshtein(word, other) <= 1)) = 0  -- noqa: RF03
        )) as changed_word_count,
        len(worded.words_gained) + len(worded.words_lost) as differing_word_count,
    from worded
),

words as (
    select
        sentences.article_version_id,
        unnest(regexp_extract_all(lower(sentences.surface), '[\p{L}\p{N}]+')) as word,
    from sentences
    inner join versions on sentences.article_version_id = versions.article_version_id
    where
        not sentences.is_boilerplate
        and not sentences.in_headline
        and (versions.previous_version_id is not null or versions.valid_to is not null)
),

word_counts as (
    select
        words.article_version_id,
        words.word,
        count(*) as occurrence_count,
    from words
    group by words.article_version_id, words.word
),

story_sizes as (
    select
        word_counts.article_version_id,
        sum(word_counts.occurrence_count) as story_word_count,
    from word_counts
    group by word_counts.article_version_id
),

shared_words as (
    select
        versions.article_version_id,
        sum(least(now.occurrence_count, before.occurrence_count)) as shared_word_count,
    from versions
    inner join word_counts as now on versions.article_version_id = now.article_version_id
    inner join word_counts as before
        on versions.previous_version_id = before.article_version_id and now.word = before.word
    group by versions.article_version_id
),

judged as (
    select
        versions.article_id,
        versions.article_version_id,
        versions.version_no,
        versions.previous_version_id,
        versions.valid_from,
        versions.valid_to,
        versions.headline,
        versions.previous_headline,
        versions.word_count - versions.previous_word_count as word_count_change,
        versions.correction_kind,
        versions.correction_text,
        (
            versions.previous_version_id is not null
            and coalesce(versions.correction_text, '') not in ('', coalesce(versions.previous_correction_text, ''))
        ) as is_stated,
        (
            versions.previous_version_id is not null
            and trim(regexp_replace(lower(coalesce(versions.headline, '')), '[^\p{L}\p{N}%$€£]+', ' ', 'g'))
            != trim(regexp_replace(lower(coalesce(versions.previous_headline, '')), '[^\p{L}\p{N}%$€£]+', ' ', 'g'))
        ) as is_headline_changed,
        (sides.article_version_id is not null) as is_story_changed,
        case
            when versions.previous_version_id is null then null
            when coalesce(story_sizes.story_word_count, 0) + coalesce(previous_sizes.story_word_count, 0) = 0 then 1.0
            else
                2.0 * coalesce(shared_words.shared_word_count, 0)
                / (coalesce(story_sizes.story_word_count, 0) + coalesce(previous_sizes.story_word_count, 0))
        end as text_similarity,
        coalesce(sides.sentences_added, []) as sentences_added,
        coalesce(sides.sentences_removed, []) as sentences_removed,
        coalesce(sides.numbers_added, []) as numbers_added,
        coalesce(sides.numbers_removed, []) as numbers_removed,
        coalesce(sides.claims_added, []) as claims_added,
        coalesce(sides.claims_removed, []) as claims_removed,
        coalesce(sides.names_added, []) as names_added,
        coalesce(sides.names_removed, []) as names_removed,
        coalesce(reworded.changed_word_count, 0) as changed_word_count,
        coalesce(reworded.differing_word_count, 0) as differing_word_count,
    from versions
    left join sides on versions.article_version_id = sides.article_version_id
    left join reworded on versions.article_version_id = reworded.article_version_id
    left join shared_words on versions.article_version_id = shared_words.article_version_id
    left join story_sizes on versions.article_version_id = story_sizes.article_version_id
    left join story_sizes as previous_sizes on versions.previous_version_id = previous_sizes.article_version_id
),

weighed as (
    select
        judged.*,
        judged.is_headline_changed
        or judged.changed_word_count > 0
        or len(judged.numbers_added) + len(judged.numbers_removed) > 0
        or len(judged.names_added) + len(judged.names_removed) > 0
        -- the same words in another order
        or (
            judged.differing_word_count = 0
            and len(judged.sentences_added) > 0
            and len(judged.sentences_added) = len(judged.sentences_removed)
        ) as is_material,
    from judged
)

select
    weighed.article_id,
    weighed.article_version_id,
    weighed.version_no::integer as version_no,
    weighed.previous_version_id,
    weighed.valid_from,
    weighed.valid_to,
    case
        when weighed.previous_version_id is null then 'first'
        when weighed.is_headline_changed and weighed.is_story_changed then 'headline_and_text'
        when weighed.is_headline_changed then 'headline'
        when weighed.is_story_changed then 'text'
        else 'surroundings'
    end as change_kind,
    weighed.headline,
    if(weighed.is_headline_changed, weighed.previous_headline, null) as headline_before,
    weighed.text_similarity,
    weighed.word_count_change,
    weighed.sentences_added,
    weighed.sentences_removed,
    weighed.numbers_added,
    weighed.numbers_removed,
    weighed.claims_added,
    weighed.claims_removed,
    weighed.names_added,
    weighed.names_removed,
    weighed.is_material,
    if(weighed.is_stated, weighed.correction_kind, null) as correction_kind,
    if(weighed.is_stated, weighed.correction_text, null) as correction_text,
    weighed.is_material and not weighed.is_stated as is_silent,
from weighed
