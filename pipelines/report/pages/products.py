"""Products and the way from projects to them: recurring revenue, retention, plan and mix."""

from pipelines.report.charts import Over, Series
from pipelines.report.making import Making, total
from pipelines.report.page import Column, Drawing, Evidence, Fact, Page, Section, Table

BRIDGE = (
    ("opening_arr_reporting_amount", "Opening"),
    ("new_arr_reporting_amount", "New"),
    ("reactivation_arr_reporting_amount", "Back"),
    ("expansion_arr_reporting_amount", "More"),
    ("contraction_arr_reporting_amount", "Less"),
    ("churn_arr_reporting_amount", "Lost"),
    ("fx_arr_reporting_amount", "Exchange"),
    ("arr_reporting_amount", "Closing"),
)


def products(making: Making) -> Page:
    """Return the page of products and the transition."""
    rows = making.tables.rows("products")
    plan = [
        row for row in making.tables.rows("transition") if row["product_revenue_share"] is not None
    ]
    now = plan[-1] if plan else {}
    share, planned = now.get("product_revenue_share"), now.get("planned_product_revenue_share")
    lead = (
        f"Products bring {making.say(share, 'share')} of revenue; the plan in force has "
        f"{making.say(planned, 'share')} for {now['accounting_period']}."
        if plan
        else "There is no plan from projects to products that could be measured."
    )
    return Page(
        path="products.html",
        title="Products and transition",
        lead=lead,
        facts=(
            Fact(
                "Annual recurring revenue",
                total(rows, "arr_reporting_amount"),
                "compact",
                "portfolio_product",
                "arr_reporting_amount",
                "all products",
                "#products",
            ),
            Fact(
                "Opening, a year before",
                total(rows, "opening_arr_reporting_amount"),
                "compact",
                "portfolio_product",
                "opening_arr_reporting_amount",
                "",
                "#products",
            ),
            Fact(
                "Product share of revenue",
                share,
                "share",
                "fct_balance_transition_path",
                "product_revenue_share",
                f"plan {making.say(planned, 'share')}",
                "#plan" if plan else "",
            ),
            Fact(
                "Gap to the plan",
                now.get("transition_gap"),
                "share",
                "fct_balance_transition_path",
                "transition_gap",
                "below 0 is behind",
                "#plan" if plan else "",
            ),
        ),
        sections=(_transition(making), _products(making), _recurring(making), _productised(making)),
    )


def _transition(making: Making) -> Section:
    rows = making.tables.rows("transition")
    mix = [row for row in making.tables.rows("mix") if row["accounting_period"] <= making.until]

    def panel(title: str, says: str, column: str) -> Drawing:
        told = [
            {**row, "products": None if row[column] is None else 1 - row[column]} for row in mix
        ]
        chart = Over(
            told, "accounting_period", lines=(Series("products", title),), form="%", height=110
        )
        return making.charts.drawing(title, says, chart, panel=True)

    path = (
        making.charts.drawing(
            "Product share of revenue",
            "Actual, and the plan in force",
            Over(
                rows,
                "accounting_period",
                lines=(
                    Series("planned_product_revenue_share", "plan", "var(--mark)", (4, 3)),
                    Series("product_revenue_share", "actual"),
                ),
                form="%",
            ),
            Table(
                "plan",
                "Plan and actual",
                "fct_balance_transition_path",
                (
                    Column("accounting_period", "Period"),
                    Column("planned_product_revenue_share", "Plan", "share"),
                    Column("product_revenue_share", "Actual", "share"),
                    Column("transition_gap", "Gap", "share"),
                    Column("transition_pace", "Pace a month", "share"),
                    Column("plan_met_period", "Met in"),
                ),
                rows[::-1],
                Evidence("fct_balance_transition_path", ("balance_transition_path_key",)),
            ),
        )
        if rows
        else None
    )
    shares = (
        (
            panel("Products in bookings", "Share of what was sold", "services_bookings_share"),
            panel(
                "Products in hours", "Share of client and product hours", "services_capacity_share"
            ),
            panel("Products in margin", "Share of the margin of both", "services_margin_share"),
        )
        if mix
        else ()
    )
    return Section("From projects to products", drawings=(path,) if path else (), panels=shares)


def _products(making: Making) -> Section:
    table = Table(
        "products",
        "Products by recurring revenue",
        "portfolio_product",
        (
            Column("product_name", "Product"),
            Column("arr_reporting_amount", "Recurring, a year", "cents"),
            Column("customers", "Customers", "count"),
            Column("nrr", "Net retention", "share"),
            Column("grr", "Gross retention", "share"),
            Column("logo_retention", "Customers kept", "share"),
            Column("recent_revenue_reporting_amount", "Revenue, 12 periods", "cents"),
            Column("product_margin_share", "Margin", "share"),
            Column("new_deals", "New deals", "count"),
            Column("services_attach_share", "With services", "share"),
        ),
        making.tables.rows("products"),
        Evidence("portfolio_product", ("product_key",)),
        empty="nothing is sold as a product.",
    )
    return Section("Products", tables=(table,))


def _recurring(making: Making) -> Section:
    rows = [
        row
        for row in making.tables.rows("arr_months")
        if str(row["accounting_period"]) <= making.until
    ]
    if not rows:
        return Section("Recurring revenue", "There is none.")
    drawing = making.charts.drawing(
        "Annual recurring revenue",
        f"At the end of each period, {making.numerals.currency}",
        Over(rows, "accounting_period", bars=(Series("arr_reporting_amount", "ARR"),)),
        Table(
            "arr",
            "What recurring revenue did",
            "fct_arr_bridge_month",
            (
                Column("accounting_period", "Period"),
                *(Column(name, label, "cents") for name, label in BRIDGE),
            ),
            rows[::-1],
        ),
    )
    return Section("Recurring revenue", drawings=(drawing,))


def _productised(making: Making) -> Section:
    table = Table(
        "productised",
        "What projects brought in subscriptions, by type",
        "fct_productisation_yield",
        (
            Column("project_type", "Type of project", "words"),
            Column("costed_projects", "Projects", "count"),
            Column("clients", "Clients", "count"),
            Column("winning_clients", "Who subscribed after", "count"),
            Column("cost_reporting_amount", "Cost", "cents"),
            Column("won_arr_reporting_amount", "Recurring revenue won", "cents"),
            Column("productisation_yield", "Yield", "share"),
        ),
        making.tables.rows("productisation"),
        Evidence("fct_productisation_yield", ("productisation_yield_key",)),
    )
    return Section("What projects lead to", tables=(table,))
