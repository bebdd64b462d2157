"""Write the demo company into a folder: what its systems deliver, what is true, how to read it.

Without a day, each table is one file with everything. With one, the company is played: the first
time each table's file holds what was there on that day, and every later time what changed since.
"""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from sources.casting import literal
from sources.contract import Table
from sources.demo.generate import delivered, made_company, write_csv, write_truth
from sources.demo.plan import Plan
from sources.demo.spoil import spoil
from sources.errors import ConfigurationError
from sources.odcs import load_contract
from sources.system import SYSTEMS

CONFIGURATION = Path(__file__).with_name("evenkeel.toml")
FOLDERS = ("exports", "truth")
OURS = {"evenkeel.toml", "var", *FOLDERS}
RECORD = Path("truth") / "company.json"
Tell = Callable[[str], None]


def write_demo(folder: Path, plan: Plan, tell: Tell) -> Path:
    """Write the files of each canonical table into `exports`, the truth, and `evenkeel.toml`.

    Args:
        folder: Where; made when it is not there.
        plan: The company.
        tell: Told what is being made: large companies take their time.

    Returns:
        The path of the configuration.

    Raises:
        ConfigurationError: The folder holds files that are not this company's, or it was seen
            there on a later day.
    """
    _check_ours(folder)
    before = _seen_before(folder, plan)
    folder.mkdir(parents=True, exist_ok=True)
    tables = load_contract(SYSTEMS / "canonical" / "contract.yml").tables
    with TemporaryDirectory(prefix=".demo-", dir=folder) as scratch:
        unfinished = Path(scratch)
        for name in (*FOLDERS, "before"):
            (unfinished / name).mkdir()
        if before:
            with made_company(plan.on(before), unfinished, tell=tell) as made:
                for table in tables:
                    _keep(made, table, unfinished / "before")
        with made_company(plan, unfinished, tell=tell) as made:
            for table in tables:
                tell(f"writing {table.name}")
                _write_table(made, table, plan, unfinished)
            write_truth(made, unfinished / "truth")
        spoil(unfinished, plan)
        (unfinished / RECORD).write_text(_record(plan), "utf-8")
        for name in FOLDERS:
            (folder / name).mkdir(exist_ok=True)
            for path in sorted((unfinished / name).iterdir()):
                path.replace(folder / name / path.name)
    configuration = folder / "evenkeel.toml"
    text = CONFIGURATION.read_text("utf-8")
    if plan.as_of:
        text = text.replace('mode = "full"', 'mode = "incremental"')
    configuration.write_text(text, "utf-8")
    return configuration


def _keep(made: duckdb.DuckDBPyConnection, table: Table, folder: Path) -> None:
    path = literal(str(folder / f"{table.name}.parquet"))
    made.execute(f"copy ({delivered(made, table)}) to {path} (format parquet)")


def _write_table(
    made: duckdb.DuckDBPyConnection, table: Table, plan: Plan, unfinished: Path
) -> None:
    """Write a table's file: all of it, or the rows that were not there or were otherwise before."""
    query = delivered(made, table)
    name = f"{table.name}-{plan.as_of}" if plan.as_of else table.name
    path = unfinished / "exports" / f"{name}.csv"
    kept = unfinished / "before" / f"{table.name}.parquet"
    if kept.exists():
        query = f"from ({query} except all from {literal(str(kept))}) order by all"
        if made.execute(f"select count(*) = 0 from ({query})").fetchone() == (True,):
            return
    write_csv(made, query, path)
    if table.name == "time_entries" and plan.faults.rates["row_in_two_pages"] and not kept.exists():
        again = delivered(made, table, "time_entries_again")
        write_csv(made, again, path.with_name(f"{name}-2.csv"))


def _record(plan: Plan) -> str:
    day = plan.as_of.isoformat() if plan.as_of else None
    return json.dumps({**plan.told(), "as_of": day}, indent=2) + "\n"


def _seen_before(folder: Path, plan: Plan) -> dt.date | None:
    """Return the day the folder's company was last seen on; None where it is written anew."""
    path = folder / RECORD
    if not path.exists():
        return None
    before = json.loads(path.read_text("utf-8"))
    day = before.pop("as_of")
    if plan.as_of is None and day is None:
        return None
    others = [name for name, value in plan.told().items() if before.get(name) != value]
    if others:
        held = ", ".join(f"{name} {before.get(name)}" for name in others)
        raise ConfigurationError(f"{folder} holds a company of {held}; expected another folder")
    if plan.as_of is None or day is None or dt.date.fromisoformat(day) >= plan.as_of:
        raise ConfigurationError(
            f"--as-of: found {plan.as_of or 'no day'}; {folder} was written "
            f"{f'as of {day}' if day else 'without a day'}, expected a later day or another folder"
        )
    return dt.date.fromisoformat(day)


def _check_ours(folder: Path) -> None:
    """Refuse a folder that holds what the demo company did not write."""
    if not folder.is_dir():
        return
    strangers = sorted(p.name for p in folder.iterdir() if p.name not in OURS)
    configuration = folder / "evenkeel.toml"
    first_line = CONFIGURATION.read_text("utf-8").partition("\n")[0]
    if configuration.exists() and not configuration.read_text("utf-8").startswith(first_line):
        strangers.append("an evenkeel.toml of another company")
    if strangers:
        raise ConfigurationError(
            f"{folder} holds {', '.join(strangers)}, which the demo company did not write; "
            "expected an empty folder or an earlier demo company"
        )
