"""How each file format becomes rows that DuckDB can select from.

Everything is read as text unless the format itself is typed; types come later, from the contract.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from sources.casting import literal
from sources.connectors.records import Record, as_records, check_seen, parse_json, write_records
from sources.contract import Table
from sources.errors import ReadError

CHUNK = 1 << 20
RECORDS_PER_FILE = 50_000
UTF8 = ("utf-8", "utf8")


@dataclass(frozen=True)
class Relation:
    """Rows in a landing connection: SQL to select from, column types, and ways to name bad rows."""

    sql: str
    columns: Mapping[str, str]
    numbered: str | None = None
    rejects: str | None = None


def relation_of(
    connection: duckdb.DuckDBPyConnection, table: Table, paths: list[Path], spool: Path
) -> Relation:
    """Return the relation that reads `paths`, all of one format, told by their ending.

    Args:
        connection: The landing connection the relation will live in.
        table: The table's contract, with the formats its text is written in.
        paths: Local files.
        spool: A folder for files that must be rewritten before DuckDB can read them.

    Raises:
        ReadError: A file is empty, or is not of the format that its name says.
    """
    for path in paths:
        if path.stat().st_size == 0:
            raise ReadError(f"{path.name}: the file is empty; expected at least a header row")
    endings = {path.suffix.lower() for path in paths}
    if len(endings) > 1:
        raise ReadError(f"one delivery in several formats: {', '.join(sorted(endings))}")
    try:
        return READERS[endings.pop()](connection, table, paths, spool)
    except duckdb.Error as error:
        names = ", ".join(path.name for path in paths)
        raise ReadError(f"{names}: {str(error).strip().splitlines()[0]}") from error


def _delimited(
    connection: duckdb.DuckDBPyConnection, table: Table, paths: list[Path], spool: Path
) -> Relation:
    del connection
    formats = table.formats
    delimiter = "\t" if paths[0].suffix.lower() == ".tsv" else formats.delimiter
    utf8 = [_as_utf8(path, formats.encoding, spool / path.name) for path in paths]
    names = _header(utf8, delimiter)
    declared = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    read = (
        f"read_csv([{', '.join(literal(str(path)) for path in utf8)}], columns = {{{declared}}}, "
        f"delim = {literal(delimiter)}, quote = '\"', escape = '\"', header = true, "
        "auto_detect = false, all_varchar = true, store_rejects = true"
    )
    return Relation(
        sql=f"{read})",
        columns=dict.fromkeys(names, "VARCHAR"),
        numbered=(
            "(select * replace ("
            "_row_number - min(_row_number) over (partition by _source_file) + 1 as _row_number"
            ") from (select *, row_number() over () as _row_number, "
            "parse_filename(filename) as _source_file "
            f"from {read}, filename = true, parallel = false)))"
        ),
        rejects=(
            "(select parse_filename(scans.file_path) as source_file, errors.line as row_number, "
            "min(errors.column_name) as column_name, min(errors.error_message) as found, "
            "min(errors.csv_line) as record from reject_errors as errors "
            "inner join reject_scans as scans using (scan_id, file_id) "
            "where errors.scan_id = (select max(scan_id) from reject_scans) group by all)"
        ),
    )


def _as_utf8(path: Path, encoding: str, target: Path) -> Path:
    """Rewrite a file of another encoding; bytes that are none of its characters stay visible."""
    if encoding.lower() in UTF8:
        return path
    try:
        with (
            path.open("r", encoding=encoding, errors="replace", newline="") as source,
            target.open("w", encoding="utf-8", newline="") as written,
        ):
            while chunk := source.read(CHUNK):
                written.write(chunk)
    except LookupError as error:
        raise ReadError(f"{path.name}: encoding {encoding!r} in the contract is unknown") from error
    return target


def _header(paths: list[Path], delimiter: str) -> list[str]:
    headers = []
    for path in paths:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
            headers.append(next(csv.reader(lines, delimiter=delimiter), []))
    first = [name.strip() for name in headers[0]]
    for path, names in zip(paths, headers, strict=True):
        if [name.strip() for name in names] != first:
            raise ReadError(f"{path.name}: header {names} differs from {paths[0].name}: {first}")
    repeated = sorted({name for name in first if first.count(name) > 1})
    if repeated:
        raise ReadError(f"{paths[0].name}: column {', '.join(repeated)} is there twice")
    return first


def _json(
    connection: duckdb.DuckDBPyConnection, table: Table, paths: list[Path], spool: Path
) -> Relation:
    seen, written = set[str](), []
    for path in paths:
        for batch in _batches(path):
            target = spool / f"records-{len(written):06d}.parquet"
            seen |= write_records(batch, table, target)
            written.append(target)
    check_seen(table, seen, where=", ".join(path.name for path in paths))
    return parquet_relation(connection, table, written, spool)


def _batches(path: Path) -> Iterator[list[Record]]:
    """Yield a file's records: a list, the only list in an object, or one record a line.

    A line that is no JSON stops the file: where it ends and the next begins can not be told.
    """
    if path.suffix.lower() == ".json":
        document = parse_json(path.read_text("utf-8"), where=path.name)
        yield as_records(_only_list(document), where=path.name)
        return
    batch: list[object] = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                batch.append(parse_json(line, where=f"{path.name} row {number}"))
            if len(batch) == RECORDS_PER_FILE:
                yield as_records(batch, where=path.name)
                batch = []
    yield as_records(batch, where=path.name)


def _only_list(document: object) -> object:
    if not isinstance(document, dict):
        return document
    lists = [value for value in document.values() if isinstance(value, list)]
    return lists[0] if len(lists) == 1 else document


def parquet_relation(
    connection: duckdb.DuckDBPyConnection, table: Table, paths: list[Path], spool: Path
) -> Relation:
    """Return the relation that reads Parquet files as one, by column name."""
    del table, spool
    files = ", ".join(literal(str(path)) for path in paths)
    read = f"read_parquet([{files}], union_by_name = true)"
    described = connection.execute(f"describe select * from {read}").fetchall()
    return Relation(sql=read, columns={row[0]: row[1] for row in described})


def _xlsx(
    connection: duckdb.DuckDBPyConnection, table: Table, paths: list[Path], spool: Path
) -> Relation:
    written = []
    for path in paths:
        target = spool / f"{path.stem}.parquet"
        try:
            pl.read_excel(path, engine="calamine").write_parquet(target)
        except Exception as error:  # fastexcel raises its own family without a public base
            raise ReadError(f"{path.name}: not a readable workbook: {error}") from error
        written.append(target)
    return parquet_relation(connection, table, written, spool)


Reader = Callable[[duckdb.DuckDBPyConnection, Table, list[Path], Path], Relation]
READERS: Mapping[str, Reader] = {
    ".csv": _delimited,
    ".tsv": _delimited,
    ".txt": _delimited,
    ".json": _json,
    ".ndjson": _json,
    ".jsonl": _json,
    ".parquet": parquet_relation,
    ".xlsx": _xlsx,
}
