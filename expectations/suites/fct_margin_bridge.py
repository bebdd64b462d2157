"""What the bridge of margins must keep: each margin leads to the next, item by item."""

from expectations.suite import in_both

EXPECTATIONS = (
    *in_both(
        "from what is billed to what is recognised the items add up",
        "gross_margin_recognised_$_amount",
        "(gross_margin_billed_$_amount + change_in_wip_$_amount + change_in_deferred_$_amount "
        "+ cost_rate_variance_$_amount + billed_to_recognised_fx_$_amount "
        "+ billed_to_recognised_prior_period_$_amount + billed_to_recognised_other_$_amount)",
    ),
    *in_both(
        "from what is recognised to time and material the items add up",
        "tm_margin_$_amount",
        "(gross_margin_recognised_$_amount + unapproved_time_$_amount + price_difference_$_amount "
        "+ cost_other_than_labour_$_amount + recognised_to_tm_fx_$_amount "
        "+ recognised_to_tm_prior_period_$_amount + recognised_to_tm_other_$_amount)",
    ),
)
