"""Write the demo company into a folder: what its systems deliver, the truth, how to read it.

Without a day, each table is one file with everything. With one, the company is played: the first
time each table's file holds what was there on that day, and every later time what changed since.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from sources.casting import literal
from sources.demo.faults import ENTRIES
from sources.demo.generate import made_company, write_csv, write_truth
from sources.demo.plan import Plan
from sources.demo.spoil import spoil
from sources.demo.systems import SHAPES, Delivered, Shape, canonical_rows, deliveries
from sources.errors import ConfigurationError
from sources.odcs import load_contract
from sources.system import SYSTEMS

FOLDERS = ("exports", "truth")
OURS = {"evenkeel.toml", "var", *FOLDERS}
WRITTEN = "# Written by evenkeel demo."
MOST_NAMED = 3
SCRATCH = ".demo-"
SETTLED_AFTER = 31  # days
RECORD = Path("truth") / "company.json"
Tell = Callable[[str], None]


def write_demo(folder: Path, plan: Plan, tell: Tell, *, shape: str = "canonical") -> Path:
    """Write the files of each system's tables into `exports`, the truth, and `evenkeel.toml`.

    Args:
        folder: Where; made when it is not there.
        plan: The company.
        tell: Told what is being made: large companies take their time.
        shape: In the shape of which systems: one of `SHAPES`.

    Returns:
        The path of the configuration.

    Raises:
        ConfigurationError: The folder holds files that are not the demo company's, or another
            company that is being played; or faults are asked for where none can be planted.
    """
    chosen = _shape(shape, plan)
    record = _record_of(folder)
    _check_ours(folder, record)
    told = {**plan.told(), "systems": shape}
    before = _seen_before(folder, plan, told, record)
    folder.mkdir(parents=True, exist_ok=True)
    _remove_what_was_left(folder)
    with TemporaryDirectory(prefix=SCRATCH, dir=folder) as scratch:
        unfinished = Path(scratch)
        for name in (*FOLDERS, "before"):
            (unfinished / name).mkdir()
        if before:
            with _made(plan.on(before), unfinished, chosen, tell) as made:
                for table in deliveries(made, chosen):
                    path = literal(str(unfinished / "before" / f"{table.key}.parquet"))
                    query = _may_differ(table, before)
                    made.execute(f"copy ({query}) to {path} (format parquet)")
        with _made(plan, unfinished, chosen, tell) as made:
            for table in deliveries(made, chosen):
                tell(f"writing {table.key}")
                query = _may_differ(table, before) if before else table.query
                _write_table(made, replace(table, query=query), plan, unfinished)
            write_truth(made, unfinished / "truth")
        spoil(unfinished, plan)
        earlier = set(record["files"])
        if before is None:
            # What an earlier company left would be read as this one's.
            for name in earlier:
                (folder / name).unlink(missing_ok=True)
            earlier.clear()
        _publish(unfinished, folder, earlier, {**told, "as_of": _text(plan.as_of)})
    configuration = folder / "evenkeel.toml"
    text = chosen.configuration.read_text("utf-8")
    if plan.as_of:
        text = text.replace('mode = "full"', 'mode = "incremental"')
    configuration.write_text(text, "utf-8")
    return configuration


def _remove_what_was_left(folder: Path) -> None:
    """Remove the scratch folders of runs that were killed."""
    for left in folder.glob(f"{SCRATCH}*"):
        rmtree(left)


def _shape(name: str, plan: Plan) -> Shape:
    if name not in SHAPES:
        raise ConfigurationError(f"--systems: found {name!r}, allowed: {', '.join(SHAPES)}")
    if name != "canonical" and any(plan.faults.rates.values()):
        raise ConfigurationError("--fault: faults are planted in --systems canonical only")
    return SHAPES[name]


def _made(
    plan: Plan, scratch: Path, shape: Shape, tell: Tell
) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    return made_company(plan, scratch, vendors=shape.vendors, tell=tell)


def _may_differ(table: Delivered, before: dt.date) -> str:
    """Return the query of the rows that may differ from what they were on a day.

    Of entries those of late months: what is invoiced or late of a month comes within the next.
    """
    if table.key != ENTRIES:
        return table.query
    oldest = before - dt.timedelta(days=SETTLED_AFTER)
    months = f"select month_no from months where month_end >= date {literal(oldest.isoformat())}"
    return f"{table.query} where month_no >= ({months} order by all limit 1)"


def _write_table(
    made: duckdb.DuckDBPyConnection, table: Delivered, plan: Plan, unfinished: Path
) -> None:
    """Write a table's file: all of it, or the rows that were not there or were otherwise before."""
    query = table.query
    name = f"{table.name}-{plan.as_of}" if plan.as_of else table.name
    path = unfinished / "exports" / table.folder / f"{name}.csv"
    path.parent.mkdir(exist_ok=True)
    kept = unfinished / "before" / f"{table.key}.parquet"
    if kept.exists():
        query = f"from ({query} except all from {literal(str(kept))}) order by all"
        if made.execute(f"select count(*) = 0 from ({query})").fetchone() == (True,):
            return
    write_csv(made, query, path)
    if table.key == ENTRIES and plan.faults.rates["row_in_two_pages"]:
        contract = load_contract(SYSTEMS / "canonical" / "contract.yml")
        again = canonical_rows(made, contract.table(ENTRIES), f"{ENTRIES}_again")
        rows = f"from ({again} intersect from ({query})) order by all"
        write_csv(made, rows, path.with_name(f"{name}-2.csv"))


