"""The marts of the generated company say what it knows of itself, to the cent."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest
from nightly import Company
from proved_figures import levels, unproved

from sources.demo.plan import Plan
from sources.demo.write import write_demo

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


@pytest.fixture(scope="module")
def from_vendors(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The same company, delivered from Harvest, Toggl, Salesforce, HubSpot, NetSuite and Xero."""
    folder = tmp_path_factory.mktemp("vendors")
    write_demo(folder, Plan(people=40, years=1), lambda _: None, shape="vendors")
    company = Company(folder)
    ended = company.run("2026-06-30")
    assert ended.code == 0, ended.told
    return company


def truth(folder: Path, name: str, keys: tuple[str, ...], measures: tuple[str, ...]) -> dict:
    with (folder / "truth" / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return {
            tuple(row[key] or None for key in keys): tuple(
                Decimal(row[name]) if row[name] else None for name in measures
            )
            for row in csv.DictReader(handle)
        }


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


COST = ("cost_functional_amount", "cost_reporting_amount")


def cost_months(company: Company) -> dict:
    """Return what the marts say projects cost, by class."""
    rows = company.query(
        f"""
        select fct_cost_month.entity_code, accounting_period, substr(project_code, 4), cost_class,
            {", ".join(COST)}
        from fct_cost_month inner join dim_project using (project_key)
        """
    )
    return {row[:4]: row[4:] for row in rows}


def test_cost_of_every_project_month_and_class_is_the_truth(generated: Company) -> None:
    keys = ("entity_code", "period", "project_id", "cost_class")
    known = truth(generated.folder, "cost_months", keys, COST)

    assert {key[3] for key in known} == {"labour", "expense", "subcontractor"}
    assert cost_months(generated) == known


def test_pay_of_every_entity_month_and_kind_of_time_is_the_truth(generated: Company) -> None:
    rows = generated.query(
        """
        select entity_code, accounting_period, labour_kind,
            sum(labour_cost_actual_functional_amount)
        from fct_labour_cost_allocation group by all
        """,
        "people",
    )

    keys = ("entity_code", "period", "labour_kind")
    known = truth(generated.folder, "payroll_months", keys, ("labour_cost_actual_amount",))

    assert len(known) > 100
    assert {row[:3]: row[3:] for row in rows} == known


def test_pay_is_the_ledgers_and_burdened_labour_bears_what_pools_apply(generated: Company) -> None:
    ((paid, ledger),) = generated.query(
        """
        select sum(a_value), sum(b_value) from ctl_reconciliation
        where control_id = 'C04' and check_name = 'payroll = ledger labour cost'
        """
    )
    rows = generated.query(
        """
        select accounting_period,
            sum(labour_cost_burdened_functional_amount - labour_cost_std_functional_amount),
            (
                select sum(applied_functional_amount) from fct_overhead_pool
                where entity_code = 'HV-DE'
                    and fct_overhead_pool.accounting_period = fct_cost_month.accounting_period
            ),
            count(*)
        from fct_cost_month
        where entity_code = 'HV-DE' and cost_class = 'labour' group by all
        """
    )

    assert paid == ledger > 1000000
    assert len(rows) == 24
    assert all(
        abs(borne - applied) <= Decimal("0.005") * rounded for _, borne, applied, rounded in rows
    )


@pytest.mark.slow
def test_seven_vendors_systems_say_the_same_of_every_project_and_month(
    from_vendors: Company,
) -> None:
    assert project_months(from_vendors) == known_project_months(from_vendors)
    assert from_vendors.query("select distinct status from ctl_reconciliation") == [("reconciled",)]
    assert from_vendors.query("from ctl_finding") == []


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


WATERFALL = {
    "standard_value": "standard",
    "rate_discount": "rate_discount",
    "agreed_value": "agreed",
    "billed_value": "billed",
    "write_down": "write_down",
    "write_off": "write_off",
    "over_cap_unbillable": "over_cap",
    "reclass_nonbillable": "reclass",
    "expired_unbilled": "expired",
    "wip_open": "wip_open",
    "cash_collected": "collected",
}


def test_where_the_value_of_time_went_in_every_project_and_month_is_the_truth(
    generated: Company,
) -> None:
    rows = generated.query(
        f"""
        select fct_realization_waterfall.entity_code, service_period, substr(project_code, 4),
            transaction_currency_code,
            {", ".join(f"{name}_transaction_amount" for name in WATERFALL)}
        from fct_realization_waterfall left join dim_project using (project_key)
        where is_paid_by_time
        """
    )

    keys = ("entity_code", "period", "project_id", "currency_code")
    amounts = tuple(f"{name}_amount" for name in WATERFALL.values())
    known = truth(generated.folder, "realisation_months", keys, amounts)

    assert len(known) > 150
    assert all(any(row[column] for row in known.values()) for column in range(len(amounts)))
    assert {row[:4]: row[4:] for row in rows} == known


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


def test_every_billable_hour_of_the_company_is_ready_or_has_its_reason(generated: Company) -> None:
    rows = dict(
        generated.query(
            "select billing_reason, sum(hours) from fct_billable_now "
            "where item_type = 'time_entry' group by all"
        )
    )

    reasons = {"already_invoiced", "capped", "disputed", "not_approved", "paid_by_price", "ready"}
    entries = [row for row in generated.rows("time_entries") if row["is_billable"] == "true"]
    assert set(rows) == reasons
    assert sum(rows.values()) == sum(Decimal(row["hours"]) for row in entries)


@pytest.mark.parametrize(
    "shape", ["generated", pytest.param("from_vendors", marks=pytest.mark.slow)]
)
def test_capacity_of_every_person_and_month_is_the_truth(
    request: pytest.FixtureRequest, shape: str
) -> None:
    company: Company = request.getfixturevalue(shape)
    hours = (
        "capacity_gross_hours",
        "holiday_hours",
        "leave_hours",
        "billable_hours",
        "recorded_hours",
        "bench_hours",
        "unrecorded_hours",
        "overtime_hours",
    )
    rows = company.query(
        f"""
        select 'P' || lpad(regexp_extract(email, '([0-9]+)@', 1), 6, '0'), weeks.entity_code,
            accounting_period, {", ".join(f"sum({name})" for name in hours)}
        from fct_resource_utilization_week as weeks inner join dim_person using (person_key)
        group by all
        """,
        "people",
    )

    keys = ("person_id", "entity_code", "period")
    known = truth(company.folder, "capacity_months", keys, hours)

    assert len(known) > 300
    assert all(any(month[place] for month in known.values()) for place in range(len(hours)))
    assert {row[:3]: row[3:] for row in rows} == known


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


@pytest.mark.parametrize(
    "shape", ["generated", pytest.param("from_vendors", marks=pytest.mark.slow)]
)
def test_every_figure_is_the_sum_of_its_declared_parts(
    request: pytest.FixtureRequest, shape: str
) -> None:
    company: Company = request.getfixturevalue(shape)

    found = levels(company)

    assert unproved(found) == {}
    assert all(level.rows for level in found.values())
