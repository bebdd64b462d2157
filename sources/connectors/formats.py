"""How each file format becomes rows that DuckDB can select from.

Everything is read as text unless the format itself is typed; types come later, from the contract.
Delimited text has a module of its own, `delimited.py`, as workbooks have, `workbooks.py`.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import duckdb

from sources.casting import literal
from sources.connectors.delimited import delimited_relation
from sources.connectors.records import Record, as_records, check_seen, parse_json, write_records
from sources.connectors.relation import LocalFile, Part, Relation, parquet_parts
from sources.connectors.workbooks import write_sheet
from sources.contract import Table
from sources.errors import ReadError

RECORDS_PER_FILE = 50_000


def relation_of(
    connection: duckdb.DuckDBPyConnection, table: Table, files: list[LocalFile], spool: Path
) -> Relation:
    """Return the relation that reads `files`, all of one format, told by their ending.

    Args:
        connection: The landing connection the relation will live in.
        table: The table's contract, with the formats its text is written in.
        files: The files, each on this machine.
        spool: A folder for files that must be rewritten before DuckDB can read them.

    Raises:
        ReadError: A file is empty, or is not of the format that its name says.
    """
    for file in files:
        if file.path.stat().st_size == 0:
            raise ReadError(f"{file.name}: the file is empty; expected at least a header row")
    endings = {file.path.suffix.lower() for file in files}
    if len(endings) > 1:
        raise ReadError(f"one delivery in several formats: {', '.join(sorted(endings))}")
    return READERS[endings.pop()](connection, table, files, spool)


def _delimited(
    connection: duckdb.DuckDBPyConnection, table: Table, files: list[LocalFile], spool: Path
) -> Relation:
    del connection
    return delimited_relation(table, files, spool)


def _json(
    connection: duckdb.DuckDBPyConnection, table: Table, files: list[LocalFile], spool: Path
) -> Relation:
    seen, parts = set[str](), list[Part]()
    for file in files:
        before = 0
        for batch in _batches(file):
            target = spool / f"records-{len(parts):06d}.parquet"
            seen |= write_records(batch, table, target)
            parts.append(Part(path=target, name=file.name, rows_before=before))
            before += len(batch)
    check_seen(table, seen, where=", ".join(file.name for file in files))
    return parquet_parts(connection, parts)


def _batches(file: LocalFile) -> Iterator[list[Record]]:
    """Yield a file's records: a list, the only list in an object, or one record a line.

    A line that is no JSON stops the file. Programs write these files, not people: a broken line
    means that the writing was cut off or that two writers mixed, and then its neighbours, which
    still parse, can not be trusted either.
    """
    try:
        if file.path.suffix.lower() == ".json":
            document = parse_json(file.path.read_text("utf-8-sig"), where=file.name)
            yield as_records(_only_list(document), where=file.name)
            return
        batch: list[object] = []
        with file.path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    batch.append(parse_json(line, where=f"{file.name} line {number}"))
                if len(batch) == RECORDS_PER_FILE:
                    yield as_records(batch, where=file.name)
                    batch = []
        yield as_records(batch, where=file.name)
    except UnicodeDecodeError as error:
        raise ReadError(f"{file.name}: expected JSON in utf-8, as JSON is; {error}") from error


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
    return parquet_parts(connection, [Part(path=path, name=path.name) for path in paths])


def _parquet(
    connection: duckdb.DuckDBPyConnection, table: Table, files: list[LocalFile], spool: Path
) -> Relation:
    del table, spool
    for file in files:
        _check_parquet(connection, file)
    return parquet_parts(connection, [Part(path=file.path, name=file.name) for file in files])


def _check_parquet(connection: duckdb.DuckDBPyConnection, file: LocalFile) -> None:
    try:
        connection.execute(f"select * from parquet_file_metadata({literal(str(file.path))})")
    except duckdb.Error as error:
        what = str(error).strip().splitlines()[0].replace(str(file.path), file.name)
        raise ReadError(
            f"{file.name}: not a whole Parquet file, perhaps cut off on its way: {what}"
        ) from error


def _xlsx(
    connection: duckdb.DuckDBPyConnection, table: Table, files: list[LocalFile], spool: Path
) -> Relation:
    parts = []
    for position, file in enumerate(files):
        target = spool / f"sheet-{position:06d}.parquet"
        write_sheet(file, table, target)
        # The header is row 1 of the sheet.
        parts.append(Part(path=target, name=file.name, rows_before=1))
    return parquet_parts(connection, parts)


Reader = Callable[[duckdb.DuckDBPyConnection, Table, list[LocalFile], Path], Relation]
READERS: Mapping[str, Reader] = {
    ".csv": _delimited,
    ".tsv": _delimited,
    ".txt": _delimited,
    ".json": _json,
    ".ndjson": _json,
    ".jsonl": _json,
    ".parquet": _parquet,
    ".xlsx": _xlsx,
}
