"""Which extractions are new: skips duplicates of a capture and articles whose text has not changed.

Belongs here: the decision, from ids and hashes that the caller reads from earlier days. A body seen again on a later
day is a new capture, but not a new version of the article.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from broadsheet.extract.reasons import skip
from broadsheet.extract.records import Extraction, Skipped


def resolve_duplicates(
    extractions: Iterable[Extraction], seen_bodies: Mapping[tuple[str, str], str], seen_versions: Collection[str]
) -> list[Extraction]:
    """The same extractions in the same order, with those that are not new turned into skipped ones.

    seen_bodies: by article_id and body_sha256 of articles of earlier days, the article_version_id they brought.
    seen_versions: article_version_id of earlier days.
    Among the given ones the first by time and capture_id wins, whatever their order. A skipped one names the version
    that it repeats: one of the seen versions, or of an article among the given ones.
    """
    given = list(extractions)
    bodies, versions = dict(seen_bodies), set(seen_versions)
    resolved: dict[int, Extraction] = {}
    for place in sorted(range(len(given)), key=lambda place: (given[place].captured_at, given[place].capture_id)):
        extraction = given[place]
        article = extraction.article
        if article is None:
            continue
        version_id = article.article_version_id
        body = (article.article_id, extraction.body_sha256)
        if body in bodies:
            skipped = skip("duplicate_capture", "The same bytes were captured before.")
            resolved[place] = _end(extraction, replace(skipped, repeats_version_id=bodies[body]))
        elif version_id in versions:
            skipped = skip("unchanged_text", f"Headline and text are those of version {version_id}.")
            resolved[place] = _end(extraction, replace(skipped, repeats_version_id=version_id))
        bodies.setdefault(body, version_id)
        versions.add(version_id)
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
