"""All projects in one table, and a page for each."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipelines.lib.provenance.composition.tables import COMPOSITION
from pipelines.report.making import Making, counted
from pipelines.report.page import Column, Evidence, Fact, Page, Row, Section, Table
from pipelines.report.pages.project_tables import sections_of
from pipelines.report.sparks import Mark, spark

EVIDENCE = Evidence("portfolio_project", ("project_key",))
COLUMNS = (
    Column("project_name", "Project", link="page"),
    Column("rag_state", "State", "state"),
    Column("client_name", "Client"),
    Column("entity_code", "Entity"),
    Column("project_type", "Paid by", "words"),
    Column("revenue_reporting_amount", "Revenue", "money"),
    Column("gross_margin_share", "Margin", "share"),
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
    "estimate_at_completion_reporting_amount": "Forecast at completion",
    "variance_at_completion_reporting_amount": "Budget less forecast",
    "backlog_reporting_amount": "Backlog",
    "revenue_not_billed_reporting_amount": "Not billed yet",
}
# What is no sum is shown by the rows that it stands in.
STANDS_IN = {
    "Earned, CPI, SPI(t) and forecast end": Evidence(
        "fct_project_evm_period", ("project_key",), sums=True
    ),
    "Next milestone": Evidence("fct_milestone_status", ("project_key",), sums=True),
}


def projects(making: Making) -> Page:
    """Return the table of all projects."""
    rows = making.tables.rows("projects")
    live = [row for row in rows if row["rag_state"]]
    done = [{**row, "rag_state": row["state"]} for row in rows if not row["rag_state"]]
    return Page(
        path="projects.html",
        title="Projects",
        lead=f"{counted(len(rows), 'project')}, {len(live):,} of them open. A name leads to the "
        "page of the project with its course, forecast and evidence.",
        sections=(
            Section(
                "Open",
                "Those in trouble first, then by what they are expected to overrun.",
                tables=(_listed("open", "Open projects", live),),
            ),
            Section(
                "Closed",
                tables=(
                    _listed(
                        "closed",
                        "Closed projects",
                        done,
                        f"Show {counted(len(done), 'closed project')}",
                    ),
                ),
            ),
        ),
    )


def _listed(name: str, caption: str, rows: Sequence[Row], folded: str = "") -> Table:
    return Table(
        name,
        caption,
        "portfolio_project",
        COLUMNS,
        rows,
        facets=("rag_state", "entity_code", "project_type"),
        folded=folded,
        empty="there is none.",
    )


def project_pages(making: Making, first: int = 0, step: int = 1) -> Iterator[Page]:
    """Yield a page for every project, or for one of each `step`."""
    parts = {
        name: _by_project(making.tables.rows(f"project_{name}"))
        for name in ("months", "values", "milestones", "forecasts", "changes")
    }
    for project in making.tables.rows("projects")[first::step]:
        of = {name: rows.get(project["project_key"], []) for name, rows in parts.items()}
        yield Page(
            path=project["page"],
            title=project["project_name"] or project["project_code"] or project["project_key"],
            lead=_lead(making, project),
            under="projects.html",
            facts=_facts(making, project),
            sections=tuple(sections_of(of)),
            more={
                "project": project,
                "reasons": [each for each in (project["rag_reasons"] or "").split("; ") if each],
                "sparks": _sparks(making, of),
                "proofs": [
                    *(
                        (label, EVIDENCE, measure)
                        for measure, label in MEASURES.items()
                        if measure in COMPOSITION[EVIDENCE.table]
                    ),
                    *((label, evidence, "") for label, evidence in STANDS_IN.items()),
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
    if row["start_date"] or row["end_date"]:
        said.append(
            f"{making.say(row['start_date'], 'day')} to {making.say(row['end_date'], 'day')}"
        )
    return " · ".join(str(each) for each in said if each)


def _facts(making: Making, row: Row) -> tuple[Fact, ...]:
    def fact(label: str, column: str, kind: str = "cents", note: str = "") -> Fact:
        return Fact(label, row[column], kind, EVIDENCE.table, column, note, "#evidence")

    def said(column: str, kind: str, before: str, after: str = "") -> str:
        return "" if row[column] is None else f"{before}{making.say(row[column], kind)}{after}"

    return (
        fact(
            "Revenue",
            "revenue_reporting_amount",
            note=said("billed_reporting_amount", "cents", "billed "),
        ),
        fact("Cost", "cost_reporting_amount"),
        fact(
            "Gross margin",
            "gross_margin_recognised_reporting_amount",
            note=said("gross_margin_share", "share", "", " of revenue"),
        ),
        fact(
            "Not billed yet",
            "revenue_not_billed_reporting_amount",
            note=said("unbilled_age_days", "days", "for ", " days"),
        ),
        fact("Budget at completion", "budget_at_completion_reporting_amount"),
        fact("Forecast at completion", "estimate_at_completion_reporting_amount"),
        fact(
            "Budget less forecast",
            "variance_at_completion_reporting_amount",
            note="below 0 is overrun",
        ),
        fact("Backlog", "backlog_reporting_amount"),
        fact("Hours", "hours", "hours", said("budget_hours", "hours", "of ", " budgeted")),
        fact("Earned", "earned_share", "share", str(row["ev_technique"] or "").replace("_", " ")),
        fact(
            "Cost performance, CPI",
            "cpi",
            "index",
            row["not_measured_reason"] or "" if row["cpi"] is None else "below 1 is over cost",
        ),
        fact("Schedule, SPI(t)", "spi_t", "index", "below 1 is late"),
        fact(
            "Forecast end", "forecast_end_date", "day", said("planned_end_date", "day", "planned ")
        ),
        fact("Next milestone", "next_milestone_date", "day", row["next_milestone_name"] or ""),
    )


def _sparks(making: Making, of: dict[str, list[Row]]) -> list[dict[str, object]]:
    write, unit = making.numerals, making.numerals.currency
    values, months = of["values"], of["months"]
    found = (
        spark(
            "Plan, earned and cost",
            f"To date, {unit}",
            values,
            write,
            Mark("planned_value_reporting_amount", "planned", "var(--mark)"),
            Mark("actual_cost_reporting_amount", "cost", "var(--text)"),
            Mark("earned_value_reporting_amount", "earned", "var(--accent)"),
        ),
        spark(
            "Revenue and cost",
            f"A period, {unit}",
            months,
            write,
            Mark("revenue_reporting_amount", "revenue", "var(--faint)", is_bar=True),
            Mark("cost_reporting_amount", "cost", "var(--text)"),
        ),
        spark(
            "Hours",
            "A period",
            months,
            write,
            Mark("hours", "all hours", "var(--faint)", is_bar=True),
            Mark("billable_hours", "billable", "var(--accent)"),
        ),
    )
    return [each for each in found if each]
