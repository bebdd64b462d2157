"""What the shares of a payroll must keep: together they are what was paid, to the cent."""

from expectations.suite import in_both, no_rows

EXPECTATIONS = (
    no_rows(
        "the shares of a row of payroll are what was paid",
        "select system_name, payroll_cost_id, min(payroll_transaction_amount) as paid_amount, "
        "sum(labour_cost_actual_transaction_amount) as shared_amount from {batch} "
        "group by system_name, payroll_cost_id having shared_amount <> paid_amount",
    ),
    *in_both(
        "the rate variance is actual less standard cost",
        "rate_variance_$_amount",
        "(labour_cost_actual_$_amount - labour_cost_std_$_amount)",
    ),
)
