"""The five axes of balance: where the company stands, where it drifts, what decisions did."""

from pipelines.report.charts import Over, Series
from pipelines.report.making import Making
from pipelines.report.page import Column, Drawing, Evidence, Fact, Page, Row, Section, Table

NAMES = {
    "project_product": "Products beside projects",
    "partnership_interference": "Partners, not interference",
    "administration_bureaucracy": "Administration, not bureaucracy",
    "output_outcome": "Outcomes, not output",
    "client_scope_schedule_budget": "Promises to clients",
}
MEASURES = {
    "product_revenue_share": "Product revenue of all revenue",
    "work_invoiced_median_days": "Days from work to invoice, median",
    "governance_load": "Governance hours of hours worked",
    "outcome_attainment": "Outcomes reached of those promised",
    "promises_kept_share": "Live projects that keep their promises",
}


def _told(row: Row) -> Row:
    return {
        **row,
        "name": NAMES.get(row["axis"], row["axis"]),
        "measure": MEASURES.get(row["axis_measure"], row["axis_measure"]),
        "kind": "days" if str(row["axis_measure"]).endswith("days") else "share",
    }


def axes_table(making: Making) -> Table:
    """Return the axes as they stand."""
    rows = [_told(row) for row in making.tables.rows("balance") if row["is_latest_period"]]
    return Table(
        "axes",
        "Axes of balance in their latest period",
        "portfolio_balance",
        (
            Column("name", "Axis", of="portfolio_balance.axis"),
            Column("balance_state", "State", "state"),
            Column("balance_state_text", "In words"),
            Column("balance_value", "Is", "by_row"),
            Column("balance_target", "Target", "by_row"),
            Column("measure", "Measured by", of="portfolio_balance.axis_measure"),
        ),
        rows,
        Evidence("portfolio_balance", ("axis", "accounting_period")),
        stacks=True,
    )


def balance(making: Making) -> Page:
    """Return the page of balance."""
    rows = [_told(row) for row in making.tables.rows("balance")]
    latest = [row for row in rows if row["is_latest_period"]]
    out = [row["name"] for row in latest if row["balance_state"] == "outside"]
    moving = [row["name"] for row in latest if row["balance_state"] == "drifting"]
    lead = f"Outside its band: {', '.join(out)}." if out else "No axis is outside its band."
    lead += f" Drifting: {', '.join(moving)}." if moving else ""
    return Page(
        path="balance.html",
        title="Balance",
        lead=lead,
        facts=tuple(
            Fact(
                row["name"],
                row["balance_value"],
                row["kind"],
                "portfolio_balance",
                "balance_value",
                f"target {making.say(row['balance_target'], row['kind'])}: "
                f"{row['balance_state_text']}",
                "#axes",
            )
            for row in latest
        ),
        sections=(
            _course(making, rows),
            _now(making),
            _decisions(making),
            _governance(making),
            _hand_offs(making),
        ),
    )


def _course(making: Making, rows: list[Row]) -> Section:
    def panel(name: str) -> Drawing:
        of = [row for row in rows if row["name"] == name]
        chart = Over(
            _with_band(of),
            "accounting_period",
            lines=(
                Series("balance_target", "target", "var(--mark)", (4, 3)),
                Series("balance_value", "value"),
            ),
            band=("low", "high"),
            form="d" if of[0]["kind"] == "days" else "%",
            height=130,
        )
        return making.charts.drawing(name, of[0]["measure"], chart, panel=True)

    names = list(dict.fromkeys(row["name"] for row in rows))
    return Section(
        "The course so far",
        "The pale ground is the band it is to stay in.",
        panels=tuple(panel(name) for name in names),
    )


def _with_band(rows: list[Row]) -> list[Row]:
    """Return rows whose band ends where the values do if it has no end of its own."""
    values = [row["balance_value"] for row in rows if row["balance_value"] is not None]
    top = max(
        [*values, *(row["band_upper"] or row["balance_target"] or 0 for row in rows)], default=0
    )
    return [
        {
            **row,
            "low": 0 if row["band_lower"] is None else row["band_lower"],
            "high": top if row["band_upper"] is None else row["band_upper"],
        }
        for row in rows
    ]


