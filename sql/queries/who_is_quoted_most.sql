-- Who is quoted in the most independent stories, and how much of that in their own words?
select
    speakers.speaker_name,
    speakers.speaker_kind,
    speakers.claim_count,
    round(speakers.quoted_word_count / greatest(speakers.word_count, 1), 2) as quoted_share,
    speakers.denial_count,
    speakers.article_count,
    speakers.origin_count,
    speakers.family_count,
from speakers
where speakers.speaker_name is not null
order by speakers.origin_count desc, speakers.claim_count desc, speakers.speaker_name asc
limit 30
