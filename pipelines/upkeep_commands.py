"""The commands that keep an installation well: look it over."""

import json

import typer

from pipelines.shared_options import Json, named_configuration
from pipelines.terminal import err, out
from pipelines.terminal_upkeep import tell_examined


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
