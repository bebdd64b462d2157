"""Cost, pay, capacity and the value of time of the generated company are what it knows."""

from decimal import Decimal

import pytest
from demo_truth import truth
from nightly import Company
from proved_figures import levels, unproved

from pipelines.lib.provenance.composition.products import product_tables

pytestmark = pytest.mark.warehouse

COST = ("cost_functional_amount", "cost_reporting_amount")


def cost_months(company: Company) -> dict:
    """Return what the marts say projects cost, by class."""
    rows = company.query(
        f"""
        select fct_cost_month.entity_code, accounting_period, substr(project_code, 4), cost_class,
            {", ".join(COST)}
        from fct_cost_month inner join dim_project using (project_key)
        """,
        "people",
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
            )
        from fct_cost_month
        where entity_code = 'HV-DE' and cost_class = 'labour' group by all
        """,
        "people",
    )

    assert paid == ledger > 1000000
    assert len(rows) == 24
    assert all(borne == applied for _, borne, applied in rows)


def test_recurring_revenue_of_every_client_product_and_month_is_the_truth(
    generated: Company,
) -> None:
    clients = {row["client_name"]: row["client_id"] for row in generated.rows("clients")}
    rows = generated.query(
        """
        select months.entity_code, client_name, product_id, accounting_period,
            transaction_currency_code, arr_transaction_amount, 12 * mrr_transaction_amount
        from fct_mrr_customer_month as months
        left join dim_customer using (client_key) left join dim_product using (product_key)
        where mrr_transaction_amount <> 0
        """
    )

    keys = ("entity_code", "client_id", "product_id", "period", "currency_code")
    known = truth(generated.folder, "arr_months", keys, ("arr_amount",))

    assert len(known) > 20
    assert {(row[0], clients[row[1]], *row[2:5]): row[5:6] for row in rows} == known
    assert all(abs(twelve - yearly) < Decimal("0.0001") for *_, yearly, twelve in rows)


def test_every_figure_of_products_is_what_it_is_made_of(generated: Company) -> None:
    found = levels(generated, product_tables())

    assert unproved(found) == {}
    assert all(level.rows for level in found.values())


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


def test_every_hour_to_be_invoiced_is_ready_or_has_its_reason(generated: Company) -> None:
    rows = dict(
        generated.query(
            "select billing_reason, sum(hours) from fct_billable_now "
            "where item_type = 'time_entry' group by all"
        )
    )
    by_time = {
        row["project_id"]
        for row in generated.rows("projects")
        if row["project_type"] == "time_and_materials"
    }
    disputed = {row["invoice_id"] for row in generated.rows("disputes") if not row["closed_date"]}
    invoices = {
        row["invoice_line_id"]: row["invoice_id"] for row in generated.rows("invoice_lines")
    }
    hours = {"disputed": Decimal(0), "others": Decimal(0)}
    for row in generated.rows("time_entries"):
        invoice_id = invoices.get(row["invoice_line_id"])
        if row["is_billable"] == "true" and row["project_id"] in by_time:
            if invoice_id is None:
                hours["others"] += Decimal(row["hours"])
            elif invoice_id in disputed:
                hours["disputed"] += Decimal(row["hours"])

    assert set(rows) == {"capped", "disputed", "not_approved", "ready", "rejected"}
    assert rows.pop("disputed") == hours["disputed"]
    assert sum(rows.values()) == hours["others"]


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


def test_losses_are_expected_of_all_the_cost_that_projects_show(generated: Company) -> None:
    rows = generated.query(
        """
        with months as (
            select contract_key, accounting_period,
                sum(sum(cost_functional_amount)) over (
                    partition by contract_key order by accounting_period
                ) as cost
            from fct_project_month inner join dim_project using (project_key)
            group by contract_key, accounting_period
        )
        select cost_to_date_functional_amount, cost
        from fct_loss_provision inner join months using (contract_key, accounting_period)
        where cost_to_date_functional_amount is not null
        """,
        "finance",
    )

    assert len(rows) > 100
    assert [row for row in rows if row[0] != row[1]] == []


def test_the_margin_of_an_entitys_clients_is_that_of_its_month(generated: Company) -> None:
    amount = "sum(gross_margin_recognised_reporting_amount)"
    asked = "select entity_code, accounting_period, {0} from {1} group by all having {0} <> 0"
    clients, months = (
        generated.query(asked.format(amount, table))
        for table in ("fct_customer_profitability", "portfolio_month")
    )

    assert months
    assert sorted(clients) == sorted(months)
