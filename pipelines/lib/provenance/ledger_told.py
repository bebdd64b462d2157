"""The journals by which the ledger has postings and documents, and what they move."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from pipelines.lib.provenance.posting_told import money
from pipelines.lib.releases.readable import Cells, Readable

LINES = "fct_gl_line"
SHOWN = 3
PAYMENT = "lower(coalesce(line.source_type, '')) like '%pay%'"
# Which lines of the ledger are of a row, by the tables that rows come from.
OF_INVOICE = f"line.source_id = asked.invoice_id and not ({PAYMENT})"
OF = {
    "invoice_lines": OF_INVOICE,
    "invoices": OF_INVOICE,
    "payments": (
        f"line.source_id = asked.source_id or (line.source_id = asked.invoice_id "
        f"and {PAYMENT} and line.posting_date = asked.document_date)"
    ),
    "credit_allocations": "line.source_id = asked.source_id",
    "vendor_bills": f"line.source_id = asked.source_id and not ({PAYMENT})",
    "expenses": f"line.source_id = asked.source_id and not ({PAYMENT})",
    "performance_obligations": (
        "line.source_id = asked.contract_id and line.accounting_period = asked.accounting_period"
    ),
}
ASKED = ("system_name", "source_id", "invoice_id", "contract_id", "accounting_period")


def journals_told(
    readable: Readable, rows: Mapping[str, Cells], invoices: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Return, for rows that the ledger has journals of, what those move.

    Args:
        readable: The tables of the release.
        rows: Postings or documents, by their key.
        invoices: The invoice of those that do not name theirs, by their key.
    """
    if LINES not in readable:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for kind, of in OF.items():
        asked = {key: row for key, row in rows.items() if row.get("source_table") == kind}
        if asked:
            found |= _told(kind, _lines(readable, of, asked, invoices))
    return found


def _lines(
    readable: Readable, of: str, rows: Mapping[str, Cells], invoices: Mapping[str, str]
) -> list[Cells]:
    """Return the lines of the journals that have a line of the rows, summed by account class."""
    values = ", ".join(f"unnest(?) as {name}" for name in ("key", *ASKED))
    columns = [
        [*rows],
        *(
            [
                None
                if (value := row.get(name) or (invoices.get(key) if name == "invoice_id" else None))
                is None
                else str(value)
                for key, row in rows.items()
            ]
            for name in ASKED
        ),
        [row.get("document_date") for row in rows.values()],
    ]
    relation = readable.relation(LINES)
    return readable.rows(
        f"""
        with asked as (select {values}, unnest(?::date[]) as document_date),
        journals as (
            select distinct asked.key, line.system_name, line.journal_id
            from asked inner join {relation} as line
                on asked.system_name = line.system_name and ({of})
        )
        select journals.key, coalesce(line.journal_number, line.journal_id) as journal,
            line.posting_date, line.account_class, line.functional_currency_code as currency,
            sum(line.net_functional_amount) as amount, sum(line.debit_functional_amount) as debit
        from journals inner join {relation} as line using (system_name, journal_id)
        group by all order by line.posting_date, journal, debit desc, line.account_class
        """,
        columns,
    )


def _told(kind: str, lines: list[Cells]) -> dict[str, tuple[str, ...]]:
    journals: dict[str, dict[str, list[Cells]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        named = f"{line['journal']} of {line['posting_date']}"
        journals[str(line["key"])][named].append(line)
    of = ", of its contract and period" if kind == "performance_obligations" else ""
    return {
        key: (
            *(
                f"in the ledger{of}, journal {name}: {_moves(of_it)}"
                for name, of_it in told[:SHOWN]
            ),
            *([f"and {len(told) - SHOWN} more journals"] if len(told) > SHOWN else []),
        )
        for key, named in journals.items()
        if (told := list(named.items()))
    }


def _moves(lines: list[Cells]) -> str:
    """Return what a journal moves, and what is left where it does not balance."""
    moves = (
        f"{line['account_class'] or 'no known account'} {money(line['amount'], line['currency'])}"
        for line in lines
    )
    left = sum((Decimal(str(line["amount"])) for line in lines), Decimal(0))
    return ", ".join(moves) + (f"; not balanced by {money(left, None)}" if left else "")
