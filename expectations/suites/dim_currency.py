"""What currencies must keep: ISO 4217 knows each, and the company reports in one of them."""

from expectations.suite import no_rows

EXPECTATIONS = (
    no_rows(
        "every currency is one of ISO 4217",
        "select {row}, currency_code from {batch} where not is_iso_4217",
        severity="warn",
    ),
    no_rows(
        "the company reports in one currency",
        "select count(*) as rows from {batch} where is_reporting_currency having rows > 1",
    ),
)
