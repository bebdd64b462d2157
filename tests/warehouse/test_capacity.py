"""What people are there for foots with what they recorded, in calendars that nobody thought of."""

import datetime as dt
import random
from decimal import Decimal

import pytest
from nightly import Build
from people_chain import PeopleChain, Staff

pytestmark = pytest.mark.warehouse

AS_OF = dt.date(2026, 3, 31)
FIRST = dt.date(2025, 12, 1)
DAYS = tuple(FIRST + dt.timedelta(days=number) for number in range(121))
CATEGORIES = ("delivery", "product", "governance", "presales", "internal", "bench", "leave")
Hours = dict[tuple[str, dt.date, str], Decimal]


@pytest.fixture(scope="session")
def people(every_kind: Build) -> PeopleChain:
    """The models from employments to weeks, on tables without rows."""
    return PeopleChain.of(every_kind)


def week_part(day: dt.date) -> tuple[dt.date, str]:
    return day - dt.timedelta(days=day.weekday()), f"{day:%Y-%m}"


def weeks(people: PeopleChain, *columns: str) -> dict:
    """Return columns of each person's weeks, by person, Monday and period."""
    names = ", ".join(("person_key", "week_start_date", "accounting_period", *columns))
    rows = people.rows("fct_resource_utilization_week", names)
    return {row[:3]: row[3:] for row in rows}


def drawn(seed: int) -> tuple[Staff, Hours]:
    """Draw some months of a few people; return them, and gross capacity and holidays by day."""
    draw = random.Random(seed)  # noqa: S311 - a calendar that can be made again
    staff = Staff()
    off = {
        day: Decimal(draw.choice(["0.5", "1", "0.25"]))
        for day in draw.sample(DAYS, draw.randint(0, 6))
    }
    for day, share in off.items():
        staff.holiday(day, share)
    expected: Hours = {}
    for number in range(4):
        name = f"P{number}"
        staff.person(name)
        first = FIRST if number == 0 else FIRST + dt.timedelta(days=draw.randint(0, 60))
        change = first + dt.timedelta(days=draw.randint(5, 40))
        last = draw.choice([None, change + dt.timedelta(days=draw.randint(0, 30))])
        weekly = [Decimal(draw.choice(["40", "38.5", "32", "20", "7.25"])) for _ in range(2)]
        staff.employed(name, weekly[0], first, change - dt.timedelta(days=1))
        staff.employed(name, weekly[1], change, last)
        staff.recorded(name, first, Decimal(1), "internal")
        for day in DAYS:
            if day < first or day > (last or AS_OF) or day.weekday() > 4:
                continue
            gross = weekly[day >= change] / 5
            expected[name, day, "gross"] = gross
            expected[name, day, "off"] = gross * off.get(day, Decimal(0))
        for _ in range(draw.randint(0, 60)):
            day, hours = draw.choice(DAYS), Decimal(draw.randint(1, 40)) / 4
            category = draw.choice(CATEGORIES)
            staff.recorded(name, day, hours, category, billable=draw.random() < 0.5)
        for _ in range(draw.randint(0, 6)):
            start = draw.choice(DAYS)
            length = draw.randint(0, 12)
            hours = Decimal(draw.randint(0, 400)) / 4
            staff.absent(name, start, start + dt.timedelta(days=length), hours)
    return staff, expected


@pytest.mark.parametrize("seed", range(25))
def test_every_week_foots_and_loses_no_hour(people: PeopleChain, seed: int) -> None:
    staff, expected = drawn(seed)

    people.run(staff.tables, as_of=AS_OF)

    controls = people.rows("int_control_c14__measured", "check_name, a_value - b_value")
    assert {difference for _, difference in controls} == {Decimal(0)}
    assert {name.partition(",")[0] for name, _ in controls} == {
        "capacity = holidays + leave + recorded + unrecorded - overtime",
        "hours in fct_time_entry = hours by person and week",
    }
    capacity = {key: tuple(hours) for key, hours in _by_week(expected).items()}
    found = weeks(people, "capacity_gross_hours", "holiday_hours")
    assert {key: hours for key, hours in found.items() if any(hours)} == capacity


def _by_week(expected: Hours) -> dict[tuple[str, dt.date, str], list[Decimal]]:
    sums: dict[tuple[str, dt.date, str], list[Decimal]] = {}
    for (name, day, kind), hours in expected.items():
        row = sums.setdefault((name, *week_part(day)), [Decimal(0), Decimal(0)])
        row[kind == "off"] += hours
    return sums


