"""What the command line prints of an explained figure, for people: its levels and its parts."""

import textwrap
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape

from pipelines.lib.provenance.document_told import DOCUMENTS
from pipelines.lib.provenance.posting_told import MEASURE_OF, number
from pipelines.terminal.outcomes import out
from pipelines.terminal.releases import counted

if TYPE_CHECKING:
    from pipelines.lib.provenance.landed_rows import Landed
    from pipelines.lib.provenance.provenance import Provenance
    from pipelines.lib.provenance.source_rows import Source
    from pipelines.lib.provenance.walked import Level, Row

SIGNS = {1: "plus", -1: "less"}
KEY, LABEL, STEP = 12, 84, "  "
WRAPPED = textwrap.TextWrapper(
    100, subsequent_indent="    ", break_on_hyphens=False, break_long_words=False
)
# What people look for first, and what says nothing more beside a posting's source row.
FIRST = ("project_code", "contract_code", "product_code", "client_name", "person_name")
UNTOLD = {"source_table", "revenue_stream", "revenue_method", "revenue_timing", "cost_class"}


class Page:
    """Lines of text, some with an amount; amounts stand in one column."""

    def __init__(self, found: "Provenance") -> None:
        """Begin a page about a figure."""
        self._found = found
        self._lines: list[tuple[str, str]] = []
        self._told: set[str] = set()

    def say(self, depth: int, text: str, amount: Decimal | None = None) -> None:
        """Add a line, its amount to the right."""
        self._lines.append((STEP * depth + text, "" if amount is None else number(amount)))

    def print(self) -> None:
        """Print what was said."""
        texts = [len(text) for text, amount in self._lines if amount]
        wide = max((len(amount) for _, amount in self._lines), default=0)
        for text, amount in self._lines:
            told = f"{text.ljust(max(texts))}  {amount.rjust(wide)}" if amount else text
            out.print(escape(told), soft_wrap=True)

    def level(self, level: "Level", depth: int) -> None:
        """Add a level, its rows, and all that they are made of."""
        if level.rows > 1 or level.adjustments or level.table in {*MEASURE_OF, *DOCUMENTS}:
            self._rows(level, depth)
        elif level.rows and not self._is_figure(level):
            self._row(level, level.examples[0] if level.examples else None, depth)
        if level.stops_at:
            who = " or ".join(f"--audience {name}" for name in level.readers_of_the_rest)
            told = f"which others may read: add {who}" if who else "which the release lacks"
            self.say(depth, f"made of {level.stops_at}, {told}")
        if level.rules and level.checked_rows:
            rows = f"of these {level.checked_rows:,} rows each" if level.rows > 1 else "it"
            self.say(depth, f"{rows} is {', or '.join(level.rules)}")
        if level.why_no_parts and level.rows:
            self.say(depth, f"no parts of it are told: {level.why_no_parts}")
        # Where a figure is made of one thing or another, nothing is said of the others.
        there = [part for part in level.made_of if part.rows] or level.made_of
        for part in there:
            self._part(level, part, depth, "from" if level.rules and len(there) == 1 else "")
        self._checked(level, depth)

    def _is_figure(self, level: "Level") -> bool:
        return level.table == self._found.figure.table

    def _part(self, above: "Level", part: "Level", depth: int, joined: str) -> None:
        same = part.table == above.table
        rows = "of the same row" if same and part.rows == 1 else counted(part.rows, "row")
        named = part.measure if same else f"{part.table}.{part.measure}"
        if not same:
            named = f"{named}:"
        total = (part.total or Decimal(0)) + part.rounding if part.total is not None else None
        own = f", {number(total)}" if total and part.sign < 0 else ""
        mixed = f", in {', '.join(part.currencies)}" if len(part.currencies) > 1 else ""
        self.say(
            depth,
            f"{joined or SIGNS[part.sign]} {named} {rows}{mixed}{own}",
            _signed(total, part.sign, part.rows),
        )
        self.level(part, depth + 1)

    def _rows(self, level: "Level", depth: int) -> None:
        for row in level.examples:
            self._row(level, row, depth)
        if level.more_rows and level.examples:
            self.say(depth, f"… and {level.more_rows:,} more, sum", level.more_total)
        if (level.more_rows and level.examples) or level.rounding:
            self.say(depth, "sum of the rows", level.total)
        if level.rounding:
            self.say(depth, "rounding, as each sum is posted", level.rounding)
            self.say(depth, "as posted", (level.total or Decimal(0)) + level.rounding)
        if level.unknown_rows:
            self.say(depth, f"{counted(level.unknown_rows, 'row')} of these with no known amount")
        for each in level.adjustments if level.rows > 1 else ():
            told = f"adjusting closed {each.origin_period}, {each.adjustment_cause}"
            self.say(depth, f"of these {counted(each.rows, 'row')} {told}", each.total)

    def _row(self, level: "Level", row: "Row | None", depth: int) -> None:
        if row is None:
            return
        known = textwrap.shorten(", ".join(self._known(row)), LABEL, placeholder=" …")
        self.say(depth, f"{known}  [{row.key[:KEY]}]".lstrip(), row.amount)
        for source in self._found.sources.get(f"{level.table}.{level.measure}", ()):
            if source.key == row.key:
                self._source(level, source, depth + 2)

    def _known(self, row: "Row") -> list[str]:
        """Return what people know a row by, without what it shares with the figure."""
        same = self._found.figure.known_as
        untold = UNTOLD if "source_id" in row.known_as else set[str]()
        if "obligation_name" in row.known_as:
            untold = {*untold, "source_id"}
        return [
            value
            for name, value in sorted(row.known_as.items(), key=lambda each: each[0] not in FIRST)
            if name not in untold and same.get(name) != value
        ]

    def _source(self, level: "Level", source: "Source", depth: int) -> None:
        if source.key in self._told:
            self.say(depth, "(told above)")
            return
        self._told.add(source.key)
        for sentence in source.told:
            self.say(depth, sentence)
        if source.closed_by:
            period = source.posting["accounting_period"]
            self.say(depth, f"{period} is closed: this is as release {source.closed_by} booked it")
        if source.month_end:
            self.say(depth, _stands(source.month_end))
        self._posted(level, source, depth)
        if source.withheld:
            who = ", ".join(source.withheld)
            self.say(depth, f"the source row is for readers of {who}: --audience {who}")
        if source.is_gone:
            booked = "; what was booked of it came with:" if source.landed else ""
            self.say(depth, f"the source row is gone{booked}")
        for landed in source.landed:
            self._landed(landed, depth)

    def _posted(self, level: "Level", source: "Source", depth: int) -> None:
        """Add what else was posted of the same source row for the same closed period."""
        if not source.posted:
            return
        told = (
            f"{number(each.amount)} in {each.accounting_period}"
            f" ({each.adjustment_cause or 'as booked'})"
            for each in source.posted
        )
        total = sum((each.amount or Decimal(0) for each in source.posted), Decimal(0))
        self.say(
            depth,
            f"all postings of this row, {level.measure}: {', '.join(told)}; "
            f"together {number(total)}, what it comes to now",
        )

    def _landed(self, landed: "Landed", depth: int) -> None:
        names = [Path(name).name for name in landed.source_files]
        files = f", from {', '.join(names)}" if names else ""
        when = f", landed {landed.landed_at} UTC" if landed.landed_at else ""
        where = f"{landed.system}.{landed.table}, delivery {landed.number}"
        self.say(depth, f"delivered: {where}{when}{files}")
        if landed.absent:
            self.say(depth, f"as it landed: can not be shown, {landed.absent}")
            return
        cells = ", ".join(f"{name}={value}" for name, value in landed.row.items())
        for line in WRAPPED.wrap(f"as it landed: {cells}"):
            self.say(depth, line)
        if landed.hidden:
            self.say(depth, f"not shown: {', '.join(landed.hidden)} (--audience people)")

    def _checked(self, level: "Level", depth: int) -> None:
        if not level.differing_rows:
            return
        self.say(depth, f"DIFFERENCE in {counted(level.differing_rows, 'row')}:")
        for each in level.differing:
            told = f"{number(each.figure)}, its parts {number(each.parts)}"
            self.say(depth + 1, f"{level.table} [{each.key[:KEY]}] is {told}")


