-- The release that these pages show.
select
    _release.release_id,
    _release.released_at
from _release
