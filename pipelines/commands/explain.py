"""The command that explains a figure: what it is made of, down to the row that landed."""

from typing import Annotated

import typer

from pipelines.commands.shared_options import Json, checked_audience, named_company
from pipelines.lib.company import releases_root
from pipelines.lib.provenance.provenance import provenance
from pipelines.lib.releases.release import CURRENT, named_release
from pipelines.terminal.provenance import tell_provenance

SHOWN = 3

Keys = Annotated[
    list[str],
    typer.Argument(
        help="The row's key, its beginning, or conditions: accounting_period=2026-03 "
        "project_code=HV-J000151. An empty value is an absent one."
    ),
]
Audiences = Annotated[
    list[str] | None,
    typer.Option(help="portfolio, finance (the default) or people; several may be given."),
]


def explain(  # noqa: PLR0913 - one for each option
    table: Annotated[str, typer.Argument(help="The table of the figure.")],
    key: Keys,
    *,
    measure: Annotated[
        str, typer.Option("--measure", "-m", help="The measure; else the table's first.")
    ] = "",
    release: Annotated[
        str, typer.Option(help="An id or its beginning, `current` or `previous`.")
    ] = CURRENT,
    audience: Audiences = None,
    limit: Annotated[
        int | None,
        typer.Option(min=0, help="How many rows to show of each level: 3, or all with --json."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what a published figure is made of, level by level, and that the parts add up to it.

    Each level counts and sums all its rows and shows the largest. The exit code is 0 only if every
    row that was met is what its parts add up to.
    """
    settings = named_company()
    found = provenance(
        settings,
        named_release(releases_root(settings), release),
        (table, key, measure),
        audiences=[checked_audience(each) for each in audience or ["finance"]],
        examples=limit if limit is not None or as_json else SHOWN,
    )
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        tell_provenance(found)
    raise typer.Exit(0 if found.adds_up else 1)
