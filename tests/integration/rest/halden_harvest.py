"""The time of a small company, as Harvest holds it: a quarter of work by three people.

Amounts and dates are made by rule, so that every run holds the same. What it adds up to belongs in
`added_up.py`.
"""

import datetime as dt
from collections.abc import Iterator

from vendors import Lists, Row

FIRST_DAY, LAST_DAY = dt.date(2025, 1, 2), dt.date(2025, 3, 31)
LOCKED_UNTIL = "2025-02-28"
BEFORE, AFTER = "2025-04-10T09:00:00Z", "2025-04-20T09:00:00Z"
CLIENTS = {
    101: ("Brandt Logistik", "EUR"),
    102: ("Northmoor Council", "GBP"),
    103: ("Ostwind Energie AG", "EUR"),
    104: ("Our own house", "EUR"),
}
# Client, code, name, whether billable, whether a fee was agreed.
PROJECTS = {
    201: (101, "BL-1", "Route planning", True, False),
    202: (102, "NC-1", "Parking permits", True, False),
    203: (103, "OE-1", "Grid study", True, True),
    204: (104, "OWN", "Training", False, False),
}
PEOPLE = {501: ("Ada", "Meier"), 502: ("Tom", "Ikeda"), 503: ("Mia", "Ostrowski")}
COST_RATES = {
    501: [(601, 58.0, None, "2025-02-14"), (602, 62.55, "2025-02-15", None)],
    502: [(603, 48.25, None, None)],
    503: [(604, 71.1, "2025-01-01", None)],
}
HOURS = (7.33, 8.0, 0.1, 6.25, 3.5, 7.67)
RATES = {201: 110.0, 202: 88.0, 203: None, 204: None}
STAMPS = {"created_at": BEFORE, "updated_at": BEFORE}


def harvest_lists() -> Lists:
    """Return what Harvest holds, by path."""
    lists: Lists = {
        "clients": [
            {
                "id": number,
                "name": name,
                "is_active": True,
                "address": "Kaistraße 4\n20457 Hamburg",
                "statement_key": "a1b2",
                "currency": currency,
                **STAMPS,
            }
            for number, (name, currency) in CLIENTS.items()
        ],
        "projects": [_project(number) for number in PROJECTS],
        "tasks": [_task(301, "Engineering", billable=True), _task(302, "Learning", billable=False)],
        "users": [_user(number) for number in PEOPLE],
        "time_entries": [
            time_entry(1000 + position, *work) for position, work in enumerate(_work())
        ],
    }
    for person, rates in COST_RATES.items():
        lists[f"users/{person}/cost_rates"] = [
            {"id": number, "amount": amount, "start_date": start, "end_date": end, **STAMPS}
            for number, amount, start, end in rates
        ]
    return lists


def time_entry(
    number: int, day: dt.date, person: int, project: int, hours: float, *, at: str = ""
) -> Row:
    """Return one time entry, last changed at an instant, else on the evening of its day."""
    client, _, name, billable, _ = PROJECTS[project]
    locked = day.isoformat() <= LOCKED_UNTIL
    return {
        "id": number,
        "spent_date": day.isoformat(),
        "user": {"id": person, "name": " ".join(PEOPLE[person])},
        "client": {"id": client, "name": CLIENTS[client][0]},
        "project": {"id": project, "name": name},
        "task": {"id": 301 if billable else 302, "name": "Engineering" if billable else "Learning"},
        "user_assignment": {"id": 701, "is_active": True},
        "task_assignment": {"id": 801, "billable": billable},
        "external_reference": None,
        "invoice": None,
        "hours": hours,
        "hours_without_timer": hours,
        "rounded_hours": hours,
        "notes": "Größe und Kapazität",
        "is_locked": locked,
        "locked_reason": "Approved" if locked else None,
        "is_closed": False,
        "is_billed": False,
        "timer_started_at": None,
        "started_time": None,
        "ended_time": None,
        "is_running": False,
        "billable": billable,
        "budgeted": True,
        "billable_rate": RATES[project],
        "cost_rate": None,
        "created_at": at or f"{day}T18:00:00Z",
        "updated_at": at or f"{day}T18:00:00Z",
    }


def change_harvest(lists: Lists) -> None:
    """Do a day's changes: an entry edited, one deleted, one added, a cost rate corrected."""
    entries = lists["time_entries"]
    entries[17].update(hours=4.75, hours_without_timer=4.75, rounded_hours=4.75, updated_at=AFTER)
    del entries[40]
    entries.append(time_entry(9001, dt.date(2025, 3, 31), 502, 202, 2.4, at=AFTER))
    lists["users/501/cost_rates"][1].update(amount=63.75, updated_at=AFTER)


def _work() -> Iterator[tuple[dt.date, int, int, float]]:
    """Yield day, person, project and hours: one or two entries a person and working day."""
    days = [FIRST_DAY + dt.timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1)]
    for position, day in enumerate(day for day in days if day.isoweekday() <= 5):
        for person in PEOPLE:
            turn = position + person
            yield day, person, 201 + turn % 3, HOURS[turn % len(HOURS)]
            if turn % 4 == 0:
                yield day, person, 204, 1.25


def _project(number: int) -> Row:
    client, code, name, billable, is_fixed_fee = PROJECTS[number]
    return {
        "id": number,
        "client": {"id": client, "name": CLIENTS[client][0], "currency": CLIENTS[client][1]},
        "name": name,
        "code": code,
        "is_active": True,
        "is_billable": billable,
        "is_fixed_fee": is_fixed_fee,
        "bill_by": "Project" if RATES[number] else "none",
        "hourly_rate": RATES[number],
        "budget": 420.5,
        "budget_by": "project",
        "budget_is_monthly": False,
        "notify_when_over_budget": False,
        "over_budget_notification_percentage": 80.0,
        "over_budget_notification_date": None,
        "show_budget_to_all": False,
        "cost_budget": None,
        "cost_budget_include_expenses": False,
        "fee": 18000.0 if is_fixed_fee else None,
        "notes": "",
        "starts_on": "2025-01-02",
        "ends_on": None,
        **STAMPS,
    }


def _task(number: int, name: str, *, billable: bool) -> Row:
    return {
        "id": number,
        "name": name,
        "billable_by_default": billable,
        "default_hourly_rate": None,
        "is_default": True,
        "is_active": True,
        **STAMPS,
    }


def _user(number: int) -> Row:
    first, last = PEOPLE[number]
    return {
        "id": number,
        "first_name": first,
        "last_name": last,
        "email": f"{first.lower()}@halden-voss.example",
        "telephone": "",
        "timezone": "Berlin",
        "has_access_to_all_future_projects": False,
        "is_contractor": False,
        "is_active": True,
        "weekly_capacity": 144000,
        "default_hourly_rate": None,
        "cost_rate": None,
        "roles": ["Engineering"],
        "access_roles": ["member"],
        "avatar_url": "",
        **STAMPS,
    }
