"""Contracts: the tables, columns, keys, units and totals a system promises.

Loading one from its file belongs in `odcs.py`, how text becomes a typed value in `casting.py`,
checking rows in `checking.py`.
"""

from dataclasses import dataclass

from sources.errors import ContractError

# What a column is classified as that only the audience `people` may read.
HIDDEN = ("personal", "confidential")


@dataclass(frozen=True)
class Formats:
    """How text stands for values in a delivery; nothing about it is guessed.

    Dates and instants use strptime patterns, or `iso8601`, `epoch_ms`, `iso8601_or_epoch_ms` and
    `json_date` (`/Date(ms+0000)/`) for instants; a date in `iso8601` is the day as written, of an
    instant the day where its offset holds. `duration` is one of `h:mm`, `h:mm:ss`, `iso8601`,
    `seconds` and `hours`; durations land as whole seconds.
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
    `optional` says that a delivery may lack the column.
    """

    name: str
    source_name: str
    type: str
    expression: str | None = None
    precision: int = 0
    scale: int = 0
    required: bool = False
    optional: bool = False
    minimum: str | None = None
    maximum: str | None = None
    enum: tuple[str, ...] = ()
    classification: str = "public"
    unit: str | None = None
    example: str | None = None
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
    not have it; `omits_nulls` that the system leaves absent values out of its answers; `ignored`
    names what the system delivers and nobody here needs.
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
    ignored: tuple[str, ...] = ()
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
