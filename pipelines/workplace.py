"""What assets need to do their work: settings, lake, sources, and someone who listens to their progress."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from broadsheet.ingest import Source, load_sources
from broadsheet.lake import Lake
from broadsheet.runs import OnEvent, RunEvent
from broadsheet.settings import Settings, load_settings


def listen_to_nothing(event: RunEvent) -> None:
    """Drop the event."""


@dataclass(frozen=True)
class Workplace:
    """The one resource of all assets. Nothing is opened before it is asked for."""

    read_settings: Callable[[], Settings] = load_settings
    on_event: OnEvent = listen_to_nothing

    @property
    def settings(self) -> Settings:
        return self.read_settings()

    @property
    def lake(self) -> Lake:
        settings = self.settings
        return Lake(settings.lake_uri, settings.storage_options)

    @property
    def sources(self) -> tuple[Source, ...]:
        return load_sources(self.settings)

    @property
    def countries(self) -> dict[str, str]:
        """Country code by source_id, where sources.toml says."""
        return {source.id: source.country for source in self.sources if source.country}
