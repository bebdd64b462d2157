"""Load contracts from Open Data Contract Standard (ODCS) v3 files.

What the standard has no word for is a custom property: `controlTotals`, `cursor` on a table,
`expression`, `unit` on a column, `optional` on either, `omitsNulls` and the formats of text on the
contract.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import yaml
from open_data_contract_standard.model import (
    CustomProperty,
    OpenDataContractStandard,
    SchemaObject,
    SchemaProperty,
)
from pydantic import ValidationError

from sources.contract import Column, Contract, Formats, Table
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
        document = _parsed(text)
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


@cache
def _parsed(text: bytes) -> OpenDataContractStandard:
    """Parse a file's text once: every table of a system asks for its contract again."""
    return OpenDataContractStandard.model_validate(yaml.load(text, yaml.CSafeLoader))


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
        ignored=tuple(custom.get("ignores", "").split()),
        description=schema.description or "",
    )
    names = {column.name for column in columns if not column.optional}
    for wanted in (*table.control_totals, *([table.cursor] if table.cursor else [])):
        if wanted not in names:
            raise ContractError(
                f"{where}: table {name} names column {wanted!r}, which it lacks or calls optional"
            )
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
    required = bool(entry.required or entry.primaryKey)
    optional = custom.get("optional", "").lower() == "true"
    if required and optional:
        raise ContractError(f"{where}: required and optional; expected at most one of them")
    return Column(
        name=str(entry.name),
        source_name=entry.physicalName or str(entry.name),
        type=base,
        expression=custom.get("expression"),
        precision=precision,
        scale=scale,
        required=required,
        optional=optional,
        minimum=None if minimum is None else str(minimum),
        maximum=None if maximum is None else str(maximum),
        enum=tuple(str(value.value) for value in entry.enum or []),
        classification=entry.classification or "public",
        unit=custom.get("unit"),
        example=next((str(example) for example in entry.examples or []), None),
        description=entry.description or "",
        formats=_formats(custom, formats, where=where),
    )
