"""What a walk finds: levels, their example rows, and what people know a row by."""

from collections.abc import Sequence
from decimal import Decimal

from pipelines.lib.releases.difference import Shown
from pipelines.lib.releases.names import DIMENSIONS
from pipelines.lib.releases.readable import Readable

# The columns that tell rows of these tables apart, in the order people want them.
TELLING = (
    *("entity_code", "accounting_period", "week_start_date", "project_code", "project_name"),
    *("cost_class", "revenue_stream", "revenue_method", "revenue_timing", "region"),
    *("control_id", "check_name", "subject", "cause_code", "movement_type", "age_bucket"),
    *("schedule_version", "planned_period", "journal_number", "posting_date", "account_class"),
    *("source_table", "source_id", "invoice_number", "obligation_name", "service_date"),
    *("movement_date", "posting_reason", "origin_period", "adjustment_cause"),
    "transaction_currency_code",
)


class Row(Shown):
    """One row of a level: its key, the key of the row it is part of, and its amount."""

    key: str
    parent: str | None
    known_as: dict[str, str]
    amount: Decimal | None


class Differing(Shown):
    """A row whose parts do not add up to it."""

    key: str
    figure: Decimal | None
    parts: Decimal | None


class Adjusted(Shown):
    """Postings of a level that adjust one closed period for one cause (decision 16)."""

    origin_period: str
    adjustment_type: str
    adjustment_cause: str
    rows: int
    total: Decimal | None


class Level(Shown):
    """All rows of one table that a measure of the level above is made of.

    `rounding` is what posting the sums adds to `total`, so that both together are what the level
    above takes, with `sign`. `checked_rows` were compared with what they are made of. Rows of
    several `currencies` are each right for what they are part of; their total is of no currency.
    """

    table: str
    measure: str
    sign: int
    rows: int
    unknown_rows: int
    total: Decimal | None
    rounding: Decimal = Decimal(0)
    examples: tuple[Row, ...]
    more_rows: int
    more_total: Decimal | None
    adjustments: tuple[Adjusted, ...] = ()
    currencies: tuple[str, ...] = ()
    checked_rows: int = 0
    differing_rows: int = 0
    differing: tuple[Differing, ...] = ()
    rules: tuple[str, ...] = ()
    why_no_parts: str = ""
    stops_at: str | None = None
    readers_of_the_rest: tuple[str, ...] = ()
    made_of: "tuple[Level, ...]" = ()

    def all(self) -> "list[Level]":
        """Return this level and all below, as they are read."""
        return [self, *(each for level in self.made_of for each in level.all())]


def known_columns(readable: Readable, table: str) -> dict[str, str]:
    """Return the columns of a table that somebody may read, none where nobody may."""
    return readable.columns.get(table, {})


def known_rows(readable: Readable, table: str, keys: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return what people know rows of a table by, by their key."""
    rows = readable.of_keys(table, keys)
    columns = known_columns(readable, table)
    known: dict[str, dict[str, str]] = {key: {} for key in rows}
    telling = [name for name in TELLING if name in columns]
    for key, row in rows.items():
        known[key] = {name: str(row[name]) for name in telling if row[name] is not None}
    for column, (_, called) in DIMENSIONS.items():
        if column not in columns or called in columns:
            continue
        values = {str(row[column]) for row in rows.values() if row[column] is not None}
        names = readable.names.called(readable.connection, column, values)
        for key, row in rows.items():
            if (name := names.get(str(row[column]))) is not None:
                known[key][called] = name
    return known
