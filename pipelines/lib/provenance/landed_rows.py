"""Read back rows as they landed, by their key, from the deliveries of the landing folder."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import Field

from pipelines.lib.releases.difference import Shown
from pipelines.lib.releases.known import KnownLanding
from pipelines.lib.releases.readable import Cells, Readable
from sources.casting import literal, quote
from sources.contract import HIDDEN, Contract, Table
from sources.delivery import Delivery
from sources.landing import DATA
from sources.odcs import load_contract
from sources.system import SYSTEMS

# Each is looked for in every row of its delivery.
MOST_LOOKED_FOR = 10
NUMBER = "file_row_number"


class Landed(Shown):
    """A row as it landed, with the delivery that brought it.

    `row_number` is its place in the delivery's file of rows, the first is 1. `absent` says why
    there is no row; `hidden` names columns that only readers of people's tables may see.
    """

    delivery_id: str
    system: str
    table: str
    number: int
    landed_at: str | None = None
    source_files: tuple[str, ...] = ()
    row_number: int | None = None
    row: dict[str, str] = Field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    absent: str = ""


@dataclass(frozen=True)
class Wanted:
    """A row that is looked for: in one delivery, or in the latest that has it."""

    system: str
    table: str
    key: str
    delivery_id: str | None = None


@dataclass(frozen=True)
class LandedRows:
    """The landing folder as a release knew it, and what its readers may see of the rows."""

    readable: Readable
    landing: KnownLanding

    def find(self, wanted: Iterable[Wanted]) -> dict[Wanted, Landed]:
        """Return what landed, for each row that is wanted and was delivered at all."""
        by_delivery: dict[tuple[str, str, str | None], list[Wanted]] = defaultdict(list)
        for each in wanted:
            by_delivery[each.system, each.table, each.delivery_id].append(each)
        found: dict[Wanted, Landed] = {}
        for (system, table, delivery_id), rows in by_delivery.items():
            found |= self._of_table(system, table, delivery_id, rows)
        return found

    def _of_table(
        self, system: str, table: str, delivery_id: str | None, rows: list[Wanted]
    ) -> dict[Wanted, Landed]:
        found: dict[Wanted, Landed] = {}
        there = self.landing.deliveries(system, table)
        for delivery in reversed(there):
            if delivery_id in (None, delivery.delivery_id):
                left = [each for each in rows if each not in found]
                found |= self._of_delivery(delivery, left)
        gone = f"{self.landing.root / system / table} has no such delivery any more"
        if delivery_id is not None and not any(d.delivery_id == delivery_id for d in there):
            number = int(delivery_id.rsplit("/", 1)[1].split("-")[0])
            lost = Landed(
                delivery_id=delivery_id, system=system, table=table, number=number, absent=gone
            )
            found |= dict.fromkeys(rows, lost)
        return found

    def _of_delivery(self, delivery: Delivery, wanted: list[Wanted]) -> dict[Wanted, Landed]:
        """Return the wanted rows that a delivery has; one that is named has an answer for each."""
        contract = _contract(delivery.kind)
        table = contract.table(delivery.table)
        path = self.landing.folder(delivery) / DATA
        about = Landed(
            delivery_id=delivery.delivery_id,
            system=delivery.system,
            table=delivery.table,
            number=delivery.sequence,
            landed_at=f"{delivery.finished_at:%Y-%m-%d %H:%M:%S}",
            source_files=tuple(file.name for file in delivery.source_files),
        )
        if not path.exists():
            gone = about.model_copy(update={"absent": f"{path} is not there any more"})
            return {each: gone for each in wanted if each.delivery_id}
        rows = self._by_key(path, table, [each.key for each in wanted])
        lines = [each.key for each in wanted if each.delivery_id and each.key not in rows]
        rows |= self._holding(path, lines[:MOST_LOOKED_FOR])
        found = {}
        for each in wanted:
            row = rows.get(each.key)
            if row is not None:
                found[each] = about.model_copy(update=self._seen(table, row))
            elif each.delivery_id:
                found[each] = about.model_copy(update={"absent": "no row of that key in it"})
        return found

    def _by_key(self, path: Path, table: Table, keys: list[str]) -> dict[str, Cells]:
        key = f"concat_ws('-', {', '.join(f'cast({quote(n)} as varchar)' for n in table.key)})"
        rows = self.readable.rows(
            f"select {key} as _key, landed.* from {_numbered(path)} as landed "
            "where _key in (select unnest(?))",
            [keys],
        )
        return {str(row.pop("_key")): row for row in rows}

    def _holding(self, path: Path, ids: list[str]) -> dict[str, Cells]:
        """Return the only row that holds an id somewhere, as a document holds its lines."""
        found = {}
        for each in ids:
            rows = self.readable.rows(
                f"select landed.* from {_numbered(path)} as landed "
                "where contains(cast(landed as varchar), ?) limit 2",
                [each],
            )
            if len(rows) == 1:
                found[each] = rows[0]
        return found

    def _seen(self, table: Table, row: Cells) -> dict[str, object]:
        """Return what readers may see of a row, and which columns they may not."""
        kept = () if "people" in self.readable.audiences else HIDDEN
        hidden = {each.name for each in table.columns if each.classification in kept}
        number = row.get(NUMBER)
        told = {
            name: str(value) for name, value in row.items() if value is not None and name != NUMBER
        }
        return {
            "row_number": number + 1 if isinstance(number, int) else None,
            "row": {name: value for name, value in told.items() if name not in hidden},
            "hidden": tuple(name for name in told if name in hidden),
        }


def _numbered(path: Path) -> str:
    return f"read_parquet({literal(str(path))}, file_row_number = true)"


@cache
def _contract(kind: str) -> Contract:
    return load_contract(SYSTEMS / kind / "contract.yml")
