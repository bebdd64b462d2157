"""What finance reads of contracts: their balances, from opening to closing."""

from pipelines.report.charts import FAINT, QUIET, Over, Series
from pipelines.report.making import Making
from pipelines.report.page import Column, Evidence, Fact, Page, Row, Section, Table

SIDES = (
    Column("closing_unbilled_receivable_reporting_amount", "Unbilled receivable", "cents"),
    Column("closing_contract_asset_reporting_amount", "Contract asset", "cents"),
    Column("closing_contract_liability_reporting_amount", "Contract liability", "cents"),
)


def balances(making: Making) -> Page:
    """Return the page of contract balances."""
    months = [
        row
        for row in making.tables.rows("balance_months")
        if row["accounting_period"] <= making.until
    ]
    last = months[-1] if months else {}
    table = "fct_contract_balance_rollforward"
    return Page(
        path="index.html",
        title="Contract balances",
        lead="What contracts with clients have earned ahead of billing, and billed ahead of "
        f"earning, at the end of {making.until}.",
        facts=tuple(
            Fact(
                column.label,
                last.get(column.name),
                "cents",
                table,
                column.name,
                f"end of {making.until}",
                "#rollforward",
            )
            for column in SIDES
        ),
        sections=(_course(making, months), _rollforward(making), _contracts(making)),
    )


def _course(making: Making, months: list[Row]) -> Section:
    if not months:
        return Section("The course so far", "No contract has a balance.")
    told = [
        {**row, "owed": None if row[SIDES[2].name] is None else -row[SIDES[2].name]}
        for row in months
    ]
    chart = Over(
        told,
        "accounting_period",
        bars=(
            Series(SIDES[0].name, "unbilled receivable"),
            Series(SIDES[1].name, "contract asset", QUIET),
            Series("owed", "contract liability", FAINT),
        ),
    )
    drawing = making.charts.drawing(
        "Earned ahead and billed ahead",
        f"{making.numerals.currency} at each period's end; liabilities lie below zero",
        chart,
    )
    return Section("The course so far", drawings=(drawing,))


def _rollforward(making: Making) -> Section:
    table = Table(
        "rollforward",
        "From opening to closing by legal entity",
        "fct_contract_balance_rollforward",
        (
            Column("accounting_period", "Period"),
            Column("entity_code", "Entity"),
            Column("opening_position_reporting_amount", "Opening", "cents"),
            Column("revenue_reporting_amount", "Revenue", "cents"),
            Column("billed_reporting_amount", "Billed", "cents"),
            Column("fx_effect_reporting_amount", "Exchange", "cents"),
            Column("closing_position_reporting_amount", "Closing", "cents"),
            *SIDES,
        ),
        making.tables.rows("balances"),
        facets=("entity_code",),
    )
    return Section(
        "Rollforward", "Closing = opening + revenue - billed + exchange effect.", tables=(table,)
    )


def _contracts(making: Making) -> Section:
    table = Table(
        "contracts",
        f"Contracts at the end of {making.until}, the largest 200",
        "fct_contract_balance_rollforward",
        (
            Column("contract_name", "Contract", of="dim_contract.contract_name"),
            Column("client_name", "Client", of="dim_customer.client_name"),
            Column("entity_code", "Entity"),
            Column("transaction_currency_code", "Currency"),
            Column("closing_position_amount", "Position, its currency", "cents"),
            Column("closing_position_reporting_amount", "Position", "cents"),
            *SIDES,
        ),
        making.tables.rows("contract_balances", period=making.until),
        Evidence(
            "fct_contract_balance_rollforward", ("contract_key", "accounting_period", "entity_code")
        ),
        empty="every contract is even.",
    )
    return Section("Contracts", tables=(table,))
