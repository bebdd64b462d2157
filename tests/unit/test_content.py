import json
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from expectations.content import KnownContent, content_hash, fingerprint

ROWS = st.lists(
    st.tuples(
        st.integers(0, 9),
        st.sampled_from(["2026-05", "2026-06", "2026-07", None]),
        st.decimals(-9, 9, places=2),
    ),
    max_size=12,
)


def filled(rows: Sequence[tuple[object, ...]]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(
        "create table facts (key integer, accounting_period varchar, amount decimal(28, 6))"
    )
    if rows:
        connection.executemany("insert into facts values (?, ?, ?)", rows)
    connection.execute("create table names as select distinct key, amount from facts")
    return connection


@pytest.mark.parametrize("table", ["facts", "names"])
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(nights=st.lists(ROWS, min_size=1, max_size=4))
def test_what_is_known_of_earlier_nights_changes_no_checksum(
    tmp_path: Path, table: str, nights: list[list[tuple[object, ...]]]
) -> None:
    for rows in nights:
        with filled(rows) as connection:
            known = KnownContent(tmp_path / "content.json")
            found = known.checksums(connection, table)
            known.keep()
            assert found == (content_hash(connection, table), fingerprint(connection, table))


def test_only_periods_that_changed_are_summed_again(tmp_path: Path) -> None:
    path = tmp_path / "content.json"
    rows = [(key, f"2026-{key % 12 + 1:02}", key) for key in range(1000)]

    def night() -> set[str]:
        with filled(rows) as connection:
            known = KnownContent(path)
            known.checksums(connection, "facts")
            known.keep()
        return set(json.loads(path.read_text("utf-8")))

    first = night()
    rows[500] = (500, "2026-09", -1)

    assert len(first) == 12
    assert len(night() - first) == 1


def test_a_file_that_was_cut_off_is_known_content_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "content.json"
    path.write_text('{"1.5.5|0f": 12, "1.5', "utf-8")

    with filled([(1, "2026-05", 1)]) as connection:
        found = KnownContent(path).checksums(connection, "facts")
        assert found == (content_hash(connection, "facts"), fingerprint(connection, "facts"))
