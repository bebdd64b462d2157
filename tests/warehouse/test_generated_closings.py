"""Generated histories of late, edited and deleted rows over months that close and reopen.

Whatever order things arrive in, closed months stand still, and what is posted for a month, there
and later, is what it comes to now.
"""

import datetime as dt
import random
from pathlib import Path

import pytest
from builders import seeds
from closing_chain import ClosingChain
from closing_history import FIRST, History, following

from pipelines.lib.publish.closing import LOCKS
from pipelines.lib.releases.books import PAGES, load_books

pytestmark = pytest.mark.warehouse

CAUSES = {"late_time", "edited_time", "late_document", "edited_document", "rate", "fx", "mapping"}
CAUSES |= {"contract", "estimate"}


SUMS = {
    "fct_project_cost": (
        "int_costs__incurred",
        "hours",
        "billable_hours",
        "approved_hours",
        "cost_reporting_amount",
    ),
    "fct_billing_event": (
        "int_billings__issued",
        "billed_transaction_amount",
        "billed_reporting_amount",
    ),
    "fct_revenue_event": (
        "int_revenue__recognised",
        "quantity",
        "revenue_transaction_amount",
        "revenue_reporting_amount",
    ),
}


KEYS = {
    "fct_project_cost": "project_cost_key",
    "fct_billing_event": "billing_event_key",
    "fct_revenue_event": "revenue_event_key",
}


def check_sums(chain: ClosingChain) -> None:
    """What is posted for each period, there and later, is what it comes to now, place by place."""
    for posted, (computed, *measures) in SUMS.items():
        sums = ", ".join(f"coalesce(sum({measure}), 0)" for measure in measures)
        some = " or ".join(f"sum({measure}) <> 0" for measure in measures)
        query = (
            "select {period} as period, project_key, {sums} from {place} "
            "group by all having {some} order by all"
        )
        found, expected = (
            chain.connection.execute(
                query.format(period=period, sums=sums, some=some, place=chain.places[name])
            ).fetchall()
            for name, period in (
                (posted, "coalesce(origin_period, accounting_period)"),
                (computed, "service_period"),
            )
        )
        assert found == expected, posted
        key = KEYS[posted]
        ((rows, keys),) = chain.rows(posted, f"count(*), count(distinct {key})")
        assert rows == keys, posted


def check_controls(chain: ClosingChain) -> None:
    for control in ("int_control_c15__measured", "int_control_c16__measured"):
        wrong = [
            row for row in chain.rows(control, "subject, a_value, b_value") if row[1] != row[2]
        ]
        assert wrong == [], control
    causes = {row[0] for row in chain.rows("ctl_prior_period_adjustment", "adjustment_cause")}
    assert causes <= CAUSES


@pytest.mark.parametrize("seed", seeds(6, 10))
def test_closed_months_stand_still_and_nothing_is_lost(
    closings: ClosingChain, tmp_path: Path, seed: int
) -> None:
    history = History(random.Random(seed))  # noqa: S311 - a history that can be made again
    closings.begin(tmp_path)
    for _ in range(8):
        history.days_pass()
        closings.night(
            tmp_path,
            history.tables(),
            as_of=history.day,
            published_at=history.landed_at + dt.timedelta(hours=1),
        )
        check_sums(closings)
        check_controls(closings)


def posted(chain: ClosingChain) -> dict[str, list[tuple]]:
    """Return where everything is posted, and what it comes to."""
    return {
        name: chain.rows(name, f"accounting_period, origin_period, {key}, {SUMS[name][-1]}")
        for name, key in KEYS.items()
    }


@pytest.mark.parametrize("seed", range(2))
def test_months_that_close_keep_what_they_took_while_they_were_open(
    closings: ClosingChain, tmp_path: Path, seed: int
) -> None:
    history = History(random.Random(seed))  # noqa: S311 - a history that can be made again

    def night() -> None:
        closings.night(
            tmp_path,
            history.tables(),
            as_of=history.day,
            published_at=history.landed_at + dt.timedelta(hours=1),
        )

    closings.begin(tmp_path)
    for _ in range(8):
        history.days_pass()
        night()
    published = posted(closings)
    month = FIRST
    while month < history.day.replace(day=1):
        history.day += dt.timedelta(days=1)
        for lock in history.locks("all"):
            if not history.closed.get((lock, month)):
                history.tell(month, lock, "closed")
        night()
        assert posted(closings) == published
        month = following(month)
    late = [row for rows in published.values() for row in rows if row[1] is not None]
    assert any(row[0] < f"{history.day:%Y-%m}" for row in late)


def test_a_table_that_is_published_later_is_booked_as_it_is_computed_then(
    closings: ClosingChain, tmp_path: Path
) -> None:
    history = History(random.Random(3))  # noqa: S311 - a history that can be made again
    closings.begin(tmp_path)
    later = closings.tables.pop()
    for passed in range(8):
        if passed == 7:
            closings.tables.append(later)
        history.days_pass()
        closings.night(
            tmp_path,
            history.tables(),
            as_of=history.day,
            published_at=history.landed_at + dt.timedelta(hours=1),
        )
    load_books(closings.connection, tmp_path, closings.books, closings.tables)

    lock = later.closes_with[0]
    last = max(closings.books)
    closed = closings.connection.execute(
        f"select period_code from {LOCKS} where lock = '{lock}' and is_closed order by all"
    ).fetchall()
    booked = closings.connection.execute(
        f"select accounting_period from {PAGES} where table_name = '{later.name}' "
        f"and release_id = '{last}' order by all"
    ).fetchall()
    assert len(closed) > 1
    assert booked == closed
