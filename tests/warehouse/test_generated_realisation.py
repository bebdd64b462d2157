"""The value of generated time is somewhere, once, whatever was invoiced, capped or credited."""

from decimal import Decimal

import pytest
from realisation_chain import AS_OF, Billing, RealisationChain

pytestmark = pytest.mark.warehouse

PARTS = (
    "billed_amount",
    "unknown_amount",
    "wip_open_amount",
    "rate_discount_amount",
    "write_down_amount",
    "write_off_amount",
    "over_cap_amount",
    "reclass_amount",
    "expired_amount",
)
NEVER_NEGATIVE = tuple(
    PARTS.index(name)
    for name in ("wip_open_amount", "over_cap_amount", "reclass_amount", "expired_amount")
)


@pytest.mark.parametrize("seed", range(8))
def test_every_cent_of_standard_value_has_one_place(
    realisations: RealisationChain, seed: int
) -> None:
    realisations.run(Billing(seed).tables, as_of=AS_OF)

    found = realisations.rows("int_time_values__parted", f"standard_amount, {', '.join(PARTS)}")
    assert len(found) == 18
    for standard, *parts in found:
        assert sum(parts) == standard
        assert min(parts[index] for index in NEVER_NEGATIVE) >= 0


@pytest.mark.parametrize("seed", range(8))
def test_what_is_billed_is_what_lines_charge_and_more_is_not_collected(
    realisations: RealisationChain, seed: int
) -> None:
    billing = Billing(seed)
    realisations.run(billing.tables, as_of=AS_OF)

    for project in "pq":
        lines = [
            row["net_amount"]
            for row in billing.tables["int_invoice_lines__converted"]
            if str(row["invoice_id"]).lstrip("N").startswith(project)
        ]
        found = [
            row
            for row in realisations.rows(
                "int_time_values__parted", "project_key, billed_amount, collected_amount"
            )
            if row[0] == project
        ]
        assert sum(billed for _, billed, _ in found) == sum(
            (amount for amount in lines if isinstance(amount, Decimal)), Decimal(0)
        )
        assert min(collected for *_, collected in found) >= 0


@pytest.mark.parametrize("seed", range(8))
def test_every_open_hour_has_its_reason_and_a_maximum_lets_no_more_than_it_be_ready(
    realisations: RealisationChain, seed: int
) -> None:
    billing = Billing(seed)
    realisations.run(billing.tables, as_of=AS_OF)

    found = realisations.rows(
        "int_billable_time__explained", "project_key, billing_reason, hours, value_amount"
    )
    entries = billing.tables["int_time_entries__valued"]
    assert sum(row[2] for row in found) == sum(
        row["hours"]
        for row in entries
        if isinstance(row["hours"], Decimal) and not row["invoice_line_id"]
    )
    (cap,) = [
        row["not_to_exceed_amount"]
        for row in billing.tables["int_project_terms__gathered"]
        if row["project_key"] == "p"
    ]
    assert isinstance(cap, Decimal)
    ready = sum(row[3] for row in found if row[:2] == ("p", "ready"))
    assert ready <= cap
    capped = sum(row[3] for row in found if row[1] == "capped")
    lost = sum(row[0] for row in realisations.rows("int_time_values__parted", "over_cap_amount"))
    assert capped <= lost + Decimal("0.1")
    covered = sum(row[3] for row in found if row[1] == "already_invoiced")
    billed = realisations.rows("int_time_values__parted", "project_key, billed_amount")
    assert abs(covered - sum(row[1] for row in billed if row[0] == "r")) < Decimal("0.1")
