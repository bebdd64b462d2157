"""What days of working capital must keep: lock-up is what is not billed and not paid."""

from expectations.suite import equal

EXPECTATIONS = (
    equal(
        "lock-up is days of unbilled work and of debtors",
        "lock_up_days",
        "(wip_days + debtor_days)",
    ),
)
