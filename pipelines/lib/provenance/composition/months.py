"""What each published figure is made of: the table of its parts, how rows join, what adds up.

This is months and projects; plans and forecasts of projects are in `composition_of_projects.py`,
cost in `composition_of_cost.py`, revenue, balances and postings in `composition_of_revenue.py`.
Declared once, as the models compute it; tests/warehouse/test_explain.py proves it for every row.
Walking from a figure to its parts belongs in `walk.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

BOOKS = ("functional", "reporting")
PERIOD, ENTITY = "accounting_period", "entity_code"
CURRENCY = "transaction_currency_code"


@dataclass(frozen=True)
class Parts:
    """Rows of `table` whose `measure` adds up to a figure, `sign` being 1 or -1.

    A row of the parts belongs to the figure where the columns of `on` are equal, absent ones too; a
    pair is the figure's column and the SQL of the part's. `where` says which rows count, of `part`,
    `figure` and the row of the dimension that `through` names with its key. Parts are summed by
    `posted_by` and each sum is rounded as it is posted.
    """

    table: str
    measure: str
    on: tuple[str | tuple[str, str], ...]
    sign: int = 1
    where: str = ""
    through: tuple[str, str] | None = None
    posted_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """How a row's measure follows from the row itself: SQL over `figure`, and the same in words.

    It holds for the rows that `where` says.
    """

    sql: str
    says: str
    where: str = "true"


@dataclass(frozen=True)
class Measure:
    """What a measure is made of.

    Where there are no parts at all it is `without_parts`; what is not known counts as nothing where
    `unknown_is_zero`. Where there are `rules`, they give the value and the parts are what they use.
    """

    parts: tuple[Parts, ...] = ()
    without_parts: str = "0"
    unknown_is_zero: bool = False
    rules: tuple[Rule, ...] = ()


Measures = Mapping[str, Measure]


def summed(table: str, measure: str, *on: str | tuple[str, str], where: str = "") -> Measure:
    """Return a measure that is the sum of another table's rows."""
    return Measure((Parts(table, measure, on, where=where),))


def of_the_row(table: str, key: str, **signs: int) -> Measure:
    """Return a measure that is other measures of the same row, added and taken away."""
    return Measure(tuple(Parts(table, measure, (key,), sign) for measure, sign in signs.items()))


def _margins(table: str, key: str, books: str) -> dict[str, Measure]:
    return {
        f"gross_margin_{basis}_{books}_amount": of_the_row(
            table, key, **{f"{gain}_{books}_amount": 1, f"cost_{books}_amount": -1}
        )
        for basis, gain in (("recognised", "revenue"), ("billed", "billed"))
    }


HOURS = ("hours", "billable_hours", "uncosted_hours")
MONTH = (ENTITY, PERIOD)
# What names a project, and what names neither a project nor a product, is in fct_project_month.
OF_PROJECTS = "(part.project_key is not null or part.product_key is null)"
# What was bought for no project is no project's cost.
COST_OF_PROJECTS = "(part.project_key is not null or part.cost_class = 'labour')"
OF_PRODUCTS = "part.project_key is null and part.product_key is not null"


def _portfolio_month(books: str) -> dict[str, Measure]:
    table, key, end = "portfolio_month", "portfolio_month_key", f"_{books}_amount"
    projects, products = "fct_project_month", "fct_product_month"
    billed = Parts(projects, f"billed{end}", MONTH), Parts(products, f"billed{end}", MONTH)
    signs = {f"project_revenue{end}": 1, f"product_revenue{end}": 1, f"cost{end}": -1}
    return {
        f"gross_margin_recognised{end}": of_the_row(table, key, **signs),
        f"project_revenue{end}": summed(projects, f"revenue{end}", *MONTH),
        f"product_revenue{end}": summed(products, f"revenue{end}", *MONTH),
        f"cost{end}": summed(projects, f"cost{end}", *MONTH),
        f"billed{end}": Measure(billed),
    }


def _portfolio_project() -> dict[str, Measure]:
    table, key = "portfolio_project", "project_key"
    end, months = "_reporting_amount", "fct_project_month"
    revenue = f"revenue{end}"
    sums = {name: summed(months, name, key) for name in (revenue, f"cost{end}", f"billed{end}")}
    margin = of_the_row(table, key, **{revenue: 1, f"cost{end}": -1})
    not_billed = of_the_row(table, key, **{revenue: 1, f"billed{end}": -1})
    hours = {name: summed(months, name, key) for name in HOURS}
    named = {f"gross_margin_recognised{end}": margin, f"revenue_not_billed{end}": not_billed}
    return named | sums | hours


def _project_month(books: str) -> dict[str, Measure]:
    end, on = f"_{books}_amount", (*MONTH, "project_key")
    return {
        **_margins("fct_project_month", "project_month_key", books),
        f"revenue{end}": summed("fct_revenue_month", f"revenue{end}", *on, where=OF_PROJECTS),
        f"cost{end}": summed("fct_cost_month", f"cost{end}", *on, where=COST_OF_PROJECTS),
        f"billed{end}": summed("fct_billing_event", f"billed{end}", *on, where=OF_PROJECTS),
    }


def _project_hours() -> dict[str, Measure]:
    on = (*MONTH, "project_key")
    costs = ("hours", "billable_hours", "approved_hours")
    where = COST_OF_PROJECTS
    worked = {name: summed("fct_project_cost", name, *on, where=where) for name in costs}
    uncosted = summed("fct_cost_month", "uncosted_hours", *on, where=where)
    return {**worked, "uncosted_hours": uncosted}


def _product_month(books: str) -> dict[str, Measure]:
    end, on = f"_{books}_amount", (*MONTH, "product_key")
    return {
        f"revenue{end}": summed("fct_revenue_month", f"revenue{end}", *on, where=OF_PRODUCTS),
        f"billed{end}": summed("fct_billing_event", f"billed{end}", *on, where=OF_PRODUCTS),
    }


def month_tables() -> dict[str, Measures]:
    """Return what the tables of months and projects are made of."""
    hours = {name: summed("fct_project_month", name, *MONTH) for name in HOURS}
    return {
        "portfolio_month": each_currency(_portfolio_month) | hours,
        "portfolio_project": _portfolio_project(),
        "fct_project_month": each_currency(_project_month) | _project_hours(),
        "fct_product_month": each_currency(_product_month)
        | {
            "billed_quantity": summed(
                "fct_billing_event", "quantity", *MONTH, "product_key", where=OF_PRODUCTS
            )
        },
    }


def each_currency(of: Callable[[str], dict[str, Measure]]) -> dict[str, Measure]:
    """Return the measures in the reporting currency, then those in the entity's."""
    return {name: measure for books in reversed(BOOKS) for name, measure in of(books).items()}
