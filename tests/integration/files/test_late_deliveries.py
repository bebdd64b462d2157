"""Changes that come late, twice or out of their order end in the same rows as those in order."""

import itertools
from pathlib import Path

import duckdb
import pytest
from builders import Exports, canonical, csv_of, time_entry

from pipelines.lib.ingest.raw import load_landed

# What a time system exported on three days: entries are added, corrected and corrected again.
DAYS = {
    "time_entries-2026-03-02.csv": csv_of(
        time_entry(1, hours="1.00", updated_at="2026-03-02T18:00:00Z"),
        time_entry(2, hours="2.00", updated_at="2026-03-02T18:00:00Z"),
    ),
    "time_entries-2026-03-03.csv": csv_of(
        time_entry(1, hours="1.25", updated_at="2026-03-03T18:00:00Z"),
        time_entry(3, hours="3.00", updated_at="2026-03-03T18:00:00Z"),
    ),
    "time_entries-2026-03-04.csv": csv_of(
        time_entry(1, hours="1.50", updated_at="2026-03-04T18:00:00Z"),
        time_entry(2, hours="2.50", updated_at="2026-03-04T18:00:00Z"),
    ),
}
IN_ORDER = [("1", "1.50"), ("2", "2.50"), ("3", "3.00")]


def current(exports: Exports) -> list[tuple[str, str]]:
    """Load all that landed, twice, and return the rows as models read them."""
    table = canonical().table("time_entries")
    with duckdb.connect() as warehouse:
        for _ in range(2):
            load_landed(warehouse, exports.landing, exports.system, table)
        return warehouse.execute("""
            select time_entry_id, cast(cast(hours as decimal(9, 2)) as varchar)
            from raw_canonical.time_entries
            qualify row_number() over (
                partition by time_entry_id order by _delivery_number desc
            ) = 1 and not _is_deleted
            order by all
        """).fetchall()


@pytest.mark.parametrize(
    "order",
    list(itertools.permutations(DAYS)),
    ids=lambda days: "-".join(day[-6:-4] for day in days),
)
def test_days_in_any_order_end_in_the_same_rows(tmp_path: Path, order: tuple[str, ...]) -> None:
    exports = Exports(tmp_path, mode="incremental")
    for name in order:
        exports.deliver(DAYS[name], name)
        exports.pull()

    assert current(exports) == IN_ORDER


def test_days_that_come_together_late_end_in_the_same_rows(tmp_path: Path) -> None:
    exports = Exports(tmp_path, mode="incremental")
    names = list(DAYS)
    exports.deliver(DAYS[names[2]], names[2])
    exports.pull()
    for name in names:
        exports.deliver(DAYS[name], name)

    assert len(exports.pull()) == 2
    assert exports.pull() == []
    assert current(exports) == IN_ORDER


def test_a_whole_table_is_what_the_source_has_though_it_dates_rows_back(tmp_path: Path) -> None:
    exports = Exports(tmp_path)
    for day in ("time_entries-2026-03-04.csv", "time_entries-2026-03-02.csv"):
        exports.deliver(DAYS[day])
        exports.pull()

    assert current(exports) == [("1", "1.00"), ("2", "2.00")]
