"""The command that runs SQL on a release: the current one, one by its id, or as of a day."""

import re
from typing import Annotated

import duckdb
import typer
from rich.markup import escape

from pipelines.commands.shared_options import Audience, checked_audience, day_of, named_company
from pipelines.lib.company import releases_root
from pipelines.lib.releases.release import CURRENT, Release, named_release, release_as_of
from pipelines.terminal.outcomes import err, out
from sources.errors import ConfigurationError


def query(
    sql: Annotated[str, typer.Argument(help="A query over a release's tables.")],
    *,
    audience: Audience = "portfolio",
    release: Annotated[
        str, typer.Option(help="An id or its beginning, `current` or `previous`.")
    ] = "",
    as_of: Annotated[
        str, typer.Option(help="The last release as of a day or before it, YYYY-MM-DD.")
    ] = "",
) -> None:
    """Run SQL on the current release, or on an earlier one."""
    if release and as_of:
        raise ConfigurationError("--release and --as-of name two releases; expected one of them")
    root, day = releases_root(named_company()), day_of("--as-of", as_of)
    audience = checked_audience(audience)
    chosen = release_as_of(root, day) if day else named_release(root, release or CURRENT)
    if day or release:
        err.print(f"release {chosen.release_id}, as of {chosen.as_of_date}", soft_wrap=True)
    path = root / chosen.release_id / f"{audience}.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        try:
            connection.sql(sql).show(max_width=out.width)
        except duckdb.Error as error:
            err.print(f"[red]query refused[/red] {escape(str(error))}", soft_wrap=True)
            if isinstance(error, duckdb.CatalogException):
                err.print(_tables(chosen, audience, str(error)), soft_wrap=True)
            raise typer.Exit(1) from error


def _tables(release: Release, audience: str, refusal: str) -> str:
    """Return where the table is that DuckDB did not find, or what there is."""
    named = re.search(r"Table with name (\w+) does not exist", refusal)
    readers = release.audiences.get(named[1].lower(), ()) if named else ()
    if named and readers:
        return f"{named[1]} is read with --audience {' or '.join(readers)}"
    held = ", ".join(sorted(name for name, who in release.audiences.items() if audience in who))
    return f"the tables of --audience {audience}: {held}; other audiences have others"
