"""What open invoices must keep: no more is disputed than is open, and exchange makes the rest."""

from expectations.suite import equal, no_rows

EXPECTATIONS = (
    no_rows(
        "what is disputed is part of what is open",
        "select {row}, open_transaction_amount, disputed_transaction_amount from {batch} "
        "where abs(disputed_transaction_amount) > abs(open_transaction_amount)",
    ),
    equal(
        "the exchange difference is what is open at the closing rate less what is open",
        "exchange_difference_functional_amount",
        "(open_at_closing_rate_functional_amount - open_functional_amount)",
    ),
)
