-- Who reports it in a text of its own: `from independent_sources('id')` takes the id of a figure (number_series), claim, claim group, entity or story and gives one row a publisher family, first reporter first.
-- A family whose articles are all copies of others is left out; a claim is the same where its words are, or where it stands in the same claim group.
-- needs: claims, claim_group_members, number_series, article_entities, articles_current
create macro independent_sources(wanted_id) as table
    with asked_words as (
        select distinct list_sort(search_words(claims.content_text)) as words
        from claims
        where claims.claim_id = wanted_id
    ),

    asked_groups as (
        select claim_group_members.claim_group_id
        from claim_group_members
        where wanted_id in (claim_group_members.claim_id, claim_group_members.claim_group_id)
    ),

    found as (
        select unnest(number_series.article_ids) as article_id
        from number_series
        where number_series.figure_id = wanted_id
        union
        select articles_current.article_id
        from articles_current
        where articles_current.story_id = wanted_id
        union
        select articles_current.article_id
        from article_entities
        inner join articles_current on article_entities.article_version_id = articles_current.article_version_id
        where article_entities.entity_id = wanted_id
        union
        select articles_current.article_id
        from claims
        inner join articles_current on claims.article_version_id = articles_current.article_version_id
        where
            not claims.is_boilerplate
            and exists (select 1 from asked_words)
            and list_sort(search_words(claims.content_text)) in (select asked_words.words from asked_words)
        union
        select articles_current.article_id
        from claim_group_members
        inner join claims on claim_group_members.claim_id = claims.claim_id
        inner join articles_current on claims.article_version_id = articles_current.article_version_id
        where claim_group_members.claim_group_id in (select asked_groups.claim_group_id from asked_groups)
    )

    select
        articles_current.publisher_family_id,
        list_sort(list(distinct articles_current.source_name) filter (where articles_current.is_origin)) as sources,
        min(articles_current.reported_on) filter (where articles_current.is_origin) as first_reported_on,
        arg_min(articles_current.url, (articles_current.reported_on, articles_current.article_id))
        filter (where articles_current.is_origin) as first_url,
        count(*) filter (where articles_current.is_origin) as origin_count,
        count(*) as article_count,
    from found
    inner join articles_current on found.article_id = articles_current.article_id
    group by articles_current.publisher_family_id
    having count(*) filter (where articles_current.is_origin) > 0
    order by first_reported_on asc, articles_current.publisher_family_id asc;
