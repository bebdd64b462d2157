"""The command that writes what auditors check of a period into one folder."""

from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.shared_options import Json, named_company
from pipelines.lib.company import releases_root
from pipelines.lib.releases.release import CURRENT, named_release
from pipelines.terminal.outcomes import err, out

audit = typer.Typer(
    help="What auditors take away.", no_args_is_help=True, rich_markup_mode="markdown"
)


@audit.callback()
def audits() -> None:
    """What auditors take away."""


@audit.command()
def pack(
    period: Annotated[str, typer.Argument(help="The accounting period, such as 2026-09.")],
    *,
    to: Annotated[
        Path | None, typer.Option(help="The folder that is made; else audit-PERIOD in this one.")
    ] = None,
    release: Annotated[
        str, typer.Option(help="An id or its beginning, `current` or `previous`.")
    ] = CURRENT,
    as_json: Json = False,
) -> None:
    """Write a period's revenue, balances, ledger, controls and trail as one folder.

    A workbook with live formulas, the same rows as Parquet, the SQL of every control, a page to
    begin with and the checksum of every file. Only what auditors may read is in it.
    """
    from pipelines.lib.audit.pack import write_pack  # noqa: PLC0415 - only this command needs it

    settings = named_company()
    chosen = named_release(releases_root(settings), release)
    with err.status("packing"):
        packed = write_pack(settings, chosen, period, to or Path(f"audit-{period}"))
    if as_json:
        out.print_json(packed.model_dump_json())
        return
    out.print(f"[green]packed[/green] {period} of release {packed.release_id}", soft_wrap=True)
    out.print(f"  begin with {packed.folder / 'index.html'}", soft_wrap=True)
    out.print(f"  check it   cd {packed.folder} && sha256sum --check SHA256SUMS", soft_wrap=True)
    if packed.open_locks:
        told = f"{', '.join(packed.open_locks)}: figures may still change"
        out.print(f"[yellow]not closed[/yellow] {told}", soft_wrap=True)
    if packed.unexplained:
        told = f"{packed.unexplained} checks with differences: see the sheet controls"
        out.print(f"[red]unexplained[/red] {told}", soft_wrap=True)
    for sheet, rows in packed.differing.items():
        if rows:
            out.print(f"[red]does not tie[/red] {rows} rows of the sheet {sheet}", soft_wrap=True)
