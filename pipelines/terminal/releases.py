"""What the command line prints of two releases, or two versions of a table, for people."""

from decimal import Decimal
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from pipelines.terminal.outcomes import out

if TYPE_CHECKING:
    from pipelines.lib.postgres.publishing import Published
    from pipelines.lib.releases.between import NewDelivery, Reasons, ReleaseDifference
    from pipelines.lib.releases.difference import Example, TableDifference, Total

# More is for programs.
MOST_PERIODS, MOST_CELLS = 12, 8
CENTS = 2


def tell_difference(found: "ReleaseDifference") -> None:
    """Print what two releases differ in and what can be the reason."""
    out.print(f"From [bold]{found.before}[/bold] to [bold]{found.after}[/bold]", soft_wrap=True)
    out.print("\n[bold]What can be the reason[/bold]")
    _tell_reasons(found.reasons)
    compared = len(found.tables_changed) + len(found.tables_unchanged)
    out.print(
        f"\n[bold]What changed for readers of {found.audience}[/bold]: "
        f"{len(found.tables_changed)} of {counted(compared, 'table')}"
    )
    for name, rows in found.tables_added.items():
        out.print(f"  [green]new table[/green] {name}, {counted(rows, 'row')}")
    for name, rows in found.tables_removed.items():
        out.print(f"  [red]gone[/red] {name}, {counted(rows, 'row')}")
    for table in found.tables_changed:
        tell_table(table)
    if found.unseen:
        out.print("\n[bold]Changed too, for other readers[/bold] (--audience)")
        for name, audiences in found.unseen.items():
            out.print(f"  {name:<34} {', '.join(audiences)}")


def tell_published(made: "Published") -> None:
    """Print what PostgreSQL was given, and which roles it does not have."""
    for release_id in made.releases:
        out.print(f"[green]published[/green] {release_id} to PostgreSQL")
    if made.releases:
        out.print(f"  {counted(made.rows, 'row')} copied" if made.rows else "  its rows were there")
    else:
        out.print("PostgreSQL lacks no release")
    for role in made.absent_roles:
        told = f"no role {role}: nobody reads what is theirs; create it, then publish again"
        out.print(f"[yellow]missing[/yellow] {escape(told)}", soft_wrap=True)


def _tell_reasons(reasons: "Reasons") -> None:
    before, after = reasons.code_version
    code = f"changed, {before[:12]} -> {after[:12]}" if reasons.code_changed else "the same"
    out.print(f"  code           {code}")
    days = " -> ".join(map(str, dict.fromkeys(reasons.as_of_date)))
    out.print(f"  as-of day      {'changed' if reasons.as_of_date_changed else 'the same'}, {days}")
    changed = reasons.configuration_changed
    if changed is None:
        out.print("  configuration  not recorded by a release of before this was kept")
    else:
        out.print(f"  configuration  {'changed' if changed else 'the same'}")
        for key, (was, now) in changed.items():
            out.print(f"                 {escape(f'{key}: {was} -> {now}')}", soft_wrap=True)
    _tell_deliveries(reasons.deliveries_added, "that only the second knew")
    if reasons.deliveries_removed:
        _tell_deliveries(reasons.deliveries_removed, "that only the first knew")


def _tell_deliveries(deliveries: "tuple[NewDelivery, ...]", whose: str) -> None:
    told = counted(len(deliveries), "delivery", "deliveries") if deliveries else "none"
    out.print(f"  deliveries     {told} {whose}")
    if not deliveries:
        return
    shown = Table(box=None, pad_edge=False)
    shown.add_column("System")
    shown.add_column("Table")
    for heading in ("Number", "Rows landed", "New or changed", "Deleted", "Quarantined"):
        shown.add_column(heading, justify="right")
    for each in deliveries:
        counts = (each.landed_rows, each.appended_rows, each.deleted_rows, each.quarantined_rows)
        told = ("not known" if count is None else f"{count:,}" for count in counts)
        shown.add_row(each.system, each.table, str(each.number), *told)
    out.print(Padding(shown, (0, 0, 0, 17), expand=False))


