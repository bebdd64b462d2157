"""Salesforce and HubSpot on loopback: lists in memory, answered as their documents say.

Both refuse what the real ones refuse: Salesforce an unknown field, HubSpot a page of more than 100
rows, or of more than 50 with history.
"""

import json
import re
from typing import Any
from urllib.parse import unquote

from vendors import Answer, Asked, Lists, Row, Vendor

VERSION = "services/data/v64.0"
QUERY = re.compile(r"select (?P<fields>\S+) from (?P<name>\w+)(?: where SystemModstamp >= (\S+))?")


class SalesforceOrg(Vendor):
    """An organisation whose objects are lists of rows; `hidden` fields are shown to nobody."""

    def __init__(self, lists: Lists) -> None:
        """Serve these objects, two rows an answer."""
        super().__init__(lists)
        self.hidden: set[str] = set()
        self.soql: list[str] = []
        self._cursors: dict[str, tuple[list[Row], int]] = {}

    def get(self, asked: Asked) -> Answer:
        """Answer a description, a query or the next rows of one."""
        self.asked.append(asked)
        path = asked.path.strip("/").removeprefix(VERSION + "/")
        kind, _, rest = path.partition("/")
        if len(self.asked) in self.answers:
            return self.answers[len(self.asked)]
        if kind == "sobjects":
            return self._described(rest.partition("/")[0])
        if kind == "queryAll":
            return self._queried(asked.query["q"])
        return self._following(rest)

    def _fields(self, name: str) -> list[str]:
        found = dict.fromkeys(field for row in self.lists[name] for field in row)
        return [field for field in found if field not in self.hidden]

    def _described(self, name: str) -> Answer:
        return _json({"name": name, "fields": [{"name": each} for each in self._fields(name)]})

    def _queried(self, soql: str) -> Answer:
        self.soql.append(soql)
        matched = QUERY.fullmatch(soql)
        if matched is None:
            return _error("MALFORMED_QUERY", soql)
        fields, name = matched["fields"].split(","), matched["name"]
        unknown = [field for field in fields if field not in self._fields(name)]
        if unknown:
            return _error("INVALID_FIELD", f"No such column {unknown[0]!r} on entity {name!r}")
        since = (matched[3] or "").removesuffix("Z")
        rows = [
            {"attributes": {"type": name}, **{field: row.get(field) for field in fields}}
            for row in self.lists[name]
            if str(row["SystemModstamp"]) >= since
        ]
        locator = f"01g{len(self._cursors):012d}"
        return self._cut(locator, rows, 0)

    def _following(self, rest: str) -> Answer:
        locator, _, start = rest.partition("-")
        if locator not in self._cursors:
            return _error("INVALID_QUERY_LOCATOR", "invalid query locator")
        rows, _ = self._cursors[locator]
        return self._cut(locator, rows, int(start))

    def _cut(self, locator: str, rows: list[Row], start: int) -> Answer:
        end = start + self.largest_page
        self._cursors[locator] = (rows, start)
        done = end >= len(rows)
        following = {} if done else {"nextRecordsUrl": f"/{VERSION}/query/{locator}-{end}"}
        return _json(
            {
                "totalSize": self._stated(rows),
                "done": done,
                **following,
                "records": rows[start:end],
            }
        )


class HubSpotPortal(Vendor):
    """A portal; `lists` holds whole objects, of which only what is asked for is answered."""

    def get(self, asked: Asked) -> Answer:
        """Answer a list of objects, owners or pipelines."""
        self.asked.append(asked)
        if len(self.asked) in self.answers:
            return self.answers[len(self.asked)]
        path = asked.path.strip("/")
        name = path.rsplit("/", maxsplit=1)[-1]
        if path == "crm/v3/pipelines/deals":
            return _json({"results": self.lists["pipelines"]})
        rows = [row for row in self.lists[name] if not row["archived"]]
        if path != "crm/v3/owners":
            rows = [_only_asked(row, asked.query) for row in rows]
        limit = int(asked.query.get("limit", "10"))
        most = 50 if "propertiesWithHistory" in asked.query else 100
        if limit > most:
            return Answer(b'{"status": "error", "message": "limit is too large"}', status=400)
        return _json(self._page(rows, int(asked.query.get("after", "0"))))

    def _page(self, rows: list[Row], start: int) -> Row:
        end = start + self.largest_page
        following = {"paging": {"next": {"after": str(end)}}} if end < len(rows) else {}
        return {"results": rows[start:end], **following}


def _only_asked(row: Row, query: dict[str, str]) -> Row:
    """Return an object with the properties, history and associations that were asked for."""
    asked = {**row}
    properties = row.get("properties")
    history = row.get("propertiesWithHistory")
    names = query.get("properties", "").split(",")
    if isinstance(properties, dict):
        asked["properties"] = {name: properties[name] for name in names if name in properties}
    with_history = query.get("propertiesWithHistory")
    if with_history and isinstance(history, dict):
        asked["propertiesWithHistory"] = {with_history: history[with_history]}
    else:
        asked.pop("propertiesWithHistory", None)
    if "associations" not in query:
        asked.pop("associations", None)
    return asked


def nested(row: Row) -> Row:
    """Return a row of dotted names as the object that an API answers.

    `associations.companies.results[type=deal_to_company].id` becomes that list with its two kinds
    of association, the primary one last.
    """
    found: Row = {}
    for name, value in row.items():
        *steps, last = name.split(".")
        place: dict[str, Any] = found
        for step in steps:
            key, _, condition = step.rstrip("]").partition("[")
            place = place.setdefault(key, [] if condition else {})
        if isinstance(place, dict):
            place[last] = value
        elif value is not None:
            kind = steps[-1].rstrip("]").partition("=")[2]
            place += [{last: "1", "type": f"{kind}_unlabeled"}, {last: value, "type": kind}]
    return found


def _json(answer: Row) -> Answer:
    return Answer(json.dumps(answer, ensure_ascii=False, default=str).encode())


def _error(code: str, message: str) -> Answer:
    body = json.dumps([{"errorCode": code, "message": unquote(message)}])
    return Answer(body.encode(), status=400)
