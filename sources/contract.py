"""Contracts: the tables, columns, keys, units and totals a system promises, loaded from ODCS v3.

How a value's text becomes a typed value belongs in `casting.py`; checking rows in `checking.py`.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import yaml
from open_data_contract_standard.model import (
    CustomProperty,
    OpenDataContractStandard,
    SchemaObject,
    SchemaProperty,
)
from pydantic import ValidationError

from sources.errors import ContractError

TYPES = ("VARCHAR", "DECIMAL", "BIGINT", "DATE", "TIMESTAMP", "BOOLEAN", "DURATION")
FORMAT_KEYS = (
    "delimiter",
    "encoding",
    "decimalMark",
    "groupingMark",
    "dateFormat",
    "timestampFormat",
    "timeZone",
    "durationFormat",
    "trueValue",
    "falseValue",
)


@dataclass(frozen=True)
class Formats:
    """How text stands for values in a delivery; nothing about it is guessed.

    Dates and instants use strptime patterns, or `iso8601`, `epoch_ms` and `json_date`
    (`/Date(ms+0000)/`) for instants. `duration` is one of `h:mm`, `h:mm:ss`, `iso8601`, `seconds`
    and `hours`; durations land as whole seconds.
    """

    delimiter: str = ","
    encoding: str = "utf-8"
    decimal_mark: str = "."
    grouping_mark: str = ""
    date: str = "%Y-%m-%d"
    timestamp: str = "iso8601"
    time_zone: str = "UTC"
    duration: str = "hours"
    true_value: str = "true"
    false_value: str = "false"


@dataclass(frozen=True)
class Column:
    """One column: its name in raw tables, its name at the source, its type and its limits.

    `expression` is SQL that a SQL source computes the value with, such as
    `coalesce(write_date, create_date)`; it is part of the contract, never of a delivery.
    """

    name: str
    source_name: str
    type: str
    expression: str | None = None
    precision: int = 0
    scale: int = 0
    required: bool = False
    minimum: str | None = None
    maximum: str | None = None
    enum: tuple[str, ...] = ()
    classification: str = "public"
    unit: str | None = None
    description: str = ""
    formats: Formats = Formats()

    @property
    def landed_type(self) -> str:
        """The DuckDB type of the landed and raw column."""
        if self.type == "DECIMAL":
            return f"DECIMAL({self.precision},{self.scale})"
        return "BIGINT" if self.type == "DURATION" else self.type


@dataclass(frozen=True)
class Table:
    """One table of a contract.

    `control_totals` are summed at every step and must agree. `optional` says that a company may
    not have it; `omits_nulls` that the system leaves absent values out of its answers.
    """

    name: str
    source_name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    cursor: str | None
    control_totals: tuple[str, ...]
    formats: Formats
    freshness_hours: int | None
    optional: bool
    omits_nulls: bool
    description: str = ""

    def column(self, name: str) -> Column:
        """Return the column called `name`; raises KeyError when there is none."""
        return {column.name: column for column in self.columns}[name]


@dataclass(frozen=True)
class Contract:
    """A system's contract, with the checksum of the file it came from."""

    system: str
    version: str
    sha256: str
    tables: tuple[Table, ...]

    def table(self, name: str) -> Table:
        """Return the table called `name`; raises ContractError naming the known ones."""
        for table in self.tables:
            if table.name == name:
                return table
        known = ", ".join(table.name for table in self.tables)
        raise ContractError(f"{self.system}: no table {name!r} in the contract; it has {known}")


def load_contract(path: Path, *, overrides: Mapping[str, str] | None = None) -> Contract:
    """Load one ODCS v3 file.

    Args:
        path: The YAML file.
        overrides: Format keys (see `FORMAT_KEYS`) that one company's delivery writes otherwise.

    Raises:
        ContractError: The file is not an ODCS v3 document or uses a type that cannot be landed.
    """
    text = path.read_bytes()
    try:
        document = OpenDataContractStandard.model_validate(yaml.safe_load(text))
    except (ValidationError, yaml.YAMLError) as error:
        raise ContractError(f"{path}: not an ODCS v3 contract: {error}") from error
    properties = {**_custom(document.customProperties), **(overrides or {})}
    formats = _formats(properties, Formats(), where=str(path))
    freshness = {
        entry.element: int(str(entry.value))
        for entry in document.slaProperties or []
        if entry.property == "freshness"
    }
    tables = tuple(
        _table(
            schema,
            formats=formats,
            freshness=freshness,
            omits_nulls=properties.get("omitsNulls", "").lower() == "true",
            where=str(path),
        )
        for schema in document.schema_ or []
    )
    return Contract(
        system=document.id or path.parent.name,
        version=document.version or "0",
        sha256=hashlib.sha256(text + repr(sorted((overrides or {}).items())).encode()).hexdigest(),
        tables=tables,
    )