@pytest.mark.parametrize("seed", range(25))
def test_leave_is_at_least_what_was_recorded_and_at_most_both(
    people: PeopleChain, seed: int
) -> None:
    staff, _ = drawn(seed)

    people.run(staff.tables, as_of=AS_OF)

    ((too_little, too_much, net),) = people.connection.execute(
        """
        with leave as (
            select person_key, sum(leave_hours) as leave, sum(recorded_leave_hours) as recorded,
                sum(holiday_hours) as off, min(capacity_net_hours) as net
            from evenkeel.marts.fct_resource_utilization_week group by person_key
        ),
        absent as (
            select person_id, sum(hours) as hours
            from evenkeel.intermediate.int_absences__unioned group by person_id
        )
        select
            count(*) filter (leave < recorded - off),
            count(*) filter (leave > recorded + coalesce(hours, 0)),
            min(net)
        from leave left join absent on person_key = person_id
        """
    ).fetchall()
    assert (too_little, too_much) == (0, 0)
    assert net >= 0


def one_person(weekly_hours: str = "40") -> Staff:
    """Return a person who recorded an hour on Monday 5 January, the entity's first day."""
    staff = Staff()
    staff.person("P", role="Consultant")
    staff.employed("P", Decimal(weekly_hours), dt.date(2020, 1, 1))
    staff.recorded("P", dt.date(2026, 1, 5), Decimal(1), "internal")
    return staff


MONDAY = ("P", dt.date(2026, 1, 12), "2026-01")


def measured(people: PeopleChain, staff: Staff, *columns: str) -> tuple:
    people.run(staff.tables, as_of=dt.date(2026, 1, 31))
    return weeks(people, *columns)[MONDAY]


def test_half_a_day_of_leave_and_half_of_work_is_half_of_gross_and_all_of_net(
    people: PeopleChain,
) -> None:
    """OCA hr_utilization_report's day, five times: its README calls 8 and 4 of capacity 100 %."""
    staff = one_person()
    for number in range(12, 17):
        day = dt.date(2026, 1, number)
        staff.recorded("P", day, Decimal(4), "delivery", billable=True)
        staff.recorded("P", day, Decimal(4), "leave")
    staff.absent("P", dt.date(2026, 1, 12), dt.date(2026, 1, 16), Decimal(20))

    columns = ("capacity_gross_hours", "capacity_net_hours", "leave_hours")
    ratios = ("utilization_gross", "utilization_net", "unrecorded_hours", "overtime_hours")
    assert measured(people, staff, *columns, *ratios) == (40, 20, 20, Decimal("0.5"), 1, 0, 0)


@pytest.mark.parametrize(
    ("stated", "recorded"), [(32, 0), (40, 0), (32, 32), (40, 40), (0, 32), (0, 40), (32, 16)]
)
def test_a_holiday_in_a_week_of_leave_is_a_holiday(
    people: PeopleChain, stated: int, recorded: int
) -> None:
    staff = one_person()
    staff.holiday(dt.date(2026, 1, 14), Decimal(1))
    if stated:
        staff.absent("P", dt.date(2026, 1, 12), dt.date(2026, 1, 18), Decimal(stated))
    days = [12, 13, 15, 16, 14][: recorded // 8]
    for number in days:
        staff.recorded("P", dt.date(2026, 1, number), Decimal(8), "leave")

    found = measured(people, staff, "holiday_hours", "leave_hours", "capacity_net_hours")

    assert found == (8, 32, 0)


def test_four_long_days_are_a_whole_week_of_leave_whoever_tells_it(people: PeopleChain) -> None:
    staff = one_person("32")
    for number in range(12, 16):
        staff.recorded("P", dt.date(2026, 1, number), Decimal(8), "leave")
    staff.absent("P", dt.date(2026, 1, 12), dt.date(2026, 1, 16), Decimal(32))

    found = measured(people, staff, "leave_hours", "unrecorded_hours", "overtime_hours")

    assert found == (32, 0, 0)


def test_nobody_is_away_twice(people: PeopleChain) -> None:
    staff = one_person()
    staff.absent("P", dt.date(2026, 1, 12), dt.date(2026, 1, 16), Decimal(40))
    staff.absent("P", dt.date(2026, 1, 15), dt.date(2026, 1, 16), Decimal(16))

    assert measured(people, staff, "leave_hours", "capacity_net_hours") == (40, 0)


def test_whose_hours_nobody_knows_has_hours_and_no_capacity(people: PeopleChain) -> None:
    staff = Staff()
    staff.person("P")
    staff.recorded("P", dt.date(2026, 1, 12), Decimal(6), "delivery", billable=True)

    found = measured(
        people,
        staff,
        "recorded_hours",
        "capacity_gross_hours",
        "utilization_net",
        "unrecorded_hours",
    )

    assert found == (6, None, None, None)
