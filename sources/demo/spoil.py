"""Plant the faults that concern a whole file, not its rows."""

import csv
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from sources.demo.faults import KINDS, MILLION
from sources.demo.plan import Plan


def spoil(folder: Path, plan: Plan) -> None:
    """Spoil the files of `exports` that the plan's faults are drawn for, and list them as truth."""
    planted = []
    for kind in plan.faults.of_deliveries:
        table = KINDS[kind].table
        for path in sorted((folder / "exports").glob(f"{table}*.csv")):
            if _draw(plan.seed, kind, path.name) < plan.faults.rates[kind]:
                SPOILERS[kind](path)
                planted.append((kind, table, path.name, "", "", ""))
    with (folder / "truth" / "planted_faults.csv").open("a", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(planted)


def _draw(seed: int, kind: str, name: str) -> int:
    digest = hashlib.sha256(f"{seed}|{kind}|{name}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % MILLION


def _cut(path: Path) -> None:
    """End the file in the middle of a row."""
    content = path.read_bytes()
    end = content.rindex(b"\n", 0, len(content) * 2 // 3)
    path.write_bytes(content[: end + 8])


def _rewrite(path: Path, change: Callable[[list[list[str]]], list[list[str]]]) -> None:
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle))
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows(change(rows))


def _with_column(rows: list[list[str]]) -> list[list[str]]:
    return [[*rows[0], "cost_centre"], *([*row, "CC1"] for row in rows[1:])]


def _without_column(rows: list[list[str]]) -> list[list[str]]:
    place = rows[0].index("due_date")
    return [[*row[:place], *row[place + 1 :]] for row in rows]


def _recode(path: Path) -> None:
    path.write_bytes(path.read_text("utf-8").encode("cp1252"))


SPOILERS: Mapping[str, Callable[[Path], object]] = {
    "missing_delivery": Path.unlink,
    "truncated_delivery": _cut,
    "new_column": lambda path: _rewrite(path, _with_column),
    "missing_column": lambda path: _rewrite(path, _without_column),
    "cp1252": _recode,
}
