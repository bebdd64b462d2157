"""Show a run on a terminal: one line for each step as it ends, with what it counted."""

import logging
from collections.abc import Mapping
from typing import Any

import dagster as dg
from rich.console import Console

# What a person at a terminal wants to see of a step, and the word for it.
SHOWN = {
    "dagster/row_count": "rows",
    "quarantined_rows": "quarantined",
    "appended_rows": "appended",
    "deleted_rows": "deleted",
    "new_columns": "new: not in the contract, kept in raw",
    "release_id": "",
    "releases": "",
    "rows": "rows",
    "absent_roles": "missing as a role: nobody reads what is theirs",
}
QUIET_LAYERS = ("staging", "intermediate", "seeds", "raw_evenkeel")


class ProgressHandler(logging.Handler):
    """Prints the events of a Dagster run that a person wants to see, to standard error."""

    def __init__(self) -> None:
        """Start with nothing shown."""
        super().__init__(level=logging.DEBUG)
        self._console = Console(stderr=True, highlight=False)

    def emit(self, record: logging.LogRecord) -> None:
        """Print one line for a materialised asset, a judged check or a failed step."""
        event: Any = getattr(record, "dagster_event", None)
        if event is None:
            return
        kind = event.event_type_value
        if kind == "ASSET_MATERIALIZATION":
            self._materialised(event.step_materialization_data.materialization)
        elif kind == "ASSET_CHECK_EVALUATION":
            self._checked(event.asset_check_evaluation_data)
        elif kind == "STEP_UP_FOR_RETRY":
            wait = event.step_retry_data.seconds_to_wait or 0
            told = f"{event.step_key}, asked again in {wait:.0f} s"
            self._console.print(f"  [yellow]away[/yellow]    {told}", soft_wrap=True)
        elif kind == "STEP_FAILURE":
            self._console.print(f"  [red]failed[/red]  {event.step_key}", soft_wrap=True)

    def _materialised(self, materialization: dg.AssetMaterialization) -> None:
        step, *name = materialization.asset_key.path
        if step in QUIET_LAYERS:
            return
        counts = [
            f"{value:,} {word}" if isinstance(value, int) else f"{value} {word}".strip()
            for word, value in self._counts(materialization.metadata)
        ]
        shown = "/".join((step, *name))
        self._console.print(
            f"  [green]done[/green]    {shown:<44} [dim]{', '.join(counts)}[/dim]", soft_wrap=True
        )

    def _counts(self, metadata: Mapping[str, dg.MetadataValue[Any]]) -> list[tuple[str, Any]]:
        found = ((word, metadata[name].value) for name, word in SHOWN.items() if name in metadata)
        return [(word, value) for word, value in found if value]

    def _checked(self, check: dg.AssetCheckEvaluation) -> None:
        name = f"{check.asset_key.to_user_string()} {check.check_name}"
        if not check.passed:
            is_late = check.check_name == "freshness"
            word = "[yellow]late[/yellow]   " if is_late else "[red]refused[/red]"
            self._console.print(f"  {word} {name}", soft_wrap=True)
        elif check.check_name == "gate":
            self._console.print(f"  [green]passed[/green]  {name}")
