"""What the command line prints of a release that is replayed, for people."""

from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.markup import escape

from pipelines.terminal.outcomes import err, out
from pipelines.terminal.releases import counted, tell_table

if TYPE_CHECKING:
    from pipelines.lib.replay.replay import Replay
    from pipelines.lib.replay.verdict import TableVerdict

SAYS = {
    "rebuilt otherwise": "the release's files are as published; rebuilding gives another content",
    "file altered": "rebuilding gives what was published; a file of the release was altered since",
    "record altered": "rebuilding gives what the release's files hold; release.json says otherwise",
    "nothing agrees": "the release's files, release.json and what was rebuilt are all different",
    "not rebuilt": "the release has it; the code here does not publish it",
    "not in the release": "the code here publishes it; the release has it not",
}


class StepsShown:
    """Shows how far long work is: a line for what is done, a spinner for what is being done."""

    def __init__(self, console: Console) -> None:
        """Show on a console; a file gets the lines only."""
        self._console = console
        self._status = console.status("")

    def __enter__(self) -> Self:
        """Start the spinner."""
        self._status.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the spinner."""
        self._status.stop()

    def doing(self, what: str) -> None:
        """Show what is being done."""
        self._status.update(escape(what))

    def done(self, what: str) -> None:
        """Print what is done."""
        self._console.print(f"  [green]done[/green]    {escape(what)}", soft_wrap=True)


def tell_replay(found: "Replay") -> None:
    """Print what a replay found, and where to look."""
    was, here = found.code_version
    if was != here:
        err.print(
            f"[yellow]other code[/yellow] made by {was[:12]}, rebuilt by {here[:12]}"
            + ("" if found.is_equal else ": what differs may be a change of the models"),
            soft_wrap=True,
        )
    if not found.configuration_recorded:
        err.print(
            "[yellow]not recorded[/yellow] the configuration that the release was made with; "
            "rebuilt with the one of now",
            soft_wrap=True,
        )
    for path in found.altered_files:
        err.print(f"[red]altered[/red] landed file {path}", soft_wrap=True)
    _tell_verdicts(found.tables)
    equal = sum(each.is_equal for each in found.tables)
    tables = counted(len(found.tables), "table")
    if found.is_equal:
        told = f"all {tables} of {found.release_id} came out as published"
        out.print(f"[green]equal[/green]: {told}, in {found.seconds:.0f} s", soft_wrap=True)
    else:
        told = f"{equal} of {tables} of {found.release_id} came out as published"
        out.print(f"\n[red]not equal[/red]: {told}", soft_wrap=True)
    if found.folder:
        out.print(f"  kept {found.folder}; it may be deleted", soft_wrap=True)


def _tell_verdicts(verdicts: "tuple[TableVerdict, ...]") -> None:
    """Print which tables differ and in which way, then each with its rows."""
    for kind, says in SAYS.items():
        alike = [each for each in verdicts if each.found == kind]
        if alike:
            told = f"{says}\n  {', '.join(each.table for each in alike)}"
            out.print(f"\n[red]{kind}[/red]: {told}", soft_wrap=True)
        for each in alike:
            for path in each.altered_files:
                out.print(f"  not as published: {each.table} in {path}", soft_wrap=True)
    for verdict in verdicts:
        if verdict.difference:
            tell_table(verdict.difference, "In the release", "Rebuilt")
