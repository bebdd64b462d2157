"""All projects in one table, and a page for each."""

from collections import defaultdict
from collections.abc import Iterator

from pipelines.lib.composition_of_revenue import COMPOSITION
from pipelines.report.making import Making, counted
from pipelines.report.page import Column, Evidence, Fact, Page, Row, Section, Table
from pipelines.report.sparks import Mark, spark

EVIDENCE = Evidence("portfolio_project", ("project_key",))
COLUMNS = (
    Column("project_name", "Project", link="page"),
    Column("rag_state", "State", "state"),
    Column("client_name", "Client"),
    Column("entity_code", "Entity"),
    Column("project_type", "Paid by", "words"),
    Column("revenue_reporting_amount", "Revenue", "money"),
    Column("margin_share", "Margin", "share", of="portfolio_project.gross_margin_recognised_reporting_amount"),
    Column("budget_at_completion_reporting_amount", "Budget", "money"),
    Column("variance_at_completion_reporting_amount", "Budget less forecast", "money"),
    Column("cpi", "CPI", "index"),
    Column("spi_t", "SPI(t)", "index"),
    Column("end_slip_days", "Days late", "days"),
)
MEASURES = {
    "hours": "Hours",
    "cost_reporting_amount": "Cost",
    "revenue_reporting_amount": "Revenue",
    "billed_reporting_amount": "Billed",
    "gross_margin_recognised_reporting_amount": "Gross margin",
    "budget_at_completion_reporting_amount": "Budget at completion",
    "estimate_at_completion_reporting_amount": "Estimate at completion",
    "variance_at_completion_reporting_amount": "Variance at completion",
    "backlog_reporting_amount": "Backlog",
}


def projects(making: Making) -> Page:
    """Return the table of all projects."""
    rows = [{**row, "rag_state": row["rag_state"] or row["state"]} for row in making.tables.rows("projects")]
    live = sum(row["rag_state"] in ("red", "amber", "green", "unknown") for row in rows)
    table = Table(
        "projects",
        "All projects: those in trouble first, then by expected overrun",
        "portfolio_project",
        COLUMNS,
        rows,
        facets=("rag_state", "entity_code", "project_type"),
        empty="no system delivered one.",
    )
    return Page(
        path="projects.html",
        title="Projects",
        lead=f"{counted(len(rows), 'project')}, {live:,} of them open. A name leads to the project's own page "
        "with its course, forecast and evidence.",
        sections=(Section("All projects", tables=(table,)),),
    )


def project_pages(making: Making) -> Iterator[Page]:
    """Yield a page for every project."""
    parts = {
        name: _by_project(making.tables.rows(f"project_{name}"))
        for name in ("months", "values", "milestones", "forecasts", "changes")
    }
    for project in making.tables.rows("projects"):
        of = {name: rows.get(project["project_key"], []) for name, rows in parts.items()}
        yield Page(
            path=project["page"],
            title=project["project_name"] or project["project_code"] or project["project_key"],
            lead=_lead(making, project),
            under="projects.html",
            facts=_facts(making, project),
            sections=tuple(_sections(of)),
            more={
                "project": project,
                "reasons": [each for each in (project["rag_reasons"] or "").split("; ") if each],
                "sparks": _sparks(making, of),
                "evidence": EVIDENCE,
                "measures": [
                    (label, measure)
                    for measure, label in MEASURES.items()
                    if measure in COMPOSITION[EVIDENCE.table]
                ],
            },
        )


def _by_project(rows: list[Row]) -> dict[str, list[Row]]:
    found = defaultdict[str, list[Row]](list)
    for row in rows:
        found[row["project_key"]].append(row)
    return found


def _lead(making: Making, row: Row) -> str:
    kind = str(row["project_type"] or "kind not told").replace("_", " ")
    said = [row["project_code"], row["client_name"], row["entity_code"], kind, row["practice"]]
    span = f"{making.say(row['start_date'], 'day')} to {making.say(row['end_date'], 'day')}"
    return " · ".join([*(str(each) for each in said if each), span])


def _facts(making: Making, row: Row) -> tuple[Fact, ...]:
    def fact(label: str, column: str, kind: str = "cents", note: str = "") -> Fact:
        return Fact(label, row[column], kind, "portfolio_project", column, note, "#evidence" if column in MEASURES else "")

    def said(column: str, kind: str, before: str, after: str = "") -> str:
        return "" if row[column] is None else f"{before}{making.say(row[column], kind)}{after}"

    return (
        fact("Revenue", "revenue_reporting_amount", note=said("billed_reporting_amount", "cents", "billed ")),
        fact("Cost", "cost_reporting_amount"),
        fact("Gross margin", "gross_margin_recognised_reporting_amount", note=said("margin_share", "share", "", " of revenue")),
        fact("Not billed yet", "revenue_not_billed_reporting_amount", note=said("unbilled_age_days", "days", "for ", " days")),
        fact("Budget at completion", "budget_at_completion_reporting_amount"),
        fact("Forecast at completion", "estimate_at_completion_reporting_amount"),
        fact("Budget less forecast", "variance_at_completion_reporting_amount", note="below 0 is overrun"),
        fact("Backlog", "backlog_reporting_amount"),
        fact("Hours", "hours", "hours", said("budget_hours", "hours", "of ", " budgeted")),
        fact("Earned", "earned_share", "share", str(row["ev_technique"] or "").replace("_", " ")),
        fact("Cost performance, CPI", "cpi", "index", row["not_measured_reason"] or "" if row["cpi"] is None else "below 1 is over cost"),
        fact("Schedule, SPI(t)", "spi_t", "index", "below 1 is late"),
        fact("Forecast end", "forecast_end_date", "day", said("planned_end_date", "day", "planned ")),
        fact("Next milestone", "next_milestone_date", "day", row["next_milestone_name"] or ""),
    )


