"""The command line: run the nightly, see how it stands, read the releases, make the demo company.

Heavy libraries are imported inside the commands that need them, so that the others answer at once.
"""

import json
import logging
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from pipelines.commands.audit import audit
from pipelines.commands.explain import explain
from pipelines.commands.query import query
from pipelines.commands.releases import releases, replay, report
from pipelines.commands.shared_options import Json, day_of, named_company, named_configuration
from pipelines.commands.upkeep import alerts, backup, doctor, restore_backup, retention
from pipelines.commands.what_if import what_if_plan
from pipelines.lib.company import landing_of, releases_root, report_path
from pipelines.lib.dbt import DbtError
from pipelines.lib.ingest.delivery_days import check_since
from pipelines.lib.ingest.status import table_statuses
from pipelines.lib.releases.release import ReleaseError, current_release
from pipelines.lib.runs.alerting import attempts, tell
from pipelines.lib.runs.alerts import of_no_start
from pipelines.lib.upkeep.backup import BackupError
from pipelines.lib.warehouse import WarehouseBusyError, warehouse_path
from pipelines.terminal.outcomes import err, out, tell_attempts, tell_outcome, tell_status
from sources.configuration import Settings
from sources.demo.faults import Faults
from sources.demo.plan import MOST_PEOPLE, MOST_YEARS, Plan
from sources.demo.write import write_demo
from sources.errors import NO_SPACE, ConfigurationError, SourceError, is_full
from sources.extract import utc_now
from sources.settings import quiet_tools, use_configuration
from sources.system import tables_of

DISK_ERROR = "disk I/O error"
app = typer.Typer(
    help="Evenkeel: one nightly from time, CRM and finance to tables that tie to the cent.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    add_completion=False,
    pretty_exceptions_enable=False,
)
# Errors that people can mend: one message, no traceback.
TOLD = (BackupError, DbtError, ReleaseError, SourceError, WarehouseBusyError)

app.add_typer(releases, name="releases")
app.add_typer(audit, name="audit")
app.command()(query)
app.command()(replay)
app.command()(report)
app.command()(explain)
app.command()(doctor)
app.command()(alerts)
app.command()(retention)
app.command()(backup)
app.command(name="restore")(restore_backup)
app.command(name="what-if")(what_if_plan)


@app.callback()
def configure(
    *,
    config: Annotated[
        Path | None,
        typer.Option(help="The configuration; else EVENKEEL_CONFIG, else evenkeel.toml."),
    ] = None,
) -> None:
    """Choose the configuration."""
    quiet_tools()
    # Commands print themselves what could not be told.
    logging.getLogger("evenkeel.alerts").addHandler(logging.NullHandler())
    if config is not None:
        use_configuration(config)


def _checked_options(
    settings: Settings, *, full: bool, shrink: list[str], as_of: str
) -> dict[str, object]:
    """Return the run's options; a wrong one is told before anything is read."""
    tables = {f"{system.name}.{t.name}" for system in settings.systems for t in tables_of(system)}
    for named in shrink:
        if named not in tables:
            raise ConfigurationError(
                f"--accept-shrink: found {named!r}, allowed: {', '.join(sorted(tables))}"
            )
    day = day_of("--as-of", as_of)
    return {
        "full": full,
        "accept_shrink": shrink,
        "as_of": day.isoformat() if day else "",
    }


