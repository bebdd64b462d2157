"""Close the books: write what closed periods hold into the release, and see that none has changed.

Reading books back belongs in `releases/books.py`.
"""

from pathlib import Path

import duckdb

from pipelines.lib.dbt import PublishedTable
from pipelines.lib.releases.books import (
    FOLDER,
    INDEX,
    PAGES,
    Book,
    BooksError,
    Page,
    booked,
    closing,
)
from sources.casting import literal, quote
from sources.disk import sha256_of

LOCKS = "intermediate.int_period_locks__dated"
PAGE = "(entity_code, accounting_period)"
BOOKED = "(from closed_periods where is_booked) as booked_periods"
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

    A period that was never opened has pages once anything is told of it.

    Args:
        connection: The warehouse that is published.
        folder: The folder of the release that is being written.
        tables: The tables to publish; those that close with no lock have no pages.
        book: What is known of the book; files and pages are filled in here.

    Returns:
        The book's checksum, or None where no period closed.
    """
    if not closing(tables):
        return None
    files: dict[str, str] = {}
    pages: list[Page] = []
    _told_periods(connection, tables)
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
        known = connection.execute(f"describe {booked(table.name)}").fetchall()
        booked_columns = {row[0] for row in known}
        columns = [column for column in table.columns if column in booked_columns]
        _suspect(connection, table, columns)
        ours, theirs = (
            f"({_rows_of('suspected', name, columns)})"
            for name in (table.relation, booked(table.name))
        )
        found = connection.execute(f"""
            select * from (from {theirs} except all from {ours}), (select 'books' as side)
            union all
            select * from (from {ours} except all from {theirs}), (select 'now' as side)
            order by {quote(columns[0])}, side
            limit 2
        """).fetchall()
        if found:
            raise BooksError(_difference(table, columns, found))


def _suspect(
    connection: duckdb.DuckDBPyConnection, table: PublishedTable, columns: list[str]
) -> None:
    """Make `suspected`: the booked periods whose rows have not the hashes of the books' rows.

    Both sides are hashed by the same DuckDB, which is a tenth of the cost of checksums that last.
    """
    both = " union all ".join(
        f"select entity_code, accounting_period, {side} as side, "
        f"{side} * cast(hash(rows) as hugeint) as hashed "
        f"from ({_rows_of(BOOKED, name, columns)}) as rows"
        for side, name in ((1, table.relation), (-1, booked(table.name)))
    )
    connection.execute(f"""
        create or replace temporary table suspected as
        select entity_code, accounting_period
        from ({both})
        group by all
        having sum(side) <> 0 or sum(hashed) <> 0
    """)


def _rows_of(periods: str, relation: str, columns: list[str]) -> str:
    listed = ", ".join(quote(column) for column in columns)
    return f"select {listed} from {relation} semi join {periods} using {PAGE}"


def _difference(table: PublishedTable, columns: list[str], rows: list[tuple[object, ...]]) -> str:
    """Say what differs: a row of both sides, or the first that one side has alone."""
    first = dict(zip(columns, rows[0], strict=False))
    key, sides = columns[0], [row[-1] for row in rows]
    where = f"{table.name} of {first['entity_code']} {first['accounting_period']} is closed, but"
    if sides == ["books", "now"] and rows[0][0] == rows[1][0]:
        differing = [
            f"{column} {now} against {was} in the books"
            for column, was, now in zip(columns, *rows, strict=False)
            if was != now
        ]
        return f"{where} {key} {first[key]} differs: {', '.join(differing)}"
    return f"{where} {key} {first[key]} is not in both it and the books"


def _told_periods(connection: duckdb.DuckDBPyConnection, tables: list[PublishedTable]) -> None:
    """Make `told_periods`: those that any table that closes has a row of."""
    told = " union ".join(
        f"select entity_code, accounting_period from {table.relation}" for table in closing(tables)
    )
    connection.execute(f"create or replace temporary table told_periods as {told}")


def _closed_since(connection: duckdb.DuckDBPyConnection, table: PublishedTable) -> list[Page]:
    """Make `closed_since`, the closed periods without a page of this closing; return its pages."""
    _closed_periods(connection, table)
    connection.execute(f"""
        create or replace temporary table closed_since as
        from closed_periods
        where not is_booked and not is_never_opened
        union all
        from closed_periods semi join told_periods using {PAGE}
        where not is_booked and is_never_opened
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
    """Make `closed_periods`: those in which all locks of a table are closed, and since when.

    One is booked where the books have a page of it in this closing.
    """
    locks = ", ".join(literal(lock) for lock in table.closes_with)
    connection.execute(f"""
        create or replace temporary table closed_periods as
        with closed as (
            select
                entity_code,
                period_code as accounting_period,
                max(closed_at) as closed_at,
                bool_and(is_never_opened) as is_never_opened
            from {LOCKS}
            where lock in ({locks})
            group by all
            having bool_and(is_closed)
        )
        select
            closed.*,
            exists (
                from {PAGES} as pages
                where
                    pages.table_name = {literal(table.name)}
                    and pages.entity_code = closed.entity_code
                    and pages.accounting_period = closed.accounting_period
                    and pages.closed_at is not distinct from closed.closed_at
            ) as is_booked
        from closed
    """)
