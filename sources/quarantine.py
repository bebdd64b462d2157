"""Split checked rows into those that land and those that are kept in quarantine with the reason.

One quarantine row per refused row: where it was, the first rule it broke, what was found and what
was expected, every other rule it broke, and the row as it was delivered.
"""

from pathlib import Path

import duckdb

from sources.casting import expected, literal, quote
from sources.contract import Table

DUPLICATES = {
    "duplicate_row": "one row per key; an equal row landed",
    "superseded": "one row per key; a newer version landed",
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

    Of rows with one key the newest by the cursor lands; equal rows land once; rows that differ
    while none is newer are all refused, because choosing would be guessing.
    """
    keys = ", ".join(quote(name) for name in table.key)
    content = ", ".join(quote(column.name) for column in table.columns)
    extra = "".join(f", {quote(name)}" for name in new_columns)
    newest = f"{quote(table.cursor)} desc nulls last, " if table.cursor else ""
    tied = f"and {quote(table.cursor)} is not distinct from _newest" if table.cursor else ""
    top = f"max({quote(table.cursor)}) over (partition by {keys})" if table.cursor else "null"
    connection.execute(f"""
        create or replace temp table verdicts as
        with numbered as (
            select *, file_row_number as _position, md5(cast(row({content}) as varchar)) as _content
            from read_parquet({literal(str(checked))}, file_row_number = true)
        ),
        repeated as (
            select *, {top} as _newest,
                row_number() over (partition by {keys}, _content order by _position) as _copy,
                row_number() over (
                    partition by {keys} order by {newest}_content, _position
                ) as _rank
            from numbered
            where _breaches is null
            qualify count(*) over (partition by {keys}) > 1
        ),
        ties as (
            select {keys}, count(distinct _content) as _versions
            from repeated where true {tied} group by {keys}
        )
        select _position, 'breach' as reason from numbered where _breaches is not null
        union all
        select repeated._position,
            case
                when repeated._copy > 1 then 'duplicate_row'
                when ties._versions > 1 and true {tied} then 'duplicate_key'
                else 'superseded'
            end
        from repeated inner join ties using ({keys})
        where repeated._copy > 1 or ties._versions > 1 or repeated._rank > 1
    """)
    connection.execute(f"""
        copy (
            select {content}{extra}
            from read_parquet({literal(str(checked))}, file_row_number = true)
            anti join verdicts on _position = file_row_number
        ) to {literal(str(data))} (format parquet)
    """)


def quarantine_rows(
    connection: duckdb.DuckDBPyConnection,
    checked: Path,
    table: Table,
    path: Path,
    *,
    rejects: str | None,
) -> None:
    """Write the rows that `split_rows` refused, and the `rejects` that are no rows at all."""
    columns = {
        row[0]
        for row in connection.execute(
            f"describe select * from read_parquet({literal(str(checked))})"
        ).fetchall()
    }
    numbered = "_row_number" in columns
    source_file = "_source_file" if numbered else "cast(null as varchar)"
    row_number = _line(rejects) if numbered else "cast(null as bigint)"
    key = " || ' ' || ".join(f"coalesce(cast({quote(name)} as varchar), '')" for name in table.key)
    totals = "".join(
        f", cast(checked.{quote(name)} as decimal(38, 9)) as {quote('_total_' + name)}"
        for name in table.control_totals
    )
    nulls = "".join(f", null as {quote('_total_' + name)}" for name in table.control_totals)
    content = ", ".join(f"{quote(c.name)} := {quote(c.name)}" for c in table.columns)
    key_columns = ", ".join(f"checked.{quote(name)}" for name in table.key)
    unsplit = (
        f"""
        union all by name
        select source_file, cast(row_number as bigint) as row_number, 'malformed' as reason,
            column_name, found,
            'a row with the header''s columns' as expected, record{nulls}
        from {rejects}
    """
        if rejects
        else ""
    )
    connection.execute(f"""
        copy (
            with checked as (
                select *, split_part(split_part(_breaches, ',', 1), ':', 1) as _column
                from read_parquet({literal(str(checked))}, file_row_number = true)
            )
            select
                {source_file} as source_file, {row_number} as row_number, {key_columns},
                {key} as row_key,
                coalesce(nullif(split_part(split_part(_breaches, ',', 1), ':', 2), ''), reason)
                    as reason,
                nullif(_column, '') as column_name,
                json_extract_string(_record, '$."' || ({_cases(table, "source")}) || '"') as found,
                coalesce({_cases(table, "expected")}, {_duplicates()}) as expected,
                _breaches as breaches,
                coalesce(_record, cast(to_json(struct_pack({content})) as varchar)) as record
                {totals}
            from checked inner join verdicts on _position = file_row_number
            {unsplit}
        ) to {literal(str(path))} (format parquet)
    """)


def _line(rejects: str | None) -> str:
    """Return the SQL of a row's line: after the header and the rejected rows before it."""
    if rejects is None:
        return "_row_number + 1"
    return f"""_row_number + 1 + (
        select cast(count(*) as bigint) from (
            select row_number - 1 - row_number() over (order by row_number) as rows_before
            from {rejects} where source_file = checked._source_file
        ) where rows_before < checked._row_number
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
    return f"case reason {whens} end"
