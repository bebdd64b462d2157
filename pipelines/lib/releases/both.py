"""The SQL that compares two versions of one table, from the columns they share.

Rows are matched by the table's key, which is its first column. Running the SQL and giving the
answers a shape belongs in `difference.py`.
"""

import re
from dataclasses import dataclass

import duckdb

from pipelines.lib.releases.names import DIMENSIONS
from sources.casting import quote

PERIOD = "accounting_period"
# What does not add up although it is a number, and the whole numbers that do.
NO_TOTAL = ("_rate", "_share", "_price", "_value", "_before_amount", "tolerance")
# What stands at a period's end adds up within the period, not over several.
BALANCES = re.compile(
    r"^(opening|closing|remaining|allocated|within|later|without_date)_|_to_date_"
)
COUNTS = ("_rows", "_lines", "_quantity")
# What people know a row by.
KNOWN = ("_code", "_id", "_name", "_number", "_date", PERIOD)
CURRENCY = "_currency_code"
# Of the rows that differ, beside both tables, which may have a column of the same name.
CHANGE = "differing.change"
MOST_KNOWN = 4


@dataclass(frozen=True)
class Both:
    """Two versions of a table, by their names in SQL, and their columns with their types."""

    before: str
    after: str
    columns_before: dict[str, str]
    columns_after: dict[str, str]

    @classmethod
    def of(cls, connection: duckdb.DuckDBPyConnection, before: str, after: str) -> "Both":
        """Return both with the columns that the database says they have."""
        described = (
            connection.execute(f"describe select * from {name}").fetchall()
            for name in (before, after)
        )
        columns = ({str(row[0]): str(row[1]) for row in rows} for rows in described)
        return cls(before, after, *columns)

    @property
    def shared(self) -> list[str]:
        """The columns that both have."""
        return [name for name in self.columns_before if name in self.columns_after]

    @property
    def added(self) -> dict[str, str]:
        """The columns that only the second version has, with their types."""
        return {n: kind for n, kind in self.columns_after.items() if n not in self.columns_before}

    @property
    def removed(self) -> dict[str, str]:
        """The columns that only the first version has, with their types."""
        return {n: kind for n, kind in self.columns_before.items() if n not in self.columns_after}

    @property
    def retyped(self) -> dict[str, tuple[str, str]]:
        """The columns that are of another type, with the types before and after."""
        pairs = {n: (self.columns_before[n], self.columns_after[n]) for n in self.shared}
        return {name: types for name, types in pairs.items() if types[0] != types[1]}

    @property
    def key(self) -> str | None:
        """The first column of both, or None where they do not begin alike."""
        first = {next(iter(columns)) for columns in (self.columns_before, self.columns_after)}
        return first.pop() if len(first) == 1 else None

    @property
    def compared(self) -> list[str]:
        """The shared columns without the key."""
        return [name for name in self.shared if name != self.key]

    @property
    def known_by(self) -> list[str]:
        """A few columns that people know a row by; the key itself is a hash."""
        known = (name for name in self.compared if name.endswith(KNOWN))
        return [name for name in known if not name.endswith(CURRENCY)][:MOST_KNOWN]

    @property
    def references(self) -> list[str]:
        """The keys of dimensions that say what a row is about."""
        return [name for name in DIMENSIONS if name in self.compared]

    @property
    def summed(self) -> list[str]:
        """The shared columns whose values add up."""
        return [name for name in self.compared if self._adds_up(name)]

    def _adds_up(self, name: str) -> bool:
        kinds = (self.columns_before[name], self.columns_after[name])
        if all(kind.startswith("DECIMAL") for kind in kinds):
            return not name.endswith(NO_TOTAL)
        return all(kind.endswith(("INT", "INTEGER")) for kind in kinds) and name.endswith(COUNTS)

    def _value(self, side: str, name: str) -> str:
        """Return a column so that both versions can be compared, whatever their types are."""
        column = f"{side}.{quote(name)}"
        if name not in self.retyped:
            return column
        numbers = all("INT" in kind or kind.startswith("DECIMAL") for kind in self.retyped[name])
        return f"cast({column} as {'decimal(38, 9)' if numbers else 'varchar'})"

    def _values(self, side: str) -> str:
        """Return the compared columns of one side, each after a comma, for a list that began."""
        return "".join(f", {self._value(side, name)}" for name in self.compared)

    def _texts(self, side: str) -> str:
        """Return the compared columns of one side as text, decimals without idle zeros."""
        texts = []
        for name in self.compared:
            text = f"cast({self._value(side, name)} as varchar)"
            is_decimal = self.columns_before[name].startswith("DECIMAL")
            trimmed = rf"regexp_replace({text}, '(\.\d\d\d*?)0+$', '\1')"
            texts.append(f", {trimmed if is_decimal else text}")
        return "".join(texts)

    def _joined(self, differing: str) -> str:
        """Return the clause that has rows that differ, and both their versions."""
        key = quote(self.key or "")
        return f"""
            from {differing} as differing
            left join {self.before} as b on b.{key} is not distinct from differing.row_key
            left join {self.after} as a on a.{key} is not distinct from differing.row_key
        """

    def _contents(self, side: str, name: str) -> str:
        """Return the query of one version's keys, each with the hash of its row."""
        return f"""
            select {side}.{quote(self.key or "")} as row_key, true as is_there,
                hash(row(0{self._values(side)})) as content
            from {name} as {side}
        """

    def mark_rows(self) -> str:
        """Return the statement that keeps the keys of rows that differ in `differing`."""
        return f"""
            create or replace temporary table differing as
            with b as ({self._contents("b", self.before)}),
            a as ({self._contents("a", self.after)})
            select
                case when b.is_there then b.row_key else a.row_key end as row_key,
                case
                    when b.is_there is null then 'added'
                    when a.is_there is null then 'removed'
                    else 'changed'
                end as change
            from b full join a on b.row_key is not distinct from a.row_key
            where b.content is distinct from a.content
        """

    def sums(self, name: str) -> str:
        """Return the query of one version's rows and sums."""
        return f"select count(*){self._summed('sum({})')} from {name}"

    def _summed(self, wrapping: str) -> str:
        return "".join(f", {wrapping.format(quote(name))}" for name in self.summed)

    def changed_columns(self) -> str:
        """Return the query of how many changed rows each compared column differs in."""
        pairs = [(self._value("b", name), self._value("a", name)) for name in self.compared]
        counts = [f"count(*) filter (where {b} is distinct from {a})" for b, a in pairs]
        return f"select {', '.join(counts)} {self._joined('differing')} where {CHANGE} = 'changed'"

    def periods(self) -> str:
        """Return the query of each period that differs: counts, sums before, sums after.

        A row that moved is counted in the period it is in now; the one it left is there too.
        """
        joined = self._joined("differing")
        grouped = (
            f"select accounting_period{self._summed('sum({0}) as {0}')} from {{}} "
            "group by accounting_period"
        )
        return f"""
            with counted as (
                select
                    case when a.{quote(self.key or "")} is null then b.accounting_period
                        else a.accounting_period end as accounting_period,
                    count(*) filter (where {CHANGE} = 'added') as added,
                    count(*) filter (where {CHANGE} = 'removed') as removed,
                    count(*) filter (where {CHANGE} = 'changed') as changed
                {joined}
                group by 1
            ),
            left_by_rows as (
                select distinct b.accounting_period, 0 as added, 0 as removed, 0 as changed
                {joined}
                where {CHANGE} = 'changed'
            ),
            touched as (
                select accounting_period, sum(added) as added, sum(removed) as removed,
                    sum(changed) as changed
                from (from counted union all from left_by_rows)
                group by 1
            ),
            b as ({grouped.format(self.before)}),
            a as ({grouped.format(self.after)})
            select touched.*{self._summed("b.{}")}{self._summed("a.{}")}
            from touched
            left join b on touched.accounting_period is not distinct from b.accounting_period
            left join a on touched.accounting_period is not distinct from a.accounting_period
            order by 1
        """

    def examples(self, limit: int) -> str:
        """Return the query of a few rows that differ, some of each kind, as text."""
        return f"""
            with numbered as (
                select *, row_number() over (partition by change order by row_key) as place
                from differing
            ),
            chosen as (
                from numbered where place <= {limit} order by place, change limit {limit}
            )
            select {CHANGE}, cast(differing.row_key as varchar){self._texts("b")}{self._texts("a")}
            {self._joined("chosen")}
            order by differing.place, {CHANGE}, differing.row_key
        """
