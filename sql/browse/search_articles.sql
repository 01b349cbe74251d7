-- Articles that hold the words, best first by BM25: any of the words is enough, the headline counts three times.
select
    found.article_version_id,
    found.headline,
    found.source_id,
    found.source_name,
    found.reported_on,
    found.is_origin,
    true as is_in_text,
    coalesce(
        nullif(
            regexp_extract(
                articles.text,
                '(?i).{0,80}\b('
                || replace(array_to_string(search_words($words), '|'), '.', '\.')
                || ').{0,120}'
            ),
            ''
        ),
        left(articles.text, 160)
    ) as context_text
from search($words, most := 30) as found
inner join articles on found.article_version_id = articles.article_version_id
order by found.score desc, found.article_version_id asc
