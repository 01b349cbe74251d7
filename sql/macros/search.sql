-- Articles that hold the words, best first by BM25: `from search('flood barrier')`. Any of the words is enough; matched_term_count says how many there are.
-- Headline three times, text without boilerplate; plurals and accents do not count. `most := 200` gives more than 50.
-- needs: articles, paragraphs, articles_current
create macro search(wanted_words, most := 50) as table
    with asked as (
        select distinct search_term(words.word) as term
        from (select unnest(search_words(wanted_words)) as word) as words
    ),

    -- BM25 with k1 = 1.2 and b = .75 (Robertson and Zaragoza 2009, section 3.5).
    known as (
        select
            count(*) as article_count,
            avg(articles.word_count) as mean_word_count,
        from ops.search_articles as articles
    ),

    found as (
        select
            postings.term,
            postings.article_number,
            postings.occurrence_count,
        from ops.search_postings as postings
        inner join asked on postings.term = asked.term
    ),

    rarities as (
        select
            found.term,
            count(*) as holding_count,
        from found
        group by found.term
    ),

    scored as (
        select
            found.article_number,
            -- Rounded: the last digits of a sum depend on the order of its parts, and so would that of equals.
            round(
                sum(
                    ln(1 + (known.article_count - rarities.holding_count + 0.5) / (rarities.holding_count + 0.5))
                    * found.occurrence_count * 2.2
                    / (found.occurrence_count + 1.2 * (0.25 + 0.75 * articles.word_count / known.mean_word_count))
                ),
                6
            ) as score,
            count(*)::integer as matched_term_count,
        from found
        inner join rarities on found.term = rarities.term
        inner join ops.search_articles as articles on found.article_number = articles.article_number
        cross join known
        group by found.article_number
        order by score desc, found.article_number desc
        limit most
    )

    select
        articles_current.headline,
        articles_current.source_name,
        articles_current.reported_on,
        scored.score,
        scored.matched_term_count,
        articles_current.is_origin,
        articles_current.story_id,
        articles_current.source_id,
        articles_current.url,
        articles_current.article_id,
        articles_current.article_version_id,
    from scored
    inner join ops.search_articles as numbered on scored.article_number = numbered.article_number
    inner join articles_current on numbered.article_version_id = articles_current.article_version_id
    order by scored.score desc, scored.article_number desc;
