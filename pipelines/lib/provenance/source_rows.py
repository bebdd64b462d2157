"""The source rows that postings come from: what they say, what else was posted, what landed."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from pydantic import Field

from pipelines.lib.provenance.landed_rows import Landed, LandedRows, Wanted
from pipelines.lib.provenance.ledger_told import journals_told
from pipelines.lib.provenance.posting_told import told
from pipelines.lib.provenance.work_told import work_told
from pipelines.lib.releases.difference import Shown
from pipelines.lib.releases.readable import Cells, Readable
from sources.casting import quote

# The table that states source rows of a kind as they are now, and its columns for system and id.
# Who may read it may see the row as it landed.
STATED = {
    "time_entries": ("fct_time_entry", "time_entry_id"),
    "expenses": ("fct_project_cost", "source_id"),
    "vendor_bills": ("fct_project_cost", "source_id"),
    "invoice_lines": ("fct_invoice_line", "invoice_line_id"),
    "usage_records": ("fct_revenue_event", "source_id"),
    "performance_obligations": ("fct_revenue_po_month", "performance_obligation_id"),
}
IDENTITY = ("system_name", "source_table", "source_id")
MONTH_END = ("performance_obligation_key", "accounting_period", "transaction_currency_code")


class Posted(Shown):
    """What is posted of one source row for one period: where, how much, why."""

    key: str
    accounting_period: str | None
    adjustment_cause: str | None
    amount: Decimal | None
    delivery_id: str | None


class Source(Shown):
    """Where a posting comes from, of one source row.

    `posting` is the published row, `month_end` where its obligation stands at the period's end
    (fct_revenue_po_month); `posted` has all postings of the row for the period, where there are
    several; `closed_by` is the release that booked it; `withheld` says who may see the landed row.
    A row that `is_gone` at its source is shown as the delivery had it that earlier postings name.
    """

    key: str
    system: str
    source_table: str
    source_id: str
    told: tuple[str, ...]
    posting: dict[str, str]
    month_end: dict[str, str] = Field(default_factory=dict)
    posted: tuple[Posted, ...] = ()
    closed_by: str | None = None
    is_gone: bool = False
    landed: tuple[Landed, ...] = ()
    withheld: tuple[str, ...] = ()


def sources_of(
    readable: Readable, landed: LandedRows, table: str, measure: str, keys: Iterable[str]
) -> tuple[Source, ...]:
    """Return where postings come from, in the order of their keys as given.

    Args:
        readable: The tables of the release.
        landed: The rows as they landed.
        table: The table of postings.
        measure: The measure that is explained, for what else was posted.
        keys: The keys of the postings.
    """
    asked = list(keys)
    rows = readable.of_keys(table, asked)
    described, month_ends = _described(readable, rows.values()), _month_ends(readable, rows)
    worked = work_told(readable, table, rows)
    journals = journals_told(readable, rows, _invoices(rows, described))
    posted, booked = _posted(readable, table, measure, asked), _booked(readable, table)
    wanted = {key: _wanted(readable, row, posted.get(key, ())) for key, row in rows.items()}
    found = landed.find({each for several in wanted.values() for each in several})
    return tuple(
        Source(
            key=key,
            system=str(row["system_name"]),
            source_table=str(row["source_table"]),
            source_id=str(row["source_id"]),
            told=(
                *told(table, row, described.get(_identity(row), {})),
                *journals.get(key, ()),
                *worked.get(key, ()),
            ),
            posting=_texts(row),
            month_end=month_ends.get(key, {}),
            posted=posted.get(key, ()),
            closed_by=booked.get((str(row["entity_code"]), str(row["accounting_period"]))),
            is_gone=_delivered(row) is None and row["source_table"] != "performance_obligations",
            landed=tuple(found[each] for each in wanted[key] if each in found),
            withheld=_withheld(readable, row),
        )
        for key in asked
        if (row := rows.get(key)) is not None
    )


def _invoices(rows: dict[str, Cells], described: dict[tuple[str, ...], Cells]) -> dict[str, str]:
    """Return the invoice that each posting of an invoice's line is of."""
    lines = {key: described.get(_identity(row), {}) for key, row in rows.items()}
    return {key: str(line["invoice_id"]) for key, line in lines.items() if line.get("invoice_id")}


def _texts(row: Cells) -> dict[str, str]:
    return {name: str(value) for name, value in row.items() if value is not None}


def _identity(row: Cells) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in IDENTITY)


