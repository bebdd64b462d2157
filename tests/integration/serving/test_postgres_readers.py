"""What readers of PostgreSQL see: whole publications, only what is theirs, and what it means."""

import threading

import psycopg
import pytest
from served import COLUMNS, Served

from pipelines.lib.postgres.publishing import publish_missing

BOTH = """
    select 'month', mark, count(*) from finance.portfolio_month group by mark
    union all
    select 'event', mark, count(*) from finance.fct_revenue_event group by mark
"""
MINE = {
    "portfolio_reader": "portfolio.portfolio_month",
    "finance_auditor": "finance.fct_revenue_event",
    "people_lead": "people.dim_person",
}
OTHERS = [
    ("portfolio_reader", "finance.fct_revenue_event"),
    ("portfolio_reader", "people.dim_person"),
    ("portfolio_reader", "finance_history.portfolio_month"),
    ("portfolio_reader", "published.portfolio_month"),
    ("finance_auditor", "people.dim_person"),
    ("finance_auditor", "published.dim_person"),
    ("people_lead", "finance.fct_revenue_event"),
    ("people_lead", "finance_history.fct_revenue_event"),
    ("people_lead", "published.current_publication"),
]


def test_who_reads_while_releases_come_sees_whole_ones(served: Served) -> None:
    served.release(1)
    publish_missing(served.settings)
    ended, failed, seen = threading.Event(), list[Exception](), set[int]()

    def read(role: str) -> None:
        url = served.url_of(role)
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                while not ended.is_set():
                    found = connection.execute(BOTH.encode(), prepare=False).fetchall()
                    assert len(found) == 2, found
                    assert len({(mark, rows) for _, mark, rows in found}) == 1, found
                    seen.add(found[0][1])
        except (psycopg.Error, AssertionError) as error:
            failed.append(error)

    readers = [threading.Thread(target=read, args=("finance_auditor",)) for _ in range(4)]
    for reader in readers:
        reader.start()
    wider = COLUMNS | {"late": ("varchar", "A column that came late.")}
    for mark in range(2, 6):
        served.release(mark, columns=COLUMNS if mark < 4 else wider, rows=100 * mark)
        publish_missing(served.settings)
    ended.set()
    for reader in readers:
        reader.join()

    assert failed == []
    assert len(seen) > 1
    assert served.marks() == [5]


def test_each_role_reads_what_is_its_own_and_nothing_else(served: Served) -> None:
    served.release(1)
    publish_missing(served.settings)

    for role, view in MINE.items():
        assert served.ask(f"select count(*) from {view}", role) == [(100,)]
    for role, view in OTHERS:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            served.ask(f"select * from {view}", role)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            served.ask(f"delete from {MINE[role]}", role)


def test_views_and_columns_say_what_they_mean(served: Served) -> None:
    served.release(1)
    publish_missing(served.settings)

    for view in ("portfolio.portfolio_month", "finance_history.portfolio_month"):
        found = served.ask(
            "select attname, col_description(attrelid, attnum) from pg_attribute "
            f"where attrelid = '{view}'::regclass and attnum > 0"
        )
        assert {name: meaning for name, (_, meaning) in COLUMNS.items()}.items() <= dict(
            found
        ).items()
        assert all(meaning for _, meaning in found)
        table = served.ask(f"select obj_description('{view}'::regclass)")
        assert table == [("One row per thing of portfolio_month.",)]


def test_auditors_read_earlier_publications_by_id_and_as_of_a_day(served: Served) -> None:
    first, second = served.release(1), served.release(3)
    publish_missing(served.settings)  # a new database gets the last release only
    served.release(5)
    publish_missing(served.settings)

    by_id = "select distinct mark from finance_history.fct_revenue_event where {}"
    known = f"publication_release_id = '{second}'"
    as_of = "publication_id = releases.as_of(date '2026-07-05')"
    assert served.ask(by_id.format(known), "finance_auditor") == [(3,)]
    assert served.ask(by_id.format(as_of), "finance_auditor") == [(3,)]
    assert served.ask("select releases.as_of('2026-07-03')", "portfolio_reader") == [(None,)]
    listed = served.ask("select release_id, is_current from releases.publication order by 1")
    assert first not in dict(listed)
    assert [is_current for _, is_current in listed] == [False, True]
