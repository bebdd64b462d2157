"""Walk from a figure to its parts, level by level, and see at each that they add up.

A level is all rows of one table that one measure of the level above is made of. It is found by one
query over the release's files, kept in a temporary table, and compared with what it explains row by
row. What is made of what is declared in `composition/`.
"""

from collections.abc import Sequence
from decimal import Decimal

from pipelines.lib.provenance.composition.tables import COMPOSITION
from pipelines.lib.provenance.composition.words import Measure, Parts
from pipelines.lib.provenance.walk_sql import check_parts, check_rules, level_rows
from pipelines.lib.provenance.walked import (
    Adjusted,
    Differing,
    Level,
    Row,
    known_columns,
    known_rows,
)
from pipelines.lib.releases.difference import Shown
from pipelines.lib.releases.readable import Readable
from sources.casting import quote

EXACT = "decimal(38, 9)"


class Found(Shown):
    """What a level holds in total, in its own sign."""

    rows: int
    unknown_rows: int
    exact: Decimal | None
    largest: Decimal | None


class Walk:
    """A walk over the tables that somebody may read, with so many example rows of each level."""

    def __init__(
        self, readable: Readable, *, examples: int | None = None, deepest: int | None = None
    ) -> None:
        """Walk over the tables of a release.

        Args:
            readable: The tables.
            examples: How many rows of each level to keep; all where it is None.
            deepest: How many levels to look at below the first; all where it is None.
        """
        self._readable = readable
        self._examples = examples
        self._deepest = deepest
        self._levels = 0

    def start(self, table: str, measure: str, keys: Sequence[str] | None) -> Level:
        """Walk from rows of a table, all where no keys are given."""
        key, name = quote(self._readable.key(table)), self._next()
        chosen = "" if keys is None else f"where {key} in (select unnest(?))"
        self._readable.connection.execute(
            f"create or replace temporary table {name} as "
            f"select cast(null as varchar) as parent_key, {key} as row_key, "
            f"cast({quote(measure)} as {EXACT}) as amount "
            f"from {self._readable.relation(table)} {chosen}",
            [] if keys is None else [list(keys)],
        )
        return self._level(name, Parts(table, measure, ()), ())

    def _next(self) -> str:
        self._levels += 1
        return f"level_{self._levels}"

    def _level(self, name: str, parts: Parts, above: tuple[Parts, ...]) -> Level:
        """Return a level and all that it is made of."""
        found = self._found(name)
        rows = self._rows(name, parts)
        level = Level(
            table=parts.table,
            measure=parts.measure,
            sign=parts.sign,
            rows=found.rows,
            unknown_rows=found.unknown_rows,
            total=found.exact,
            examples=rows,
            more_rows=found.rows - len(rows),
            more_total=_less(found.exact, rows),
            adjustments=self._adjustments(name, parts),
            currencies=self._currencies(name, parts),
        )
        measure = COMPOSITION[parts.table].get(parts.measure)
        walked = {(each.table, each.measure) for each in above}
        beside_it = bool(above) and above[-1].table == parts.table
        idle = found.rows == 0 or (parts.table, parts.measure) in walked
        idle = idle or (beside_it and found.largest == 0)
        if measure is None or idle or len(above) == self._deepest:
            return level
        return self._made_of(name, level, measure, (*above, parts))

    def _made_of(
        self, name: str, level: Level, measure: Measure, above: tuple[Parts, ...]
    ) -> Level:
        """Add what a level is made of, as far as the audiences may see it, and whether it is."""
        unseen = [each for each in measure.tables if each not in self._readable]
        if unseen:
            readers = self._readable.readers(unseen[0])
            return level.model_copy(update={"stops_at": unseen[0], "readers_of_the_rest": readers})
        names = [self._next() for _ in measure.parts]
        for below, parts in zip(names, measure.parts, strict=True):
            self._readable.connection.execute(
                f"create or replace temporary table {below} as "
                + level_rows(self._readable, name, above[-1].table, measure, parts)
            )
        checked = self._checked(name, above[-1], measure, names)
        below = zip(names, measure.parts, checked.roundings, strict=True)
        levels = tuple(
            self._level(part_name, parts, above).model_copy(update={"rounding": rounding})
            for part_name, parts, rounding in below
        )
        return level.model_copy(
            update={
                "made_of": levels,
                "checked_rows": checked.rows,
                "differing_rows": len(checked.differing),
                "differing": checked.differing[: self._examples],
                "rules": checked.rules,
                "why_no_parts": "" if measure.parts or measure.rules else measure.why,
            }
        )

    def _checked(self, name: str, figure: Parts, measure: Measure, parts: list[str]) -> "Checked":
        """Compare each row of a level with its parts, or with what its rules say."""
        readable = self._readable
        roundings = [
            self._rounding(each, p, figure) for each, p in zip(parts, measure.parts, strict=True)
        ]
        if not measure.parts and not measure.rules:
            return Checked(rows=0, differing=(), roundings=(), rules=())
        if measure.rules:
            sql = check_rules(readable, name, figure, measure)
        else:
            sql = check_parts(readable, name, figure, measure, parts)
        readable.connection.execute(f"create or replace temporary table checked as {sql}")
        ((counted,),) = readable.connection.execute("select count(*) from checked").fetchall()
        differing = readable.rows(
            "select row_key as key, figure, parts from checked "
            "where figure is distinct from parts order by abs(figure - parts) desc, row_key"
        )
        return Checked(
            rows=counted,
            differing=tuple(Differing.model_validate(row) for row in differing),
            roundings=tuple(roundings),
            rules=self._rules() if measure.rules else (),
        )

    def _rules(self) -> tuple[str, ...]:
        """Return the rules that hold for rows that were just checked, in words."""
        rows = self._readable.rows("select distinct says from checked order by says")
        return tuple(str(row["says"]) for row in rows)

    def _rounding(self, name: str, parts: Parts, figure: Parts) -> Decimal:
        """Return what posting the sums of a level to the figure's places adds to it."""
        places = self._readable.places(figure.table, figure.measure)
        groups = ", ".join(["parent_key", *map(quote, parts.posted_by)])
        ((rounding,),) = self._readable.connection.execute(
            f"select coalesce(sum(posted - exact), 0) from (select sum(amount) as exact, "
            f"round(sum(amount), {places}) as posted from {name} group by {groups})"
        ).fetchall()
        return rounding

    def _found(self, name: str) -> Found:
        (found,) = self._readable.rows(
            "select count(*) as rows, count(*) filter (where amount is null) as unknown_rows, "
            f"sum(amount) as exact, max(abs(amount)) as largest from {name}"
        )
        return Found.model_validate(found)

    def _rows(self, name: str, parts: Parts) -> tuple[Row, ...]:
        limit = "" if self._examples is None else f"limit {self._examples}"
        rows = self._readable.rows(
            f"select parent_key as parent, row_key as key, amount from {name} "
            f"order by abs(amount) desc nulls last, row_key {limit}"
        )
        known = known_rows(self._readable, parts.table, [str(row["key"]) for row in rows])
        return tuple(
            Row.model_validate({**row, "known_as": known[str(row["key"])]}) for row in rows
        )

    def _currencies(self, name: str, parts: Parts) -> tuple[str, ...]:
        """Return the currencies of a level's amounts that are not in one of the books."""
        kind = "contract" if "_contract_" in parts.measure else "transaction"
        column, of_books = f"{kind}_currency_code", ("_functional_amount", "_reporting_amount")
        is_amount = parts.measure.endswith("_amount") and not parts.measure.endswith(of_books)
        if not is_amount or column not in known_columns(self._readable, parts.table):
            return ()
        rows = self._readable.rows(
            f"select distinct {column} as code from {name} "
            f"inner join {self._readable.relation(parts.table)} as made "
            f"on row_key = made.{quote(self._readable.key(parts.table))} "
            f"where {column} is not null order by code"
        )
        return tuple(str(row["code"]) for row in rows)

    def _adjustments(self, name: str, parts: Parts) -> tuple[Adjusted, ...]:
        """Return the postings of a level that belong to closed periods, by period and cause."""
        if "adjustment_cause" not in known_columns(self._readable, parts.table):
            return ()
        rows = self._readable.rows(
            "select origin_period, adjustment_type, adjustment_cause, count(*) as rows, "
            f"sum(amount) as total from {name} inner join {self._readable.relation(parts.table)} "
            f"as posting on row_key = posting.{quote(self._readable.key(parts.table))} "
            "where adjustment_type is not null group by all order by all"
        )
        return tuple(Adjusted.model_validate(row) for row in rows)


class Checked(Shown):
    """How many rows were compared with their parts, those that differ, and each part's rounding."""

    rows: int
    differing: tuple[Differing, ...]
    roundings: tuple[Decimal, ...]
    rules: tuple[str, ...]


def _less(total: Decimal | None, rows: tuple[Row, ...]) -> Decimal | None:
    """Return what is left of a total after the rows that are shown."""
    return (
        None
        if total is None
        else total - sum((row.amount or Decimal(0) for row in rows), Decimal(0))
    )
