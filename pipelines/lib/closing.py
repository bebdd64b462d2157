"""Close the books: write what closed periods hold into the release, and see that none has changed.

Reading books back belongs in books.py.
"""

from pathlib import Path

import duckdb

from pipelines.lib.books import (
    FOLDER,
    INDEX,
    PAGES,
    Book,
    BooksError,
    Page,
    booked,
    closing,
)
from pipelines.lib.dbt import PublishedTable
from sources.casting import literal, quote
from sources.disk import sha256_of

LOCKS = "intermediate.int_period_locks__dated"
PAGE = "(entity_code, accounting_period)"
# Of the rows that a query calls `rows`, whatever their order.
CHECKSUM = (
    "md5(concat_ws(' ', count(rows.entity_code), "
    "sum(cast(md5_number_lower(cast(rows as varchar)) as hugeint))))"
)


def write_book(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    tables: list[PublishedTable],
    book: Book,
) -> str | None:
    """Write the pages of the periods that closed since the last book.

    Args:
        connection: The warehouse that is published.
        folder: The folder of the release that is being written.
        tables: The tables to publish; those that close with no lock have no pages.
        book: What is known of the book; files and pages are filled in here.

    Returns:
        The book's checksum, or None where no period closed.
    """
    files: dict[str, str] = {}
    pages: list[Page] = []
    for table in closing(tables):
        found = _closed_since(connection, table)
        if found:
            path = folder / FOLDER / f"{table.name}.parquet"
            path.parent.mkdir(exist_ok=True)
            connection.execute(
                f"copy (from {table.relation} semi join closed_since using {PAGE}) "
                f"to {literal(str(path))}"
            )
            files[path.name] = sha256_of(path)
            pages += found
    if not pages:
        return None
    index = folder / FOLDER / INDEX
    complete = book.model_copy(update={"files": files, "pages": tuple(pages)})
    index.write_text(complete.model_dump_json(indent=1) + "\n", "utf-8")
    return sha256_of(index)


def check_closed(connection: duckdb.DuckDBPyConnection, tables: list[PublishedTable]) -> None:
    """See that the rows of closed periods are what was published.

    Raises:
        BooksError: A row of a closed period is absent, new or different; the message names the
            table, the period, the key and the column.
    """
    for table in closing(tables):
        _closed_periods(connection, table)
        # A page whose rows have the checksum that they were published with needs no comparison.
        connection.execute(f"""
            create or replace temporary table suspected as
            select pages.entity_code, pages.accounting_period
            from closed_periods
            inner join {PAGES} as pages using {PAGE}
            left join {table.relation} as rows using {PAGE}
            where
                pages.table_name = {literal(table.name)}
                and pages.closed_at is not distinct from closed_periods.closed_at
            group by pages.entity_code, pages.accounting_period, pages.page_checksum
            having {CHECKSUM} is distinct from pages.page_checksum
        """)
        known = connection.execute(f"describe {booked(table.name)}").fetchall()
        columns = [row[0] for row in known if row[0] in table.columns]
        listed = ", ".join(quote(column) for column in columns)
        ours, theirs = (
            f"(select {listed} from {name} semi join suspected using {PAGE})"
            for name in (table.relation, booked(table.name))
        )
        found = connection.execute(
            f"select * from ((from {ours} except all from {theirs}) "
            f"union all (from {theirs} except all from {ours})) order by 1 limit 2"
        ).fetchall()
        if found:
            raise BooksError(_difference(table, columns, found))


def _difference(table: PublishedTable, columns: list[str], rows: list[tuple[object, ...]]) -> str:
    first = dict(zip(columns, rows[0], strict=True))
    where = f"{table.name} of {first['entity_code']} {first['accounting_period']}"
    key = next(iter(table.columns))
    if len(rows) == 2 and rows[0][columns.index(key)] == rows[1][columns.index(key)]:  # noqa: PLR2004
        differing = [
            f"{column} {one} against {other}"
            for column, one, other in zip(columns, *rows, strict=True)
            if one != other
        ]
        return f"{where} is closed, but {key} {first[key]} differs: {', '.join(differing)}"
    return f"{where} is closed, but {key} {first[key]} is not in both it and the books"


def _closed_since(connection: duckdb.DuckDBPyConnection, table: PublishedTable) -> list[Page]:
    """Make `closed_since`, the closed periods without a page of this closing; return its pages."""
    _closed_periods(connection, table)
    connection.execute(f"""
        create or replace temporary table closed_since as
        from closed_periods
        where not exists (
            from {PAGES} as pages
            where
                pages.table_name = {literal(table.name)}
                and pages.entity_code = closed_periods.entity_code
                and pages.accounting_period = closed_periods.accounting_period
                and pages.closed_at is not distinct from closed_periods.closed_at
        )
    """)
    found = connection.execute(f"""
        select
            closed_since.entity_code,
            closed_since.accounting_period,
            closed_since.closed_at,
            count(rows.entity_code) as counted,
            {CHECKSUM} as checksum
        from closed_since left join {table.relation} as rows using {PAGE}
        group by all order by all
    """).fetchall()
    names = ("entity_code", "accounting_period", "closed_at", "rows", "checksum")
    return [Page(table=table.name, **dict(zip(names, row, strict=True))) for row in found]


def _closed_periods(connection: duckdb.DuckDBPyConnection, table: PublishedTable) -> None:
    """Make `closed_periods`: those in which all locks of a table are closed, and since when."""
    locks = ", ".join(literal(lock) for lock in table.closes_with)
    connection.execute(f"""
        create or replace temporary table closed_periods as
        select entity_code, period_code as accounting_period, max(closed_at) as closed_at
        from {LOCKS}
        where lock in ({locks})
        group by all
        having bool_and(is_closed)
    """)
