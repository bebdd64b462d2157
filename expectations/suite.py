"""What an expectation is: a name that a reader understands, and a query that finds what breaks it.

All expectations are of this one kind. The library needs a tenth of the time for it that it needs
to judge a column, and the rows it returns say by their own columns what is wrong.
"""

from dataclasses import dataclass

from expectations.results import Limit, Severity


@dataclass(frozen=True)
class Expected:
    """One expectation.

    `{batch}` in its query is the table, `{row}` the columns that name a row of it.
    """

    name: str
    query: str
    severity: Severity = "block"
    limit: Limit | None = None


def no_rows(name: str, query: str, *, severity: Severity = "block") -> Expected:
    """Return the expectation that a query over `{batch}` finds nothing."""
    return Expected(name, query, severity)


def unique(name: str, *columns: str) -> Expected:
    """Return the expectation that no two rows have the same values in `columns`."""
    listed = ", ".join(columns)
    return no_rows(
        name, f"select {listed}, count(*) as rows from {{batch}} group by {listed} having rows > 1"
    )


def not_empty(name: str) -> Expected:
    """Return the expectation that the table has rows."""
    return no_rows(name, "select count(*) as rows from {batch} having rows = 0")


def never_null(*columns: str) -> tuple[Expected, ...]:
    """Return one expectation for each column that must have a value."""
    return tuple(
        no_rows(f"{column} has a value", f"select {{row}} from {{batch}} where {column} is null")
        for column in columns
    )


def once_each(expectations: tuple[Expected, ...]) -> tuple[Expected, ...]:
    """Return the first expectation of each name."""
    named: dict[str, Expected] = {}
    for each in expectations:
        named.setdefault(each.name, each)
    return tuple(named.values())


def equal(name: str, column: str, parts: str, *, severity: Severity = "block") -> Expected:
    """Return the expectation that a column is what SQL makes of others; what is empty is no fault.

    Args:
        name: What it is called.
        column: The column.
        parts: What it must be.
        severity: What it means where it does not hold.
    """
    return no_rows(
        name,
        f"select {{row}}, {column}, {parts} as expected_value from {{batch}} "
        f"where {column} <> {parts}",
        severity=severity,
    )


def in_both(
    name: str, column: str, parts: str, currencies: tuple[str, ...] = ("functional", "reporting")
) -> tuple[Expected, ...]:
    """Return `equal` for each currency; `$` in the arguments stands for it."""
    return tuple(
        equal(
            f"{name} ({currency} currency)",
            column.replace("$", currency),
            parts.replace("$", currency),
        )
        for currency in currencies
    )


def opens_where_it_closed(name: str, by: str, opening: str, closing: str) -> Expected:
    """Return the expectation that each period begins with what the one before it ended with."""
    return no_rows(
        name,
        f"with followed as (select *, lag({closing}) over (partition by {by} "
        "order by accounting_period) as closed_before from {batch}) "
        f"select {{row}}, {opening}, closed_before from followed where {opening} <> closed_before",
    )


def no_overlap(name: str, by: str) -> Expected:
    """Return the expectation that no day is in two spans of the same `by`; empty ends are open."""
    return no_rows(
        name,
        f"with followed as (select *, lead(valid_from) over (partition by {by} "
        "order by valid_from nulls first) as next_valid_from from {batch}) "
        "select {row}, valid_from, valid_to, next_valid_from from followed "
        "where next_valid_from <= coalesce(valid_to, date '9999-12-31')",
    )