def _sparks(making: Making, of: dict[str, list[Row]]) -> list[dict[str, object]]:
    write, unit = making.numerals, making.numerals.currency
    values, months = of["values"], of["months"]
    found = (
        spark(
            "Plan, earned and cost", f"To date, {unit}", values, write,
            Mark("planned_value_reporting_amount", "planned", "var(--mark)"),
            Mark("actual_cost_reporting_amount", "cost", "var(--text)"),
            Mark("earned_value_reporting_amount", "earned", "var(--accent)"),
        ),
        spark(
            "Revenue and cost", f"A period, {unit}", months, write,
            Mark("revenue_reporting_amount", "revenue", "var(--faint)", is_bar=True),
            Mark("cost_reporting_amount", "cost", "var(--text)"),
        ),
        spark(
            "Hours", "A period", months, write,
            Mark("hours", "all hours", "var(--faint)", is_bar=True),
            Mark("billable_hours", "billable", "var(--accent)"),
        ),
    )
    return [each for each in found if each]


def _sections(of: dict[str, list[Row]]) -> Iterator[Section]:
    if of["forecasts"]:
        yield Section("Forecast", "Half of such forecasts end up on either side of the median; the record is of earlier ones at this horizon.", tables=(_forecasts(of["forecasts"]),))
    if of["milestones"]:
        yield Section("Milestones", tables=(_milestones(of["milestones"]),))
    if of["changes"]:
        yield Section("Change orders", tables=(_changes(of["changes"]),))
    yield Section("By period", tables=(_months(of["months"]),))


def _forecasts(rows: list[Row]) -> Table:
    told = [
        {**row, "kind": "day" if row["p50_date"] else "number"}
        | ({f"p{at}": row[f"p{at}_date"] or row[f"p{at}_value"] for at in (10, 50, 80, 90)})
        for row in rows
    ]
    return Table(
        "forecasts", "What is forecast", "portfolio_forecast",
        (
            Column("measure_words", "Measure", of="portfolio_forecast.measure"),
            *(Column(f"p{at}", f"{at} %", "by_row", of=f"portfolio_forecast.p{at}_value") for at in (10, 50, 80, 90)),
            Column("value_unit", "Unit"),
            Column("forecaster", "Made by", "words"),
            Column("scored_forecasts", "Earlier ones", "count"),
            Column("scored_wape_p50", "Their error", "share"),
        ),
        told,
        Evidence("portfolio_forecast", ("portfolio_forecast_key",)),
    )


def _milestones(rows: list[Row]) -> Table:
    return Table(
        "milestones", "Milestones as they stand", "fct_milestone_status",
        (
            Column("milestone_name", "Milestone"),
            Column("milestone_state", "State", "state"),
            Column("baseline_date", "Planned", "day"),
            Column("forecast_date", "Expected", "day"),
            Column("reached_date", "Reached", "day"),
            Column("accepted_date", "Accepted", "day"),
            Column("slip_days", "Days late", "days"),
            Column("milestone_reporting_amount", "Worth", "cents"),
        ),
        rows,
        Evidence("fct_milestone_status", ("milestone_status_key",)),
    )


def _changes(rows: list[Row]) -> Table:
    return Table(
        "changes", "Change orders", "fct_project_change_log",
        (
            Column("change_reason", "Reason", "long"),
            Column("modification_type", "Kind", "words"),
            Column("effective_date", "From", "day"),
            Column("is_approved", "Approved"),
            Column("price_change_reporting_amount", "Price", "cents"),
            Column("budget_change_reporting_amount", "Budget", "cents"),
        ),
        rows,
        Evidence("fct_project_change_log", ("project_change_key",)),
    )


def _months(rows: list[Row]) -> Table:
    return Table(
        "months", "Accounting periods, the latest first", "fct_project_month",
        (
            Column("accounting_period", "Period"),
            Column("hours", "Hours", "number"),
            Column("billable_hours", "Billable", "number"),
            Column("revenue_reporting_amount", "Revenue", "cents"),
            Column("billed_reporting_amount", "Billed", "cents"),
            Column("cost_reporting_amount", "Cost", "cents"),
            Column("gross_margin_recognised_reporting_amount", "Margin", "cents"),
        ),
        rows[::-1],
        Evidence("fct_project_month", ("entity_code", "accounting_period", "project_key")),
    )
