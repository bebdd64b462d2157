"""What is forecast, with the interval, and how far such forecasts have been right before."""

from pipelines.report.charts import Ranked
from pipelines.report.making import Making, counted
from pipelines.report.page import Column, Drawing, Evidence, Fact, Page, Row, Section, Table

WORDS = {
    "revenue": "Revenue",
    "bookings": "Bookings",
    "end_date": "End date",
    "cost_at_completion": "Cost at completion",
    "hours_at_completion": "Hours at completion",
}
SHARES = ("p10", "p50", "p80", "p90")


def forecast(making: Making) -> Page:
    """Return the page of forecasts and their record."""
    rows = [_told(row) for row in making.tables.rows("forecasts")]
    company = [row for row in rows if row["project_key"] is None]
    record = [_told(row) for row in making.tables.rows("accuracy")]
    published = [row for row in record if row["forecaster"] == "published"]
    scored = sum(row["scored_forecasts"] for row in published)
    lead = f"{counted(len(rows), 'forecast is', 'forecasts are')} published. "
    lead += (
        f"{scored:,} earlier ones were scored; how far they were right stands beside each."
        if scored
        else "None has come true yet, so nothing is known of how right they are."
    )
    return Page(
        path="forecast.html",
        title="Forecast",
        lead=lead,
        facts=_facts(published),
        sections=(
            _company(making, company),
            _record(making, record),
            _projects(rows),
            _reliability(making),
        ),
    )


def _told(row: Row) -> Row:
    dated = row.get("p50_date") is not None
    ends = {f"{at}_shown": row.get(f"{at}_date") or row.get(f"{at}_value") for at in SHARES}
    kind = (
        "day" if dated else "cents" if row.get("value_unit") not in ("hours", "days") else "number"
    )
    return {**row, **ends, "kind": kind, "measure_words": WORDS.get(row["measure"], row["measure"])}


def _facts(record: list[Row]) -> tuple[Fact, ...]:
    def error(measure: str, horizon: str) -> Row:
        found = [r for r in record if r["measure"] == measure and r["horizon"] == horizon]
        return found[0] if found else {}

    revenue, ends = error("revenue", "12"), error("end_date", "4-6")
    cost = error("cost_at_completion", "4-6")
    accuracy = "fct_forecast_accuracy"
    return tuple(
        Fact(
            label,
            row["wape_p50"],
            "share",
            accuracy,
            "wape_p50",
            f"of {counted(row['scored_forecasts'], 'forecast')}; {note}",
            "#record",
        )
        for label, row, note in (
            ("Error of revenue", revenue, "12 months ahead"),
            ("Error of cost", cost, "4 to 6 months before the end"),
            ("Error of end dates", ends, "4 to 6 months before the end"),
        )
        if row
    ) + tuple(
        Fact(
            "Inside the interval",
            row["inside_p10_p90_share"],
            "share",
            accuracy,
            "inside_p10_p90_share",
            "of revenue forecasts; 80 % are meant to be",
            "#record",
        )
        for row in (revenue,)
        if row
    )


def _company(making: Making, rows: list[Row]) -> Section:
    def panel(measure: str, entity: str | None) -> Drawing:
        of = [row for row in rows if row["measure"] == measure and row["entity_code"] == entity]
        chart = Ranked(
            of, "target_period", "p50_value", low="p10_value", high="p90_value", longest=75
        )
        title = f"{WORDS.get(measure, measure)}{', ' + entity if entity else ''}"
        return making.charts.drawing(
            title, f"Sum until the period's end, {of[0]['value_unit']}", chart, panel=True
        )

    pairs = list(dict.fromkeys((row["measure"], row["entity_code"]) for row in rows))
    table = Table(
        "company",
        "Forecasts of legal entities",
        "portfolio_forecast",
        (
            Column("measure_words", "Measure", of="portfolio_forecast.measure"),
            Column("entity_code", "Entity"),
            Column("target_period", "Until"),
            *_ends(),
            Column("forecaster", "Made by", "words"),
            Column("scored_forecasts", "Earlier ones", "count"),
            Column("scored_wape_p50", "Their error", "share"),
            Column("scored_covered_p10_p90_share", "Inside the interval", "share"),
        ),
        rows,
        Evidence("portfolio_forecast", ("portfolio_forecast_key",)),
    )
    return Section(
        "Revenue and bookings ahead",
        "The dot is the median; four in five are meant to end within the bar. Each horizon is told "
        "by who was best at it so far, so that the sum until a later period can be the smaller.",
        panels=tuple(panel(*pair) for pair in pairs),
        tables=(table,),
    )


