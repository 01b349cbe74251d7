-- Passages of other articles that are about the same, nearest first: `from similar_passages(sentence_id)`; an article_id or article_version_id stands for its headline.
-- Compared by the words that stand together in the openings of articles; only headlines and first sentences are known. `most := 50` gives more than 20.
-- needs: articles, paragraphs, articles_current, sentences
create macro similar_passages(wanted_id, most := 20) as table
    with asked as (
        select
            passages.article_version_id,
            passages.vector::float[64] as vector,
        from ops.passages as passages
        inner join articles_current on passages.article_version_id = articles_current.article_version_id
        where
            passages.sentence_id = wanted_id
            or (
                passages.passage_index = 0
                and (articles_current.article_id = wanted_id or articles_current.article_version_id = wanted_id)
            )
        limit 1
    ),

    nearest as (
        select
            passages.sentence_id,
            passages.article_version_id,
            passages.vector_model,
            array_cosine_similarity(passages.vector::float[64], asked.vector) as similarity,
        from ops.passages as passages
        cross join asked
        where passages.article_version_id <> asked.article_version_id
        order by array_cosine_similarity(passages.vector::float[64], asked.vector) desc, passages.sentence_id asc
        limit most
    )

    select
        nearest.similarity,
        sentences.surface as passage_text,
        articles_current.headline,
        articles_current.source_name,
        articles_current.reported_on,
        articles_current.story_id,
        articles_current.url,
        nearest.sentence_id,
        nearest.article_version_id,
        nearest.vector_model,
    from nearest
    inner join sentences on nearest.sentence_id = sentences.sentence_id
    inner join articles_current on nearest.article_version_id = articles_current.article_version_id
    order by nearest.similarity desc, nearest.sentence_id asc;
