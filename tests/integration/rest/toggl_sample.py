"""A workspace of two people and three projects, as Toggl holds it."""

from toggl_server import Toggl
from vendors import Row

AT = "2025-03-31T18:00:00+00:00"
LINK = {"integration_ext_id": "", "integration_ext_type": "", "integration_provider": ""}


def sample_workspace() -> Toggl:
    """Return the workspace, with entries of three years and a timer that runs."""
    return Toggl(
        workspace={
            "id": 4711,
            "organization_id": 99,
            "name": "Halden & Voss Inc.",
            "premium": True,
            "default_currency": "USD",
            "default_hourly_rate": 120.5,
            "rate_last_updated": None,
            "projects_billable_by_default": True,
            "projects_private_by_default": False,
            "projects_enforce_billable": False,
            "rounding": 0,
            "rounding_minutes": 0,
            "api_token": "not-for-us",
            "at": AT,
        },
        lists={
            "users": [
                {
                    "id": 501,
                    "fullname": "Ada Price",
                    "email": "ada@haldenvoss.example",
                    "role": "admin",
                    "is_active": True,
                    "inactive": False,
                    "is_admin": True,
                },
                {"id": 502, "fullname": "Ben Novak", "email": "ben@haldenvoss.example"},
            ],
            "clients": [
                {"id": 101, "wid": 4711, "name": "Kestrel Water Inc.", "archived": False, "at": AT}
            ],
            "projects": [
                _project(201, "[HV-1] Portal", billable=True),
                _project(202, "Audit", billable=True, fixed_fee=9000.5, rate=150),
                _project(203, "Our own house", client_id=None),
            ],
            "tasks": [
                {"id": 301, "workspace_id": 4711, "project_id": 201, "name": "Build", "at": AT},
                {"id": 302, "workspace_id": 4711, "project_id": 201, "name": "Test", "at": AT},
                {"id": 303, "workspace_id": 4711, "project_id": 202, "name": "Build", "at": AT},
            ],
            "tags": [
                {"id": 401, "workspace_id": 4711, "name": "governance", "at": AT, **LINK},
                {"id": 402, "workspace_id": 4711, "name": "on site", "at": AT, **LINK},
            ],
            "time_entries": [
                _entry(1, "2023-12-31T23:30:00-05:00", 5400),
                _entry(2, "2025-03-03T09:00:00-05:00", 4500, tag_ids=[401, 402]),
                _entry(3, "2025-03-03T11:00:00-05:00", 3600, project_id=None, billable=False),
                _entry(4, "2025-03-04T09:00:00-05:00", 1, user_id=502, username="Ben Novak"),
                _entry(5, "2025-03-04T10:00:00-05:00", -1, stop=None),
            ],
        },
    )


def _project(number: int, name: str, **told: object) -> Row:
    return {
        "id": number,
        "workspace_id": 4711,
        "wid": 4711,
        "client_id": 101,
        "cid": 101,
        "name": name,
        "active": True,
        "billable": False,
        "currency": "USD",
        "rate": None,
        "fixed_fee": None,
        "start_date": "2025-01-01",
        "created_at": AT,
        "at": AT,
        **told,
    }


def _entry(number: int, start: str, seconds: int, **told: object) -> Row:
    return {
        "id": number,
        "user_id": 501,
        "username": "Ada Price",
        "project_id": 201,
        "task_id": 301,
        "billable": True,
        "description": "Größe",
        "tag_ids": [],
        "hourly_rate_in_cents": 12050,
        "billable_amount_in_cents": seconds * 12050 // 3600,
        "currency": "USD",
        "seconds": seconds,
        "start": start,
        "stop": start,
        "at": AT,
        **told,
    }
