"""What clients owe, what is not billed, revenue by stream and where the value of time goes."""

from collections.abc import Sequence

from pipelines.report.charts import Ranked
from pipelines.report.making import Making
from pipelines.report.page import Column, Evidence, Page, Row, Section, Table


def receivables(making: Making) -> Page:
    """Return the page of what clients owe and what is not billed."""
    rows, unbilled = making.tables.rows("receivables"), making.tables.rows("unbilled")
    return Page(
        path="receivables.html",
        title="Receivables and unbilled",
        lead=f"Open invoices and unbilled work, by age, as of "
        f"{making.say(making.as_of_date, 'day')}.",
        sections=(
            _aged(making, rows),
            _unbilled(unbilled),
            Section("Days for which money is out", tables=(_working_capital(making),)),
            Section(
                "Bookings and backlog",
                "Closing = opening + booked + judged anew - earned, closed periods and exchange.",
                tables=(_backlog(making),),
            ),
        ),
    )


def _aged(making: Making, rows: list[Row]) -> Section:
    told = [{**row, "bucket": _bucket(row["age_bucket"])} for row in rows]
    drawing = making.charts.drawing(
        "Open invoices by days overdue",
        making.numerals.currency,
        Ranked(told, "bucket", "open_reporting_amount", form=".3s"),
    )
    table = (
        Table(
            "aged",
            "Open invoices and credit notes",
            "fct_ar_aging",
            (
                Column("bucket", "Days overdue", of="fct_ar_aging.age_bucket"),
                Column("invoices", "Invoices", "count", of="fct_ar_aging.invoice_id"),
                Column("open_reporting_amount", "Open", "cents"),
                Column("disputed_reporting_amount", "Disputed", "cents"),
            ),
            told,
            Evidence("fct_ar_aging", ("age_bucket", "is_running_period")),
        )
        if told
        else Table("aged", "Open invoices", "fct_ar_aging", (), (), empty="nothing is open.")
    )
    return Section("What clients owe", drawings=(drawing,) if told else (), tables=(table,))


def _bucket(code: object) -> str:
    return str(code).replace("_", " ")


def _unbilled(rows: list[Row]) -> Section:
    table = Table(
        "unbilled",
        "Earned and not billed of each contract",
        "fct_wip_aging",
        (
            Column("age_bucket", "Days since"),
            Column("unbilled_type", "Kind", "words"),
            Column("contracts", "Contracts", "count", of="fct_wip_aging.contract_key"),
            Column("unbilled_reporting_amount", "Unbilled", "cents"),
        ),
        rows,
        Evidence("fct_wip_aging", ("age_bucket", "unbilled_type", "is_running_period")),
        empty="all is billed.",
    )
    return Section("Not billed yet", tables=(table,))


def _working_capital(making: Making) -> Table:
    return Table(
        "working-capital",
        "Legal entities in the running period, functional currency",
        "fct_working_capital_month",
        (
            Column("entity_code", "Entity"),
            Column("functional_currency_code", "Currency"),
            Column("receivable_functional_amount", "Receivable", "cents"),
            Column("unbilled_functional_amount", "Unbilled", "cents"),
            Column("dso_simple", "DSO", "number"),
            Column("dso_countback", "DSO, count back", "number"),
            Column("wip_days", "WIP days", "number"),
            Column("debtor_days", "Debtor days", "number"),
            Column("lock_up_days", "Lock-up days", "number"),
        ),
        making.tables.rows("working_capital"),
        Evidence("fct_working_capital_month", ("entity_code", "accounting_period")),
    )


def _backlog(making: Making) -> Table:
    return Table(
        "backlog",
        "Backlog of the running period by revenue stream",
        "fct_bookings_backlog_month",
        (
            Column("entity_code", "Entity"),
            Column("revenue_stream", "Stream", "words"),
            Column("opening_backlog_reporting_amount", "Opening", "cents"),
            Column("bookings_reporting_amount", "Booked", "cents"),
            Column("backlog_judged_anew_reporting_amount", "Judged anew", "cents"),
            Column("backlog_burn_reporting_amount", "Earned", "cents"),
            Column("backlog_of_closed_periods_reporting_amount", "Closed periods", "cents"),
            Column("backlog_exchange_difference_reporting_amount", "Exchange", "cents"),
            Column("closing_backlog_reporting_amount", "Closing", "cents"),
        ),
        making.tables.rows("backlog"),
        Evidence(
            "fct_bookings_backlog_month", ("entity_code", "revenue_stream", "accounting_period")
        ),
    )


def earnings(making: Making) -> Page:
    """Return the page of revenue by stream and where the value of time goes."""
    return Page(
        path="earnings.html",
        title="Streams and leakage",
        lead="Recognised revenue by stream, and what became of billable time between its standard "
        "value and cash.",
        sections=(
            Section(
                "Revenue by stream",
                tables=(
                    Table(
                        "streams",
                        "Recognised revenue",
                        "fct_revenue_disaggregated_month",
                        (
                            Column("accounting_period", "Period"),
                            Column("revenue_stream", "Stream", "words"),
                            Column("revenue_reporting_amount", "Revenue", "cents"),
                        ),
                        making.tables.rows("streams"),
                        Evidence(
                            "fct_revenue_disaggregated_month",
                            ("accounting_period", "revenue_stream"),
                            sums=True,
                        ),
                        facets=("revenue_stream",),
                    ),
                ),
            ),
            Section(
                "Where the value of time goes",
                "By the month in which it was worked, as it stands now.",
                tables=(leakage_table(making.tables.rows("leakage")),),
            ),
        ),
    )


def leakage_table(rows: Sequence[Row]) -> Table:
    """Return the value of time, what became of it, which adds up to it, and what was paid."""
    return Table(
        "leakage",
        "From standard value to cash",
        "fct_realization_waterfall",
        (
            Column("service_period", "Worked in"),
            Column("standard_value_reporting_amount", "Standard value", "cents"),
            Column("rate_discount_reporting_amount", "Discount", "cents"),
            Column("reclass_nonbillable_reporting_amount", "Rejected", "cents"),
            Column("write_down_reporting_amount", "Written down", "cents"),
            Column("write_off_reporting_amount", "Written off", "cents"),
            Column("over_cap_unbillable_reporting_amount", "Over the cap", "cents"),
            Column("expired_unbilled_reporting_amount", "Expired", "cents"),
            Column("wip_open_reporting_amount", "Still open", "cents"),
            Column("billed_unknown_reporting_amount", "Billed, no rate", "cents"),
            Column("billed_value_reporting_amount", "Billed", "cents"),
            Column("cash_collected_reporting_amount", "Collected", "cents"),
        ),
        rows,
    )
