"""Find the one figure that somebody asks about, by its key or by what people call its row."""

from collections.abc import Sequence
from decimal import Decimal

from pipelines.lib.provenance.composition.tables import COMPOSITION, NOT_EXPLAINED
from pipelines.lib.provenance.walk_sql import figures
from pipelines.lib.provenance.walked import TELLING, known_rows
from pipelines.lib.releases.difference import Shown
from pipelines.lib.releases.names import DIMENSIONS
from pipelines.lib.releases.readable import Cells, Readable
from pipelines.lib.releases.release import ReleaseError
from sources.casting import quote

LISTED = 10
ENDINGS = ("", "_amount", "_reporting_amount", "_transaction_amount", "_functional_amount")


class Figure(Shown):
    """One measure of one published row; `unit` is its currency, or `hours`."""

    table: str
    key: str
    measure: str
    value: Decimal | None
    unit: str
    known_as: dict[str, str]


def checked_table(readable: Readable, table: str) -> str:
    """Return the table, if its figures can be explained to the audiences.

    Raises:
        ReleaseError: It is none of those, for which there may be a reason, or the release lacks
            it, or others may read it.
    """
    if table in NOT_EXPLAINED:
        raise ReleaseError(f"{table} is not explained: {NOT_EXPLAINED[table]}")
    if table not in COMPOSITION:
        raise ReleaseError(f"found table {table!r}, expected one of: {', '.join(COMPOSITION)}")
    if not readable.readers(table):
        raise ReleaseError(f"release {readable.release.release_id} has no {table}")
    if table not in readable:
        who = " or ".join(f"--audience {each}" for each in readable.readers(table))
        raise ReleaseError(
            f"{table} is not for --audience {', '.join(readable.audiences)}; expected {who}"
        )
    return table


def checked_measure(table: str, measure: str) -> str:
    """Return the measure by its name or the beginning of it, a table's first where none is named.

    Raises:
        ReleaseError: The table has no such measure; the message lists those it has.
    """
    known = list(COMPOSITION[table])
    if not measure:
        return known[0]
    for ending in ENDINGS:
        if measure + ending in known:
            return measure + ending
    raise ReleaseError(
        f"--measure: {table} has no {measure!r} that is explained; it has {', '.join(known)}"
    )


def found_figure(readable: Readable, table: str, asked: Sequence[str], measure: str) -> Figure:
    """Return the figure that is asked for.

    Args:
        readable: The tables of the release.
        table: The table of the figure.
        asked: The row's key, its beginning, or conditions such as `accounting_period=2026-03`.
        measure: The measure, or the beginning of its name; the table's first where it is empty.

    Raises:
        ReleaseError: No row, or more than one, is what was asked for.
    """
    named = checked_measure(checked_table(readable, table), measure)
    columns = readable.columns[table]
    if named not in columns:
        raise ReleaseError(f"{table} of release {readable.release.release_id} has no {named}")
    wheres = [_condition(readable, table, each) for each in asked]
    where = " and ".join(sql for sql, _ in wheres)
    order = ", ".join(quote(name) for name in (*TELLING, readable.key(table)) if name in columns)
    rows = readable.rows(
        f"from {readable.relation(table)} as figure where {where} order by {order}",
        [value for _, values in wheres for value in values],
    )
    if len(rows) != 1:
        raise ReleaseError(_not_one(readable, table, asked, rows))
    (row,) = rows
    found = str(row[readable.key(table)])
    _check_made(readable, table, named, found)
    value = row[named]
    return Figure(
        table=table,
        key=found,
        measure=named,
        value=None if value is None else Decimal(str(value)),
        unit=_unit(named, row),
        known_as=known_rows(readable, table, [found])[found],
    )


def _check_made(readable: Readable, table: str, measure: str, key: str) -> None:
    """Refuse a row that is not one of those whose measure can be explained."""
    made = COMPOSITION[table][measure]
    if made.only == "true":
        return
    named = f"figure.{quote(readable.key(table))}"
    if not readable.rows(
        f"select 1 as made from {figures(readable, table, ())} where {named} = ? and {made.only}",
        [key],
    ):
        raise ReleaseError(f"{measure} of this row of {table} is not explained: {made.why}")


def _condition(readable: Readable, table: str, asked: str) -> tuple[str, list[str]]:
    """Return the SQL of one condition on `figure`, and its values."""
    name, is_named, value = asked.partition("=")
    if not is_named:
        return f"starts_with(figure.{quote(readable.key(table))}, ?)", [asked]
    if name in readable.columns[table]:
        column, wanted = f"cast(figure.{quote(name)} as varchar)", "= ?"
    else:
        column, wanted = _named_by_dimension(readable, table, name)
    return (f"{column} {wanted}", [value]) if value else (f"{column} is null", [])


def _named_by_dimension(readable: Readable, table: str, name: str) -> tuple[str, str]:
    """Return the key that a dimension's column names rows by, and the SQL of the keys it means."""
    for key, (dimension, _) in DIMENSIONS.items():
        if key in readable.columns[table] and name in readable.columns.get(dimension, {}):
            named = (
                f"select {quote(key)} from {readable.relation(dimension)} "
                f"where cast({quote(name)} as varchar) = ?"
            )
            return f"figure.{quote(key)}", f"in ({named})"
    columns = (each for each in readable.columns[table] if not each.endswith("_amount"))
    raise ReleaseError(
        f"{table} has no {name!r}, nor has a dimension it names; it has {', '.join(columns)}"
    )


def _not_one(readable: Readable, table: str, asked: Sequence[str], rows: list[Cells]) -> str:
    """Return what to say where no row, or more than one, is what was asked for."""
    told = " ".join(asked)
    if not rows:
        return (
            f"no row of {table} in release {readable.release.release_id} is {told}; expected "
            f"{readable.key(table)}, its beginning, or conditions such as accounting_period=2026-03"
        )
    keys = [str(row[readable.key(table)]) for row in rows[:LISTED]]
    known = known_rows(readable, table, keys)
    listed = [
        f"  {key[:12]}  {', '.join(f'{name}={value}' for name, value in known[key].items())}"
        for key in keys
    ]
    if len(rows) > LISTED:
        listed.append(f"  ... and {len(rows) - LISTED:,} more")
    return "\n".join([f"{len(rows):,} rows of {table} are {told}; expected one of:", *listed])


def _unit(measure: str, row: Cells) -> str:
    if measure.endswith("hours"):
        return "hours"
    for kind in ("reporting", "functional", "contract"):
        code = row.get(f"{kind}_currency_code")
        if measure.endswith(f"_{kind}_amount"):
            return str(code or "")
    return str(row.get("transaction_currency_code") or "") if measure.endswith("_amount") else ""
