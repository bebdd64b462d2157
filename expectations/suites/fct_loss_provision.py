"""What provisions for losses must keep: they roll forward, and none is below zero."""

from expectations.suite import equal, no_rows, opens_where_it_closed

EXPECTATIONS = (
    equal(
        "the provision closes with what it opened with and its movement",
        "closing_provision_functional_amount",
        "(opening_provision_functional_amount + provision_movement_functional_amount)",
    ),
    opens_where_it_closed(
        "a contract's provision opens where it closed",
        "contract_key",
        "opening_provision_functional_amount",
        "closing_provision_functional_amount",
    ),
    no_rows(
        "no loss that is expected or provided for is below zero",
        "select {row}, expected_loss_functional_amount, closing_provision_functional_amount "
        "from {batch} where expected_loss_functional_amount < 0 "
        "or closing_provision_functional_amount < 0",
    ),
)
