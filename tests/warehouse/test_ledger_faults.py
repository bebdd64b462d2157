"""What is wrong in the ledger of the generated company is named by document, cause and amount."""

from decimal import Decimal
from pathlib import Path

import pytest
from ledger_chain import FAULTS, NEXT_YEAR, OTHERS, PERIODS, LedgerChain
from nightly import Company

from pipelines.lib.ingest.known import KNOWN, load_known

pytestmark = pytest.mark.warehouse

ENTRIES = """
    select any_value(source_id),
        sum(credit_amount - debit_amount) filter (account_id like '%-4_00') as revenue
    from intermediate.int_gl_lines__unioned
    where entity_code = 'HV-UK' and source_type = 'accrual' and journal_id like '%' || $1
    group by journal_id having count(*) = 2 order by 1
"""
DOCUMENTS = """
    select min(source_id) filter (
            source_type = 'invoice'
            and posting_date between date '2026-02-01' and date '2026-02-28'
        ),
        min(source_id) filter (source_type = 'payment'),
        min(gl_line_id) filter (account_id = 'HV-DE-4000' and posting_date < date '2026-01-01')
    from intermediate.int_gl_lines__unioned where entity_code = 'HV-DE'
"""
ITEMS = """
    select accounting_period, document_period, cause_code, item_amount, explained_amount, age_days
    from marts.ctl_reconciling_item
    where control_id = $1 and table_name = $2 and source_id = $3 order by all
"""


@pytest.fixture(scope="module")
def ledger(generated: Company, tmp_path_factory: pytest.TempPathFactory) -> LedgerChain:
    """The generated company's ledger, to be spoiled."""
    return LedgerChain.of(generated, tmp_path_factory.mktemp("ledger"))


@pytest.fixture(scope="module")
def entries(ledger: LedgerChain) -> dict[str, tuple[str, Decimal]]:
    """A contract for each fault, no two the same, with the revenue of its entry."""
    found: dict[str, tuple[str, Decimal]] = {}
    for fault, period in PERIODS.items():
        taken = {contract for contract, _ in found.values()}
        rows = ledger.rows(ENTRIES, period)
        found[fault] = next((row[0], row[1]) for row in rows if row[0] not in taken)
    return found


@pytest.fixture(scope="module")
def documents(ledger: LedgerChain) -> tuple[str, str, str]:
    """An invoice, one that was paid, and a line of revenue."""
    ((invoice, paid, line),) = ledger.rows(DOCUMENTS)
    return invoice, paid, line


@pytest.fixture(scope="module")
def faulty(
    ledger: LedgerChain,
    entries: dict[str, tuple[str, Decimal]],
    documents: tuple[str, str, str],
) -> LedgerChain:
    """The same ledger with every fault at once, each in another contract; `mended` has none."""
    ledger.change("create table mended as from lines where true")
    for fault, change in FAULTS.items():
        contract, period = entries[fault][0], PERIODS[fault]
        ledger.change(change.format(entry=f"journal_id = 'GC-{contract}-{period}'"))
    invoice, paid, line = documents
    for change in OTHERS:
        ledger.change(change.format(invoice=invoice, paid=paid, line=line))
    ledger.run()
    return ledger


@pytest.mark.parametrize("fault", sorted(set(FAULTS) - {"timing", NEXT_YEAR}))
def test_a_faulty_entry_is_named_with_its_cause_and_explains_nothing(
    faulty: LedgerChain, entries: dict[str, tuple[str, Decimal]], fault: str
) -> None:
    contract, revenue = entries[fault]

    found = faulty.rows(ITEMS, "C05", "contracts", contract)

    times = {"duplicate": -1, "sign": 2}.get(fault, 1)
    amount = -revenue / abs(revenue) if fault == "amount" else times * revenue
    assert found == [("2026-02", "2026-02", fault, amount, 0, 122)]


@pytest.mark.parametrize("fault", sorted(set(FAULTS) - {"timing", NEXT_YEAR, "unmapped_account"}))
def test_a_faulty_entry_stays_behind_the_balances_of_later_months(
    faulty: LedgerChain, entries: dict[str, tuple[str, Decimal]], fault: str
) -> None:
    found = faulty.rows(ITEMS, "C06", "contracts", entries[fault][0])

    months = [row[0] for row in found]
    assert months == ["2026-02", "2026-03", "2026-04", "2026-05"]
    assert {(row[1], row[2], row[4]) for row in found} == {("2026-02", fault, 0)}


def test_an_entry_a_month_late_is_explained_until_it_came(
    faulty: LedgerChain, entries: dict[str, tuple[str, Decimal]]
) -> None:
    contract, revenue = entries["timing"]

    of_revenue = faulty.rows(ITEMS, "C05", "contracts", contract)
    of_balances = faulty.rows(ITEMS, "C06", "contracts", contract)

    assert of_revenue == [
        ("2026-02", "2026-02", "timing", revenue, revenue, 122),
        ("2026-03", "2026-03", "timing", -revenue, -revenue, 91),
    ]
    assert [(row[0], row[2], row[3] == row[4]) for row in of_balances] == [
        ("2026-02", "timing", True)
    ]


