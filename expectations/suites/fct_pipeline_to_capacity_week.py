"""What demand and capacity by week must keep: demand and gap follow from their parts."""

from expectations.suite import equal

EXPECTATIONS = (
    equal(
        "demand is hard and soft demand",
        "demand_hours",
        "(hard_demand_hours + soft_demand_hours)",
    ),
    equal(
        "the gap is capacity less demand",
        "capacity_gap_hours",
        "(planned_capacity_hours - demand_hours)",
    ),
)
