"""The commands that keep an installation well: look it over, tell what is wrong, make room."""

import json
from typing import Annotated

import typer

from pipelines.lib.alerting import tell
from pipelines.lib.alerts import of_test, standing
from pipelines.lib.removing import remove
from pipelines.lib.retention import judged
from pipelines.shared_options import Json, named_company, named_configuration
from pipelines.terminal import err, out, tell_attempts
from pipelines.terminal_upkeep import tell_alert, tell_examined, tell_judged
from sources.errors import ConfigurationError
from sources.extract import utc_now


def doctor(*, as_json: Json = False) -> None:
    """Look over the installation and the company, and say what to mend.

    Systems are asked for a sign of life; nothing is pulled and nothing is written. Secrets are
    named, never shown. The exit code is 0 only if all is well.
    """
    from pipelines.lib.doctor import examine  # noqa: PLC0415 - only this command needs it

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
    """Show which releases, replays, reports and logs may go, and why the others stay.

    `[retention]` says how many are kept and for how long. The current release, books of closed
    periods and what a kept release was made of stay in any case.
    """
    settings = named_company()
    found = judged(settings, utc_now(), landing=landing)
    freed = remove(settings, found) if apply else 0
    if as_json:
        shown = [each.model_dump(mode="json", exclude={"paths"}) for each in found]
        out.print_json(json.dumps({"applied": apply, "freed_bytes": freed, "judged": shown}))
    else:
        tell_judged(found, applied=apply)
