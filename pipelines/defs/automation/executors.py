"""Where the steps of a run are: in its own process, or where the configuration says."""

import importlib
from collections.abc import Iterator
from typing import Any, cast

import dagster as dg

from pipelines.lib.company import company
from pipelines.lib.runs.json_lines import logged
from pipelines.lib.runs.under_way import under_way
from sources.configuration import Settings
from sources.errors import ConfigurationError

# What executors are given and give has no public type.
Untyped = Any
MULTIPROCESS = "dagster:multiprocess_executor"


def holding_lock(executor: dg.Executor) -> dg.Executor:
    """Have the process of a run hold the nightly's lock while an executor has its steps elsewhere.

    It stays the object that it is, for a run asks its executor for what only that one has.
    """
    execute_steps = executor.execute

    def execute(plan_context: Untyped, execution_plan: Untyped) -> Iterator[dg.DagsterEvent]:
        with under_way(plan_context.instance, company(), plan_context.run_id) as warned:
            if warned:
                plan_context.log.warning(warned)
            yield from execute_steps(plan_context, execution_plan)

    executor.execute = execute
    return executor


def executor_of(settings: Settings) -> dg.ExecutorDefinition:
    """Return the executor of every job.

    Raises:
        ConfigurationError: There is none of that name.
    """
    if settings.orchestrator.is_in_process:
        return dg.in_process_executor
    chosen = settings.orchestrator.executor
    inner = _found(MULTIPROCESS if chosen == "multiprocess" else chosen)

    def create(context: dg.InitExecutorContext) -> dg.Executor:
        if inner.executor_creation_fn is None:
            raise ConfigurationError(f"[orchestrator] executor: {chosen!r} can not be made")
        return holding_lock(inner.executor_creation_fn(context))

    return dg.ExecutorDefinition(
        name=inner.name,
        config_schema=cast("Untyped", inner.config_schema),
        requirements=inner.get_requirements,
        executor_creation_fn=create,
    )


def config_of_jobs(settings: Settings) -> dict[str, Any] | None:
    """Return the configuration of jobs that the orchestrator starts."""
    config = logged(settings) or {}
    if not settings.orchestrator.is_in_process:
        config["execution"] = {"config": dict(settings.orchestrator.executor_config)}
    return config or None


def _found(name: str) -> dg.ExecutorDefinition:
    module, _, attribute = name.partition(":")
    try:
        found = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise ConfigurationError(
            f"[orchestrator] executor: found {name!r}, expected in_process, multiprocess or an "
            f"executor of a package that is installed, as module:attribute: {error}"
        ) from None
    if not isinstance(found, dg.ExecutorDefinition):
        raise ConfigurationError(f"[orchestrator] executor: {name!r} is none of the orchestrator's")
    return found
