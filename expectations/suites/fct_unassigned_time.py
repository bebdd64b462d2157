"""What time without a project must keep: its cost is that of what is not mapped and of bench."""

from expectations.suite import in_both

EXPECTATIONS = in_both(
    "unassigned cost is that of time that is not mapped and between projects",
    "unassigned_cost_$_amount",
    "(unmapped_cost_$_amount + bench_cost_$_amount)",
)
