"""People and capacity: what hours there were, what became of them, and what is asked for next.

Nobody is named; roles that fewer than three people have are shown together, with the next smallest
where they are fewer than three people together.
"""

from pipelines.report.charts import FAINT, QUIET, Over, Ranked, Series
from pipelines.report.making import Making, ratio, total
from pipelines.report.page import Column, Evidence, Fact, Page, Section, Table

USES = (
    ("billable_hours", "Billable"),
    ("client_nonbillable_hours", "Client, not billable"),
    ("product_hours", "Product"),
    ("governance_hours", "Governance"),
    ("presales_hours", "Pre-sales"),
    ("internal_hours", "Internal"),
    ("bench_hours", "Bench"),
)


def people(making: Making) -> Page:
    """Return the page of people and capacity."""
    months = [
        row
        for row in making.tables.rows("capacity_months")
        if row["accounting_period"] <= making.until
    ]
    year = months[-12:]
    net = total(year, "capacity_net_hours")
    weeks = making.tables.rows("plan_weeks")
    load = ratio(total(weeks, "demand_hours"), total(weeks, "planned_capacity_hours"))
    week = "portfolio_person_week"
    billable = ratio(total(year, "billable_hours"), net)
    return Page(
        path="people.html",
        title="People and capacity",
        lead=f"In the twelve periods up to {making.until}, {making.say(billable, 'share')} of net "
        "capacity was billable. "
        f"For the half year ahead {making.say(load, 'share')} of capacity is asked for.",
        facts=(
            Fact(
                "Net capacity",
                net,
                "hours",
                week,
                "capacity_net_hours",
                "hours in 12 periods",
                "#capacity" if months else "",
            ),
            Fact(
                "Billable",
                billable,
                "share",
                week,
                "utilization_net",
                "of net capacity",
                "#capacity" if months else "",
            ),
            Fact(
                "Recorded",
                ratio(total(year, "recorded_hours"), net),
                "share",
                week,
                "time_capture_rate",
                "of net capacity",
                "#capacity" if months else "",
            ),
            Fact(
                "Asked for ahead",
                load,
                "share",
                "portfolio_plan",
                "planned_load_share",
                "of the next half year",
                "#weeks" if weeks else "",
            ),
        ),
        sections=(_use(making, months), _roles(making), _ahead(making)),
    )


def _use(making: Making, months: list) -> Section:
    if not months:
        return Section("What became of the hours", "No period is over.")
    chart = Over(
        months,
        "accounting_period",
        bars=(
            Series("billable_hours", "billable"),
            Series("other", "other work", QUIET),
            Series("unrecorded_hours", "not recorded", FAINT),
        ),
        lines=(Series("capacity_net_hours", "net capacity", "var(--text)"),),
    )
    drawn = [{**row, "other": row["recorded_hours"] - row["billable_hours"]} for row in months]
    chart = Over(drawn, chart.x, chart.bars, chart.lines)
    table = Table(
        "capacity",
        "Hours of all people by period",
        "portfolio_person_week",
        (
            Column("accounting_period", "Period"),
            Column("capacity_net_hours", "Net capacity", "number"),
            *(Column(name, label, "number") for name, label in USES),
            Column("unrecorded_hours", "Not recorded", "number"),
            Column("utilization_net", "Billable share", "share"),
            Column("time_capture_rate", "Recorded share", "share"),
        ),
        months[::-1],
    )
    drawing = making.charts.drawing(
        "Hours by use",
        "All people, by period",
        chart,
        table,
    )
    return Section("What became of the hours", drawings=(drawing,))


def _roles(making: Making) -> Section:
    rows = making.tables.rows("roles", since=making.since, until=making.until)
    told = [row for row in rows if row["utilization_net"] is not None]
    drawing = making.charts.drawing(
        "Billable share of net capacity",
        "Twelve periods, by role",
        Ranked(
            sorted(told, key=lambda row: -row["utilization_net"]),
            "role",
            "utilization_net",
            form=".0%",
        ),
    )
    table = Table(
        "roles",
        "Roles in the last twelve periods; those of fewer than three people together",
        "portfolio_person_week",
        (
            Column("role", "Role"),
            Column("people", "People", "count", of="portfolio_plan.people"),
            Column("capacity_net_hours", "Net capacity", "number"),
            Column("billable_hours", "Billable", "number"),
            Column("governance_hours", "Governance", "number"),
            Column("bench_hours", "Bench", "number"),
            Column("unrecorded_hours", "Not recorded", "number"),
            Column("utilization_net", "Billable share", "share"),
            Column("utilization_net_target", "Target", "share"),
            Column("time_capture_rate", "Recorded share", "share"),
        ),
        rows,
    )
    return Section("By role", drawings=(drawing,) if told else (), tables=(table,))


def _ahead(making: Making) -> Section:
    weeks, rows = making.tables.rows("plan_weeks"), making.tables.rows("plan_roles")
    if not weeks:
        return Section("What is asked for next", "No work ahead is planned.")
    roles = list(dict.fromkeys(row["role"] for row in rows))
    panels = tuple(
        making.charts.drawing(
            role,
            "Hours a week",
            _demand([row for row in rows if row["role"] == role], 100),
            panel=True,
        )
        for role in roles
    )
    drawing = making.charts.drawing(
        "Demand and capacity",
        "Hours a week; offers are weighted by the probability of their stage",
        _demand(weeks, 190),
        Table(
            "weeks",
            "Weeks of the next half year",
            "portfolio_plan",
            (
                Column("week_start_date", "Week", "day"),
                Column("planned_capacity_hours", "Capacity", "number"),
                Column("hard_demand_hours", "Won", "number"),
                Column("soft_demand_hours", "Weighted", "number"),
                Column("planned_load_share", "Load", "share"),
            ),
            weeks,
        ),
    )
    return Section(
        "What is asked for next",
        drawings=(drawing,),
        panels=panels,
        tables=(
            Table(
                "plan",
                "Roles by week; those of fewer than three people together",
                "portfolio_plan",
                (
                    Column("role", "Role"),
                    Column("week_start_date", "Week", "day"),
                    Column("people", "People", "count"),
                    Column("planned_capacity_hours", "Capacity", "number"),
                    Column("hard_demand_hours", "Won", "number"),
                    Column("soft_demand_hours", "Weighted", "number"),
                    Column("capacity_gap_hours", "Gap", "number"),
                    Column("planned_load_share", "Load", "share"),
                ),
                rows,
                Evidence("portfolio_plan", ("role", "week_start_date"), where="is_one_role"),
                facets=("role",),
            ),
        ),
    )


def _demand(rows: list, height: int) -> Over:
    return Over(
        rows,
        "week_start_date",
        bars=(Series("hard_demand_hours", "won"), Series("soft_demand_hours", "offered", QUIET)),
        lines=(Series("planned_capacity_hours", "capacity", "var(--text)"),),
        height=height,
    )
