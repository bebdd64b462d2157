"""Split checked rows into those that land and those that are kept in quarantine with the reason.

One quarantine row per refused row: where it was, the first rule it broke, what was found and what
was expected, every other rule it broke, and the row as it was delivered. Its `row_number` is the
row of a spreadsheet that shows the file: the header is row 1, and a text with line breaks in it is
still one row. In JSON and Parquet it is the record's position.
"""

from pathlib import Path

import duckdb

from sources.casting import expected, literal, quote
from sources.checking import landed_as
from sources.contract import Table
from sources.parquet import copy_rows

DUPLICATES = {
    "duplicate_row": "one row per key; an equal row landed",
    "superseded": "one row per key; a newer version was delivered with it",
    "duplicate_key": "one row per key; these differ and none is newer",
}


def split_rows(
    connection: duckdb.DuckDBPyConnection,
    checked: Path,
    table: Table,
    data: Path,
    *,
    new_columns: tuple[str, ...],
) -> None:
    """Write the rows of `checked` that land to `data`, and keep the verdicts as table `verdicts`.

    Of rows with one key the newest by the cursor lands, and the older are superseded. Newest rows
    that are equal in every column of the contract land once; newest rows that differ are all
    refused, because choosing would be guessing.
    """
    rows = f"read_parquet({literal(str(checked))}, file_row_number = true)"
    keys = ", ".join(quote(name) for name in table.key)
    content = ", ".join(quote(column.name) for column in table.columns)
    age = f"{quote(table.cursor)} desc nulls last" if table.cursor else "true"
    connection.execute(f"""
        create or replace temp table verdicts as
        with repeated_keys as (
            select {keys} from {rows} where _breaches is null group by all having count(*) > 1
        ),
        rivals as (
            select {content}, file_row_number,
                rank() over (partition by {keys} order by {age}) = 1 as _is_newest
            from {rows} semi join repeated_keys using ({keys})
            where _breaches is null
        ),
        compared as (
            select file_row_number, _is_newest,
                count(distinct row({content})) over (partition by {keys}, _is_newest) as _versions,
                row_number() over (
                    partition by {keys}, _is_newest order by file_row_number
                ) as _copy
            from rivals
        )
        select file_row_number as _position, 'breach' as _reason
        from {rows} where _breaches is not null
        union all
        select file_row_number,
            case
                when not _is_newest then 'superseded'
                when _versions > 1 then 'duplicate_key'
                else 'duplicate_row'
            end
        from compared
        where not (_is_newest and _versions = 1 and _copy = 1)
    """)
    extra = "".join(f", {quote(landed_as(table, name))}" for name in new_columns)
    kept = f"select {content}{extra} from {rows} anti join verdicts on _position = file_row_number"
    copy_rows(connection, kept, data)


def quarantine_rows(
    connection: duckdb.DuckDBPyConnection,
    checked: Path,
    table: Table,
    path: Path,
    *,
    rejects: str | None,
) -> None:
    """Write the rows that `split_rows` refused, and the `rejects` that are no rows at all."""
    rows = f"read_parquet({literal(str(checked))}, file_row_number = true)"
    first_breach = "split_part(_breaches, ',', 1)"
    key = " || ' ' || ".join(f"coalesce(cast({quote(name)} as varchar), '')" for name in table.key)
    content = ", ".join(f"{quote(c.name)} := {quote(c.name)}" for c in table.columns)
    delivered = [f"checked.{quote(name)}" for name in table.key]
    delivered += [
        f"cast(checked.{quote(name)} as decimal(38, {table.column(name).scale})) "
        f"as {quote('_total_' + name)}"
        for name in table.control_totals
    ]
    refused = f"""
        with checked as (
            select *, nullif(split_part({first_breach}, ':', 1), '') as _column,
                nullif(split_part({first_breach}, ':', 2), '') as _rule
            from {rows}
        )
        select
            {_place(connection, checked, rejects)},
            {key} as row_key,
            coalesce(_rule, _reason) as reason,
            _column as column_name,
            json_extract_string(_record, '$."' || ({_cases(table, "source")}) || '"') as found,
            coalesce({_cases(table, "expected")}, {_duplicates()}) as expected,
            _breaches as breaches,
            coalesce(_record, cast(to_json(struct_pack({content})) as varchar)) as record,
            {", ".join(delivered)}
        from checked inner join verdicts on _position = file_row_number
        {f"union all by name select * from {rejects}" if rejects else ""}
    """
    copy_rows(connection, refused, path)


def _place(connection: duckdb.DuckDBPyConnection, checked: Path, rejects: str | None) -> str:
    """Return the SQL of a row's file and number; null where the source could not tell."""
    described = connection.execute(
        f"describe select * from read_parquet({literal(str(checked))})"
    ).fetchall()
    if "_row_number" not in {row[0] for row in described}:
        return "cast(null as varchar) as source_file, cast(null as bigint) as row_number"
    number = "_row_number + 1" + (f" + {_rejects_before(rejects)}" if rejects else "")
    return f"_source_file as source_file, {number} as row_number"


def _rejects_before(rejects: str) -> str:
    """Return the SQL that counts the rejects above a row, which `_row_number` left out.

    Above the nth reject, at `row_number`, are the header, the rejects before it and the rows.
    """
    return f"""(
        select cast(count(*) as bigint) from (
            select row_number - row_number() over (order by row_number) as row_number_without
            from {rejects} where source_file = checked._source_file
        ) where row_number_without <= checked._row_number
    )"""


def _cases(table: Table, what: str) -> str:
    whens = " ".join(
        f"when {literal(column.name)} then "
        f"{literal(column.source_name if what == 'source' else expected(column))}"
        for column in table.columns
    )
    return f"case _column {whens} end"


def _duplicates() -> str:
    whens = " ".join(f"when {literal(k)} then {literal(v)}" for k, v in DUPLICATES.items())
    return f"case _reason {whens} end"
