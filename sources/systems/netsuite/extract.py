"""Where the tables of NetSuite are found: one SuiteQL query each, made of the contract's columns.

NetSuite answers in pages of 1,000 and reaches no row after the 100,000th of a query, so each page
asks for the rows after the last key. Dates come as the query writes them. A transaction that is
deleted is gone without a word, and its lines with it; the total shows it.
"""

from collections.abc import Mapping

from sources.connectors.rest_paging import ChangedSince, Endpoint
from sources.connectors.rest_query import Query
from sources.contract import Column
from sources.odcs import load_contract
from sources.system import SYSTEMS

CONTRACT = load_contract(SYSTEMS / "netsuite" / "contract.yml")
# What is posted, and what will be once it is approved: orders and quotes are no part of the books.
IN_THE_BOOKS = "(t.posting = 'T' OR t.type IN ('CustInvc', 'CustCred'))"


def _endpoint(
    table: str,
    tables: str,
    *,
    key: Mapping[str, str],
    where: str = "",
    changed: str = "",
    hides_deletions: bool = False,
) -> Endpoint:
    """Return where a table is found.

    Args:
        table: The table of the contract.
        tables: The query's tables; the first one's alias is the first of each column.
        key: The columns that order the rows, with their SQL.
        where: The condition of the rows that are wanted.
        changed: The SQL of the instant that a row last changed at; empty to read all each time.
        hides_deletions: Whether rows are deleted that the company's other rows do not tell of.
    """
    alias = tables.split()[1]
    contract = CONTRACT.table(table)
    columns = {
        c.source_name: _selected(c, changed if c.name == contract.cursor else "", alias)
        for c in contract.columns
    }
    since = f"{changed} >= TO_DATE('%Y-%m-%d %H:%M:%S', 'YYYY-MM-DD HH24:MI:SS')"
    return Endpoint(
        path="query/v1/suiteql",
        rows="items",
        key=" ".join(key),
        paging=Query(
            columns=columns,
            optional=tuple(c.source_name for c in contract.columns if c.optional),
            tables=tables,
            key=key,
            where=where,
        ),
        params={"limit": "1000"},
        size="limit",
        headers={"Prefer": "transient"},
        body={},
        changed_since=ChangedSince("changed", place="query", pattern=since) if changed else None,
        total="totalResults",
        hides_deletions=hides_deletions,
    )


def _selected(column: Column, sql: str, alias: str) -> str:
    """Return the SQL of a column; without a pattern, dates come in the account's own format."""
    sql = sql or f"{alias}.{column.source_name}"
    pattern = {"DATE": "YYYY-MM-DD", "TIMESTAMP": "YYYY-MM-DD HH24:MI:SS"}.get(column.type)
    return f"TO_CHAR({sql}, '{pattern}') AS {column.source_name}" if pattern else sql


def _listed(table: str, record: str) -> Endpoint:
    """Return where a record is found that is read in full each night."""
    return _endpoint(table, f"{record} r", key={"id": "r.id"})


def _changing(table: str, record: str) -> Endpoint:
    """Return where a record is found whose changes can be asked for."""
    return _endpoint(
        table,
        f"{record} r",
        key={"id": "r.id"},
        changed="r.lastmodifieddate",
        hides_deletions=True,
    )


ENDPOINTS: Mapping[str, Endpoint] = {
    "subsidiaries": _listed("subsidiaries", "subsidiary"),
    "customers": _changing("customers", "customer"),
    "jobs": _changing("jobs", "job"),
    "accounts": _listed("accounts", "account"),
    "accounting_periods": _listed("accounting_periods", "accountingperiod"),
    "currencies": _listed("currencies", "currency"),
    "currency_rates": _changing("currency_rates", "currencyrate"),
    "items": _changing("items", "item"),
    "transactions": _endpoint(
        "transactions",
        "transaction t",
        key={"id": "t.id"},
        where=IN_THE_BOOKS,
        changed="t.lastmodifieddate",
        hides_deletions=True,
    ),
    "transaction_lines": _endpoint(
        "transaction_lines",
        "transactionline tl INNER JOIN transaction t ON t.id = tl.transaction",
        key={"uniquekey": "tl.uniquekey"},
        where=IN_THE_BOOKS,
        changed="t.lastmodifieddate",
        hides_deletions=True,
    ),
    "transaction_accounting_lines": _endpoint(
        "transaction_accounting_lines",
        "transactionaccountingline tal INNER JOIN transaction t ON t.id = tal.transaction",
        key={"transaction": "tal.transaction", "transactionline": "tal.transactionline"},
        where=f"tal.accountingbook = 1 AND {IN_THE_BOOKS}",
        changed="t.lastmodifieddate",
        hides_deletions=True,
    ),
    "transaction_links": _endpoint(
        "transaction_links",
        "previoustransactionlinelink l",
        key={
            "previousdoc": "l.previousdoc",
            "previousline": "l.previousline",
            "nextdoc": "l.nextdoc",
            "nextline": "l.nextline",
        },
        where="l.linktype = 'Payment'",
    ),
}