def tell_provenance(found: "Provenance") -> None:
    """Print a figure, what it is made of, and whether that adds up."""
    figure, page = found.figure, Page(found)
    known = ", ".join(f"{name} {value}" for name, value in figure.known_as.items())
    page.say(0, f"{figure.table}: {known or 'the row'}  [{figure.key}]")
    page.say(0, f"release {found.release_id}, as of {found.as_of_date}")
    if found.closed:
        closed = found.closed
        by = f" by {closed.closed_by}" if closed.closed_by else ""
        at = f" since {closed.closed_at} UTC{by}" if closed.closed_at else ""
        page.say(
            0,
            f"the period is closed{at}: this is as release {closed.release_id} booked it "
            f"({closed.published_at} UTC)",
        )
    page.say(0, "")
    page.say(0, f"{figure.measure}, {figure.unit}".rstrip(", "), figure.value)
    page.level(found.walk, 1)
    page.print()
    checked = counted(found.checked_rows, "row")
    if not found.checked_rows:
        out.print("\nas it is stated: nothing below it to add up")
    elif found.adds_up:
        stops = any(level.stops_at for level in found.walk.all())
        far = ", as far as the audience may see" if stops else ""
        out.print(f"\n[green]adds up[/green]: the parts sum to the figure, exactly{far}; ", end="")
        out.print(f"{checked} compared with what they are made of")
    else:
        out.print(
            f"\n[red]does not add up[/red]: {counted(found.differing_rows, 'row')} of {checked} "
            "differ from what they are made of; see DIFFERENCE above"
        )


def _signed(total: Decimal | None, sign: int, rows: int) -> Decimal | None:
    if total is None:
        return None if rows else Decimal(0)
    return sign * total if total else Decimal("0.00")


def _stands(end: dict[str, str]) -> str:
    """Return where an obligation stands at a period's end; without a price nothing remains."""
    told = f"revenue {_of(end, 'revenue_to_date_amount')}"
    if end.get("allocated_amount"):
        told = (
            f"progress {_of(end, 'progress_share')}, {told} of "
            f"{_of(end, 'allocated_amount')}, {_of(end, 'remaining_amount')} remaining"
        )
    return f"at the end of {end['accounting_period']} (fct_revenue_po_month): {told}"


def _of(row: dict[str, str], name: str) -> str:
    value = row.get(name)
    return number(None if value is None else Decimal(value))