def _custom(properties: Iterable[CustomProperty] | None) -> dict[str, str]:
    return {str(entry.property): str(entry.value) for entry in properties or []}


def _formats(properties: Mapping[str, str], default: Formats, *, where: str) -> Formats:
    known = {
        "decimalMark": "decimal_mark",
        "groupingMark": "grouping_mark",
        "dateFormat": "date",
        "timestampFormat": "timestamp",
        "timeZone": "time_zone",
        "durationFormat": "duration",
        "trueValue": "true_value",
        "falseValue": "false_value",
    }
    found = {known.get(key, key): value for key, value in properties.items() if key in FORMAT_KEYS}
    durations = ("hours", "h:mm", "h:mm:ss", "iso8601", "seconds")
    if found.get("duration", "hours") not in durations:
        raise ContractError(
            f"{where}: durationFormat is {found['duration']!r}, allowed: {', '.join(durations)}"
        )
    return replace(default, **found)


def _table(
    schema: SchemaObject,
    *,
    formats: Formats,
    freshness: Mapping[str | None, int],
    omits_nulls: bool,
    where: str,
) -> Table:
    name = str(schema.name)
    custom = _custom(schema.customProperties)
    columns = tuple(
        _column(entry, formats=formats, where=f"{where}: {name}.{entry.name}")
        for entry in schema.properties or []
    )
    key = tuple(str(entry.name) for entry in schema.properties or [] if entry.primaryKey)
    if not key:
        raise ContractError(f"{where}: table {name} has no primaryKey column")
    table = Table(
        name=name,
        source_name=schema.physicalName or name,
        columns=columns,
        key=key,
        cursor=custom.get("cursor"),
        control_totals=tuple(custom.get("controlTotals", "").split()),
        formats=formats,
        freshness_hours=freshness.get(name),
        optional=custom.get("optional", "").lower() == "true",
        omits_nulls=omits_nulls,
        description=schema.description or "",
    )
    names = {column.name for column in columns}
    for wanted in (*table.control_totals, *([table.cursor] if table.cursor else [])):
        if wanted not in names:
            raise ContractError(f"{where}: table {name} names column {wanted!r}, which it lacks")
    return table


def _column(entry: SchemaProperty, *, formats: Formats, where: str) -> Column:
    options = entry.logicalTypeOptions or {}
    declared = (entry.physicalType or "VARCHAR").upper().replace(" ", "")
    base, _, arguments = declared.partition("(")
    if base not in TYPES:
        raise ContractError(f"{where}: physicalType {declared!r}, allowed: {', '.join(TYPES)}")
    precision, scale = 0, 0
    if base == "DECIMAL":
        try:
            precision, scale = (int(part) for part in arguments.rstrip(")").split(","))
        except ValueError as error:
            raise ContractError(
                f"{where}: write DECIMAL(precision,scale), found {declared!r}"
            ) from (error)
    minimum, maximum = options.get("minimum"), options.get("maximum")
    custom = _custom(entry.customProperties)
    return Column(
        name=str(entry.name),
        source_name=entry.physicalName or str(entry.name),
        type=base,
        expression=custom.get("expression"),
        precision=precision,
        scale=scale,
        required=bool(entry.required or entry.primaryKey),
        minimum=None if minimum is None else str(minimum),
        maximum=None if maximum is None else str(maximum),
        enum=tuple(str(value.value) for value in entry.enum or []),
        classification=entry.classification or "public",
        unit=custom.get("unit"),
        description=entry.description or "",
        formats=_formats(custom, formats, where=where),
    )
