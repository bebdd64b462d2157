"""A build that follows on another comes to what one from nothing does, whatever changed."""

import random

import pytest
from time_chain import TimeChain
from time_history import Company

pytestmark = pytest.mark.warehouse


@pytest.mark.parametrize("seed", range(30))
def test_time_entries_are_worth_the_same_however_they_were_built(
    time: TimeChain, seed: int
) -> None:
    company = Company(random.Random(seed))  # noqa: S311 - a history that can be made again
    time.begin_anew()
    company.work()
    time.night(company)
    for _ in range(8):
        company.days_pass()
        time.night(company)
    entries = len({row["time_entry_id"] for row in company.versions})
    ((affected,),) = time.rows("int_time_entries__affected", "count(*)")
    assert affected <= entries


def test_a_night_rebuilds_what_was_delivered_and_nothing_else(time: TimeChain) -> None:
    company = Company(random.Random(1))  # noqa: S311 - a history that can be made again
    time.begin_anew()
    for _ in range(5):
        company.work()
    time.night(company)
    company.nights += 1
    company.edit()
    time.night(company)
    edited = company.versions[-1]["time_entry_id"]
    assert time.rows("int_time_entries__affected", "time_entry_id") == [(edited,)]
