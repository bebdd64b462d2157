"""What list prices must keep: a product has one in a currency."""

from expectations.suite import no_overlap

EXPECTATIONS = (
    no_overlap("a product has one list price in a currency on a day", "product_key, currency_code"),
)
