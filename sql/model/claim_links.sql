-- grain: one row per pair of wordings of statements that say the same in other words, or deny each other
-- Wordings meet over their rarest words, their speaker and their figures, each with its neighbours under such a key and
-- with the fullest there, so that a phrase of many statements costs no square.
with wordings as (
    select
        claim_tellings.wording_id,
        any_value(claim_tellings.speaker_id) as speaker_id,
        any_value(claim_tellings.terms) as terms,
        any_value(claim_tellings.figures) as figures,
        any_value(claim_tellings.entity_ids) as entity_ids,
        any_value(claim_tellings.is_denied) as is_denied,
        any_value(claim_tellings.is_ahead) as is_ahead,
        -- What "would" be by what someone said will be; only an if makes it depend on something.
        if(
            coalesce(any_value(claim_tellings.modality), 'certain') = 'conditional'
            and not regexp_matches(min(claim_tellings.words), '\b(?:if|unless)\b'),
            'certain',
            coalesce(any_value(claim_tellings.modality), 'certain')
        ) as modality,
        min(claim_tellings.words) as words,
        any_value(claim_tellings.turns) as turns,
        bool_and(claim_tellings.quote_type = 'direct') as is_quoted,
        list_distinct(flatten(list(claim_tellings.event_names))) as event_names,
        list_sort(list_distinct(flatten(list(claim_tellings.figure_ids)))) as figure_ids,
        list_sort(list(distinct claim_tellings.story_id)) as story_ids,
        min(claim_tellings.reported_on) as first_on,
        max(claim_tellings.reported_on) as last_on,
    from claim_tellings
    where len(claim_tellings.terms) >= 3 or (len(claim_tellings.terms) = 2 and len(claim_tellings.figures) > 0)
    group by claim_tellings.wording_id
),

-- By number, the fullest first: what is compared by the million is short.
numbered as (
    select
        wordings.*,
        row_number() over (order by len(wordings.terms) desc, wordings.wording_id asc) as wording_no,
        -- What must be the same in two that say the same or deny each other.
        hash(wordings.figures, wordings.is_ahead, wordings.modality) as alike,
        -- One outlet leaves out a figure of what another tells in full.
        hash(wordings.is_ahead, wordings.modality) as mood,
    from wordings
),

worded as (
    select
        numbered.wording_no,
        unnest(numbered.terms) as term,
    from numbered
),

-- Words by number, the rarest first: lists of numbers are made and compared in a third of the time of lists of words.
term_counts as (
    select
        worded.term,
        count(*) as wording_count,
        row_number() over (order by count(*) asc, worded.term asc)::integer as term_no,
        -- In whole parts of 65,536, so that sums of weights do not depend on the order of their parts.
        round(65536 / (1 + ln(count(*)))) / 65536 as weight,
    from worded
    group by worded.term
),

-- A word of one statement in ten weighs a third of a word that two share; of its rarest words each statement has five
-- to meet by. What one statement alone says meets nothing.
weights as (
    select
        worded.wording_no,
        map(list(term_counts.term_no), list(term_counts.weight)) as weight_of,
        sum(term_counts.weight) as weight,
        coalesce(min(term_counts.term_no, 5) filter (where term_counts.wording_count > 1), []) as rare_terms,
    from worded
    inner join term_counts on worded.term = term_counts.term
    group by worded.wording_no
),

-- Two or three of five, by their places.
pairs (first_place, second_place) as (
    select
        one.place as first_place,
        other.place as second_place,
    from range(1, 6) as one (place)
    inner join range(1, 6) as other (place) on one.place < other.place
),

triples (first_place, second_place, third_place) as (
    select
        pairs.first_place,
        pairs.second_place,
        third.place as third_place,
    from pairs
    inner join range(1, 6) as third (place) on pairs.second_place < third.place
),

