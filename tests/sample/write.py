"""Write the sample company's deliveries and the configuration that reads them."""

import csv
import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from sample.books import books_tables
from sample.company import Row
from sample.reference import reference_tables
from sources.errors import ConfigurationError
from sources.odcs import load_contract
from sources.system import SYSTEMS

CONFIGURATION = Path(__file__).with_name("evenkeel.toml")


def write_sample(folder: Path, *, seed: int = 7) -> Path:
    """Write one CSV per canonical table into `folder`, and `evenkeel.toml` beside it.

    Returns:
        The path of the configuration.

    Raises:
        ConfigurationError: The folder holds files that are not the sample company's.
    """
    exports = folder / "exports"
    tables = {**reference_tables(), **books_tables(seed)}
    expected = {f"{name}.csv" for name in tables}
    strangers = sorted(p.name for p in exports.glob("*") if p.name not in expected)
    if strangers:
        raise ConfigurationError(
            f"{exports} holds {', '.join(strangers)}, which the sample company did not write; "
            "expected an empty folder or an earlier sample"
        )
    exports.mkdir(parents=True, exist_ok=True)
    contract = load_contract(SYSTEMS / "canonical" / "contract.yml")
    for name, rows in tables.items():
        columns = [column.name for column in contract.table(name).columns]
        _write(exports / f"{name}.csv", columns, rows)
    configuration = folder / "evenkeel.toml"
    configuration.write_text(CONFIGURATION.read_text("utf-8"), "utf-8")
    return configuration


def _write(path: Path, columns: list[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, fieldnames=columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: as_text(value) for name, value in row.items()} for row in rows)


def as_text(value: object) -> object:
    """Return a value as the exports write it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value
