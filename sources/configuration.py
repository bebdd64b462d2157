"""The shape of `evenkeel.toml`, its defaults and what is allowed; `settings.py` reads it."""

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from sources.capacity_settings import Capacity
from sources.cost_settings import Cost
from sources.finance_settings import Reconciliation, Revenue
from sources.section import Code, Currency, Encoding, LocaleName, Name, Section, Variable, Zone
from sources.serving_settings import Postgres
from sources.store_url import Pattern, StoreUrl
from sources.upkeep_settings import (
    Alerts,
    Freshness,
    Lineage,
    Logs,
    Orchestrator,
    Pulling,
    Retention,
    Schedule,
    Storage,
)
from sources.web_url import BaseUrl, WebUrl

Domain = Literal["time", "crm", "finance", "planning"]


class FiscalCalendar(Section):
    """Calendar months from any start month, or 52/53-week years cut into 4-4-5 weeks and its kin.

    A week-based year ends on `year_end_weekday`: the last one in the month before `start_month`,
    or the one nearest to that month's end. A 53rd week joins the last period.
    """

    kind: Literal["calendar_months", "4-4-5", "4-5-4", "5-4-4"] = "calendar_months"
    start_month: Annotated[int, Field(ge=1, le=12)] = 1
    year_end_weekday: Literal[
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
    ] = "saturday"
    year_end: Literal["last", "nearest"] = "last"
    first_year: Annotated[int, Field(ge=1990, le=2100)] = 2018
    last_year: Annotated[int, Field(ge=1990, le=2150)] = 2035


class Company(Section):
    """Who the figures are for. `locale` is how the report writes numbers and days."""

    name: str
    time_zone: Zone
    reporting_currency: Currency
    locale: LocaleName = "en-GB"
    fiscal_calendar: FiscalCalendar = FiscalCalendar()


class Entity(Section):
    """A legal entity and the currency its books are kept in."""

    code: Code
    name: str
    functional_currency: Currency


class Formats(Section):
    """What one company's export writes otherwise than the system's contract says."""

    delimiter: str | None = None
    encoding: Encoding | None = None
    decimal_mark: str | None = Field(default=None, alias="decimal_mark")
    grouping_mark: str | None = None
    date_format: str | None = None
    timestamp_format: str | None = None
    time_zone: Zone | None = None
    duration_format: str | None = None
    true_value: str | None = None
    false_value: str | None = None

    def overrides(self) -> dict[str, str]:
        """Return the keys that are set, under their names in a contract (camel case)."""
        found = self.model_dump(exclude_none=True)
        words = {key: key.split("_") for key in found}
        return {
            parts[0] + "".join(part.title() for part in parts[1:]): str(found[key])
            for key, parts in words.items()
        }


class Files(Section):
    """Deliveries as files: a folder, an object store (s3, gs, az) or an SFTP server.

    `full`: the files present are the whole table. `incremental`: each new file holds the rows
    that are new or changed. A file is read once its `manifest` is there (`<file>.done`), or, with
    `settled`, once its size has not changed for `settle_seconds`.
    """

    connector: Literal["files"]
    url: StoreUrl
    mode: Literal["full", "incremental"] = "full"
    pattern: Pattern = "{table}*"
    ready: Literal["settled", "manifest"] = "settled"
    settle_seconds: Annotated[float, Field(ge=0)] = 60
    options_env: dict[str, Variable] = Field(default_factory=dict)
    formats: Formats = Formats()


class Sql(Section):
    """A SQL database, by a SQLAlchemy URL held in the environment variable `url_env`."""

    connector: Literal["sql"]
    url_env: Variable
    schema_name: str | None = None
    look_back_days: Annotated[int, Field(ge=0)] = 3
    batch_rows: Annotated[int, Field(ge=100)] = 10_000
    mode: Literal["full", "incremental"] = "incremental"
    formats: Formats = Formats()


