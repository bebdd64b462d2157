"""Show a run on a terminal: one line for each step as it ends, with what it counted."""

import logging
from typing import Any

from rich.console import Console

SHOWN = ("dagster/row_count", "appended_rows", "quarantined_rows", "deleted_rows", "release_id")
NAMES = {"dagster/row_count": "rows", "appended_rows": "appended"}


class ProgressHandler(logging.Handler):
    """Prints the events of a Dagster run that a person wants to see, to standard error."""

    def __init__(self) -> None:
        """Start with nothing shown."""
        super().__init__(level=logging.INFO)
        self._console = Console(stderr=True, highlight=False)

    def emit(self, record: logging.LogRecord) -> None:
        """Print one line for a materialised asset, a judged check or a failed step."""
        meta: dict[str, Any] = getattr(record, "dagster_meta", {})
        event = meta.get("dagster_event")
        if event is None:
            return
        kind = event.event_type_value
        if kind == "ASSET_MATERIALIZATION":
            self._materialised(event.step_materialization_data.materialization)
        elif kind == "ASSET_CHECK_EVALUATION":
            self._checked(event.asset_check_evaluation_data)
        elif kind == "STEP_FAILURE":
            self._console.print(f"  [red]failed[/red] {event.step_key}", soft_wrap=True)

    def _materialised(self, materialization: Any) -> None:
        counts = [
            f"{NAMES.get(name, name.removesuffix('_rows'))} {materialization.metadata[name].value:,}"
            if isinstance(materialization.metadata[name].value, int)
            else str(materialization.metadata[name].value)
            for name in SHOWN
            if name in materialization.metadata
        ]
        name = materialization.asset_key.to_user_string()
        self._console.print(f"  [green]done[/green] {name} [dim]{', '.join(counts)}[/dim]")

    def _checked(self, check: Any) -> None:
        name = f"{check.asset_key.to_user_string()} {check.check_name}"
        if not check.passed:
            self._console.print(f"  [red]refused[/red] {name}")
        elif check.check_name == "gate":
            self._console.print(f"  [green]passed[/green] {name}")
