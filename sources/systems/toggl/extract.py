"""Where the tables of Toggl Track are found: its Track API v9, and its Reports API v3 for entries.

The base URL is the workspace's own address in the Track API, so that what it holds is found by
path. Only the reports list the entries of everybody; they are asked for a year at a time, by row
number, and tell of no change or deletion: every list is read in full.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sources.connectors.rest_paging import Endpoint, Page, Pages, whole_number
from sources.connectors.rest_request import Request
from sources.extract import utc_now

# The reports take no day before it, and no window longer than a year.
FIRST_YEAR = 2006
ROWS_A_PAGE = 200


@dataclass(frozen=True)
class YearlyRows:
    """Each calendar year is a list of its own, whose pages start at a row number.

    A year ends with an empty page, the whole with next year: leave may be entered ahead.
    """

    first_year: int = FIRST_YEAR
    parameter: str = "first_row_number"
    field: str = "row_number"
    full_page: int | None = None

    def first(self, request: Request) -> Request:
        """Return the request for the first year's first page."""
        return _of_year(request, self.first_year)

    def following(self, request: Request, page: Page) -> Request | None:
        """Return the request for the row after this page's last one, or for the next year."""
        if page.rows:
            numbers = [whole_number(row, self.field) or 0 for row in page.rows]
            return request.with_body(self.parameter, max(numbers) + 1)
        body = dict(request.body or {})
        body.pop(self.parameter, None)
        year = int(str(body["start_date"])[:4]) + 1
        return _of_year(replace(request, body=body), year) if year <= utc_now().year + 1 else None


def _of_year(request: Request, year: int) -> Request:
    begun = request.with_body("start_date", f"{year}-01-01")
    return begun.with_body("end_date", f"{year}-12-31")


def _listed(path: str, params: Mapping[str, str]) -> Endpoint:
    return Endpoint(path=path, rows="", says_null=True, params=params)


def _paged(path: str, rows: str, total: str | None) -> Endpoint:
    return Endpoint(
        path=path,
        rows=rows,
        says_null=True,
        paging=Pages("page"),
        params={"active": "both", "per_page": "200"},
        size="per_page",
        total=total,
    )


WORKSPACE = Endpoint(path="", rows="", is_record=True)

ENDPOINTS: Mapping[str, Endpoint] = {
    "workspaces": WORKSPACE,
    "users": _listed("users", {}),
    "clients": _listed("clients", {"status": "both"}),
    "projects": _paged("projects", "", None),
    "tasks": _paged("tasks", "data", "total_count"),
    "tags": _listed("tags", {}),
    "time_entries": Endpoint(
        path="/reports/api/v3/workspace/{id}/search/time_entries",
        rows="",
        says_null=True,
        key="row_number",
        moves=True,
        paging=YearlyRows(),
        body={"page_size": ROWS_A_PAGE, "order_by": "date", "order_dir": "ASC"},
        parent=WORKSPACE,
        nested="time_entries",
        carried={
            name: name
            for name in (
                "user_id",
                "username",
                "project_id",
                "task_id",
                "billable",
                "description",
                "tag_ids",
                "hourly_rate_in_cents",
                "billable_amount_in_cents",
                "currency",
            )
        },
        renamed={"duration": "seconds"},
    ),
}
