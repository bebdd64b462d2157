"""Where documents and the ledger's lines come from: what they say, and the rows that landed."""

from collections.abc import Iterable, Mapping

from pipelines.lib.provenance.landed_rows import LandedRows, Wanted
from pipelines.lib.provenance.ledger_told import journals_told
from pipelines.lib.provenance.posting_told import money
from pipelines.lib.provenance.source_rows import Source
from pipelines.lib.releases.readable import Cells, Readable

LINES, MOVEMENTS = "fct_gl_line", "fct_receivable_movement"
# The tables, each with its columns of the source table and the source row.
DOCUMENTS = {LINES: ("", "gl_line_id"), MOVEMENTS: ("source_table", "source_id")}
SETTLED = {
    "payment": "paid",
    "credit_received": "settled by a credit",
    "credit_given": "used of this credit",
}


def documents_of(
    readable: Readable, landed: LandedRows, table: str, keys: Iterable[str]
) -> tuple[Source, ...]:
    """Return where documents come from, in the order of their keys as given.

    Args:
        readable: The tables of the release.
        landed: The rows as they landed.
        table: The table of documents.
        keys: The keys of its rows.
    """
    asked = list(keys)
    rows = readable.of_keys(table, asked)
    kind, named = DOCUMENTS[table]
    accounts = _accounts(readable, rows.values())
    journals = journals_told(readable, rows, {}) if table == MOVEMENTS else {}
    told = {
        key: _line(row, accounts) if table == LINES else (_moved(row), *journals.get(key, ()))
        for key, row in rows.items()
    }
    wanted = {key: _wanted(row, named) for key, row in rows.items()}
    found = landed.find(each for each in wanted.values() if each)
    return tuple(
        Source(
            key=key,
            system=str(row["system_name"]),
            source_table=str(row[kind]) if kind else "gl_lines",
            source_id=str(row[named]),
            told=told[key],
            posting={name: str(value) for name, value in row.items() if value is not None},
            is_gone=wanted[key] is None,
            landed=tuple(found[each] for each in [wanted[key]] if each in found),
        )
        for key in asked
        if (row := rows.get(key)) is not None
    )


def _wanted(row: Cells, named: str) -> Wanted | None:
    """Return the landed row of a document, none where no delivery is known."""
    if row["delivery_id"] is None:
        return None
    system, table, _ = str(row["delivery_id"]).split("/")
    return Wanted(system, table, str(row[named]), str(row["delivery_id"]))


def _accounts(readable: Readable, rows: Iterable[Cells]) -> dict[object, str]:
    """Return the accounts of ledger lines, by code and name."""
    keys = {row["account_key"] for row in rows if row.get("account_key") is not None}
    found = readable.of_keys("dim_gl_account", map(str, keys)) if keys else {}
    return {key: f"{row['account_code']} {row['account_name']}" for key, row in found.items()}


def _line(row: Cells, accounts: Mapping[object, str]) -> tuple[str, ...]:
    """Return what a line of the ledger says of itself."""
    currency = row["functional_currency_code"]
    side = "debit" if row["debit_functional_amount"] else "credit"
    amount = money(row[f"{side}_functional_amount"], currency)
    account = accounts.get(row["account_key"], "no known account")
    journal = row["journal_number"] or row["journal_id"]
    of = " ".join(str(row[name]) for name in ("source_type", "source_id") if row[name] is not None)
    foreign = row["transaction_currency_code"] not in {None, currency}
    return (
        f"journal {journal} of {row['posting_date']}{f', of {of}' if of else ''}: "
        f"{side} {amount} on {account} ({row['account_class'] or 'no class'})"
        + (
            f", which are {money(row['transaction_amount'], row['transaction_currency_code'])}"
            if foreign and row["transaction_amount"] is not None
            else ""
        ),
    )


def _moved(row: Cells) -> str:
    """Return what made or settled a document."""
    kind = str(row["invoice_type"]).replace("_", " ")
    document = f"{kind} {row['invoice_number'] or row['invoice_id']}"
    amount = money(row["movement_transaction_amount"], row["transaction_currency_code"])
    if row["movement_type"] == "invoiced":
        net = money(row["net_transaction_amount"], row["transaction_currency_code"])
        return f"{document} of {row['document_date']}: {amount}, without tax {net}"
    counts = (
        f"; it counts from {row['movement_date']}, the day of issue"
        if row["movement_date"] != row["document_date"]
        else ""
    )
    settled = SETTLED[str(row["movement_type"])]
    return f"{document}: {settled} on {row['document_date']}, {row['source_id']}: {amount}{counts}"
