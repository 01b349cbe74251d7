"""Which extractions are new: skips duplicates of a capture and articles whose text has not changed.

Belongs here: the decision, from ids and hashes that the caller reads from earlier days. A body seen again on a later
day is a new capture, but not a new version of the article.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from broadsheet.extract.reasons import skip
from broadsheet.extract.records import Extraction, Skipped


def resolve_duplicates(
    extractions: Iterable[Extraction], seen_bodies: Collection[tuple[str, str]], seen_versions: Collection[str]
) -> list[Extraction]:
    """The same extractions in the same order, with those that are not new turned into skipped ones.

    seen_bodies: (article_id, body_sha256) of articles of earlier days, whether they became versions or not.
    seen_versions: article_version_id of earlier days.
    Among the given ones the first by time and capture_id is kept, whatever their order.
    """
    given = list(extractions)
    bodies, versions = set(seen_bodies), set(seen_versions)
    resolved: dict[int, Extraction] = {}
    for place in sorted(range(len(given)), key=lambda place: (given[place].captured_at, given[place].capture_id)):
        extraction = given[place]
        article = extraction.article
        if article is None:
            continue
        body = (article.article_id, extraction.body_sha256)
        if body in bodies:
            resolved[place] = _end(extraction, skip("duplicate_capture", "The same bytes were captured before."))
        elif article.article_version_id in versions:
            detail = f"Headline and text are those of version {article.article_version_id}."
            resolved[place] = _end(extraction, skip("unchanged_text", detail))
        bodies.add(body)
        versions.add(article.article_version_id)
    return [resolved.get(place, extraction) for place, extraction in enumerate(given)]


def _end(extraction: Extraction, skipped: Skipped) -> Extraction:
    return Extraction(
        capture_id=extraction.capture_id,
        source_id=extraction.source_id,
        captured_at=extraction.captured_at,
        body_sha256=extraction.body_sha256,
        url=extraction.url,
        skipped=skipped,
    )
