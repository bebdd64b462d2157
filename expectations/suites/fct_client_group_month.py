"""What groups of clients must keep: the effect of reorganisation is the difference of two views."""

from expectations.suite import equal

EXPECTATIONS = tuple(
    equal(
        f"the effect on {measure} is that by present less that by former groups",
        f"{measure}_reorg_effect_reporting_amount",
        f"({measure}_by_current_parent_reporting_amount "
        f"- {measure}_by_frozen_parent_reporting_amount)",
    )
    for measure in ("revenue", "margin")
)
