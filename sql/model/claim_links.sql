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
        list_distinct(flatten(list(claim_tellings.event_names))) as event_names,
        list_sort(list_distinct(flatten(list(claim_tellings.figure_ids)))) as figure_ids,
        list_sort(list(distinct claim_tellings.story_id)) as story_ids,
        min(claim_tellings.reported_on) as first_on,
        max(claim_tellings.reported_on) as last_on,
    from claim_tellings
    where len(claim_tellings.terms) >= 3 or (len(claim_tellings.terms) = 2 and len(claim_tellings.figures) > 0)
    group by claim_tellings.wording_id
),

worded as (
    select
        wordings.wording_id,
        wordings.speaker_id,
        unnest(wordings.terms) as term,
    from wordings
),

-- A word of one statement in ten weighs a third of a word that two share.
weighed as (
    select
        worded.wording_id,
        worded.speaker_id,
        worded.term,
        count(*) over (partition by worded.term) as wording_count,
    from worded
),

ranked as (
    select
        weighed.*,
        row_number() over (
            partition by weighed.wording_id order by weighed.wording_count, weighed.term
        ) as rarity,
    from weighed
    -- What one statement alone says meets nothing.
    where weighed.wording_count > 1
),

rare as (
    select
        ranked.wording_id,
        any_value(ranked.speaker_id) as speaker_id,
        list_sort(list(ranked.term)) as terms,
    from ranked
    where ranked.rarity <= 5
    group by ranked.wording_id
),

keys as (
    select
        rare.wording_id,
        hash(rare.speaker_id, one.term, other.term) as key,
    from rare
    cross join unnest(rare.terms) as one (term)
    cross join unnest(rare.terms) as other (term)
    where rare.speaker_id is not null and one.term < other.term
    union all
    -- By day and without it: of words that many use, those of one day are about one thing.
    select
        rare.wording_id,
        unnest([
            hash(one.term, other.term, third.term),
            hash(wordings.first_on, one.term, other.term, third.term)
        ]) as key,
    from rare
    inner join wordings on rare.wording_id = wordings.wording_id
    cross join unnest(rare.terms) as one (term)
    cross join unnest(rare.terms) as other (term)
    cross join unnest(rare.terms) as third (term)
    where one.term < other.term and other.term < third.term
    union all
    select
        wordings.wording_id,
        hash(figure_id) as key,
    from wordings
    cross join unnest(wordings.figure_ids) as figures_of (figure_id)
    union all
    select
        wordings.wording_id,
        hash(wordings.speaker_id, figures_of.figure, wordings.first_on) as key,
    from wordings
    cross join unnest(wordings.figures) as figures_of (figure)
    where wordings.speaker_id is not null
),

shared_keys as (
    select
        keys.key,
        keys.wording_id,
        len(wordings.terms) as term_count,
    from keys
    inner join wordings on keys.wording_id = wordings.wording_id
    qualify count(*) over (partition by keys.key) > 1
),

neighbours as (
    select
        shared_keys.wording_id,
        first_value(shared_keys.wording_id) over by_length as fullest_id,
        lag(shared_keys.wording_id, 1) over by_length as before_id,
        lag(shared_keys.wording_id, 2) over by_length as second_id,
    from shared_keys
    window
        by_length as (
            partition by shared_keys.key order by shared_keys.term_count desc, shared_keys.wording_id asc
        )
),

candidates as (
    select distinct
        unnest([neighbours.fullest_id, neighbours.before_id, neighbours.second_id]) as fuller_id,
        neighbours.wording_id,
    from neighbours
),

weights as (
    select
        weighed.wording_id,
        map(list(weighed.term order by weighed.term), list(1 / (1 + ln(weighed.wording_count)) order by weighed.term))
            as weight_of,
        sum(1 / (1 + ln(weighed.wording_count))) as weight,
    from weighed
    group by weighed.wording_id
),

compared as (
    select
        fuller.wording_id as fuller_id,
        other.wording_id,
        list_intersect(fuller.terms, other.terms) as shared_terms,
        list_sum(
            list_transform(list_intersect(fuller.terms, other.terms), lambda term: weight_of_other.weight_of[term]) -- noqa: RF02,RF03
        ) as shared_weight,
        weight_of_fuller.weight as fuller_weight,
        weight_of_other.weight as other_weight,
        coalesce(fuller.speaker_id = other.speaker_id, false) as is_same_speaker,
        coalesce(fuller.speaker_id != other.speaker_id, false) as has_two_speakers,
        fuller.figures = other.figures as has_same_figures,
        len(fuller.figures) > 0 as has_figures,
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
        fuller.is_ahead = other.is_ahead as has_same_tense,
        fuller.modality = other.modality as has_same_modality,
        greatest(fuller.first_on, other.first_on) - least(fuller.last_on, other.last_on) as days_apart,
        fuller.story_ids = other.story_ids as is_same_story,
        contains(fuller.words, other.words) as is_part,
        -- A word of one side stands for the opposite of one of the other, and none for the same.
        list_has_any(fuller.turns, list_transform(other.turns, lambda turn: -turn)) -- noqa: RF02,RF03
        and not list_has_any(fuller.turns, other.turns) as is_turned_round,
        starts_with(coalesce(fuller.speaker_id, 'source '), 'source ')
        or starts_with(coalesce(other.speaker_id, 'source '), 'source ') as has_weak_speaker,
        -- Who speaks of one event names others of it too.
        len(list_intersect(fuller.event_names, other.event_names))
        >= least(2, len(fuller.event_names), len(other.event_names)) as is_same_event,
    from candidates
    inner join wordings as fuller on candidates.fuller_id = fuller.wording_id
    inner join wordings as other on candidates.wording_id = other.wording_id
    inner join weights as weight_of_fuller on candidates.fuller_id = weight_of_fuller.wording_id
    inner join weights as weight_of_other on candidates.wording_id = weight_of_other.wording_id
    where candidates.fuller_id != candidates.wording_id
),

scored as (
    select
        compared.*,
        len(compared.shared_terms) as shared_count,
        compared.shared_weight / (compared.fuller_weight + compared.other_weight - compared.shared_weight) as agreement,
        compared.shared_weight / least(compared.fuller_weight, compared.other_weight) as containment,
    from compared
    where
        compared.has_same_figures
        and not compared.has_other_measure
        and compared.has_same_names
        and compared.days_apart <= 30
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
        or (scored.shared_count >= 2 and (scored.agreement >= 0.35 or scored.containment >= 0.75))
),

related as (
    select
        near.fuller_id,
        near.wording_id,
        near.agreement,
        near.containment,
        near.is_same_speaker,
        case
            when not near.has_same_tense or not near.has_same_modality then null
            when near.is_denied_by_one and near.is_turned_round then null
            when near.is_denied_by_one or near.is_turned_round
                then
                    if(
                        near.shared_count >= 3
                        and (near.agreement >= 0.5 or near.containment >= 0.75)
                        and (near.is_same_speaker or near.is_same_event),
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
            -- Two named speakers may use the same words of two events; a source without a name may be the same one.
            when
                near.has_weak_speaker
                and near.is_same_event
                and near.days_apart <= 7
                and near.agreement >= 0.7
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
where related.relation is not null
