"""Write all that an auditor checks of a period into one folder, for people without DuckDB."""

import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipelines.lib.audit.cover import write_cover
from pipelines.lib.audit.sheets import SHEETS, Sheet
from pipelines.lib.audit.trail import load_deliveries, load_trail
from pipelines.lib.audit.workbook import Filled, write_workbook
from pipelines.lib.company import releases_root
from pipelines.lib.dbt import PROJECT, folder_of
from pipelines.lib.releases.readable import Readable, readable
from pipelines.lib.releases.release import Release, ReleaseError
from sources.casting import literal
from sources.configuration import Settings
from sources.disk import sha256_of

AUDIENCE = "finance"
WORKBOOK, SUMS = "pack.xlsx", "SHA256SUMS"
CONTROLS, QUERIES, ROWS = "controls", "queries", "parquet"
LESS_THAN_A_CENT = Decimal("0.005")
MODELS = ("int_control_c", "int_controls__measured", "int_reconciling_items__", "ctl_reconcil")


class Packed(BaseModel):
    """What an audit pack holds: rows by sheet, controls by how they came out, what does not tie."""

    model_config = ConfigDict(frozen=True)

    folder: Path
    release_id: str
    period: str
    open_locks: tuple[str, ...]
    rows: dict[str, int]
    unexplained: int
    differing: dict[str, int]


def write_pack(settings: Settings, release: Release, period: str, folder: Path) -> Packed:
    """Write the pack of a period, beside at first, so that it is there whole or not at all.

    Args:
        settings: The company.
        release: The release that the figures are of.
        period: The accounting period.
        folder: Where it goes; nothing may be there.

    Raises:
        ReleaseError: The folder is there, the release does not know the period, or a sheet has
            more rows than a worksheet holds.
    """
    if folder.exists():
        raise ReleaseError(f"{folder} is there already; remove it, or name another with --to")
    partial = folder.with_name(f".partial-{folder.name}")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        packed = _write(settings, release, period, folder, partial)
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return packed


def _write(
    settings: Settings, release: Release, period: str, folder: Path, partial: Path
) -> Packed:
    with readable(settings, release, (AUDIENCE,)) as tables:
        tables.connection.execute(f"set variable period = {literal(period)}; use {AUDIENCE}")
        _check_period(tables, release, period)
        load_trail(settings, tables, release, period)
        load_deliveries(settings, tables, release)
        filled = [_filled(tables, each) for each in SHEETS]
        _write_rows(tables, partial)
        packed = Packed(
            folder=folder,
            release_id=release.release_id,
            period=period,
            open_locks=tuple(_open_locks(tables)),
            rows={each.sheet.name: len(each.rows) for each in filled},
            unexplained=_unexplained(filled),
            differing={each.sheet.name: _differing(each) for each in filled},
        )
        title = f"{settings.company.name}: audit pack of {period}"
        write_workbook(partial / WORKBOOK, title, filled)
        _write_sql(settings, partial)
        shutil.copy(releases_root(settings) / release.release_id / "release.json", partial)
        write_cover(settings, tables, release, packed, filled, partial / "index.html")
    _write_sums(partial)
    return packed


def _check_period(tables: Readable, release: Release, period: str) -> None:
    found = tables.rows(
        "select distinct period_code from dim_accounting_period "
        f"where period_start_date <= date '{release.as_of_date}' order by all"
    )
    known = [str(each["period_code"]) for each in found]
    if period not in known:
        there = f"{known[0]} to {known[-1]}" if known else "none"
        raise ReleaseError(
            f"release {release.release_id} has no accounting period {period!r}; it has {there}"
        )


def _filled(tables: Readable, sheet: Sheet) -> Filled:
    cursor = tables.connection.execute(_query(sheet))
    columns = tuple(str(column[0]) for column in cursor.description or ())
    return Filled(sheet, columns, [tuple(row) for row in cursor.fetchall()])


def _query(sheet: Sheet) -> str:
    return sheet.query.replace("$period", "getvariable('period')")


def _write_rows(tables: Readable, folder: Path) -> None:
    """Write the rows of each sheet, exactly, as Parquet, and the query that they come from."""
    (folder / ROWS).mkdir()
    (folder / QUERIES).mkdir()
    for sheet in SHEETS:
        path = literal(str(folder / ROWS / f"{sheet.name}.parquet"))
        tables.connection.execute(f"copy ({_query(sheet)}) to {path} (format parquet)")
        text = f"-- {sheet.says}\n{sheet.query.strip()}\n"
        (folder / QUERIES / f"{sheet.name}.sql").write_text(text, "utf-8")


def _open_locks(tables: Readable) -> Iterator[str]:
    for row in tables.rows(
        "select entity_code, lock from ctl_period_status "
        "where accounting_period = getvariable('period') and lock_state <> 'closed' order by all"
    ):
        yield f"{row['entity_code']} {row['lock']}"


def _unexplained(filled: list[Filled]) -> int:
    (controls,) = (each for each in filled if each.sheet.name == "controls")
    place = controls.columns.index("status")
    return sum(row[place] != "reconciled" for row in controls.rows)


def _differing(filled: Filled) -> int:
    """Return in how many rows something is not 0 that must be."""
    rows = (dict(zip(filled.columns, row, strict=True)) for row in filled.rows)
    return sum(
        any(abs(_number(row[name])) > allowed for name in filled.sheet.difference)
        for row in rows
        for allowed in [_number(row.get("rounding_allowed", LESS_THAN_A_CENT))]
    )


def _number(value: object) -> Decimal:
    return Decimal(str(value or 0))


def _write_sql(settings: Settings, folder: Path) -> None:
    """Write the SQL of every control, as it was run if the nightly's is there."""
    (folder / CONTROLS).mkdir()
    compiled = folder_of(settings) / "target" / "compiled" / PROJECT.name.replace(
        "dbt_project", "evenkeel"
    )  # fmt: skip
    for path in sorted((PROJECT / "models").rglob("*.sql")):
        if path.stem.startswith(MODELS):
            run = compiled / path.relative_to(PROJECT)
            text = (run if run.exists() else path).read_text("utf-8")
            (folder / CONTROLS / path.name).write_text(re.sub(r"\n\s*\n+", "\n\n", text), "utf-8")


def _write_sums(folder: Path) -> None:
    """Write the checksum of every file as `sha256sum --check` reads it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{sha256_of(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / SUMS).write_text("".join(lines), "utf-8")
