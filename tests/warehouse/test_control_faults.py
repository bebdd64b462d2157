"""What is billed, earned, converted or sold wrongly makes its control fail, and no other."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from nightly import Company

pytestmark = [pytest.mark.warehouse, pytest.mark.slow]

CONTROLS = ("C09", "C18", "C19", "C21")
HOUR_LINE = """
    (select min(invoice_line_id) from marts.fct_invoice_line
    where is_posted and unit = 'hour' and quantity > 0)
"""
MILESTONE_LINE = """
    (select min(invoice_line_id) from marts.fct_invoice_line inner join marts.dim_project
    using (project_key) where project_type = 'milestone' and is_posted and unit = 'piece'
    and description = 'Milestone 1')
"""
AGAIN = """
    insert into marts.fct_invoice_line
    select * replace (invoice_line_id || ' again' as invoice_line_id)
    from marts.fct_invoice_line where invoice_line_id = {line}
"""
FOREIGN = "transaction_currency_code <> functional_currency_code"
# What is done to the warehouse, and the control and check that must say so.
FAULTS = {
    "a line of hours billed twice": (
        AGAIN.format(line=HOUR_LINE),
        "C09",
        "hours billed = hours recorded for them, this line",
    ),
    "a milestone billed twice": (
        AGAIN.format(line=MILESTONE_LINE),
        "C09",
        "milestones billed once, this project",
    ),
    "hours billed on a milestone's price": (
        f"update marts.fct_invoice_line set unit = 'hour' where invoice_line_id = {MILESTONE_LINE}",
        "C09",
        "no hours are billed on a price that is fixed or by milestone, this line",
    ),
    "time earned by its rate where an obligation earns it": (
        """
        insert into marts.fct_revenue_event by name
        select time_entries.system_name, 'time_entries' as source_table,
            time_entry_id as source_id, time_entries.entity_code, time_entries.project_key,
            work_date as service_date, 'right_to_invoice' as revenue_method,
            10 as revenue_transaction_amount
        from intermediate.int_time_entries__valued as time_entries
        inner join intermediate.int_obligations__dated as obligations using (project_key)
        where work_date >= obligations.start_date limit 1
        """,
        "C09",
        "earned once, this row",
    ),
    "a rate of another day": (
        (
            f"update marts.fct_billing_event set functional_fx_rate_date = service_date + 1 "
            f"where {FOREIGN}"
        ),
        "C18",
        "foreign rows = rows with a rate of the right type and day",
    ),
    "income at a spot rate": (
        (
            f"update marts.fct_revenue_event set fx_rate_type = 'spot' "
            f"where {FOREIGN} and source_table = 'performance_obligations'"
        ),
        "C18",
        "foreign rows = rows with a rate of the right type and day",
    ),
    "an amount at today's rate": (
        (
            "update marts.fct_project_cost set reporting_fx_rate_date = date '2026-06-30' "
            "where transaction_currency_code <> reporting_currency_code"
        ),
        "C18",
        "rows of periods that are over = rows at no rate from after them",
    ),
    "an amount that is not converted": (
        (
            f"update marts.fct_revenue_event "
            f"set revenue_functional_amount = revenue_transaction_amount where {FOREIGN}"
        ),
        "C18",
        "rows converted = their total converted",
    ),
    "a deal of another amount": (
        (
            "update marts.fct_opportunity set transaction_amount = transaction_amount + 1 "
            "where opportunity_id = (select min(opportunity_id) from marts.fct_opportunity "
            "where is_won and opportunity_type = 'product')"
        ),
        "C19",
        "won = agreed, amount, this contract",
    ),
    "a deal in another currency": (
        (
            "update marts.fct_opportunity set transaction_currency_code = 'CHF' "
            "where opportunity_id = (select min(opportunity_id) from marts.fct_opportunity "
            "where is_won)"
        ),
        "C19",
        "won = agreed, currency, contracts",
    ),
    "a deal of another month": (
        (
            "update marts.fct_opportunity set close_date = close_date + 31 "
            "where opportunity_id = (select min(opportunity_id) from marts.fct_opportunity "
            "where is_won)"
        ),
        "C19",
        "won = agreed, period of signature, contracts",
    ),
    "a sum that lost a posting": (
        (
            "update marts.fct_cost_month set cost_functional_amount = cost_functional_amount - 99 "
            "where cost_month_key = (select min(cost_month_key) from marts.fct_cost_month "
            "where cost_class = 'labour' and cost_functional_amount > 0)"
        ),
        "C21",
        "cost by what it was for = cost as posted, functional currency",
    ),
    "a client who bears a cent too much": (
        (
            "update marts.fct_customer_profitability "
            "set cost_to_serve_reporting_amount = cost_to_serve_reporting_amount + 0.01 "
            "where customer_profitability_key = (select min(customer_profitability_key) "
            "from marts.fct_customer_profitability where cost_to_serve_reporting_amount > 0)"
        ),
        "C21",
        "cost of projects = cost to serve of clients, reporting currency",
    ),
}
Failing = Callable[[str], set[tuple[str, str]]]


@pytest.fixture
def failing(generated: Company, tmp_path: Path) -> Failing:
    """What fails after something is done to a copy of the generated company's warehouse."""
    original = generated.folder / "var" / "warehouse" / "evenkeel.duckdb"
    compiled = generated.folder / "var/state/dbt/target/compiled/evenkeel/models"

    def after(change: str) -> set[tuple[str, str]]:
        found = set()
        with duckdb.connect(str(shutil.copy(original, tmp_path))) as connection:
            connection.execute(change)
            for control in CONTROLS:
                (path,) = compiled.rglob(f"int_control_{control.lower()}__measured.sql")
                found |= set(
                    connection.execute(
                        f"select control_id, check_name from ({path.read_text('utf-8')}) "
                        "where (abs(a_value - b_value) <= tolerance) is not true"
                    ).fetchall()
                )
        return found

    return after


def test_nothing_fails_of_what_is_right(failing: Failing) -> None:
    assert failing("select 1") == set()


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_seen_by_its_control_alone(failing: Failing, fault: str) -> None:
    change, control, check = FAULTS[fault]

    found = failing(change)

    assert (control, check) in found
    # C21 compares all that was recognised and spent, so that it may see an amount too.
    assert {seen for seen, _ in found} - {"C21"} == {control} - {"C21"}


def test_all_of_them_are_measured(generated: Company) -> None:
    measured = generated.query(
        "select control_id, count(*) from ctl_reconciliation "
        f"where control_id in {CONTROLS} group by all order by all"
    )

    assert [control for control, _ in measured] == list(CONTROLS)
    assert min(rows for _, rows in measured) > 10