def _now(making: Making) -> Section:
    return Section("Where it stands", tables=(axes_table(making),))


def _decisions(making: Making) -> Section:
    rows = [
        {
            **row,
            "name": NAMES.get(row["axis"], row["axis"]),
            "kind": "days_change" if row["axis"] == "partnership_interference" else "change",
        }
        for row in making.tables.rows("decisions")
    ]
    table = Table(
        "decisions",
        "Decisions to rebalance, the latest first",
        "fct_rebalance_decision",
        (
            Column("action", "What was decided", "long"),
            Column("decided_on", "On", "day"),
            Column("name", "Axis", of="fct_rebalance_decision.axis"),
            Column("expected_effect", "Expected", "by_row"),
            Column("effect_1m", "After 1 month", "by_row"),
            Column("effect_3m", "After 3", "by_row"),
            Column("effect_6m", "After 6", "by_row"),
            Column("effect_lower_6m", "At least", "by_row"),
            Column("effect_upper_6m", "At most", "by_row"),
            Column("effect_unknown_reason", "Why none is known"),
        ),
        rows,
        Evidence("fct_rebalance_decision", ("rebalance_decision_key",)),
        stacks=True,
        empty="nobody decided to rebalance.",
    )
    return Section(
        "What decisions did",
        "What the axis moved by, in its own unit, against where the twelve months before were "
        "going; with 95 % confidence between the two ends.",
        tables=(table,),
    )


def _governance(making: Making) -> Section:
    rows = [
        row for row in making.tables.rows("governance") if row["accounting_period"] <= making.until
    ]
    if not rows:
        return Section("Governance and what it buys", "No month of it is over.")

    def panel(title: str, says: str, column: str) -> Drawing:
        chart = Over(
            rows, "accounting_period", lines=(Series(column, title),), form="%", height=110
        )
        return making.charts.drawing(title, says, chart, panel=True)

    return Section(
        "Governance and what it buys",
        "Hours of status, steering, reporting and approvals beside predictability.",
        panels=(
            panel("Governance load", "Of hours worked", "governance_load"),
            panel("On time", "Projects by their first plan", "on_time_rate"),
            panel("Promises kept", "Schedule, budget and scope", "promises_kept_share"),
        ),
        tables=(
            Table(
                "governance",
                "Governance by month",
                "fct_balance_governance_month",
                (
                    Column("accounting_period", "Period"),
                    Column("governance_category_hours", "Governance hours", "hours"),
                    Column("governance_load", "Load", "share"),
                    Column("governance_cost_reporting_amount", "Cost", "cents"),
                    Column("on_time_rate", "On time", "share"),
                    Column("forecast_error", "Forecast error", "share"),
                    Column("promises_kept_share", "Promises kept", "share"),
                    Column("outcome_attainment", "Outcomes reached", "share"),
                    Column("time_capture_rate", "Time captured", "share"),
                ),
                rows[:-13:-1],
                Evidence("fct_balance_governance_month", ("accounting_period",)),
            ),
        ),
    )


def _hand_offs(making: Making) -> Section:
    rows = [
        {**row, "step": str(row["hand_off"]).replace("_", " to ", 1)}
        for row in making.tables.rows("hand_offs")
    ]
    table = Table(
        "hand-offs",
        "Hand-offs between functions, the latest month judged",
        "fct_balance_partnership",
        (
            Column("step", "From what to what", of="fct_balance_partnership.hand_off"),
            Column("arrived_items", "Arrived", "count"),
            Column("median_days", "Median days", "number"),
            Column("p90_days", "90 % within", "number"),
            Column("allowed_days", "Allowed", "days"),
            Column("late_share", "Late", "share"),
            Column("first_pass_yield", "Right the first time", "share"),
        ),
        rows,
        Evidence("fct_balance_partnership", ("hand_off", "accounting_period", "is_group")),
    )
    return Section(
        "Between functions", "How long work waits where one hands it to another.", tables=(table,)
    )
