"""What cohorts must keep: nobody is retained who was not there, and gross is not above net."""

from expectations.suite import no_rows

EXPECTATIONS = (
    no_rows(
        "customers that are retained were in the cohort",
        "select {row}, customers, retained_customers from {batch} "
        "where retained_customers not between 0 and customers",
    ),
    no_rows(
        "gross retention is between 0 and 1, and not above net retention",
        "select {row}, grr, nrr from {batch} where grr not between 0 and 1 or grr > nrr",
    ),
)
