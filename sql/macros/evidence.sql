-- What a row was read from: `from evidence('id')` takes the id of any mention, claim, number, date or sentence and shows its words in [ ] with 80 characters on each side, and the address of the page.
-- needs: mentions, claims, numbers, dates, sentences, articles, articles_current
create macro evidence(wanted_id) as table
    with found as (
        select
            'mention' as row_kind,
            mentions.article_version_id,
            mentions.in_headline,
            mentions.start_char,
            mentions.end_char,
            mentions.surface,
            mentions.rule,
        from mentions
        where mentions.mention_id = wanted_id
        union all
        select
            'claim' as row_kind,
            claims.article_version_id,
            claims.in_headline,
            claims.start_char,
            claims.end_char,
            claims.surface,
            claims.rule,
        from claims
        where claims.claim_id = wanted_id
        union all
        select
            'number' as row_kind,
            numbers.article_version_id,
            numbers.in_headline,
            numbers.start_char,
            numbers.end_char,
            numbers.surface,
            numbers.rule,
        from numbers
        where numbers.number_id = wanted_id
        union all
        select
            'date' as row_kind,
            dates.article_version_id,
            dates.in_headline,
            dates.start_char,
            dates.end_char,
            dates.surface,
            dates.rule,
        from dates
        where dates.date_id = wanted_id
        union all
        select
            'sentence' as row_kind,
            sentences.article_version_id,
            sentences.in_headline,
            sentences.start_char,
            sentences.end_char,
            sentences.surface,
            sentences.rule,
        from sentences
        where sentences.sentence_id = wanted_id
    )

    select
        found.row_kind,
        found.surface,
        in_context(
            case when found.in_headline then articles.headline else articles.text end,
            found.start_char,
            found.end_char,
            80
        ) as context_text,
        articles.source_id,
        articles.url,
        articles.captured_at,
        found.rule,
        articles_current.article_version_id is not null as is_newest,
        found.article_version_id,
        found.in_headline,
        found.start_char,
        found.end_char,
    from found
    inner join articles on found.article_version_id = articles.article_version_id
    left join articles_current on found.article_version_id = articles_current.article_version_id;
