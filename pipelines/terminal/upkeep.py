"""What the command line prints of an installation's upkeep, for people."""

from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from pipelines.terminal.outcomes import out

if TYPE_CHECKING:
    from pipelines.lib.runs.alerting import Alert
    from pipelines.lib.upkeep.doctor import Examined
    from pipelines.lib.upkeep.judged import Judged

THOUSAND = 1000
STYLES = {"well": "green", "note": "yellow", "ill": "red"}


def tell_examined(examined: "Examined") -> None:
    """Print one check, and below it what to do where something is to be mended."""
    style = STYLES[examined.state]
    word = f"[{style}]{examined.state:<5}[/{style}]"
    out.print(f"{word} {examined.check:<18} {escape(examined.found)}", soft_wrap=True)
    if examined.mend:
        out.print(f"{'':<25}-> {escape(examined.mend)}", soft_wrap=True)


def tell_alert(alert: "Alert") -> None:
    """Print what someone has to know, what to do and where that is written."""
    style = "red" if alert.is_bad else "yellow"
    out.print(f"[{style}]{escape(alert.title)}[/{style}]", soft_wrap=True)
    for line in alert.body().splitlines():
        out.print(f"  {escape(line)}" if line else "", soft_wrap=True)
    out.print()


def tell_judged(things: list["Judged"], *, applied: bool) -> None:
    """Print what goes and what stays, how large each is and why."""
    shown = Table(box=None, pad_edge=False)
    for heading in ("", "What", "Name"):
        shown.add_column(heading, no_wrap=True)
    shown.add_column("Size", justify="right", no_wrap=True)
    shown.add_column("Why")
    went = "gone" if applied else "goes"
    for each in things:
        word = f"[yellow]{went}[/yellow]" if each.goes else "[green]stays[/green]"
        shown.add_row(word, each.kind, each.name, sized(each.size), each.why)
    out.print(shown if things else "there is nothing yet")
    freed = sized(sum(each.size for each in things if each.goes))
    stays = sized(sum(each.size for each in things if not each.goes))
    if applied:
        out.print(f"\n{freed} freed; {stays} stay")
    else:
        told = "; delete it with --apply" if any(each.goes for each in things) else ""
        out.print(f"\n{freed} would go, {stays} stay{told}")


def sized(size: int) -> str:
    """Return bytes as people read them."""
    amount = float(size)
    for unit in ("B", "kB", "MB"):
        if amount < THOUSAND:
            return f"{amount:,.0f} {unit}"
        amount /= THOUSAND
    return f"{amount:,.1f} GB"
