-- What the warehouse holds.
select
    (select count(*) from articles_current) as article_count,
    (select count(*) from sources) as source_count,
    (select count(*) from claims) as claim_count,
    (select count(*) from numbers) as number_count,
    (select count(*) from entities) as entity_count,
    (select min(articles_current.reported_on) from articles_current) as first_reported_on,
    (select max(articles_current.reported_on) from articles_current) as last_reported_on,
