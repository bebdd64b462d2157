"""What is known of an API: where each table is found and how its pages follow each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Paging:
    """How an API says where the next page is.

    `link`: the answer holds its URL at `next_at`. `cursor`: the answer holds a value at `next_at`
    for `parameter`. `page`: `parameter` counts up. `offset`: `parameter` is the last row's value
    at `next_at`. `none`: one answer is all.
    """

    style: Literal["link", "cursor", "page", "offset", "none"] = "none"
    parameter: str = "page"
    next_at: str = ""


@dataclass(frozen=True)
class Endpoint:
    """Where a table is found.

    `rows_at` is the path of the list of rows. Rows that lie inside others are taken from `nested`,
    each with `carried` fields of the outer row (outer path: name). With `parent`, the path holds
    `{id}` and is asked for once per row of that endpoint. `since` is the parameter, or the header,
    that takes the change cursor, written by `since_format`. `total_at` is where the answer states
    how many rows there are.
    """

    path: str
    rows_at: str
    paging: Paging = Paging()
    params: Mapping[str, str] = field(default_factory=dict)
    nested: str | None = None
    carried: Mapping[str, str] = field(default_factory=dict)
    parent: "Endpoint | None" = None
    parent_id: str = "id"
    since: str | None = None
    since_in: Literal["parameter", "header"] = "parameter"
    since_format: str = "%Y-%m-%dT%H:%M:%SZ"
    total_at: str | None = None