def _described(readable: Readable, rows: Iterable[Cells]) -> dict[tuple[str, ...], Cells]:
    """Return what the tables of source rows say of them as they are now."""
    ids: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        ids[str(row["source_table"])].add(str(row["source_id"]))
    found = {}
    for kind, sought in ids.items():
        table, name = STATED[kind]
        if kind == "performance_obligations" or table not in readable:
            continue
        for row in readable.rows(
            f"from {readable.relation(table)} where {quote(name)} in (select unnest(?))",
            [[*sought]],
        ):
            found[str(row["system_name"]), kind, str(row[name])] = row
    return found


def _month_ends(readable: Readable, rows: dict[str, Cells]) -> dict[str, dict[str, str]]:
    """Return where obligations stand at the end of the periods that are posted in."""
    table = "fct_revenue_po_month"
    keys = {row.get("performance_obligation_key") for row in rows.values()} - {None}
    if table not in readable or not keys:
        return {}
    found = {
        tuple(row[name] for name in MONTH_END): _texts(row)
        for row in readable.rows(
            f"from {readable.relation(table)} "
            "where performance_obligation_key in (select unnest(?))",
            [[*keys]],
        )
    }
    ends = {key: found.get(tuple(row.get(name) for name in MONTH_END)) for key, row in rows.items()}
    return {key: end for key, end in ends.items() if end}


def _posted(
    readable: Readable, table: str, measure: str, keys: list[str]
) -> dict[str, tuple[Posted, ...]]:
    """Return all postings of a row for the same period, where one of them is an adjustment."""
    key, same = (
        quote(readable.key(table)),
        " and ".join(
            f"one.{name} is not distinct from other.{name}" for name in (*IDENTITY, "entity_code")
        ),
    )
    period = "coalesce({0}.origin_period, {0}.accounting_period)"
    rows = readable.rows(
        f"""
        select one.{key} as asked, other.{key} as key, other.accounting_period,
            other.adjustment_cause, other.{quote(measure)} as amount, other.delivery_id
        from {readable.relation(table)} as one
        inner join {readable.relation(table)} as other
            on {same} and {period.format("one")} is not distinct from {period.format("other")}
        where one.{key} in (select unnest(?))
        order by other.accounting_period, other.adjustment_cause nulls first, other.{key}
        """,
        [keys],
    )
    found: dict[str, list[Posted]] = defaultdict(list)
    for row in rows:
        found[str(row["asked"])].append(Posted.model_validate(row))
    return {
        asked: tuple(several)
        for asked, several in found.items()
        if any(each.adjustment_cause for each in several)
    }


def _booked(readable: Readable, table: str) -> dict[tuple[str, str], str]:
    """Return the release that booked each closed period of a table."""
    snapshots = "ctl_published_snapshot"
    if snapshots not in readable:
        return {}
    rows = readable.rows(
        "select entity_code, accounting_period, release_id "
        f"from {readable.relation(snapshots)} where table_name = ?",
        [table],
    )
    return {
        (str(r["entity_code"]), str(r["accounting_period"])): str(r["release_id"]) for r in rows
    }


def _withheld(readable: Readable, row: Cells) -> tuple[str, ...]:
    """Return the audiences that may see the source row, where those who ask may not."""
    table, _ = STATED[str(row["source_table"])]
    return () if table in readable else readable.readers(table)


def _delivered(row: Cells) -> str | None:
    return None if row["delivery_id"] is None else str(row["delivery_id"])


def _wanted(readable: Readable, row: Cells, posted: tuple[Posted, ...]) -> list[Wanted]:
    """Return the landed rows that a posting comes from, none where they may not be seen."""
    system = str(row["system_name"])
    if _withheld(readable, row):
        return []
    if row["source_table"] != "performance_obligations":
        earlier = (each.delivery_id for each in posted if each.delivery_id)
        delivery_id = _delivered(row) or next(earlier, None)
        if delivery_id is None:
            return []
        delivered, table, _ = delivery_id.split("/")
        return [Wanted(delivered, table, str(row["source_id"]), delivery_id)]
    wanted = []
    if row["contract_version_id"] is not None:
        key = f"{row['contract_version_id']}-{row['performance_obligation_id']}"
        wanted.append(Wanted(system, "performance_obligations", key))
    if row["estimate_id"] is not None:
        wanted.append(Wanted(system, "estimates", str(row["estimate_id"])))
    return wanted
