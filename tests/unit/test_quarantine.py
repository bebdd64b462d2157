"""Which rows land, against a plain model of the rules."""

import tempfile
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from builders import Exports, csv_of, time_entry
from hypothesis import given, settings
from hypothesis import strategies as st

ROWS = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.sampled_from(["", "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"]),
        st.sampled_from(["1.00", "2.5", "8 hrs", "25", "-1"]),
    ),
    max_size=14,
)
GOOD = {"1.00": Decimal("1.00"), "2.5": Decimal("2.5")}


def verdicts(rows: list[tuple[int, str, str]]) -> list[str]:
    """Return for every row what the rules say of it."""
    groups = defaultdict[int, list[int]](list)
    for position, (key, _, hours) in enumerate(rows):
        if hours in GOOD:
            groups[key].append(position)
    told = ["breach"] * len(rows)
    for members in groups.values():
        newest = max(rows[member][1] for member in members)
        top = [member for member in members if rows[member][1] == newest]
        versions = {GOOD[rows[member][2]] for member in top}
        for member in members:
            told[member] = "superseded"
        for copy, member in enumerate(top):
            alone = "lands" if copy == 0 else "duplicate_row"
            told[member] = "duplicate_key" if len(versions) > 1 else alone
    return told


@settings(max_examples=40)
@given(ROWS)
def test_every_row_meets_the_fate_the_rules_give_it(rows: list[tuple[int, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        exports = Exports(Path(folder))
        lines = (time_entry(key, updated_at=at, hours=hours) for key, at, hours in rows)
        exports.deliver(csv_of(*lines))
        bad = sum(hours not in GOOD for _, _, hours in rows)
        (delivery,) = exports.pull()
        refused = (
            dict(exports.refused(delivery, "row_number, reason"))
            if delivery.quarantined.rows
            else {}
        )
    told = verdicts(rows)
    rules = {"type", "minimum", "maximum"}

    assert bad == told.count("breach")
    assert delivery.landed.rows == told.count("lands")
    for line, verdict in enumerate(told, start=2):
        found = refused.get(line, "lands")
        assert found == verdict or (verdict == "breach" and found in rules)


@settings(max_examples=20)
@given(ROWS)
def test_delivered_is_landed_plus_quarantined_to_the_last_digit(
    rows: list[tuple[int, str, str]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        exports = Exports(Path(folder))
        exports.deliver(csv_of(*(time_entry(k, updated_at=at, hours=h) for k, at, h in rows)))
        (delivery,) = exports.pull()
    readable = {**GOOD, "25": Decimal(25), "-1": Decimal(-1)}

    assert delivery.delivered.rows == len(rows)
    assert delivery.landed.rows + delivery.quarantined.rows == len(rows)
    kept = delivery.landed.totals["hours"] + delivery.quarantined.totals["hours"]
    assert kept == sum((readable.get(h, Decimal(0)) for _, _, h in rows), Decimal(0))
