"""What legal entities must keep: there are some, and each keeps books in a currency."""

from expectations.suite import never_null, not_empty

EXPECTATIONS = (
    not_empty("there are legal entities"),
    *never_null("entity_code", "functional_currency_code"),
)