keys as (
    select
        numbered.wording_no,
        hash(
            numbered.speaker_id, numbered.alike,
            weights.rare_terms[pairs.first_place], weights.rare_terms[pairs.second_place]
        ) as key,
    from numbered
    inner join weights on numbered.wording_no = weights.wording_no
    inner join pairs on len(weights.rare_terms) >= pairs.second_place
    where numbered.speaker_id is not null
    union all
    -- By day and without it: of words that many use, those of one day are about one thing.
    select
        numbered.wording_no,
        unnest([
            hash(
                numbered.alike, weights.rare_terms[triples.first_place], weights.rare_terms[triples.second_place],
                weights.rare_terms[triples.third_place]
            ),
            hash(
                numbered.alike, numbered.first_on, weights.rare_terms[triples.first_place],
                weights.rare_terms[triples.second_place], weights.rare_terms[triples.third_place]
            )
        ]) as key,
    from numbered
    inner join weights on numbered.wording_no = weights.wording_no
    inner join triples on len(weights.rare_terms) >= triples.third_place
    union all
    select
        numbered.wording_no,
        hash(numbered.alike, unnest(numbered.figure_ids)) as key,
    from numbered
    union all
    select
        numbered.wording_no,
        hash(numbered.speaker_id, numbered.alike, unnest([numbered.first_on, numbered.first_on + 1])) as key,
    from numbered
    where numbered.speaker_id is not null
    union all
    select
        numbered.wording_no,
        hash(numbered.speaker_id, numbered.alike) as key,
    from numbered
    where numbered.speaker_id is not null and len(numbered.figures) > 0
    union all
    select
        numbered.wording_no,
        hash(numbered.speaker_id, numbered.mood, numbered.first_on, unnest(numbered.figures)) as key,
    from numbered
    where numbered.speaker_id is not null
),

shared as (
    select keys.key
    from keys
    group by keys.key
    having count(*) > 1
),

neighbours as (
    select
        keys.wording_no,
        first_value(keys.wording_no) over by_length as fullest_no,
        lag(keys.wording_no, 1) over by_length as before_no,
    from keys
    inner join shared on keys.key = shared.key
    window
        by_length as (partition by keys.key order by keys.wording_no asc)
),

candidates as (
    select distinct
        unnest([neighbours.fullest_no, neighbours.before_no]) as fuller_no,
        neighbours.wording_no,
    from neighbours
),

-- Most who meet differ in what is quickly seen. Materialized, or all of one figure would be joined before who meets.
with_fuller as materialized (
    select
        candidates.fuller_no,
        candidates.wording_no,
        fuller.mood,
        fuller.first_on,
        fuller.last_on,
    from candidates
    inner join numbered as fuller on candidates.fuller_no = fuller.wording_no
    where candidates.fuller_no != candidates.wording_no
),

met as materialized (
    select
        with_fuller.fuller_no,
        with_fuller.wording_no,
    from with_fuller
    inner join numbered as other
        on with_fuller.wording_no = other.wording_no and with_fuller.mood = other.mood
    where greatest(with_fuller.first_on, other.first_on) - least(with_fuller.last_on, other.last_on) <= 30
),

compared as (
    select
        fuller.wording_id as fuller_id,
        other.wording_id,
        list_intersect(map_keys(weight_of_fuller.weight_of), map_keys(weight_of_other.weight_of)) as shared_terms,
        -- Two of one measure and figure may have no word in common.
        coalesce(
            list_sum(list_transform(shared_terms, lambda term: weight_of_other.weight_of[term])), -- noqa: RF02,RF03
            0
        ) as shared_weight,
        weight_of_fuller.weight as fuller_weight,
        weight_of_other.weight as other_weight,
        coalesce(fuller.speaker_id = other.speaker_id, false) as is_same_speaker,
        coalesce(fuller.speaker_id != other.speaker_id, false) as has_two_speakers,
        fuller.is_quoted != other.is_quoted as is_quoted_by_one,
        len(fuller.figures) > 0 as has_figures,
        fuller.figures = other.figures as has_same_figures,
        list_has_all(fuller.figures, other.figures) or list_has_all(other.figures, fuller.figures) as has_all_figures,
        len(fuller.figure_ids) > 0
        and fuller.figure_ids = other.figure_ids
        and len(fuller.figure_ids) = len(fuller.figures) as is_same_measure,
        len(fuller.figure_ids) > 0
        and len(other.figure_ids) > 0
        and not list_has_any(fuller.figure_ids, other.figure_ids) as has_other_measure,
        -- Names agree where one side has all of the other's; who speaks may be whom the other speaks of.
        len(list_intersect(fuller.entity_ids, other.entity_ids))
        >= least(len(fuller.entity_ids), len(other.entity_ids)) as has_same_names,
        fuller.is_denied != other.is_denied as is_denied_by_one,
        greatest(fuller.first_on, other.first_on) - least(fuller.last_on, other.last_on) as days_apart,
        fuller.story_ids = other.story_ids as is_same_story,
        contains(fuller.words, other.words) as is_part,
        -- A word of one side stands for the opposite of one of the other, and none for the same.
        list_has_any(fuller.turns, list_transform(other.turns, lambda turn: -turn)) -- noqa: RF02,RF03
        and not list_has_any(fuller.turns, other.turns) as is_turned_round,
        list_sort(fuller.turns) != list_sort(other.turns) as has_turn_of_one,
        starts_with(coalesce(fuller.speaker_id, 'source '), 'source ')
        or starts_with(coalesce(other.speaker_id, 'source '), 'source ') as has_weak_speaker,
        -- Who speaks of one event names others of it too.
        len(list_intersect(fuller.event_names, other.event_names))
        >= least(2, len(fuller.event_names), len(other.event_names)) as is_same_event,
    from met
    inner join numbered as fuller on met.fuller_no = fuller.wording_no
    inner join numbered as other on met.wording_no = other.wording_no
    inner join weights as weight_of_fuller on met.fuller_no = weight_of_fuller.wording_no
    inner join weights as weight_of_other on met.wording_no = weight_of_other.wording_no
),

