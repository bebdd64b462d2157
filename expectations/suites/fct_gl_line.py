"""What a ledger line must keep; that journals balance is a control of ctl_reconciliation."""

from expectations.suite import equal, no_rows

EXPECTATIONS = (
    equal(
        "net is debit less credit",
        "net_functional_amount",
        "(debit_functional_amount - credit_functional_amount)",
    ),
    no_rows(
        "no line is both debit and credit",
        "select {row}, debit_functional_amount, credit_functional_amount from {batch} "
        "where debit_functional_amount <> 0 and credit_functional_amount <> 0",
        severity="warn",
    ),
)
