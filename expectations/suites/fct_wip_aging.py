"""What unbilled work must keep: what is expected to be lost of it is the share of its age."""

from expectations.suite import in_both, no_rows

EXPECTATIONS = (
    *in_both(
        "the loss allowance is the share of its age of what is unbilled",
        "loss_allowance_$_amount",
        "round(round(unbilled_$_amount * unbilled_loss_share, 6), 2)",
    ),
    no_rows(
        "only what is earned and not billed has a cost behind it",
        "select {row}, unbilled_transaction_amount, unbilled_cost_functional_amount from {batch} "
        "where unbilled_transaction_amount <= 0 and unbilled_cost_functional_amount <> 0",
    ),
)