def test_timing_across_the_end_of_a_year_explains_nothing(
    faulty: LedgerChain, entries: dict[str, tuple[str, Decimal]]
) -> None:
    contract, revenue = entries[NEXT_YEAR]

    found = faulty.rows(ITEMS, "C05", "contracts", contract)

    assert [row[:5] for row in found] == [
        ("2025-12", "2025-12", "timing", revenue, 0),
        ("2026-01", "2026-01", "timing", -revenue, 0),
    ]


def test_an_invoice_that_was_not_posted_is_missing_in_revenue_and_receivables(
    faulty: LedgerChain, documents: tuple[str, str, str]
) -> None:
    invoice, _, _ = documents

    revenue = faulty.rows(ITEMS, "C05", "invoices", invoice)
    receivables = faulty.rows(ITEMS, "C08", "invoices", invoice)

    assert [row[2] for row in (*revenue, *receivables)] == ["missing_in_ledger"] * 2


def test_a_payment_that_was_not_posted_is_missing_in_receivables(
    faulty: LedgerChain, documents: tuple[str, str, str]
) -> None:
    found = faulty.rows(
        "select document_type, cause_code, item_amount < 0 from marts.ctl_reconciling_item "
        "where control_id = 'C08' and source_id = $1",
        documents[1],
    )

    assert found == [("settlement", "missing_in_ledger", True)]


def test_revenue_of_nothing_is_missing_in_the_subledger(faulty: LedgerChain) -> None:
    found = faulty.rows(ITEMS, "C05", "gl_lines", "GX")

    assert [row[2] for row in found] == ["missing_in_subledger"]


def test_payroll_that_is_not_in_the_ledger_is_a_difference_of_its_month(
    faulty: LedgerChain,
) -> None:
    found = faulty.rows(
        "select entity_code, accounting_period, b_value, unexplained = a_value "
        "from marts.ctl_reconciliation where control_id = 'C04' and status = 'unexplained'"
    )

    assert found == [("HV-DE", "2026-03", 0, True)]


def test_items_add_up_to_every_difference_and_only_what_is_explained_reconciles(
    faulty: LedgerChain,
) -> None:
    judged = faulty.rows(
        """
        select difference, items, explained_items, explained, unexplained, status
        from marts.ctl_reconciliation
        left join (
            select reconciliation_key, sum(item_amount) as items,
                sum(explained_amount) as explained_items
            from marts.ctl_reconciling_item group by all
        ) using (reconciliation_key)
        where control_id in ('C05', 'C06', 'C08') and difference <> 0
        """
    )

    unidentified = faulty.rows(
        "select count(*) from marts.ctl_reconciling_item where cause_code = 'unidentified'"
    )

    assert len(judged) > 10
    assert unidentified == [(0,)]
    assert all(row[0] == row[1] and row[2] == row[3] for row in judged)
    assert all(row[4] == row[0] - row[3] for row in judged)
    assert {(row[4] == 0, row[5]) for row in judged} == {
        (True, "reconciled"),
        (False, "unexplained"),
    }


def test_what_a_person_explained_reconciles_until_it_expires(faulty: LedgerChain) -> None:
    """The first explanation is in force, the second one no longer."""
    for entity, expires in (("HV-UK", "2026-06-30"), ("HV-DE", "2026-06-29")):
        faulty.connection.execute(
            """
            insert into raw_evenkeel.control_explanations
            select control_id, check_name, entity_code, accounting_period, subject, unexplained,
                'found by hand', 'Ada', date '2026-06-01', cast($2 as date)
            from marts.ctl_reconciliation where control_id = 'C05' and entity_code = $1
            """,
            [entity, expires],
        )

    faulty.run()

    assert faulty.rows(
        "select distinct entity_code from marts.ctl_reconciliation "
        "where control_id = 'C05' and status = 'unexplained'"
    ) == [("HV-DE",)]


def test_what_was_mended_is_cleared_by_the_first_run_that_does_not_find_it(
    faulty: LedgerChain, tmp_path: Path
) -> None:
    """The next night reads the items back from the release; half of the faults are mended."""
    published = tmp_path / KNOWN["known_reconciling_items"].published
    published.parent.mkdir(parents=True)
    faulty.connection.execute(f"copy marts.ctl_reconciling_item to '{published}'")
    ((found,),) = faulty.rows("select count(*) from marts.ctl_reconciling_item")
    ((run,),) = faulty.rows("select run_id from raw_evenkeel.run")

    load_known(faulty.connection, tmp_path)
    faulty.connection.execute("update raw_evenkeel.run set run_id = 'the next'")
    faulty.change("delete from lines where entity_code = 'HV-UK'")
    faulty.change("insert into lines from mended where entity_code = 'HV-UK'")
    faulty.run()

    assert faulty.rows(
        "select entity_code, found_run_id, cleared_run_id, count(*) > 10, "
        "bool_and(cleared_date is not null) from marts.ctl_reconciling_item "
        "where cause_code <> 'explained_by_person' group by all order by all"
    ) == [
        ("HV-DE", run, None, False, False),
        ("HV-UK", run, "the next", True, True),
    ]
    assert faulty.rows("select count(*) from marts.ctl_reconciling_item") == [(found,)]
