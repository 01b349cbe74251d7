"""What every stage is handed: the lake, the settings and the sources."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from broadsheet.ingest.sources import Source, load_sources
from broadsheet.lake import Lake
from broadsheet.settings import Settings


@dataclass(frozen=True)
class StageContext:
    """One warehouse as the stages see it. Sources are read once, when they are first asked for."""

    settings: Settings
    lake: Lake

    @classmethod
    def of(cls, settings: Settings) -> StageContext:
        """The context of these settings, with a lake of its own."""
        return cls(settings, Lake(settings.lake_uri, settings.storage_options))

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The sources of sources.toml. Raises SettingsError where it cannot be read."""
        return load_sources(self.settings)

    @property
    def countries(self) -> dict[str, str]:
        """Country code by source_id, where sources.toml says."""
        return {source.id: source.country for source in self.sources if source.country}
