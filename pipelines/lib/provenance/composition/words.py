"""The words in which it is said what a figure is made of: parts, rules, measures.

Declared once, as the models compute it; tests/warehouse/test_explain.py proves it for every row.
Walking from a figure to its parts belongs in `walk.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

BOOKS = ("functional", "reporting")
PERIOD, ENTITY = "accounting_period", "entity_code"
CURRENCY = "transaction_currency_code"
MONTH = (ENTITY, PERIOD)
# What names a project, and what names neither a project nor a product, is in fct_project_month.
OF_PROJECTS = "(part.project_key is not null or part.product_key is null)"
# What was bought for no project is no project's cost.
COST_OF_PROJECTS = "(part.project_key is not null or part.cost_class = 'labour')"
OF_PRODUCTS = "part.project_key is null and part.product_key is not null"


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
class Beside:
    """What is read beside a figure, as `figure.<name>` in the SQL of its parts and rules.

    Without a table it is SQL over all rows of the figure's own one as `figure`, such as a window.
    With one it is SQL over those of its rows, as `other`, that `on` and `where` say; a pair is the
    figure's column and the SQL of the other's. More than one value of a figure is an error.
    """

    name: str
    sql: str
    table: str = ""
    on: tuple[str | tuple[str, str], ...] = ()
    where: str = "true"


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
    Only the rows that `only` says are made of that; `why` says why others are not, or why none is.
    """

    parts: tuple[Parts, ...] = ()
    without_parts: str = "0"
    unknown_is_zero: bool = False
    rules: tuple[Rule, ...] = ()
    beside: tuple[Beside, ...] = ()
    only: str = "true"
    why: str = ""

    @property
    def tables(self) -> list[str]:
        """Return the tables that have to be read, those of the parts first."""
        return [*(each.table for each in self.parts), *(b.table for b in self.beside if b.table)]


Measures = Mapping[str, Measure]


def summed(table: str, measure: str, *on: str | tuple[str, str], where: str = "") -> Measure:
    """Return a measure that is the sum of another table's rows."""
    return Measure((Parts(table, measure, on, where=where),))


def of_the_row(table: str, key: str, **signs: int) -> Measure:
    """Return a measure that is other measures of the same row, added and taken away."""
    return Measure(tuple(Parts(table, measure, (key,), sign) for measure, sign in signs.items()))


def each_currency(of: Callable[[str], dict[str, Measure]]) -> dict[str, Measure]:
    """Return the measures in the reporting currency, then those in the entity's."""
    return {name: measure for books in reversed(BOOKS) for name, measure in of(books).items()}
