"""What pools of overhead must keep: too much is absorbed by what is applied above their cost."""

from expectations.suite import in_both

EXPECTATIONS = in_both(
    "absorbed too much is what is applied less what the pool cost",
    "over_absorbed_$_amount",
    "(applied_$_amount - pool_cost_$_amount)",
)
