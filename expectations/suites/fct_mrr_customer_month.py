"""What recurring revenue of a client must keep: a year is twelve months, and movements add up."""

from expectations.suite import equal, opens_where_it_closed

EXPECTATIONS = (
    equal(
        "annual is twelve times monthly recurring revenue",
        "arr_transaction_amount",
        "(12 * mrr_transaction_amount)",
    ),
    equal(
        "recurring revenue is what it was, how it moved and exchange",
        "arr_reporting_amount",
        "(opening_arr_reporting_amount + moved_arr_reporting_amount + fx_arr_reporting_amount)",
    ),
    opens_where_it_closed(
        "a client opens where it closed",
        "entity_code, client_key, product_key, transaction_currency_code",
        "opening_arr_reporting_amount",
        "arr_reporting_amount",
    ),
)
