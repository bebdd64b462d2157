"""What the command line prints of an installation's upkeep, for people."""

from typing import TYPE_CHECKING

from rich.markup import escape

from pipelines.terminal import out

if TYPE_CHECKING:
    from pipelines.lib.alerting import Alert
    from pipelines.lib.doctor import Examined

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
