-- What someone said: `from claims_by('Okafor')` finds every speaker whose name holds that word, newest first, with the source.
-- Of each article the newest version counts.
-- needs: claims, articles, articles_current
create macro claims_by(wanted_name) as table
    select
        claims.speaker_name,
        claims.cue_text,
        claims.content_text,
        coalesce(
            claims.stated_on,
            case when articles.published_confidence is distinct from 'guessed' then articles.published_at::date end
        ) as stated_on,
        articles.source_id,
        articles.url,
        claims.claim_id,
        claims.article_version_id,
    from claims
    inner join articles on claims.article_version_id = articles.article_version_id
    inner join articles_current on claims.article_version_id = articles_current.article_version_id
    where
        contains(lower(claims.speaker_name), lower(wanted_name))
        and not claims.is_boilerplate
    order by stated_on desc nulls last, claims.article_version_id asc, claims.start_char asc;
