"""What contract balances must keep: they foot, and open where they closed (IFRS 15.116)."""

from expectations.suite import equal, in_both, opens_where_it_closed

EXPECTATIONS = (
    equal(
        "the balance closes with what it opened with, revenue added and billings taken off",
        "closing_position_amount",
        "(opening_position_amount + revenue_transaction_amount - billed_transaction_amount)",
    ),
    *in_both(
        "the balance closes with what it opened with, revenue, billings and exchange",
        "closing_position_$_amount",
        "(opening_position_$_amount + revenue_$_amount - billed_$_amount + fx_effect_$_amount)",
    ),
    equal(
        "the balance is receivables not billed and contract asset less contract liability",
        "closing_position_amount",
        "(closing_unbilled_receivable_amount + closing_contract_asset_amount "
        "- closing_contract_liability_amount)",
    ),
    opens_where_it_closed(
        "a contract opens where it closed",
        "contract_key, transaction_currency_code",
        "opening_position_amount",
        "closing_position_amount",
    ),
    *(
        opens_where_it_closed(
            f"a contract opens where it closed ({currency} currency)",
            "contract_key, transaction_currency_code",
            f"opening_position_{currency}_amount",
            f"closing_position_{currency}_amount",
        )
        for currency in ("functional", "reporting")
    ),
)
