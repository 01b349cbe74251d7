-- Who wrote it.
select
    article_authors.name,
    article_authors.role
from article_authors
where article_authors.article_version_id = $id and article_authors.captured_on = $captured_on
order by article_authors.position
