"""What the command line prints: outcomes, releases and the state of deliveries, for people."""

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipelines.lib.releases.release import REPORT_INDEX

if TYPE_CHECKING:
    from pipelines.lib.ingest.status import TableStatus
    from pipelines.lib.releases.release import Release
    from pipelines.lib.runs.alerting import Attempt
    from pipelines.lib.runs.outcome import Outcome, Refusal

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)
# One space between columns, so that names are whole on 80 columns.
BETWEEN = (0, 1, 0, 0)


def tell_outcome(outcome: "Outcome", configuration: Path, releases: Path, warehouse: Path) -> None:
    """Print how a nightly ended, and what to do next."""
    for refusal in outcome.warnings:
        _tell_refusal(refusal, "[yellow]warning[/yellow]")
    _tell_overrides(outcome)
    _tell_landed(outcome)
    evenkeel = f"evenkeel --config {configuration}"
    if outcome.succeeded:
        _tell_published(outcome, evenkeel, releases / "current")
    else:
        _tell_failure(outcome, evenkeel, warehouse)


def _tell_failure(outcome: "Outcome", evenkeel: str, warehouse: Path) -> None:
    """Print what was refused or failed, what readers have, and what to do."""
    for refusal in outcome.refusals:
        _tell_refusal(refusal, "[red]refused[/red]")
    for step, message in outcome.errors.items():
        err.print(f"[red]failed[/red] {escape(step)}: {escape(message)}", soft_wrap=True)
    if outcome.refusals:
        err.print(f"  gates    {outcome.gate_page}", soft_wrap=True)
    if outcome.findings and not outcome.release_id:
        command = f"duckdb -readonly {warehouse} 'from marts.ctl_finding'"
        err.print(f"  findings {command}", soft_wrap=True)
    if outcome.release_id:
        err.print(f"\nRelease {outcome.release_id} is published as files; what failed came after.")
        err.print(f"Mend the cause, then: {evenkeel} releases publish", soft_wrap=True)
    else:
        err.print("\nNothing was published; the last release stays. Mend the cause and run again.")


def _tell_published(outcome: "Outcome", evenkeel: str, folder: Path) -> None:
    """Print where the release is and how to look at it."""
    out.print(f"\n[green]published[/green] release {outcome.release_id}")
    out.print(f"  folder   {folder}", soft_wrap=True)
    out.print(f"  gates    {folder / 'gates' / 'index.html'}", soft_wrap=True)
    out.print(f"  open     duckdb -readonly {folder / 'portfolio.duckdb'}", soft_wrap=True)
    out.print(f"  query    {evenkeel} query 'from portfolio_month'", soft_wrap=True)
    if outcome.quarantined_rows:
        command = f"{evenkeel} query --audience finance 'from ctl_quarantine'"
        out.print(f"  refused  {command}", soft_wrap=True)
    if outcome.findings:
        command = f"{evenkeel} query --audience finance 'from ctl_finding'"
        out.print(f"  findings {command}", soft_wrap=True)
    if outcome.report_failure:
        reason = escape(outcome.report_failure)
        err.print(f"[yellow]no report[/yellow] {reason}; again: {evenkeel} report", soft_wrap=True)
    else:
        out.print(f"  report   {folder / REPORT_INDEX}", soft_wrap=True)


def _tell_overrides(outcome: "Outcome") -> None:
    """Print what a person let through, and which overrides have no effect."""
    for each in outcome.overrides:
        told = escape(f"{each.table}: {each.expectation}, by {each.person} until {each.expires}")
        err.print(f"[yellow]overridden[/yellow] {told}", soft_wrap=True)
    for reason in outcome.refused_overrides:
        err.print(f"[red]no override[/red] {escape(reason)}", soft_wrap=True)


def _tell_landed(outcome: "Outcome") -> None:
    """Print what deliveries brought that the contract does not allow or does not know."""
    for table, rows in outcome.quarantined_rows.items():
        counted = f"{rows:,} row{'s' if rows > 1 else ''}"
        err.print(f"[yellow]quarantined[/yellow] {counted} of {escape(table)}", soft_wrap=True)
    if outcome.findings:
        counted = f"{outcome.findings:,} row{'s' if outcome.findings > 1 else ''}"
        err.print(f"[yellow]findings[/yellow] {counted} that can not be right", soft_wrap=True)
    for table, columns in outcome.new_columns.items():
        err.print(
            f"[yellow]new columns[/yellow] in {escape(table)}: {escape(columns)}", soft_wrap=True
        )


def _tell_refusal(refusal: "Refusal", word: str) -> None:
    expectation = refusal.expectation
    told = f"{refusal.table}: {escape(expectation.name)} ({escape(expectation.found)})"
    err.print(f"{word} {told}", soft_wrap=True)
    for row in expectation.failing_rows:
        err.print("    " + escape(", ".join(f"{k}={v}" for k, v in row.items())), soft_wrap=True)


def tell_releases(releases: list["Release"], current: "Release | None") -> None:
    """Print the releases, newest first."""
    table = Table(box=None, pad_edge=False, padding=BETWEEN)
    for heading in ("Release", "As of", "Published (UTC)", "Tables", "Rows", ""):
        table.add_column(heading, overflow="fold")
    for release in reversed(releases):
        mark = "current" if current and release.release_id == current.release_id else ""
        table.add_row(
            release.release_id,
            str(release.as_of_date),
            f"{release.published_at:%Y-%m-%d %H:%M}",
            str(len(release.rows)),
            f"{sum(release.rows.values()):,}",
            mark,
        )
    out.print(table if releases else "no release yet; make one with: evenkeel run")


def tell_status(tables: list["TableStatus"], current: "Release | None") -> None:
    """Print what each table last delivered, and the current release."""
    shown = Table(box=None, pad_edge=False, padding=BETWEEN)
    for heading in ("System", "Table", "Last delivery (UTC)", "Rows", "Quarantined", "Freshness"):
        shown.add_column(heading, overflow="fold")
    for each in tables:
        style = {"soon": "yellow", "late": "red", "never": "red"}.get(each.promise, "")
        promise = f"{each.promise}, {_until(each)}" if style and each.late_at else each.promise
        shown.add_row(
            each.system,
            each.table,
            f"{each.delivered_at:%Y-%m-%d %H:%M}" if each.delivered_at else "",
            f"{each.rows:,}",
            f"{each.quarantined:,}" if each.quarantined else "",
            f"[{style}]{promise}[/{style}]" if style else promise,
        )
    out.print(shown)
    out.print("\nA table that did not change at its source is not delivered again.")
    told = f"{current.release_id}, as of {current.as_of_date}" if current else "none yet"
    out.print(f"Current release: {told}")


def _until(status: "TableStatus") -> str:
    return f"{'since' if status.promise == 'late' else 'until'} {status.late_at:%m-%d %H:%M}"


def tell_attempts(attempts: list["Attempt"]) -> None:
    """Print which channels were told of what, and which could not be reached."""
    for each in attempts:
        if each.failed:
            told = f"[yellow]not told[/yellow] {each.channel}: {each.failed}"
        else:
            told = f"[green]told[/green]     {each.channel}"
        err.print(f"{told} ({escape(each.title)})", soft_wrap=True)
