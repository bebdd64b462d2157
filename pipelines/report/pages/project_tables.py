"""The tables of a project's page: forecasts, milestones, change orders and its periods."""

from collections.abc import Iterator, Mapping

from pipelines.report.page import Column, Evidence, Row, Section, Table


def sections_of(of: Mapping[str, list[Row]]) -> Iterator[Section]:
    """Yield what a project has of them; its periods always."""
    if of["forecasts"]:
        yield Section(
            "Forecast",
            "The median is the 50 %; the error is that of earlier forecasts at this horizon.",
            tables=(_forecasts(of["forecasts"]),),
        )
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
        "forecasts",
        "What is forecast",
        "portfolio_forecast",
        (
            Column("measure_words", "Measure", of="portfolio_forecast.measure"),
            *(
                Column(f"p{at}", f"{at} %", "by_row", of=f"portfolio_forecast.p{at}_value")
                for at in (10, 50, 80, 90)
            ),
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
        "milestones",
        "Milestones as they stand",
        "fct_milestone_status",
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
        "changes",
        "Change orders",
        "fct_project_change_log",
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
        "months",
        "Accounting periods, the latest first",
        "fct_project_month",
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
