import json
from decimal import Decimal
from pathlib import Path

import duckdb
from demo_exports import contract_of_kind, made_views
from pulled import Pulled
from vendors import Lists, Row, Vendor, running

from sources.system import endpoints_of

# Which list of the API a table is nested in, by what name, and the key of its parent.
NESTED = {
    "invoice_line_items": ("Invoices", "LineItems", "InvoiceID"),
    "credit_note_line_items": ("CreditNotes", "LineItems", "CreditNoteID"),
    "credit_note_allocations": ("CreditNotes", "Allocations", "CreditNoteID"),
    "journal_lines": ("Journals", "JournalLines", "JournalID"),
}
ABSENT = ("overpayment_allocations", "prepayment_allocations")
LISTS = {"overpayments": "Overpayments", "prepayments": "Prepayments"}


def plain(value: object) -> object:
    """Return a value as JSON has it."""
    if isinstance(value, str) and value[:1] in {"[", "{"}:
        return json.loads(value)
    return float(value) if isinstance(value, Decimal) else value


def record(names: list[str], values: tuple) -> Row:
    """Return a view's row as the API nests it: no nulls, JSON as itself, paths as records."""
    found: Row = {}
    for name, value in zip(names, values, strict=True):
        # What an item is called and what a line is tracked by are in `Item` and `Tracking` too.
        if value is None or "[" in name or name == "Item.Name":
            continue
        *steps, last = name.split(".")
        place = found
        for step in steps:
            inner = place.setdefault(step, {})
            assert isinstance(inner, dict)
            place = inner
        place[last] = plain(value)
    return found


def xero_lists(connection: duckdb.DuckDBPyConnection) -> tuple[Lists, dict[str, int]]:
    """Return the API's lists of the demo company, and how many rows each table has."""
    lists: Lists = {name: [] for name in LISTS.values()}
    rows: dict[str, list[Row]] = {}
    for table in contract_of_kind("xero").tables:
        found = connection.execute(f"select * from xero.{table.name}")
        names = [column[0] for column in found.description or []]
        rows[table.name] = [record(names, values) for values in found.fetchall()]
        if table.name not in NESTED | dict.fromkeys(ABSENT):
            lists[table.source_name] = rows[table.name]
    for table, (parents, nested, key) in NESTED.items():
        by_key = {row[key]: row for row in lists[parents]}
        for row in lists[parents]:
            row[nested] = []
        for row in rows[table]:
            children = by_key[row[key]][nested]
            assert isinstance(children, list)
            carried = endpoints_of("xero")[table].carried
            children.append({name: value for name, value in row.items() if name not in carried})
    return lists, {name: len(found) for name, found in rows.items()}


def test_the_demos_books_land_from_the_api_as_from_files(tmp_path: Path, secrets: None) -> None:
    del secrets
    with made_views("xero", tmp_path) as connection:
        lists, expected = xero_lists(connection)
        billed = connection.execute(
            'select sum("LineAmount") from xero.invoice_line_items'
        ).fetchone()
    with running(Vendor(lists)) as vendor:
        vendor.largest_page = 500
        xero = Pulled("xero", f"{vendor.url}/xero", tmp_path)

        delivered = {name: xero.pull(name) for name in expected}

    assert {name: each.landed.rows for name, each in delivered.items()} == expected
    assert {each.quarantined.rows for each in delivered.values()} == {0}
    assert {each.new_columns for each in delivered.values()} == {()}
    lines = xero.landed(
        delivered["invoice_line_items"],
        "sum(line_amount), count(project_code), count(item_name)",
    )
    ((total, coded, items),) = lines
    assert (total,) == billed
    assert coded > items > 0
    ((posted,),) = xero.landed(delivered["journal_lines"], "sum(net_amount)")
    assert posted == 0
