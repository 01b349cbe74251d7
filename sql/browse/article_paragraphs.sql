-- The blocks of its text.
select
    paragraphs.start_char,
    paragraphs.end_char,
    paragraphs.kind,
    paragraphs.is_boilerplate,
    paragraphs.boilerplate_kind
from paragraphs
where paragraphs.article_version_id = $id and paragraphs.captured_on = $captured_on
order by paragraphs.paragraph_index
