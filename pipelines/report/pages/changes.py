"""Release notes: what changed since the release before, and what can be the reason."""

from pipelines.lib.releases.between import Reasons, ReleaseDifference
from pipelines.report.making import Making, counted
from pipelines.report.page import Column, Page, Section, Table

SHORT = 12
COMPARED = {"rag_state", "state", "forecast_end_date", "estimate_at_completion_reporting_amount"}
# What of a period adds up over legal entities.
FLOWS = {
    "hours",
    "project_revenue_reporting_amount",
    "product_revenue_reporting_amount",
    "billed_reporting_amount",
    "cost_reporting_amount",
    "gross_margin_recognised_reporting_amount",
}


def changes(making: Making) -> Page:
    """Return the release notes."""
    found = making.changes
    if found is None:
        return Page(
            path="changes.html",
            title="What changed",
            lead="There is no earlier release that could be read: nothing to compare it with.",
        )
    rows = sum(
        each.rows_added + each.rows_removed + each.rows_changed for each in found.tables_changed
    )
    return Page(
        path="changes.html",
        title="What changed",
        lead=f"Since release {found.before}, {counted(len(found.tables_changed), 'table')} changed "
        f"in {counted(rows, 'row')}; "
        f"{len(found.tables_unchanged):,} stayed as they were.",
        sections=(
            _why(found.reasons),
            *((_projects(making, found), _periods(found)) if found.audience == "portfolio" else ()),
            _tables(found),
            _deliveries(found.reasons),
            _evidence(found),
        ),
    )


def _why(reasons: Reasons) -> Section:
    told = []
    if reasons.as_of_date_changed:
        told.append(f"The as-of day moved from {reasons.as_of_date[0]} to {reasons.as_of_date[1]}.")
    if reasons.deliveries_added:
        told.append(f"{counted(len(reasons.deliveries_added), 'delivery', 'deliveries')} came in.")
    if reasons.deliveries_removed:
        told.append(
            f"{counted(len(reasons.deliveries_removed), 'delivery', 'deliveries')} went away."
        )
    if reasons.code_changed:
        was, now = reasons.code_version
        told.append(f"The code is another: {was[:SHORT]} was, {now[:SHORT]} is.")
    told += [
        f"Setting {name}: {was} was, {now} is."
        for name, (was, now) in (reasons.configuration_changed or {}).items()
    ]
    return Section(
        "What can be the reason", "" if told else "Nothing that is recorded.", notes=tuple(told)
    )


def _projects(making: Making, found: ReleaseDifference) -> Section:
    changed = {each.table: each for each in found.tables_changed}.get("portfolio_project")
    comparable = changed and not COMPARED & changed.columns_added.keys()
    table = Table(
        "projects",
        "Projects whose state or forecast is another",
        "portfolio_project",
        (
            Column("project_name", "Project", link="page"),
            Column("state_before", "Was", "state", of="portfolio_project.rag_state"),
            Column("state_after", "Is", "state", of="portfolio_project.rag_state"),
            Column(
                "estimate_change",
                "Forecast cost, change",
                "cents",
                of="portfolio_project.estimate_at_completion_reporting_amount",
            ),
            Column("end_before", "End was", "day", of="portfolio_project.forecast_end_date"),
            Column("end_after", "End is", "day", of="portfolio_project.forecast_end_date"),
        ),
        making.tables.rows("changed_projects") if comparable else (),
        empty="no project has another.",
    )
    return Section("Projects", "Those whose state changed come first.", tables=(table,))


def _periods(found: ReleaseDifference) -> Section:
    rows = [
        {
            "accounting_period": period.accounting_period,
            "column": total.column,
            "before": total.before,
            "after": total.after,
            "difference": total.difference,
        }
        for each in found.tables_changed
        if each.table == "portfolio_month"
        for period in each.periods
        for total in period.totals
        if total.column in FLOWS
    ]
    table = Table(
        "periods",
        "Figures of accounting periods that are others",
        "",
        (
            Column("accounting_period", "Period"),
            Column("column", "Figure", "words"),
            Column("before", "Was", "cents"),
            Column("after", "Is", "cents"),
            Column("difference", "Difference", "cents"),
        ),
        rows,
        empty="no period has another.",
    )
    return Section("Periods", "All legal entities, reporting currency and hours.", tables=(table,))


def _tables(found: ReleaseDifference) -> Section:
    rows = [
        {
            "table": each.table,
            "added": each.rows_added,
            "removed": each.rows_removed,
            "changed": each.rows_changed,
            "after": each.rows_after,
            "columns": ", ".join(
                sorted({*each.columns_added, *each.columns_removed, *each.columns_retyped})
            ),
        }
        for each in found.tables_changed
    ]
    rows += [
        {
            "table": name,
            "added": count,
            "removed": 0,
            "changed": 0,
            "after": count,
            "columns": "new table",
        }
        for name, count in found.tables_added.items()
    ]
    rows += [
        {
            "table": name,
            "added": 0,
            "removed": count,
            "changed": 0,
            "after": 0,
            "columns": "table is gone",
        }
        for name, count in found.tables_removed.items()
    ]
    table = Table(
        "tables",
        "Rows by table",
        "",
        (
            Column("table", "Table"),
            Column("added", "Added", "count"),
            Column("changed", "Changed", "count"),
            Column("removed", "Removed", "count"),
            Column("after", "Rows now", "count"),
            Column("columns", "Columns", "long"),
        ),
        rows,
        empty="no table differs.",
    )
    return Section("Tables", tables=(table,))


def _deliveries(reasons: Reasons) -> Section:
    rows = [each.model_dump() for each in (*reasons.deliveries_added, *reasons.deliveries_removed)]
    table = Table(
        "deliveries",
        "Deliveries since",
        "",
        (
            Column("table", "Table"),
            Column("system", "System"),
            Column("number", "Number", "count"),
            Column("mode", "Mode"),
            Column("finished_at", "Came in", "day"),
            Column("landed_rows", "Landed", "count"),
            Column("quarantined_rows", "Refused", "count"),
            Column("appended_rows", "New or changed", "count"),
            Column("deleted_rows", "Deleted", "count"),
        ),
        rows,
        empty="none came in.",
    )
    return Section("Deliveries", tables=(table,))


def _evidence(found: ReleaseDifference) -> Section:
    command = f"evenkeel releases diff {found.before} {found.after} --audience {found.audience}"
    return Section("Evidence", "Row by row, with examples:", notes=(command,))
