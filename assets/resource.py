"""The one resource of all assets, ops and sensors: the settings of this warehouse, its lake and its sources."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import dagster as dg
from pydantic import Field

from assets.process import describe_process
from broadsheet.errors import SettingsError
from broadsheet.ingest.sources import Source, load_sources
from broadsheet.lake import Lake
from broadsheet.settings import ENGINES, RELEASE_FORMS, STORAGE_PREFIX, Settings, load_settings
from broadsheet.stages.context import StageContext

_FIXED = "Comes from ${name} and holds for every run; shown here, not to be changed for one run."


def _fixed(name: str) -> str:
    return _FIXED.format(name=name)


class BroadsheetResource(dg.ConfigurableResource[object]):
    """Settings as the launchpad shows them; nothing is opened before it is asked for.

    Sensors, schedules and partitions read the same environment, so a run that changed a path would work on another
    warehouse than they look at: such a run is refused. Only `workers` and `engine` may differ from run to run.
    """

    home: str = Field(description=f"Folder of all data. {_fixed('BROADSHEET_HOME')}")
    lake_uri: str = Field(description=f"Folder or address of the Delta tables. {_fixed('BROADSHEET_LAKE')}")
    inbox: str = Field(description=f"Folder that the default source reads. {_fixed('BROADSHEET_INBOX')}")
    sources_path: str = Field(description=f"sources.toml. {_fixed('BROADSHEET_SOURCES')}")
    start_day: str = Field(description=f"First daily partition. {_fixed('BROADSHEET_START_DAY')}")
    is_start_day_fixed: bool = Field(default=False, description="Whether ${BROADSHEET_START_DAY} is set.")
    language_model: str = Field(
        default="", description=f"spaCy pipeline; empty: the shipped one. {_fixed('BROADSHEET_LANGUAGE_MODEL')}"
    )
    storage_options: dict[str, str] = Field(
        default={}, description=f"Options of the object store, by the names of their variables {STORAGE_PREFIX}*."
    )
    contact: str = Field(default="", description=f"Sent with each request for a page. {_fixed('BROADSHEET_CONTACT')}")
    fetch_allow: list[str] = Field(
        default=[], description=f"Own servers that are fetched from. {_fixed('BROADSHEET_FETCH_ALLOW')}"
    )
    fetch_ca: str = Field(default="", description=f"Certificate authorities. {_fixed('BROADSHEET_FETCH_CA')}")
    workers: int = Field(
        default=1,
        ge=0,
        description="Worker processes of extract and derive, and queries at once; on Ray, 0 means all of the cluster.",
    )
    engine: str = Field(
        default="local",
        pattern=f"^({'|'.join(ENGINES)})$",
        description="Where they run: local, this machine, or ray, the cluster that ${RAY_ADDRESS} names.",
    )
    release_form: str = Field(
        default="native",
        pattern=f"^({'|'.join(RELEASE_FORMS)})$",
        description=f"Where a release has the rows of days. {_fixed('BROADSHEET_RELEASE_FORM')}",
    )

    @classmethod
    def from_settings(cls, settings: Settings) -> BroadsheetResource:
        """The resource of these settings.

        An option of the object store that stands in the environment is named by its variable: Dagster keeps the
        configuration of every run, and its web UI shows it.
        """
        resource = cls(
            home=str(settings.home),
            lake_uri=settings.lake_uri,
            inbox=str(settings.inbox),
            sources_path=str(settings.sources_path),
            start_day=settings.start_day.isoformat(),
            is_start_day_fixed=settings.is_start_day_fixed,
            language_model=settings.language_model,
            storage_options={name: _hide(name, value) for name, value in settings.storage_options.items()},
            contact=settings.contact,
            fetch_allow=[f"{address}:{port}" for address, port in settings.fetch_allow],
            fetch_ca=str(settings.fetch_ca or ""),
            workers=settings.workers,
            engine=settings.engine,
            release_form=settings.release_form,
        )
        _declared.add(resource._fixed_values())
        return resource

    @classmethod
    def from_environment(cls) -> BroadsheetResource:
        """The resource of this process's environment."""
        return cls.from_settings(load_settings())

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        """Refuse a run whose configuration changes what must be the same for all runs. Raises SettingsError.

        A run that goes on is tagged with its process, so that others know when it is gone.
        """
        if self._fixed_values() not in _declared:
            raise SettingsError(
                "This run's configuration changes a path or the language model. They come from the environment of "
                "the code location, which sensors and partitions read too: change them there, and only `workers` and "
                "`engine` here."
            )
        if context.run is not None and context.instance is not None:
            context.instance.add_run_tags(context.run.run_id, describe_process())

    @property
    def settings(self) -> Settings:
        return Settings(
            home=Path(self.home),
            lake_uri=self.lake_uri,
            storage_options=self.storage_options,
            inbox=Path(self.inbox),
            sources_path=Path(self.sources_path),
            workers=self.workers,
            language_model=self.language_model,
            start_day=date.fromisoformat(self.start_day),
            is_start_day_fixed=self.is_start_day_fixed,
            contact=self.contact,
            fetch_allow=tuple(_read_server(item) for item in self.fetch_allow),
            fetch_ca=Path(self.fetch_ca) if self.fetch_ca else None,
            engine=self.engine,
            release_form=self.release_form,
        )

    @property
    def lake(self) -> Lake:
        return Lake(self.lake_uri, self.storage_options)

    @property
    def sources(self) -> tuple[Source, ...]:
        return load_sources(self.settings)

    @property
    def context(self) -> StageContext:
        """What the stages are handed; ask once for a piece of work, for it remembers what it has opened."""
        return StageContext.of(self.settings)

    def _fixed_values(self) -> tuple[str, ...]:
        paths = self.home, self.lake_uri, self.inbox, self.sources_path, self.fetch_ca
        return *paths, self.start_day, self.language_model, self.release_form, self.contact, *self.fetch_allow


# What was declared in this process; a run is compared with it.
_declared: set[tuple[str, ...]] = set()


def _hide(option: str, value: str) -> str:
    """The variable of an option where it holds this value, else the value."""
    variable = f"{STORAGE_PREFIX}{option}"
    return dg.EnvVar(variable) if os.environ.get(variable) == value else value


def _read_server(written: str) -> tuple[str, int]:
    address, _, port = written.rpartition(":")
    return address, int(port)