def _publish(
    unfinished: Path, folder: Path, earlier: set[str], record: Mapping[str, object]
) -> None:
    """Record the files that are ours, then move the finished ones to where they are read."""
    paths = [path for name in FOLDERS for path in sorted((unfinished / name).rglob("*.csv"))]
    names = {path.relative_to(unfinished).as_posix() for path in paths}
    (folder / RECORD).parent.mkdir(exist_ok=True)
    text = json.dumps({**record, "files": sorted(earlier | names)}, indent=2)
    (folder / RECORD).write_text(f"{text}\n", "utf-8")
    for path in paths:
        target = folder / path.relative_to(unfinished)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)


def _record_of(folder: Path) -> dict[str, Any]:
    """Return what was recorded of the folder's company: its options, day and files."""
    path = folder / RECORD
    held = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return {"as_of": None, "files": [], **held}


def _text(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _seen_before(
    folder: Path, plan: Plan, told: Mapping[str, object], record: Mapping[str, Any]
) -> dt.date | None:
    """Return the day the folder's company was last seen on; None where it is written anew."""
    day = record["as_of"]
    if not record["files"] or (plan.as_of is None and day is None):
        return None
    others = [name for name, value in told.items() if record.get(name) != value]
    if others:
        held = ", ".join(f"{name} {record.get(name)}" for name in others)
        raise ConfigurationError(f"{folder} holds a company of {held}; expected another folder")
    if plan.as_of is None or day is None or dt.date.fromisoformat(day) >= plan.as_of:
        raise ConfigurationError(
            f"--as-of: found {plan.as_of or 'no day'}; {folder} was written "
            f"{f'as of {day}' if day else 'without a day'}, expected a later day or another folder"
        )
    return dt.date.fromisoformat(day)


def _check_ours(folder: Path, record: Mapping[str, Any]) -> None:
    """Refuse a folder that holds what the demo company did not write."""
    if not folder.is_dir():
        return
    ours = {RECORD.as_posix(), *record["files"]}
    found = [path for name in FOLDERS for path in (folder / name).rglob("*") if path.is_file()]
    strangers = [path.relative_to(folder).as_posix() for path in found]
    strangers = sorted(name for name in strangers if name not in ours)
    strangers += sorted(
        path.name
        for path in folder.iterdir()
        if path.name not in OURS and not path.name.startswith(SCRATCH)
    )
    configuration = folder / "evenkeel.toml"
    if configuration.exists() and not configuration.read_text("utf-8").startswith(WRITTEN):
        strangers.append("an evenkeel.toml of another company")
    if strangers:
        named, others = ", ".join(strangers[:MOST_NAMED]), len(strangers) - MOST_NAMED
        more = f" and {others} more" if others > 0 else ""
        raise ConfigurationError(
            f"{folder} holds {named}{more}, which the demo company did not write; "
            "expected an empty folder or an earlier demo company"
        )