def _ends() -> tuple[Column, ...]:
    return tuple(
        Column(f"{at}_shown", f"{at[1:]} %", "by_row", of=f"portfolio_forecast.{at}_value")
        for at in SHARES
    )


def _record(making: Making, record: list[Row]) -> Section:
    published = [
        row for row in record if row["forecaster"] == "published" and row["wape_p50"] is not None
    ]
    most = max((row["wape_p50"] for row in published), default=None)

    def panel(words: str) -> Drawing:
        of = [row for row in published if row["measure_words"] == words]
        chart = Ranked(of, "horizon", "wape_p50", form=".0%", longest=90, most=most)
        return making.charts.drawing(
            words, "Error by months ahead, as a share of what came true", chart, panel=True
        )

    panels = tuple(
        panel(words) for words in dict.fromkeys(row["measure_words"] for row in published)
    )
    table = Table(
        "record",
        "The track record of every forecaster, by measure and months ahead",
        "fct_forecast_accuracy",
        (
            Column("measure_words", "Measure", of="fct_forecast_accuracy.measure"),
            Column("horizon", "Months ahead"),
            Column("forecaster", "Made by", "words"),
            Column("scored_forecasts", "Scored", "count"),
            Column("wape_p50", "Error", "share"),
            Column("bias_p50", "Bias", "share"),
            Column("inside_p10_p90_share", "Inside 10 to 90 %", "share"),
            Column("below_p80_share", "Below 80 %", "share"),
        ),
        record,
        Evidence("fct_forecast_accuracy", ("forecast_accuracy_key",)),
        facets=("measure_words", "forecaster"),
    )
    return Section(
        "The track record",
        "The forecast of each horizon is made by who was best at it so far.",
        panels=panels,
        tables=(table,),
    )


def _projects(rows: list[Row]) -> Section:
    table = Table(
        "projects",
        "Forecasts of open projects",
        "portfolio_forecast",
        (
            Column("project_name", "Project", link="page"),
            Column("measure_words", "Measure", of="portfolio_forecast.measure"),
            *_ends(),
            Column("value_unit", "Unit"),
            Column("forecaster", "Made by", "words"),
            Column("scored_forecasts", "Earlier ones", "count"),
            Column("scored_wape_p50", "Their error", "share"),
        ),
        [row for row in rows if row["project_key"] is not None],
        facets=("measure_words",),
        empty="no open project has one.",
    )
    return Section(
        "Projects", "A name leads to the project, where the evidence is.", tables=(table,)
    )


def _reliability(making: Making) -> Section:
    table = Table(
        "reliability",
        f"Commitments of each legal entity in the twelve periods up to {making.until}",
        "fct_portfolio_reliability",
        (
            Column("entity_code", "Entity"),
            Column("completed_projects", "Completed", "count"),
            Column("on_time_to_original_share", "On time by first plan", "share"),
            Column("on_time_to_current_share", "On time by last plan", "share"),
            Column("commitment_reliability_share", "Milestones kept", "share"),
            Column("rebaselines", "New plans", "count"),
            Column("eac_volatility", "Movement of forecasts", "share"),
        ),
        making.tables.rows("reliability", until=making.until),
        Evidence("fct_portfolio_reliability", ("entity_code", "accounting_period")),
    )
    return Section("Reliability", tables=(table,))
