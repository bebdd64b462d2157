"""What the bridge of recurring revenue must keep: it foots, and opens where it closed."""

from expectations.suite import equal, opens_where_it_closed

EXPECTATIONS = (
    equal(
        "recurring revenue is what it was and how it moved",
        "arr_reporting_amount",
        "(opening_arr_reporting_amount + new_arr_reporting_amount "
        "+ reactivation_arr_reporting_amount + expansion_arr_reporting_amount "
        "- contraction_arr_reporting_amount - churn_arr_reporting_amount "
        "+ fx_arr_reporting_amount + reorg_arr_reporting_amount)",
    ),
    opens_where_it_closed(
        "a family opens where it closed",
        "entity_code, product_family",
        "opening_arr_reporting_amount",
        "arr_reporting_amount",
    ),
)
