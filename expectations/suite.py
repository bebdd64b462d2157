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