@app.command()
def run(
    *,
    full: Annotated[
        bool, typer.Option("--full", help="Read everything, not what changed.")
    ] = False,
    since: Annotated[
        str, typer.Option(help="Read what changed since this day again, YYYY-MM-DD.")
    ] = "",
    accept_shrink: Annotated[
        list[str] | None,
        typer.Option(help="A system.table whose full read may lose rows this time."),
    ] = None,
    as_of: Annotated[str, typer.Option(help="The day figures are stated at, YYYY-MM-DD.")] = "",
    as_json: Json = False,
) -> None:
    """Run the nightly now: pull, load, build, judge, publish."""
    settings = named_company()
    options = _checked_options(settings, full=full, shrink=accept_shrink or [], as_of=as_of)
    if first := day_of("--since", since):
        check_since("--since", settings, first)
    err.print(f"[bold]{settings.company.name}[/bold]: nightly")
    from pipelines.definitions import defs  # noqa: PLC0415 - seconds of imports
    from pipelines.lib.runs.nightly import run_nightly  # noqa: PLC0415

    began = utc_now()
    try:
        outcome = run_nightly(defs(), settings, options, since=first)
    except Exception as error:
        tell(settings, [of_no_start(settings, error, began)])
        raise
    tell_attempts([each for each in attempts(settings) if each.at >= began])
    if as_json:
        out.print_json(outcome.model_dump_json())
    else:
        places = releases_root(settings), warehouse_path(settings)
        tell_outcome(outcome, named_configuration(), *places)
        err.print(f"  night    {report_path(settings, outcome.run_id)}", soft_wrap=True)
    raise typer.Exit(0 if outcome.succeeded else 1)


@app.command()
def status(*, as_json: Json = False) -> None:
    """Show what each table last delivered, and the current release."""
    settings = named_company()
    tables = table_statuses(settings, landing_of(settings))
    current = current_release(releases_root(settings))
    if as_json:
        shown = [table.model_dump(mode="json") for table in tables]
        release = current.model_dump(mode="json") if current else None
        out.print_json(json.dumps({"tables": shown, "current_release": release}))
    else:
        tell_status(tables, current)


@app.command()
def home() -> None:
    """Print the folder of the orchestrator's state, for DAGSTER_HOME."""
    from pipelines.lib.runs.instance import dagster_home  # noqa: PLC0415 - seconds of imports

    typer.echo(dagster_home(named_company()).resolve())


@app.command()
def demo(  # noqa: PLR0913 - one for each option
    folder: Annotated[Path, typer.Argument(help="Where to write the demo company.")],
    *,
    people: Annotated[
        int, typer.Option(help=f"How many people ever work for it: 1 to {MOST_PEOPLE:,}.")
    ] = 120,
    years: Annotated[
        int, typer.Option(help=f"How many years are recorded: 1 to {MOST_YEARS}.")
    ] = 3,
    seed: Annotated[int, typer.Option(help="Another seed makes another company.")] = 7,
    as_of: Annotated[
        str, typer.Option(help="Play it day by day: what changed up to this day, YYYY-MM-DD.")
    ] = "",
    systems: Annotated[
        str, typer.Option(help="canonical, or vendors: seven vendors' systems and shapes.")
    ] = "canonical",
    fault_rate: Annotated[
        float, typer.Option(help="The share of rows to make wrong, of each kind of fault.")
    ] = 0.0,
    fault: Annotated[
        list[str] | None, typer.Option(help="KIND=SHARE of one kind; see docs/demo.md.")
    ] = None,
) -> None:
    """Write the demo company: its systems' deliveries, the truth, and how to read them."""
    plan = Plan(
        people=people,
        years=years,
        seed=seed,
        as_of=day_of("--as-of", as_of),
        faults=Faults.parse(fault_rate, fault or []),
    )
    with err.status("making the company") as shown:
        configuration = write_demo(folder, plan, shown.update, shape=systems)
    out.print(
        f"wrote {configuration}; run it with: evenkeel --config {configuration} run "
        f"--as-of {plan.seen_on}",
        soft_wrap=True,
    )


def main() -> None:
    """Run the command line; an error that people can mend is one message, not a traceback."""
    try:
        app()
    except TOLD as error:
        err.print(f"[red]error[/red] {escape(str(error))}", soft_wrap=True)
        sys.exit(1)
    except Exception as error:
        # The orchestrator can not even note that there is no room for its notes. SQLite says
        # "disk I/O error" of a disk that fills up while it writes.
        if not is_full(str(error)) and DISK_ERROR not in str(error):
            raise
        seen = "" if is_full(str(error)) else f"{DISK_ERROR}; most often "
        err.print(f"[red]error[/red] {seen}{NO_SPACE}", soft_wrap=True)
        sys.exit(1)
