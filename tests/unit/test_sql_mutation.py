"""The mutants of a model are its own text with one change, and are judged by what they make."""

import pytest

from benchmarks.sql_mutation.equivalent import reason_of
from benchmarks.sql_mutation.judging import Judged, judge_by_unit_tests
from benchmarks.sql_mutation.marked import Compiled
from benchmarks.sql_mutation.page import page_of
from benchmarks.sql_mutation.sites import Site, marked, mutant, sites_of, unmarked
from benchmarks.sql_mutation.strangers import beside_strangers

MODEL = """
select a.entity_code, sum(coalesce(b.amount, 0)) as amount
from a
left join b on a.entity_code = b.entity_code and b.day between a.first_day and a.last_day
where a.amount > 0 {{ join_something('a.amount - b.amount') }}
group by a.entity_code
"""
TESTED = """
with dbt_internal_unit_test_actual as (
  select "entity_code","amount", 'actual' as "actual_or_expected"
  from (
    with __dbt__cte__a as (
-- Fixture for a
select cast('E' as character varying) as "entity_code", cast(2 as DECIMAL(18,2)) as "amount"
), __dbt__cte__b as (
-- Fixture for b
select cast('E' as character varying) as "entity_code", cast(3 as DECIMAL(18,2)) as "amount"
)
{model}
  ) _dbt_internal_unit_test_actual
)
select * from dbt_internal_unit_test_actual
union all
select 'E', 5, 'expected'
"""
SUM = """
select a.entity_code, sum(a.amount + b.amount) as amount
from __dbt__cte__a as a
inner join __dbt__cte__b as b on a.entity_code = b.entity_code
where a.amount > 1
group by a.entity_code
"""


def changes() -> list[tuple[str, str, str]]:
    return [(s.operator, MODEL[s.start : s.end], s.becomes) for s in sites_of(MODEL)]


def test_each_part_of_a_condition_is_dropped_and_a_range_is_one_part() -> None:
    dropped = [text for operator, text, _ in changes() if operator == "join condition"]

    assert dropped == [
        "a.entity_code = b.entity_code",
        "b.day between a.first_day and a.last_day",
    ]


def test_a_filter_ends_where_a_macro_begins() -> None:
    assert ("filter", "a.amount > 0", "true") in changes()


@pytest.mark.parametrize(
    "change",
    [
        ("join", "left", "inner"),
        ("aggregate", "sum", "avg"),
        ("coalesce", ", 0", ""),
        ("comparison", ">", ">="),
        ("sign", "-", "+"),
        ("constant", "0", "1"),
    ],
)
def test_what_can_be_changed_is(change: tuple[str, str, str]) -> None:
    assert change in changes()


def test_marks_change_nothing_and_a_mutant_one_place() -> None:
    sites = sites_of(MODEL)
    number, site = next((n, s) for n, s in enumerate(sites) if s.operator == "sign")

    text = marked(MODEL, sites)

    assert unmarked(text) == MODEL
    assert mutant(text, number, site) == MODEL.replace("a.amount - b", "a.amount + b")


def judged() -> dict[str, Judged]:
    sites = tuple(sites_of(SUM))
    sql = TESTED.format(model=marked(SUM, list(sites)))
    model = Compiled("m", "m.sql", sites, SUM, {"test": sql}, ("entity_code", "amount"))
    return {f"{each.site.operator} {each.before}": each for each in judge_by_unit_tests(model, SUM)}


def test_a_unit_test_sees_a_changed_sign_and_not_a_limit_that_no_row_is_at() -> None:
    found = judged()

    assert found["sign +"].seen_by == "unit test"
    assert found["comparison >"].seen_by == ""


def test_another_companys_rows_beside_it_show_a_lost_part_of_a_join() -> None:
    found = judged()["join condition a.entity_code = b.entity_code"]

    assert (found.seen_by, found.by) == ("unit test", "test, beside another company")


def test_strangers_are_beside_a_tests_rows_and_not_among_its_results() -> None:
    found = dict(beside_strangers(TESTED.format(model=SUM), ("entity_code",)))

    assert set(found) == {"another company"}
    assert "entity_code || '~' as entity_code" in found["another company"]
    assert "where not coalesce(ends_with(entity_code, '~'), false)" in found["another company"]


def test_what_was_reviewed_as_equivalent_is_counted_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    unseen = Judged("m", "m.sql", 0, Site("join", 0, 4, "left"), 1, "line", "inner", "")
    seen = Judged("m", "m.sql", 1, Site("sign", 0, 1, "-"), 2, "line", "+", "unit test")
    key = ("m", "join", "line", "inner")
    monkeypatch.setattr("benchmarks.sql_mutation.equivalent.listed", lambda: {key: "always there"})

    assert reason_of(unseen) == "always there"
    assert "**1 of 1 mutants are seen: 100.0%** (goal 95%). 1 more are equivalent." in page_of(
        [unseen, seen]
    )
