-- Articles that hold the words, best first by BM25: `from search('flood barrier')`. Any of the words is enough; matched_term_count says how many there are.
-- Headline three times, text without boilerplate; plurals and accents do not count. `most := 200` gives more than 50.
-- needs: articles, paragraphs, articles_current
create macro search(wanted_words, most := 50) as table
    with asked as (
        select distinct search_term(words.word) as term
        from (select unnest(search_words(wanted_words)) as word) as words
    ),

    scored as (
        select
            postings.article_number,
            -- Rounded: the last digits of a sum depend on the order of its parts, and so would that of equals.
            round(sum(terms.rarity * postings.weight) / 100, 6) as score,
            count(*)::integer as matched_term_count,
        from ops.search_terms as terms
        inner join asked on terms.term = asked.term
        inner join ops.search_postings as postings on terms.term_number = postings.term_number
        group by postings.article_number
        order by score desc, postings.article_number desc
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