class OAuth2(Section):
    """OAuth2 client credentials from the environment: an id, and a secret or a private key."""

    token_url: WebUrl
    client_id_env: Variable
    client_secret_env: Variable | None = None
    private_key_env: Variable | None = None
    certificate_id_env: Variable | None = None
    scope: str | None = None


class Rest(Section):
    """A REST API. Header values come from environment variables, named by header."""

    connector: Literal["rest"]
    base_url: BaseUrl
    header_env: dict[str, Variable] = Field(default_factory=dict)
    headers: dict[str, str] = Field(default_factory=dict)
    oauth2: OAuth2 | None = None
    look_back_days: Annotated[int, Field(ge=0)] = 3
    timeout_seconds: Annotated[float, Field(gt=0)] = 60
    attempts: Annotated[int, Field(ge=1)] = 6
    mode: Literal["full", "incremental"] = "incremental"
    formats: Formats = Formats()


class SystemSettings(Section):
    """One source system: its own name, which kind it is, the domains it serves, how it delivers."""

    name: Name
    kind: Name
    domains: tuple[Domain, ...]
    entity: Code
    delivery: Annotated[Files | Sql | Rest, Field(discriminator="connector")]
    tables: tuple[str, ...] = ()
    shrink_allowed_share: Annotated[float, Field(ge=0, le=1)] = 0.2
    pull: Pulling = Pulling()
    freshness: Freshness = Freshness()


class CrosswalkRule(Section):
    """A rule that joins one entity's rows across systems where they share no id."""

    entity: Literal["client", "person", "project", "contract"]
    match: Literal["name", "code", "email", "domain"]


class Crosswalk(Section):
    """How identities are joined: shared ids first, then these rules, then the corrections file."""

    rules: tuple[CrosswalkRule, ...] = (
        CrosswalkRule(entity="client", match="name"),
        CrosswalkRule(entity="contract", match="code"),
        CrosswalkRule(entity="person", match="email"),
        CrosswalkRule(entity="project", match="code"),
    )
    corrections: Path | None = None


class Settings(Section):
    """The whole of `evenkeel.toml`."""

    company: Company
    entities: tuple[Entity, ...]
    systems: tuple[SystemSettings, ...]
    storage: Storage = Storage()
    crosswalk: Crosswalk = Crosswalk()
    revenue: Revenue = Revenue()
    capacity: Capacity = Capacity()
    cost: Cost = Cost()
    reconciliation: Reconciliation = Reconciliation()
    schedule: Schedule = Schedule()
    orchestrator: Orchestrator = Orchestrator()
    logs: Logs = Logs()
    lineage: Lineage = Lineage()
    alerts: Alerts = Alerts()
    retention: Retention = Retention()
    postgres: Postgres | None = None
    root: Path = Path()

    @model_validator(mode="after")
    def _names_agree(self) -> "Settings":
        codes = [entity.code for entity in self.entities]
        names = [system.name for system in self.systems]
        for what, found in (("entities", codes), ("systems", names)):
            if not found:
                raise ValueError(f"{what}: at least one is needed")
            repeated = sorted({name for name in found if found.count(name) > 1})
            if repeated:
                raise ValueError(f"{what}: {', '.join(repeated)} is there twice")
        for system in self.systems:
            if system.entity not in codes:
                raise ValueError(
                    f"systems.{system.name}.entity: found {system.entity!r}, "
                    f"allowed: {', '.join(codes)}"
                )
        return self

    @model_validator(mode="after")
    def _rates_are_of_entities(self) -> "Settings":
        self.cost.check_entities([entity.code for entity in self.entities])
        return self

    def path(self, relative: Path) -> Path:
        """Return a configured path, taken from the folder of the configuration file."""
        return relative if relative.is_absolute() else self.root / relative

    @property
    def zone(self) -> ZoneInfo:
        """The company's time zone."""
        return ZoneInfo(self.company.time_zone)
