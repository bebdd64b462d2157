"""Write the demo company into a folder: what its systems deliver, the truth, how to read it.

Without a day, each table is one file with everything. With one, the company is played: the first
time each table's file holds what was there on that day, and every later time what changed since.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory

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
        ConfigurationError: The folder holds files that are not this company's, or it was seen
            there on a later day; or faults are asked for where none can be planted.
    """
    chosen = _shape(shape, plan)
    _check_ours(folder)
    told = {**plan.told(), "systems": shape}
    before = _seen_before(folder, plan, told)
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".demo-", dir=folder) as scratch:
        unfinished = Path(scratch)
        for name in (*FOLDERS, "before"):
            (unfinished / name).mkdir()
        if before:
            with _made(plan.on(before), unfinished, chosen, tell) as made:
                for table in deliveries(made, chosen):
                    path = literal(str(unfinished / "before" / f"{table.key}.parquet"))
                    made.execute(f"copy ({table.query}) to {path} (format parquet)")
        with _made(plan, unfinished, chosen, tell) as made:
            for table in deliveries(made, chosen):
                tell(f"writing {table.key}")
                _write_table(made, table, plan, unfinished)
            write_truth(made, unfinished / "truth")
        spoil(unfinished, plan)
        (unfinished / RECORD).write_text(_record(plan, told), "utf-8")
        _publish(unfinished, folder)
    configuration = folder / "evenkeel.toml"
    text = chosen.configuration.read_text("utf-8")
    if plan.as_of:
        text = text.replace('mode = "full"', 'mode = "incremental"')
    configuration.write_text(text, "utf-8")
    return configuration


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
    if table.key == ENTRIES and plan.faults.rates["row_in_two_pages"] and not kept.exists():
        contract = load_contract(SYSTEMS / "canonical" / "contract.yml")
        again = canonical_rows(made, contract.table(ENTRIES), f"{ENTRIES}_again")
        write_csv(made, again, path.with_name(f"{name}-2.csv"))


def _publish(unfinished: Path, folder: Path) -> None:
    """Move the finished files to where they are read."""
    for name in FOLDERS:
        for path in sorted((unfinished / name).rglob("*.*")):
            target = folder / path.relative_to(unfinished)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)


def _record(plan: Plan, told: Mapping[str, object]) -> str:
    day = plan.as_of.isoformat() if plan.as_of else None
    return json.dumps({**told, "as_of": day}, indent=2) + "\n"


def _seen_before(folder: Path, plan: Plan, told: Mapping[str, object]) -> dt.date | None:
    """Return the day the folder's company was last seen on; None where it is written anew."""
    path = folder / RECORD
    if not path.exists():
        return None
    before = json.loads(path.read_text("utf-8"))
    day = before.pop("as_of")
    if plan.as_of is None and day is None:
        return None
    others = [name for name, value in told.items() if before.get(name) != value]
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
    if configuration.exists() and not configuration.read_text("utf-8").startswith(WRITTEN):
        strangers.append("an evenkeel.toml of another company")
    if strangers:
        raise ConfigurationError(
            f"{folder} holds {', '.join(strangers)}, which the demo company did not write; "
            "expected an empty folder or an earlier demo company"
        )
