"""What is owed, not billed, left and provided for is walked back to documents and journals."""

import re
import shutil
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from nightly import Company
from proved_figures import levels, opened, unproved

from pipelines.lib.provenance.composition.tables import COMPOSITION

pytestmark = pytest.mark.warehouse

TABLES = (
    *("fct_ar_aging", "fct_wip_aging", "fct_rpo_schedule", "fct_loss_provision"),
    *("fct_working_capital_month", "fct_bookings_backlog_month", "fct_revenue_schedule"),
    *("fct_contract_balance_rollforward", "fct_gl_line", "ctl_reconciliation"),
)
# What states a price or a budget, and is no sum of parts.
STATED = {
    ("portfolio_project", "budget_hours"),
    ("fct_revenue_event", "allocated_amount"),
    ("fct_revenue_event", "revenue_before_amount"),
    ("fct_revenue_event", "revenue_to_date_amount"),
}
PAID_IN_PART = (
    "select ar_aging_key, invoice_id, as_of_date, open_transaction_amount from fct_ar_aging "
    "where invoice_id in (select invoice_id from fct_receivable_movement "
    "where movement_type = 'payment' and movement_date <= as_of_date) "
    "order by open_transaction_amount desc, ar_aging_key limit 1"
)


@pytest.mark.parametrize(
    "shape", ["generated", pytest.param("from_vendors", marks=pytest.mark.slow)]
)
def test_every_figure_is_the_sum_of_its_declared_parts(
    request: pytest.FixtureRequest, shape: str
) -> None:
    company: Company = request.getfixturevalue(shape)

    found = levels(company)

    assert unproved(found) == {}
    # Its ledger ties, and nothing is paid to obtain its contracts.
    empty = {table for (table, _), level in found.items() if not level.rows}
    assert empty == {"ctl_reconciling_item", "fct_contract_cost_asset"}


def test_every_amount_of_these_tables_is_declared(generated: Company) -> None:
    with opened(generated) as tables:
        amounts = {
            (table, column)
            for table in COMPOSITION
            for column in tables.columns[table]
            if column.endswith(("_amount", "hours"))
        }

    declared = {(table, measure) for table, known in COMPOSITION.items() for measure in known}
    assert amounts - declared == STATED


def test_every_row_of_them_adds_up(generated: Company) -> None:
    found = levels(generated, {table: COMPOSITION[table] for table in TABLES})

    assert unproved(found) == {}
    assert {table for (table, _), level in found.items() if not level.rows} == set()


def test_what_is_open_is_the_invoice_less_what_settled_it(generated: Company) -> None:
    ((key, invoice, day, amount),) = generated.query(PAID_IN_PART)
    moves = generated.query(
        "select movement_transaction_amount, source_id from fct_receivable_movement "
        f"where invoice_id = '{invoice}' and movement_date <= date '{day}'"
    )

    told = generated.ask("explain", "fct_ar_aging", key, "-m", "open_transaction").told

    assert sum(move for move, _ in moves) == amount
    assert f"movement_transaction_amount: {len(moves)} rows" in told
    assert f"as it landed: invoice_id={invoice}" in told
    assert re.search(r"paid on \d{4}-\d\d-\d\d, \S+: -", told)
    assert re.search(r"in the ledger, journal \S+ of \d{4}-\d\d-\d\d: cash ", told)


def test_what_is_not_billed_is_walked_to_revenue_and_billings(generated: Company) -> None:
    ((oldest, newer),) = generated.query(
        "select arg_min(wip_aging_key, oldest_service_date), "
        "arg_max(wip_aging_key, oldest_service_date) from fct_wip_aging "
        "group by contract_key, transaction_currency_code, accounting_period "
        "having count(*) > 1 order by all limit 1"
    )
    asked = ("-m", "unbilled_transaction_amount", "--json")

    of_both, of_events = (
        generated.ask("explain", "fct_wip_aging", key, *asked).outcome["walk"]["made_of"]
        for key in (oldest, newer)
    )

    assert [bool(part["rows"]) for part in of_both] == [False, True, True]
    assert [bool(part["rows"]) for part in of_events] == [True, False, False]
    below = [part["table"] for part in of_both[1]["made_of"]]
    assert below == ["fct_revenue_event", "fct_billing_event"]


def test_what_the_ledger_holds_is_walked_to_its_lines_as_they_landed(generated: Company) -> None:
    ((key, amount),) = generated.query(
        "select reconciliation_key, b_value from ctl_reconciliation "
        "where check_name = 'recognised revenue = ledger revenue' "
        "order by abs(b_value) desc, reconciliation_key limit 1"
    )

    ended = generated.ask("explain", "ctl_reconciliation", key)
    found = generated.ask("explain", "ctl_reconciliation", key, "--json").outcome

    lines = found["walk"]["made_of"][1]
    assert (ended.code, lines["table"]) == (0, "fct_gl_line")
    assert Decimal(lines["total"]) == -amount
    assert re.search(r"journal \S+ of \d{4}-\d\d-\d\d, of \w+ \S+: credit ", ended.told)
    assert "as it landed: gl_line_id=" in ended.told


def test_a_control_that_the_ledger_has_no_part_in_is_refused(generated: Company) -> None:
    ((key,),) = generated.query(
        "select min(reconciliation_key) from ctl_reconciliation where control_id = 'C10'"
    )

    ended = generated.ask("explain", "ctl_reconciliation", key)

    assert ended.code == 1
    assert "b_value of this row of ctl_reconciliation is not explained: only what is" in ended.told


def test_a_posting_tells_the_journal_it_is_in(generated: Company) -> None:
    ((billed, journal),) = generated.query(
        "select billing_event_key, journal_number from fct_billing_event "
        "inner join fct_gl_line on invoice_id = fct_gl_line.source_id "
        "and source_type = 'invoice' order by all limit 1"
    )

    told = generated.ask("explain", "fct_billing_event", billed).told

    assert f"in the ledger, journal {journal} of " in told


def test_a_payment_that_was_altered_is_named_where_it_does_not_add_up(
    generated: Company, tmp_path: Path
) -> None:
    ((key, invoice, *_),) = generated.query(PAID_IN_PART)
    company = Company(tmp_path / "company")
    shutil.copytree(
        generated.folder, company.folder, symlinks=True, ignore=shutil.ignore_patterns("warehouse")
    )
    path = company.releases / "current" / "finance.duckdb"
    path.chmod(0o600)
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "update fct_receivable_movement set "
            "movement_transaction_amount = movement_transaction_amount + 0.01 "
            "where movement_type = 'payment' and invoice_id = ?",
            [invoice],
        )

    ended = company.ask("explain", "fct_ar_aging", key)

    assert ended.code == 1
    assert f"fct_ar_aging [{key[:12]}] is " in ended.told
    assert "does not add up: 1 row of " in ended.told
