"""What every table must keep of what the project states of it: key, references, domains, readers.

A rule of one table only belongs in its module of suites/.
"""

from expectations.results import Night, Stated
from expectations.suite import Expected, never_null, no_rows, unique

# By these a person knows a row; the key alone says nothing to them.
KNOWN_BY = ("_code", "_name", "_period", "_start_date", "_id", "axis", "measure", "role")
SHOWN = 3
OPEN = "portfolio"
# Shares that may be anything: of what may be below zero, and of what may be overdrawn.
ANY_SHARE = ("margin_share", "variance_share", "difference_share", "load_share", "used_share")
# Credit notes can bring the share of one part below zero, and that of another above one.
OF_AMOUNTS = ("revenue_share", "concentration_share", "bookings_share", "backlog_share")
CURRENCY = "reporting_currency_code"


def named_by(stated: Stated) -> str:
    """Return the columns that name a row: its key and what people know it by."""
    known = [
        column
        for column in stated.columns
        if column.endswith(KNOWN_BY) and "currency" not in column and column != stated.key
    ]
    return ", ".join((stated.key, *known[:SHOWN]))


def stated_rules(stated: Stated, night: Night) -> tuple[Expected, ...]:
    """Return the expectations that follow from what is stated of a table."""
    return (
        *never_null(stated.key, *stated.never_null),
        unique(f"no two rows have the same {stated.key}", stated.key),
        *(
            unique(f"no two rows have the same {', '.join(columns)}", *columns)
            for columns in stated.unique_together
        ),
        *_references(stated),
        *_domains(stated),
        *_shares(stated),
        *_currency(stated, night.reporting_currency),
        *_open(stated, night.personal),
    )


def _references(stated: Stated) -> tuple[Expected, ...]:
    return tuple(
        no_rows(
            f"{column} is in {relation.rpartition('.')[2]}",
            f"with referring as (from {{batch}}) select {{row}}, {column} from referring "
            f"where {column} is not null and not exists (from {relation} as referred "
            f"where referred.{field} = referring.{column}) order by all",
        )
        for column, (relation, field) in stated.references.items()
    )


def _domains(stated: Stated) -> tuple[Expected, ...]:
    return tuple(
        no_rows(
            f"{column} is {' or '.join(values)}",
            f"select {{row}}, {column} from {{batch}} "
            f"where {column} not in ({', '.join(map(text, values))}) order by all",
        )
        for column, values in stated.domains.items()
    )


def _shares(stated: Stated) -> tuple[Expected, ...]:
    return tuple(
        no_rows(
            f"{column} is between 0 and 1",
            f"select {{row}}, {column} from {{batch}} where {column} not between 0 and 1 "
            "order by all",
            severity="inform" if column.endswith(OF_AMOUNTS) else "warn",
        )
        for column in stated.columns
        if column.endswith("_share") and not column.endswith(ANY_SHARE)
    )


def _currency(stated: Stated, currency: str) -> tuple[Expected, ...]:
    if CURRENCY not in stated.columns:
        return ()
    return (
        no_rows(
            "all amounts are in the one reporting currency",
            f"select {{row}}, {CURRENCY} from {{batch}} "
            f"where {CURRENCY} is distinct from {text(currency)} order by all",
        ),
    )


def _open(stated: Stated, personal: tuple[str, ...]) -> tuple[Expected, ...]:
    """Return what must hold where everyone reads: nothing of a person, neither name nor value."""
    if OPEN not in stated.audiences or not personal:
        return ()
    schema, _, table = stated.relation.partition(".")
    words = f"(^|_)({'|'.join(personal)})$"
    return (
        no_rows(
            "no column is of the kinds that contracts call personal or confidential",
            "select column_name, (select count(*) from {batch}) as rows from duckdb_columns() "
            f"where not internal and schema_name = {text(schema)} and table_name = {text(table)} "
            f"and regexp_matches(column_name, {text(words)}) order by all",
        ),
    )


def text(value: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"
