"""What a run does, as JSON lines for programs: one object per line, every key always there."""

import datetime as dt
import json
import logging
from collections.abc import Mapping
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import Any

import dagster as dg

from pipelines.lib.company import company
from pipelines.lib.runs.outcome import LANDING, message_of
from sources.configuration import Settings

NAME = "json_lines"
ENDINGS = {
    "STEP_UP_FOR_RETRY": "away",
    "STEP_FAILURE": "failed",
    "PIPELINE_START": "begun",
    "PIPELINE_SUCCESS": "ended",
    "PIPELINE_FAILURE": "failed",
    "PIPELINE_CANCELED": "failed",
}
LEVELS = {"failed": "error", "refused": "error", "late": "warning", "away": "warning"}
THOUSAND = 1000


def loggers_of(settings: Settings) -> dict[str, Any]:
    """Return the loggers that a run is asked to have, beside the one for a terminal."""
    return {NAME: {}} if settings.logs.json_lines else {}


def logged(settings: Settings) -> dict[str, Any] | None:
    """Return the configuration of jobs that the orchestrator starts: lines in place of its own."""
    wanted = loggers_of(settings)
    return {"loggers": wanted} if wanted else None


def json_logger(context: dg.InitLoggerContext) -> logging.Logger:
    """Return the logger that writes the lines."""
    del context
    path = company().logs.json_lines
    return lines_to(company().path(path) if path else None)


def lines_to(path: Path | None) -> logging.Logger:
    """Return the logger with that file, and no other, open."""
    logger = logging.getLogger(f"evenkeel.{NAME}")
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    for former in logger.handlers:
        former.close()
    logger.handlers = [JsonLines(path)] if path else []
    return logger


class JsonLines(WatchedFileHandler):
    """Appends to a file, which others may rotate; whatever is wrong with it never ends a run."""

    def __init__(self, path: Path) -> None:
        """Open the file with the first line."""
        super().__init__(path, encoding="utf-8", delay=True)

    def emit(self, record: logging.LogRecord) -> None:
        """Write what a record tells, if it tells anything that a program wants to know."""
        try:
            if line := line_of(record):
                record = logging.makeLogRecord({"msg": json.dumps(line, ensure_ascii=False)})
                super().emit(record)
        except Exception:  # noqa: BLE001 - a full disk, a folder that is gone, an event unlike others
            self.handleError(record)


def line_of(record: logging.LogRecord) -> dict[str, Any] | None:
    """Return the object that a record becomes; None for what only the orchestrator cares about."""
    context: Mapping[str, Any] = getattr(record, "dagster_meta", {})
    event: Any = getattr(record, "dagster_event", None)
    told = _told(event) if event else _said(record, context)
    if told is None:
        return None
    at = dt.datetime.fromtimestamp(record.created, dt.UTC)
    return {
        "time": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": LEVELS.get(told["event"], "info"),
        "run_id": context.get("run_id"),
        "job": context.get("job_name"),
        "step": context.get("step_key"),
        **dict.fromkeys(("event", "system", "table", "delivery")),
        "message": "",
        "figures": {},
        **told,
    }


def _said(record: logging.LogRecord, context: Mapping[str, Any]) -> dict[str, Any] | None:
    if record.levelno < logging.INFO:
        return None
    message = context.get("orig_message") or record.getMessage()
    return {"event": "said", "level": record.levelname.lower(), "message": message}


def _told(event: Any) -> dict[str, Any] | None:  # noqa: ANN401 - the orchestrator's event
    kind, data = event.event_type_value, event.event_specific_data
    told: dict[str, Any] | None = None
    match kind:
        case "ASSET_MATERIALIZATION":
            made = event.step_materialization_data.materialization
            told = {"event": "made", **_of_asset(made.asset_key, made.metadata)}
        case "ASSET_OBSERVATION":
            seen = event.asset_observation_data.asset_observation
            told = {"event": "counted", **_of_asset(seen.asset_key, seen.metadata)}
        case "ASSET_CHECK_EVALUATION":
            told = _checked(event.asset_check_evaluation_data)
        case "STEP_SUCCESS":
            seconds = round(data.duration_ms / THOUSAND, 3)
            told = {"event": "done", "message": event.step_key, "figures": {"seconds": seconds}}
        case _ if kind in ENDINGS:
            message = message_of(getattr(data, "error", None)) or event.message or ""
            told = {"event": ENDINGS[kind], "message": message}
    return told


def _checked(check: dg.AssetCheckEvaluation) -> dict[str, Any]:
    """Tell whether it held; what it found may be a person's, and is in the report."""
    late = check.severity == dg.AssetCheckSeverity.WARN
    event = "passed" if check.passed else "late" if late else "refused"
    about = _of_asset(check.asset_key, check.metadata)
    return {"event": event, **about, "message": f"{check.check_name} of {about['message']}"}


def _of_asset(key: dg.AssetKey, metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return the system, table and delivery that an asset is of, and what was counted of it."""
    first, *rest = key.path
    system = first.removeprefix(LANDING) if first.startswith(LANDING) else None
    values = {name.removeprefix("dagster/"): each.value for name, each in metadata.items()}
    return {
        "system": system,
        "table": ".".join(rest if system else key.path),
        "delivery": values.get("delivery_id"),
        "message": values.get("release_id") or key.to_user_string(),
        "figures": {
            name: value
            for name, value in values.items()
            if name.startswith("total_")
            or (isinstance(value, int | float) and not isinstance(value, bool))
        },
    }
