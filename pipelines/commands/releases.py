"""The commands about releases that were published.

List them, compare two, publish them to PostgreSQL, make the report of one again, replay one.
"""

import json
from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.shared_options import Audience, Json, checked_audience, named_company
from pipelines.lib.company import releases_root
from pipelines.lib.releases.between import release_difference
from pipelines.lib.releases.release import current_release, named_release, releases_of
from pipelines.lib.replay.replay import replay as replay_release
from pipelines.terminal.outcomes import err, out, tell_releases
from pipelines.terminal.releases import tell_difference, tell_published
from pipelines.terminal.replay import StepsShown, tell_replay

releases = typer.Typer(
    help="List the releases, newest first; `diff` compares two, `publish` is for PostgreSQL.",
    invoke_without_command=True,
    rich_markup_mode="markdown",
)

Named = Annotated[str, typer.Argument(help="An id or its beginning, `current` or `previous`.")]
Limit = Annotated[int, typer.Option(min=0, help="How many example rows to show of each table.")]


@releases.callback()
def listed(context: typer.Context, *, as_json: Json = False) -> None:
    """List the releases, newest first; `diff` compares two, `publish` is for PostgreSQL."""
    if context.invoked_subcommand is not None:
        return
    root = releases_root(named_company())
    found, current = releases_of(root), current_release(root)
    if as_json:
        out.print_json(json.dumps([release.model_dump(mode="json") for release in found]))
    else:
        tell_releases(found, current)


@releases.command()
def diff(
    before: Named = "previous",
    after: Named = "current",
    *,
    audience: Audience = "portfolio",
    table: Annotated[str, typer.Option(help="Compare this table only.")] = "",
    limit: Limit = 3,
    as_json: Json = False,
) -> None:
    """Show what changed from one release to another, and what can be the reason.

    Only tables that the audience may read are compared; of others it is told that they changed.
    """
    settings = named_company()
    root = releases_root(settings)
    found = release_difference(
        settings,
        named_release(root, before),
        named_release(root, after),
        audience=checked_audience(audience),
        table=table,
        examples=limit,
    )
    if as_json:
        out.print_json(found.model_dump_json())
    else:
        tell_difference(found)


@releases.command()
def publish(
    release: Annotated[
        str, typer.Argument(help="A release to make current there; else what it lacks.")
    ] = "",
    *,
    as_json: Json = False,
) -> None:
    """Publish to PostgreSQL what it lacks, or make one release current there.

    The night does it by itself; this is for when PostgreSQL was away, or to go back to a release.
    """
    from pipelines.lib.postgres.publishing import (  # noqa: PLC0415 - its driver is slow to import
        publish_missing,
        publish_release,
    )

    settings = named_company()
    with err.status("publishing"):
        if release:
            made = publish_release(settings, named_release(releases_root(settings), release))
        else:
            made = publish_missing(settings)
    if as_json:
        out.print_json(made.model_dump_json())
    else:
        tell_published(made)


def report(
    release: Annotated[
        str, typer.Argument(help="An id or its beginning, `current` or `previous`.")
    ] = "current",
    *,
    into: Annotated[
        Path | None, typer.Option(help="Another folder than the release's own.")
    ] = None,
) -> None:
    """Make the portfolio report of a release again, and print where it begins."""
    from pipelines.report.write import write_report  # noqa: PLC0415 - a second of imports

    settings = named_company()
    chosen = named_release(releases_root(settings), release)
    with err.status("making the report"):
        page = write_report(settings, chosen, into)
    out.print(str(page), soft_wrap=True)


def replay(
    release: Named,
    *,
    with_this_code: Annotated[
        bool,
        typer.Option("--with-this-code", help="Go on although other code made the release."),
    ] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the rebuilt warehouse although all is equal.")
    ] = False,
    limit: Limit = 3,
    as_json: Json = False,
) -> None:
    """Rebuild a release from what had landed then, and compare every table with it.

    Nothing of the company is changed: it is built in var/state/replay. The exit code is 0 only if
    every table is equal and every file is as it was. Values that differ are shown, those of people
    too.
    """
    settings = named_company()
    chosen = named_release(releases_root(settings), release)
    with StepsShown(err) as steps:
        err.print(f"[bold]{settings.company.name}[/bold]: replay of {chosen.release_id}")
        found = replay_release(
            settings, chosen, steps, with_this_code=with_this_code, keep=keep, examples=limit
        )
    if as_json:
        out.print_json(found.model_dump_json())
    else:
        tell_replay(found)
    raise typer.Exit(0 if found.is_equal else 1)
