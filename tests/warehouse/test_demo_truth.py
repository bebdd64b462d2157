"""The marts of the generated company say what it knows of itself, to the cent."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from demo_truth import truth
from nightly import Company

pytestmark = pytest.mark.warehouse

MAKEFILE = Path(__file__).parents[2] / "Makefile"

MEASURES = (
    "hours",
    "billable_hours",
    "approved_hours",
    "cost_functional_amount",
    "cost_reporting_amount",
    "billed_functional_amount",
    "billed_reporting_amount",
)
REVENUE = ("revenue_functional_amount", "revenue_reporting_amount")


def project_months(company: Company) -> dict:
    """Return what the marts say of every project and month that was worked or billed."""
    rows = company.query(
        f"""
        select fct_project_month.entity_code, accounting_period, substr(project_code, 4),
            {", ".join(MEASURES)}
        from fct_project_month left join dim_project using (project_key)
        """
    )
    return {row[:3]: row[3:] for row in rows if any(row[3:])}


def known_project_months(company: Company) -> dict:
    keys = ("entity_code", "period", "project_id")
    return truth(company.folder, "project_months", keys, MEASURES)


def test_hours_cost_and_billings_of_every_project_and_month_are_the_truth(
    generated: Company,
) -> None:
    known = known_project_months(generated)

    assert len(known) > 100
    assert project_months(generated) == known


@pytest.mark.slow
def test_seven_vendors_systems_say_the_same_of_every_project_and_month(
    from_vendors: Company,
) -> None:
    assert project_months(from_vendors) == known_project_months(from_vendors)
    assert from_vendors.query("select distinct status from ctl_reconciliation") == [("reconciled",)]
    # Disputes and contracts come from the group's planning: it has no invoices of the ids that its
    # disputes name, and no contract names a deal of HubSpot.
    assert from_vendors.query(
        "select distinct finding_code, system_name, table_name from ctl_finding "
        "where finding_code <> 'estimate_used_up' order by all"
    ) == [
        ("named_row_missing", "group", "disputes"),
        ("won_without_contract", "hubspot", "opportunities"),
    ]


@pytest.mark.slow
def test_seven_vendors_systems_say_the_same_of_revenue(from_vendors: Company) -> None:
    # Neither Harvest nor Toggl knows rejected time, which is no progress of a fixed fee.
    rows = from_vendors.query(
        f"""
        select entity_code, accounting_period, revenue_stream,
            {", ".join(f"sum({name})" for name in REVENUE)}
        from fct_revenue_month where revenue_stream <> 'fixed_fee'
        group by all having sum(revenue_functional_amount) <> 0
        """
    )

    keys = ("entity_code", "period", "revenue_stream", "project_id", "product_id")
    known: dict[tuple[str, ...], list[Decimal]] = {}
    for key, amounts in truth(from_vendors.folder, "revenue_months", keys, REVENUE).items():
        sums = known.setdefault(key[:3], [Decimal(0), Decimal(0)])
        known[key[:3]] = [a + b for a, b in zip(sums, amounts, strict=True)]

    assert {key[2] for key in known} > {"fixed_fee", "subscription"}
    assert {row[:3]: list(row[3:]) for row in rows} == {
        key: amounts for key, amounts in known.items() if key[2] != "fixed_fee"
    }


def test_revenue_of_every_project_product_and_month_is_the_truth(generated: Company) -> None:
    rows = generated.query(
        f"""
        select fct_revenue_month.entity_code, accounting_period, substr(project_code, 4),
            product_id, revenue_stream, {", ".join(f"sum({name})" for name in REVENUE)}
        from fct_revenue_month
        left join dim_project using (project_key)
        left join dim_product using (product_key)
        group by all having sum(revenue_functional_amount) <> 0
        """
    )

    keys = ("entity_code", "period", "project_id", "product_id", "revenue_stream")
    known = truth(generated.folder, "revenue_months", keys, REVENUE)

    assert len({key[4] for key in known}) == 5
    assert {row[:5]: row[5:] for row in rows} == known


def test_revenue_of_every_obligation_and_month_is_the_truth(generated: Company) -> None:
    rows = generated.query(
        """
        select contract_id, performance_obligation_id, accounting_period,
            revenue_transaction_amount, revenue_to_date_amount, allocated_amount
        from fct_revenue_po_month where revenue_transaction_amount <> 0
        """
    )

    keys = ("contract_id", "performance_obligation_id", "period")
    amounts = ("revenue_amount", "revenue_to_date_amount", "allocated_amount")
    known = truth(generated.folder, "obligation_months", keys, amounts)

    modified = {row["modification_type"] for row in generated.rows("contract_versions")}
    assert len(modified) == 5
    assert len(known) > 500
    assert {row[:3]: row[3:] for row in rows} == known


def test_balances_of_every_contract_and_month_are_the_truth(generated: Company) -> None:
    rows = generated.query(
        """
        select substr(contract_code, 4), accounting_period, revenue_to_date_amount,
            billed_to_date_amount,
            closing_contract_asset_amount + closing_unbilled_receivable_amount,
            closing_contract_liability_amount, remaining_amount
        from fct_contract_balance_rollforward inner join dim_contract using (contract_key)
        """
    )

    amounts = (
        "revenue_to_date_amount",
        "billed_to_date_amount",
        "contract_asset_amount",
        "contract_liability_amount",
        "remaining_amount",
    )
    known = truth(generated.folder, "contract_months", ("contract_id", "period"), amounts)

    found = {row[:2]: row[2:] for row in rows}
    assert {key: found[key] for key in known} == known
    assert {amount for key in set(found) - set(known) for amount in found[key][:4]} <= {Decimal(0)}


def test_billings_of_every_contract_and_month_are_the_truth(generated: Company) -> None:
    rows = generated.query(
        """
        select substr(contract_code, 4), accounting_period, sum(net_transaction_amount)
        from fct_invoice_line inner join dim_contract using (contract_key)
        where is_posted group by all having sum(net_transaction_amount) <> 0
        """
    )

    known = truth(
        generated.folder, "contract_months", ("contract_id", "period"), ("billed_amount",)
    )

    billed = {key: amounts for key, amounts in known.items() if amounts != (Decimal(0),)}
    assert len(billed) > 50
    assert {row[:2]: row[2:] for row in rows} == billed


def test_the_ledger_of_every_account_and_month_is_the_truth(generated: Company) -> None:
    rows = generated.query(
        """
        select fct_gl_line.entity_code, account_code, accounting_period, sum(net_functional_amount)
        from fct_gl_line inner join dim_gl_account using (account_key) group by all
        """
    )

    keys = ("entity_code", "account_code", "period")
    known = truth(generated.folder, "ledger_months", keys, ("net_functional_amount",))

    assert len({key[1] for key in known}) > 10
    assert {row[:3]: row[3:] for row in rows} == known


def test_every_entitys_contracts_are_allocated_to_the_cent(generated: Company) -> None:
    found = generated.query(
        "select entity_code, subject, a_value > 0, status from ctl_reconciliation "
        "where control_id = 'C10'"
    )

    contracts = generated.rows("contracts")
    priced = {
        (row["entity_code"], f"exports in {row['currency_code']}", True, "reconciled")
        for row in contracts
        if row["agreed_amount"]
    }
    assert priced
    assert set(found) == priced


def test_what_clients_bring_is_the_truth_of_their_projects_and_subscriptions(
    generated: Company,
) -> None:
    rows = generated.query(
        """
        select accounting_period,
            sum(project_revenue_reporting_amount + product_revenue_reporting_amount)
        from fct_customer_profitability group by all
        having sum(project_revenue_reporting_amount + product_revenue_reporting_amount) <> 0
        """
    )

    keys = ("entity_code", "period", "project_id", "product_id", "revenue_stream")
    known: dict[str, Decimal] = {}
    for key, (_, revenue) in truth(generated.folder, "revenue_months", keys, REVENUE).items():
        known[key[1]] = known.get(key[1], Decimal(0)) + revenue

    assert dict(rows) == known


def test_what_make_demo_shows_is_in_the_release(generated: Company) -> None:
    (shown,) = re.findall(r'evenkeel\.toml query "(.+)"', MAKEFILE.read_text("utf-8"))

    assert len(generated.query(shown, "portfolio")) == 18


def test_open_receivables_of_every_entity_are_the_truth(generated: Company) -> None:
    rows = generated.query(
        "select entity_code, sum(net_functional_amount) from fct_gl_line "
        "where account_class = 'receivable' group by all"
    )

    known = truth(generated.folder, "receivables", ("entity_code",), ("open_functional_amount",))

    assert {(entity,): (amount,) for entity, amount in rows} == known
