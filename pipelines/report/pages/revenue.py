"""Revenue, cost and margin by period and entity, clients, and what the controls reconciled."""

from collections.abc import Sequence

from pipelines.report.charts import QUIET, Over, Ranked, Series
from pipelines.report.making import Making, counted, ratio, total
from pipelines.report.page import Column, Evidence, Fact, Page, Row, Section, Table

CLIENTS = 12
MONEY = (
    Column("project_revenue_reporting_amount", "Projects", "cents"),
    Column("product_revenue_reporting_amount", "Products", "cents"),
    Column("cost_reporting_amount", "Cost", "cents"),
    Column("gross_margin_recognised_reporting_amount", "Margin", "cents"),
    Column("billed_reporting_amount", "Billed", "cents"),
    Column("unbilled_revenue_reporting_amount", "Not billed", "cents"),
    Column("backlog_reporting_amount", "Backlog", "cents"),
)


def revenue(making: Making) -> Page:
    """Return the page of revenue."""
    year = making.year
    earned, billed = total(year, "revenue_reporting_amount"), total(year, "billed_reporting_amount")
    margin = total(year, "gross_margin_recognised_reporting_amount")
    month = "portfolio_month"
    return Page(
        path="revenue.html",
        title="Revenue",
        lead=f"In the twelve periods up to {making.until}, {making.say(earned, 'compact')} was "
        f"recognised and {making.say(billed, 'compact')} was billed.",
        facts=(
            Fact(
                "Recognised",
                earned,
                "compact",
                month,
                "project_revenue_reporting_amount",
                "projects and products",
                "#months",
            ),
            Fact(
                "Billed",
                billed,
                "compact",
                month,
                "billed_reporting_amount",
                "posted invoices without tax",
                "#months",
            ),
            Fact(
                "Cost",
                total(year, "cost_reporting_amount"),
                "compact",
                month,
                "cost_reporting_amount",
                "",
                "#months",
            ),
            Fact(
                "Gross margin",
                ratio(margin, earned),
                "share",
                month,
                "gross_margin_recognised_reporting_amount",
                making.say(margin, "compact"),
                "#months",
            ),
        ),
        sections=(_course(making), _months(making), _clients(making), reconciled(making)),
    )


def revenue_table(name: str, rows: Sequence[Row]) -> Table:
    """Return entities' periods with the way to walk each back."""
    return Table(
        name,
        "Legal entities by accounting period",
        "portfolio_month",
        (
            Column("accounting_period", "Period"),
            Column("entity_code", "Entity"),
            *MONEY,
            Column("accounting_period_state", "State", "words"),
        ),
        rows,
        Evidence("portfolio_month", ("entity_code", "accounting_period")),
    )


def _course(making: Making) -> Section:
    unit = making.numerals.currency
    chart = Over(
        making.over,
        "accounting_period",
        bars=(
            Series("project_revenue_reporting_amount", "projects"),
            Series("product_revenue_reporting_amount", "products", QUIET),
        ),
        lines=(Series("cost_reporting_amount", "cost", "var(--text)"),),
        height=240,
    )
    figures = Table(
        "by-period",
        "All entities by period",
        "portfolio_month",
        (Column("accounting_period", "Period"), *MONEY),
        making.over[::-1],
    )
    drawing = making.charts.drawing(
        "Revenue and what it cost",
        f"A period, {unit}",
        chart,
        figures,
    )
    return Section("The course so far", drawings=(drawing,) if making.over else ())


def _months(making: Making) -> Section:
    rows = making.tables.rows("entity_months", since=making.since)
    return Section(
        "By legal entity",
        "A closed period stays as it was published; what comes later is posted to an open one.",
        tables=(revenue_table("months", rows),),
    )


def _clients(making: Making) -> Section:
    clients = making.tables.rows("clients")
    top = [row for row in clients if row["recent_revenue_reporting_amount"]][:CLIENTS]
    drawing = making.charts.drawing(
        "Largest clients",
        f"Revenue of the last twelve periods, {making.numerals.currency}",
        Ranked(top, "client_name", "recent_revenue_reporting_amount", form=".3s"),
    )
    table = Table(
        "clients",
        "Clients, the largest first",
        "portfolio_client",
        (
            Column("client_name", "Client"),
            Column("region", "Region"),
            Column("project_count", "Projects", "count"),
            Column("recent_revenue_reporting_amount", "Revenue, 12 periods", "cents"),
            Column("client_concentration_share", "Share", "share"),
            Column("gross_margin_share", "Margin of all time", "share"),
            Column("receivable_reporting_amount", "Owed", "cents"),
        ),
        clients,
        Evidence("portfolio_client", ("client_key",)),
    )
    return Section("Clients", drawings=(drawing,) if top else (), tables=(table,))


def reconciled(making: Making) -> Section:
    """Return what was compared with what, and what stayed unexplained."""
    rows = making.tables.rows("reconciliation")
    checks = sum(row["checks"] for row in rows)
    held = sum(row["checks"] for row in rows if row["status"] == "reconciled")
    table = Table(
        "reconciliation",
        "What each control compares, those that differ first",
        "ctl_reconciliation",
        (
            Column("check_name", "What is compared", "long"),
            Column("control_id", "Control"),
            Column("status", "Status", "state"),
            Column("checks", "Checks", "count", of="ctl_reconciliation.status"),
            Column("unexplained", "Largest unexplained", "cents"),
            Column("tolerance", "Tolerance", "cents"),
        ),
        rows,
        Evidence("ctl_reconciliation", ("control_id", "check_name", "status")),
        facets=("control_id", "status"),
    )
    text = (
        f"{held:,} of {counted(checks, 'check')} agree with the ledger, deliveries or each other."
    )
    return Section("Reconciliation", text, tables=(table,))
