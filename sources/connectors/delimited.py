"""Read delimited text: CSV, TSV and their kin, in the contract's encoding and delimiter.

A clean file is read once, strictly. In a file with rows that cannot be split into the header's
columns, those rows are set aside, and the file's rows are counted a second way: DuckDB passes over
the rest of a file in silence once a quoted value is never closed.
"""

import codecs
import csv
import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path

from sources.casting import literal
from sources.connectors.relation import LocalFile, Relation
from sources.contract import Formats, Table
from sources.errors import ReadError

CHUNK = 1 << 20
LONGEST_VALUE = 1 << 24
MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
EXPECTED = {
    "INVALID ENCODING": "text in utf-8",
    "UNQUOTED VALUE": "a quoted value that ends, with the quotes inside it doubled",
    "LINE SIZE OVER MAXIMUM": "a row of at most 2,000,000 bytes",
}
END = "\x00end of file"
_numbers = itertools.count(1)


def delimited_relation(table: Table, files: list[LocalFile], spool: Path) -> Relation:
    """Return the relation that reads delimited files with one header as one.

    Raises:
        ReadError: The encoding is not the contract's, or the headers differ or repeat a name.
    """
    formats = table.formats
    delimiter = "\t" if files[0].path.suffix.lower() == ".tsv" else formats.delimiter
    utf8 = [
        LocalFile(_as_utf8(file, formats, spool / f"utf8-{position:06d}"), file.name)
        for position, file in enumerate(files)
    ]
    names = _header(utf8, delimiter)
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    options = (
        f"columns = {{{columns}}}, delim = {literal(delimiter)}, quote = '\"', escape = '\"', "
        "header = true, auto_detect = false, all_varchar = true"
    )
    paths = ", ".join(literal(str(file.path)) for file in utf8)
    suffix = next(_numbers)
    set_aside = (
        f"{options}, store_rejects = true, rejects_table = 'reject_errors_{suffix}', "
        f"rejects_scan = 'reject_scans_{suffix}'"
    )
    numbered = " union all ".join(
        f"select *, row_number() over () as _row_number, {literal(file.name)} as _source_file "
        f"from read_csv({literal(str(file.path))}, {set_aside}, parallel = false)"
        for file in utf8
    )
    return Relation(
        sql=f"read_csv([{paths}], {options})",
        columns=dict.fromkeys(names, "VARCHAR"),
        numbered=f"({numbered})",
        rejects=_rejects(utf8, suffix),
        count=lambda: sum(_count(file, delimiter) for file in utf8),
    )


def _rejects(files: list[LocalFile], suffix: int) -> str:
    named = " ".join(f"when {literal(str(file.path))} then {literal(file.name)}" for file in files)
    expected = " ".join(
        f"when {literal(kind)} then {literal(words)}" for kind, words in EXPECTED.items()
    )
    return f"""(
        select case scans.file_path {named} end as source_file,
            cast(errors.line as bigint) as row_number,
            case min(cast(errors.error_type as varchar))
                when 'INVALID ENCODING' then 'encoding' else 'malformed'
            end as reason,
            min(errors.column_name) as column_name, min(errors.error_message) as found,
            case min(cast(errors.error_type as varchar)) {expected}
                else 'a row with the header''s columns'
            end as expected,
            min(errors.csv_line) as record
        from reject_errors_{suffix} as errors
        inner join reject_scans_{suffix} as scans using (scan_id, file_id)
        where errors.scan_id = (select max(scan_id) from reject_scans_{suffix})
        group by all
    )"""


def _as_utf8(file: LocalFile, formats: Formats, target: Path) -> Path:
    """Rewrite a file of another encoding; bytes that are none of its characters stay visible."""
    try:
        declared = codecs.lookup(formats.encoding).name
    except LookupError as error:
        raise ReadError(
            f"{file.name}: encoding {formats.encoding!r} in the contract is unknown"
        ) from error
    with file.path.open("rb") as opened:
        start = opened.read(3)
    for mark, found in MARKS.items():
        if start.startswith(mark) and not declared.startswith(found):
            raise ReadError(
                f"{file.name}: begins with the byte order mark of {found}, "
                f"the contract says {formats.encoding}; set `encoding` in the system's formats"
            )
    if declared.startswith("utf-8"):
        return file.path
    with (
        file.path.open("r", encoding=declared, errors="replace", newline="") as source,
        target.open("w", encoding="utf-8", newline="") as written,
    ):
        while chunk := source.read(CHUNK):
            written.write(chunk)
    return target


def _header(files: list[LocalFile], delimiter: str) -> list[str]:
    headers = []
    for file in files:
        with file.path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
            names = next(csv.reader(lines, delimiter=delimiter), [])
        headers.append(
            [name.strip() or f"unnamed_{place}" for place, name in enumerate(names, start=1)]
        )
    first = headers[0]
    for file, names in zip(files, headers, strict=True):
        if names != first:
            raise ReadError(f"{file.name}: header {names} differs from {files[0].name}: {first}")
    folded = [name.casefold() for name in first]
    repeated = sorted({name for name in folded if folded.count(name) > 1})
    if repeated:
        raise ReadError(f"{files[0].name}: column {', '.join(repeated)} is there twice")
    return first


def _count(file: LocalFile, delimiter: str) -> int:
    """Count a file's rows without DuckDB; blank lines and the header are none.

    Raises:
        ReadError: A quoted value is never closed, or the line ends are mixed.
    """
    csv.field_size_limit(LONGEST_VALUE)
    rows, began, last = 0, 1, [""]
    with file.path.open(encoding="utf-8-sig", errors="replace", newline="") as opened:
        reader = csv.reader(_remembered(opened, last), delimiter=delimiter)
        first_end = ""
        try:
            for row in reader:
                if row == [END]:
                    return rows - 1
                if row and row[-1].endswith(END):
                    break
                rows += bool(row)
                line_end = last[0][len(last[0].rstrip("\r\n")) :]
                first_end = first_end or line_end
                if line_end not in {first_end, ""}:
                    raise ReadError(
                        f"{file.name} line {reader.line_num}: ends in {line_end!r}, "
                        f"the lines before it in {first_end!r}; expected one kind of line end"
                    )
                began = reader.line_num + 1
        except csv.Error as error:
            raise ReadError(
                f"{file.name} line {began}: a value of this row has no end within "
                f"{LONGEST_VALUE:,} characters; a quoted value may never be closed"
            ) from error
    raise ReadError(_unclosed(file, began))


def _remembered(lines: Iterable[str], last: list[str]) -> Iterator[str]:
    """Yield lines, keeping the latest in `last`, and an end mark that an open quote swallows."""
    for line in lines:
        last[0] = line
        yield line
    yield END


def _unclosed(file: LocalFile, line: int) -> str:
    return (
        f"{file.name} line {line}: a quoted value opens in this row and is never closed; "
        "the rows after it can not be told apart"
    )
