"""What a suite is: a table, the columns that name a row, expectations with their severity."""

from dataclasses import dataclass

import great_expectations.expectations as gxe

from expectations.results import Severity


@dataclass(frozen=True)
class Expected:
    """One expectation under a name that a reader understands."""

    name: str
    expectation: gxe.Expectation
    severity: Severity = "block"


@dataclass(frozen=True)
class Suite:
    """The expectations of one table; `key` names a failing row."""

    table: str
    key: tuple[str, ...]
    expectations: tuple[Expected, ...]


def never_null(*columns: str) -> tuple[Expected, ...]:
    """Return one expectation for each column that must have a value."""
    return tuple(
        Expected(f"{column} has a value", gxe.ExpectColumnValuesToNotBeNull(column=column))
        for column in columns
    )


def no_rows(name: str, query: str, *, severity: Severity = "block") -> Expected:
    """Return the expectation that a query over `{batch}` finds nothing."""
    return Expected(
        name, gxe.UnexpectedRowsExpectation(unexpected_rows_query=query), severity=severity
    )