scored as (
    select
        compared.*,
        len(compared.shared_terms) as shared_count,
        compared.shared_weight / (compared.fuller_weight + compared.other_weight - compared.shared_weight) as agreement,
        compared.shared_weight / least(compared.fuller_weight, compared.other_weight) as containment,
    from compared
    where
        -- The same figures of one speaker in the same words are one measure, whatever else one side adds.
        (not compared.has_other_measure or (compared.is_same_speaker and containment >= 0.99))
        -- Where one side has all words of the other, it has its names too, whatever is called so.
        and (compared.has_same_names or (compared.is_same_speaker and containment >= 0.99))
        -- Of one text, only what two speakers say against each other.
        and not (
            compared.is_same_story
            and (
                not compared.is_denied_by_one
                or compared.is_part
                or not compared.has_two_speakers
            )
        )
),

near as (
    select scored.*
    from scored
    where
        scored.is_same_measure
        or (scored.shared_count >= 2 and (scored.agreement >= 0.35 or scored.containment >= 0.5))
),

related as (
    select
        near.fuller_id,
        near.wording_id,
        near.agreement,
        near.containment,
        near.is_same_speaker,
        case
            when not near.has_same_figures
                then
                    if(
                        near.has_all_figures
                        and near.is_same_speaker
                        and not near.is_denied_by_one
                        and not near.is_turned_round
                        and near.is_same_event
                        and near.days_apart = 0
                        and near.shared_count >= 3
                        and near.containment >= 0.6,
                        'same',
                        null
                    )
            when near.is_denied_by_one and near.is_turned_round then null
            when near.is_denied_by_one or near.is_turned_round
                then
                    if(
                        near.shared_count >= 3
                        and (near.agreement >= 0.5 or near.containment >= 0.75)
                        and (
                            near.is_same_speaker
                            or near.is_same_event
                            -- In the same words within days, whoever speaks.
                            or (near.shared_count >= 4 and near.agreement >= 0.95 and near.days_apart <= 3)
                        ),
                        if(near.is_denied_by_one, 'denied', 'opposite'),
                        null
                    )
            when near.is_same_measure then 'same'
            -- Where either side has a word that the other lacks, that word may turn what is said.
            when
                near.is_same_speaker
                and near.shared_count >= 3
                and (near.containment >= 0.99 or near.agreement >= 0.7 or (near.has_figures and near.agreement >= 0.5))
                then 'same'
            -- A figure leaves little to be said otherwise, but for "refused to pay 14 million".
            when
                near.is_same_speaker
                and near.has_figures
                and not near.has_turn_of_one
                and near.containment >= 0.99
                and near.is_same_event
                and near.days_apart <= 7
                then 'same'
            -- What one outlet quotes another tells in its own words.
            when
                near.is_same_speaker
                and near.is_quoted_by_one
                and near.is_same_event
                and near.days_apart <= 14
                and (near.containment >= 0.75 or (near.shared_count >= 3 and near.containment >= 0.5))
                then 'same'
            -- Two named speakers may use the same words of two events; a source without a name may be the same one.
            when
                near.has_weak_speaker
                and near.is_same_event
                and near.days_apart <= 7
                and (near.agreement >= 0.7 or (near.has_figures and near.containment >= 0.99))
                and near.shared_count >= 4
                then 'same'
        end as relation,
    from near
)

select
    related.fuller_id,
    related.wording_id,
    related.relation,
    related.is_same_speaker,
    related.agreement,
    related.containment,
from related
left join claim_parts on related.fuller_id = claim_parts.fuller_id and related.wording_id = claim_parts.wording_id
where related.relation is not null and claim_parts.wording_id is null
union all
select
    claim_parts.fuller_id,
    claim_parts.wording_id,
    'same' as relation,
    true as is_same_speaker,
    1.0 as agreement,
    1.0 as containment,
from claim_parts