def tell_table(table: "TableDifference", before: str = "Before", after: str = "After") -> None:
    """Print how one table differs, under what its versions are called: rows, totals, examples."""
    counts = {
        "changed": table.rows_changed,
        "added": table.rows_added,
        "removed": table.rows_removed,
    }
    told = ", ".join(f"{count:,} {word}" for word, count in counts.items() if count)
    rows = f"{table.rows_before:,}"
    if table.rows_before != table.rows_after:
        rows += f" -> {table.rows_after:,}"
    out.print(f"\n[bold]{table.table}[/bold]  {rows} rows: {told or 'none differs'}")
    for name, kind in table.columns_added.items():
        out.print(f"  [green]new column[/green] {name} {kind}")
    for name, kind in table.columns_removed.items():
        out.print(f"  [red]gone column[/red] {name} {kind}")
    for name, (was, now) in table.columns_retyped.items():
        out.print(f"  [yellow]retyped[/yellow] {name} {was} -> {now}")
    if table.columns_changed:
        columns = (f"{name} {count:,}" for name, count in table.columns_changed.items())
        out.print(f"  changed rows by column: {', '.join(columns)}", soft_wrap=True)
    _tell_totals(table, before, after)
    for example in table.examples:
        _tell_example(example, table.key)


def _tell_totals(table: "TableDifference", before: str, after: str) -> None:
    shown = Table(box=None, pad_edge=False)
    for heading in ("Period", "Total of"):
        shown.add_column(heading, no_wrap=True)
    for heading in (before, after, "Difference"):
        shown.add_column(heading, justify="right", no_wrap=True)
    _add_totals(shown, "all", [each for each in table.totals if each.difference])
    for period in table.periods[:MOST_PERIODS]:
        _add_totals(shown, period.accounting_period or "none", list(period.totals))
    if shown.row_count:
        out.print(Padding(shown, (0, 0, 0, 2), expand=False))
    if len(table.periods) > MOST_PERIODS:
        more = counted(len(table.periods) - MOST_PERIODS, "period")
        out.print(f"  and {more} more: --json has all")


def _add_totals(shown: Table, period: str, totals: "list[Total]") -> None:
    for place, each in enumerate(totals):
        shown.add_row(
            "" if place else period,
            each.column,
            _number(each.before),
            _number(each.after),
            f"{'+' if each.difference > 0 else ''}{_number(each.difference)}",
        )


def _tell_example(example: "Example", key: str | None) -> None:
    known = ", ".join(f"{name} {value}" for name, value in example.known_as.items())
    row = escape(f"{known}  [{key} {example.key}]" if known else f"{key} {example.key}")
    out.print(f"  {example.change} row: {row}", soft_wrap=True)
    # Of a row that came or went, hashes say nothing to people.
    hashed = () if example.change == "changed" else ("_key", "row_hash")
    cells = [cell for cell in example.cells if not (hashed and cell.column.endswith(hashed))]
    for cell in cells[:MOST_CELLS]:
        was, now = ("nothing" if each is None else each for each in (cell.before, cell.after))
        value = {"changed": f"{was} -> {now}", "added": now, "removed": was}[example.change]
        out.print(f"      {cell.column}: {escape(value)}", soft_wrap=True)
    if len(cells) > MOST_CELLS:
        more = counted(len(cells) - MOST_CELLS, "column")
        out.print(f"      and {more} more: --json has all")


def _number(value: Decimal) -> str:
    """Return a number with its thousands apart and no zeros beyond the cents."""
    whole, _, places = f"{value:,f}".partition(".")
    kept = places.rstrip("0").ljust(CENTS, "0") if places else ""
    return f"{whole}.{kept}" if places else whole


def counted(count: int, one: str, many: str = "") -> str:
    """Return a number of things in words."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
