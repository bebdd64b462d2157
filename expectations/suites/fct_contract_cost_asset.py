"""What capitalised cost of contracts must keep: it rolls forward (IFRS 15.127)."""

from expectations.suite import equal, opens_where_it_closed

EXPECTATIONS = (
    equal(
        "the asset closes with what it opened with, additions and amortisation",
        "closing_asset_functional_amount",
        "(opening_asset_functional_amount + addition_functional_amount "
        "- amortisation_functional_amount)",
    ),
    equal(
        "the asset is what was capitalised less what is amortised",
        "closing_asset_functional_amount",
        "(capitalised_to_date_functional_amount - amortised_to_date_functional_amount)",
    ),
    opens_where_it_closed(
        "an asset opens where it closed",
        "contract_key, cost_type",
        "opening_asset_functional_amount",
        "closing_asset_functional_amount",
    ),
)
