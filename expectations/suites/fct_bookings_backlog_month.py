"""What bookings and backlog must keep: the roll-forward foots and opens where it closed."""

from expectations.suite import in_both, opens_where_it_closed

EXPECTATIONS = (
    *in_both(
        "what is booked is new or a modification",
        "bookings_$_amount",
        "(bookings_new_$_amount + bookings_modification_$_amount)",
    ),
    *in_both(
        "backlog closes with what it opened with and how it moved",
        "closing_backlog_$_amount",
        "(opening_backlog_$_amount + bookings_$_amount + backlog_judged_anew_$_amount "
        "- backlog_burn_$_amount + backlog_of_closed_periods_$_amount "
        "+ backlog_exchange_difference_$_amount)",
    ),
    *(
        opens_where_it_closed(
            f"a stream opens where it closed ({currency} currency)",
            "entity_code, revenue_stream",
            f"opening_backlog_{currency}_amount",
            f"closing_backlog_{currency}_amount",
        )
        for currency in ("functional", "reporting")
    ),
)
