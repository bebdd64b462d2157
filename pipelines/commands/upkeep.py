"""The commands that keep a company well: look it over, tell, make room, back up and restore."""

import json
from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.shared_options import Json, named_company, named_configuration
from pipelines.lib.runs.alerting import tell
from pipelines.lib.runs.alerts import of_test, standing
from pipelines.lib.upkeep.backup import back_up
from pipelines.lib.upkeep.removing import remove
from pipelines.lib.upkeep.restoring import restore
from pipelines.lib.upkeep.retention import judged
from pipelines.terminal.outcomes import err, out, tell_attempts
from pipelines.terminal.upkeep import sized, tell_alert, tell_examined, tell_judged
from sources.errors import ConfigurationError
from sources.extract import utc_now


def doctor(*, as_json: Json = False) -> None:
    """Look over the installation and the company, and say what to mend.

    Systems are asked for a sign of life; nothing is pulled, and nothing is written but the
    orchestrator's empty state where there is none. Secrets are named, never shown. The exit code is
    0 only if all is well.
    """
    from pipelines.lib.upkeep.doctor import examine  # noqa: PLC0415 - only this command needs it

    path, found = named_configuration(), []
    with err.status("looking"):
        for examined in examine(path):
            found.append(examined)
            if not as_json:
                tell_examined(examined)
    ill = sum(each.state == "ill" for each in found)
    if as_json:
        shown = [each.model_dump() for each in found]
        out.print_json(json.dumps({"is_well": not ill, "checks": shown}))
    else:
        out.print(f"\n[red]{ill} to mend[/red]" if ill else "\n[green]all is well[/green]")
    raise typer.Exit(1 if ill else 0)


def alerts(
    *,
    test: Annotated[bool, typer.Option("--test", help="Send a test to every channel.")] = False,
    as_json: Json = False,
) -> None:
    """Show what is late or out of balance, and tell the channels what they were not told yet.

    Ended runs are told by the runs themselves. Where the orchestrator's daemon does not run, have
    cron ask this every quarter of an hour. The exit code is 0 unless a channel can not be reached.
    """
    settings, now = named_company(), utc_now()
    if test and not settings.alerts.channels_env:
        raise ConfigurationError("alerts.channels_env names no channel; expected one to test")
    found = [of_test(settings, now)] if test else list(standing(settings, now))
    made = tell(settings, found)
    if as_json:
        shown = {"alerts": [each.model_dump() for each in found]}
        shown["attempts"] = [each.model_dump(mode="json") for each in made]
        out.print_json(json.dumps(shown))
    else:
        for each in found if not test else []:
            tell_alert(each)
        tell_attempts(made)
        if not found:
            out.print("[green]nothing is late or out of balance[/green]")
        elif not settings.alerts.channels_env:
            out.print("no channel is told: alerts.channels_env names none")
    raise typer.Exit(1 if any(each.failed for each in made) else 0)


def retention(
    *,
    apply: Annotated[
        bool, typer.Option("--apply", help="Delete what goes; else it is only shown.")
    ] = False,
    landing: Annotated[
        bool, typer.Option("--landing", help="Also deliveries that no figure and no release needs.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show which releases, publications, replays, reports, logs and runs may go, and why.

    Publications are those in PostgreSQL, runs those in the orchestrator's history. `[retention]`
    says how many are kept and for how long. The current release, books of closed periods and what a
    kept release was made of stay in any case.
    """
    settings = named_company()
    found = judged(settings, utc_now(), landing=landing)
    freed = remove(settings, found) if apply else 0
    if as_json:
        shown = [each.model_dump(mode="json", exclude={"paths", "runs"}) for each in found]
        out.print_json(json.dumps({"applied": apply, "freed_bytes": freed, "judged": shown}))
    else:
        tell_judged(found, applied=apply)


def backup(
    folder: Annotated[Path, typer.Argument(help="Where backups are kept, best on another disk.")],
    *,
    as_json: Json = False,
) -> None:
    """Copy what can not be made again: deliveries, releases, history and the configuration.

    Each backup is whole, in a folder of its own; what the one before has already is linked to.
    Secrets and the warehouse are left out: a night rebuilds the warehouse.
    """
    with err.status("copying"):
        made = back_up(named_company(), named_configuration(), folder, utc_now())
    if as_json:
        shown = {"folder": str(made.folder), "files": made.files, "bytes": made.size}
        out.print_json(json.dumps({**shown, "new_bytes": made.new_size}))
        return
    out.print(f"[green]backed up[/green] {made.folder}", soft_wrap=True)
    out.print(
        f"  {made.files:,} files, {sized(made.size)}, of which {sized(made.new_size)} are new"
    )
    for path in made.left_out:
        out.print(f"  [yellow]left out[/yellow] {path}: it lies elsewhere", soft_wrap=True)


def restore_backup(
    backup: Annotated[Path, typer.Argument(help="A backup; or their folder, for the latest.")],
    place: Annotated[Path, typer.Argument(help="An empty folder for the company.")],
) -> None:
    """Put a backup back into an empty place, after every file was compared with its checksum."""
    with err.status("comparing and copying"):
        index, configuration = restore(backup, place)
    out.print(
        f"[green]restored[/green] {index.company} as of {index.made_at:%Y-%m-%d %H:%M} UTC, "
        f"{len(index.files):,} files, current release {index.current_release or 'none'}",
        soft_wrap=True,
    )
    out.print(f"  set its secrets, then: evenkeel --config {configuration} doctor", soft_wrap=True)
