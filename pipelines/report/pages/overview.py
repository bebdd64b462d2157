"""The page a lead opens first: what needs someone, what money does, where the company stands."""

from pipelines.report.charts import FAINT, Over, Series
from pipelines.report.making import Making, counted, ratio, total
from pipelines.report.page import Column, Drawing, Fact, Page, Row, Section, Table
from pipelines.report.pages.balance import axes_table
from pipelines.report.pages.revenue import revenue_table

URGENT = 12
STATES = (
    ("red_projects", "red", "var(--blocks)"),
    ("amber_projects", "amber", "var(--warns)"),
    ("unknown_projects", "unknown", FAINT),
    ("green_projects", "green", "var(--held)"),
)


def overview(making: Making) -> Page:
    """Return the overview."""
    projects = making.tables.rows("projects")
    live = [row for row in projects if row["rag_state"]]
    return Page(
        path="index.html",
        title="Portfolio",
        lead=_lead(live),
        facts=_facts(making, live),
        sections=(_urgent(live), _course(making), _balance(making), _entities(making)),
    )


def _lead(live: list[Row]) -> str:
    states = [row["rag_state"] for row in live]
    said = f"{counted(len(live), 'project is', 'projects are')} open: {states.count('red')} red, "
    said += f"{states.count('amber')} amber, {states.count('green')} green"
    rest = {
        "that no rule can judge": states.count("unknown"),
        "not started": states.count("not_started"),
    }
    others = [f"{number} {words}" for words, number in rest.items() if number]
    return ", ".join([said, *others]) + "."


def _facts(making: Making, live: list[Row]) -> tuple[Fact, ...]:
    revenue = total(making.year, "revenue_reporting_amount")
    margin = total(making.year, "gross_margin_recognised_reporting_amount")
    product = total(making.year, "product_revenue_reporting_amount")
    last = making.over[-1] if making.over else {}
    span = f"{making.since} to {making.until}"
    planned = [row for row in live if row["variance_at_completion_reporting_amount"] is not None]
    month = "portfolio_month"
    return (
        Fact(
            "Revenue, 12 months",
            revenue,
            "compact",
            month,
            "project_revenue_reporting_amount",
            span,
            "revenue.html#months",
        ),
        Fact(
            "Gross margin",
            ratio(margin, revenue),
            "share",
            month,
            "gross_margin_recognised_reporting_amount",
            f"{making.say(margin, 'compact')} of it",
            "revenue.html#months",
        ),
        Fact(
            "From products",
            ratio(product, revenue),
            "share",
            month,
            "product_revenue_reporting_amount",
            "share of that revenue",
            "revenue.html#months",
        ),
        Fact(
            "Backlog of projects",
            last.get("backlog_reporting_amount"),
            "compact",
            month,
            "backlog_reporting_amount",
            f"end of {making.until}",
            "#entities",
        ),
        Fact(
            "Not billed yet",
            last.get("unbilled_revenue_reporting_amount"),
            "compact",
            month,
            "unbilled_revenue_reporting_amount",
            f"of each project, end of {making.until}",
            "#entities",
        ),
        Fact(
            "Budget less forecast cost",
            total(planned, "variance_at_completion_reporting_amount"),
            "compact",
            "portfolio_project",
            "variance_at_completion_reporting_amount",
            f"of {counted(len(planned), 'open project')}; below 0 is overrun",
            "projects.html",
        ),
    )


def _urgent(live: list[Row]) -> Section:
    found = [row for row in live if row["rag_state"] in ("red", "amber")]
    text = "Red projects, then amber ones, each with the largest expected overrun first."
    if len(found) > URGENT:
        text += f" The first {URGENT} of {len(found)}; the others are with all projects."
    shown = Table(
        "urgent",
        "Projects in trouble",
        "portfolio_project",
        (
            Column("project_name", "Project", link="page"),
            Column("rag_state", "State", "state"),
            Column("client_name", "Client"),
            Column("variance_at_completion_reporting_amount", "Budget less forecast", "money"),
            Column("end_slip_days", "Days late", "days"),
            Column("rag_reasons", "Why", "long"),
        ),
        found[:URGENT],
        stacks=True,
        empty="no open project is red or amber.",
    )
    return Section("Projects that need someone", text, tables=(shown,))


def _course(making: Making) -> Section:
    months, draw = making.over, making.charts.drawing
    if not months:
        return Section("The course so far", "No period has a figure yet.")

    def panel(title: str, says: str, column: str) -> Drawing:
        chart = Over(months, "accounting_period", lines=(Series(column, title),), height=110)
        return draw(title, says, chart, panel=True)

    states = Over(
        months,
        "accounting_period",
        bars=tuple(Series(column, label, colour) for column, label, colour in STATES[::-1]),
        height=110,
        form="d",
    )
    unit = making.numerals.currency
    return Section(
        "The course so far",
        f"By accounting period, up to {making.until}.",
        panels=(
            draw(
                "Gross margin",
                f"Revenue less cost, {unit}",
                Over(
                    months,
                    "accounting_period",
                    bars=(Series("gross_margin_recognised_reporting_amount", "margin"),),
                    height=110,
                ),
                panel=True,
            ),
            panel("Revenue", f"Projects and products, {unit}", "revenue_reporting_amount"),
            panel("Backlog", f"Projects, not recognised yet, {unit}", "backlog_reporting_amount"),
            panel(
                "Not billed yet",
                f"Recognised of each project until the period's end, {unit}",
                "unbilled_revenue_reporting_amount",
            ),
            panel("Hours", "All hours worked", "hours"),
            draw(
                "State of projects",
                "Projects under way at the period's end",
                states,
                panel=True,
            ),
        ),
    )


def _balance(making: Making) -> Section:
    return Section(
        "Where the company stands",
        "Five axes, each with a band it is to stay in; more on the page Balance.",
        tables=(axes_table(making),),
    )


def _entities(making: Making) -> Section:
    rows = making.tables.rows("entity_months", since=making.until)
    rows = [row for row in rows if row["accounting_period"] == making.until]
    return Section(
        "By legal entity", f"Period {making.until}.", tables=(revenue_table("entities", rows),)
    )
