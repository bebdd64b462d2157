"""Which process holds the nightly's lock, and where the steps of a run may be."""

from pathlib import Path

import pytest
from sample.write import write_sample

from pipelines.defs.automation.executors import config_of_jobs, executor_of
from pipelines.lib.company import report_path
from pipelines.lib.runs.instance import open_instance
from pipelines.lib.runs.under_way import under_way
from pipelines.lib.warehouse import WarehouseBusyError, lock_holder
from sources.configuration import Settings
from sources.errors import ConfigurationError
from sources.settings import load_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    write_sample(tmp_path)
    return load_settings(tmp_path / "evenkeel.toml")


def with_executor(settings: Settings, name: str) -> Settings:
    orchestrator = settings.orchestrator.model_copy(update={"executor": name})
    return settings.model_copy(update={"orchestrator": orchestrator})


def test_steps_of_a_run_leave_the_lock_to_it_and_another_run_is_refused(
    settings: Settings,
) -> None:
    with open_instance(settings) as instance, under_way(instance, settings, "one"):
        with under_way(instance, settings, "one"):
            held_by_the_run = lock_holder(settings)
        still_held = lock_holder(settings)
        with pytest.raises(WarehouseBusyError, match=r"process \d+ of run one"):
            under_way(instance, settings, "two").__enter__()

    assert held_by_the_run == still_held
    assert lock_holder(settings) is None
    assert not report_path(settings, "one").exists()


def test_steps_are_in_the_run_unless_the_configuration_says_else(settings: Settings) -> None:
    elsewhere = with_executor(settings, "dagster:multiprocess_executor")

    assert executor_of(settings).name == "in_process"
    assert executor_of(elsewhere).name == "multiprocess"
    assert executor_of(with_executor(settings, "multiprocess")).name == "multiprocess"
    assert config_of_jobs(settings) is None
    assert config_of_jobs(elsewhere) == {"execution": {"config": {}}}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("dagster_nowhere:executor", "No module named 'dagster_nowhere'"),
        ("dagster:nobody_executor", "has no attribute 'nobody_executor'"),
        ("dagster:asset", "is none of the orchestrator's"),
    ],
)
def test_an_executor_that_is_none_is_told(settings: Settings, name: str, told: str) -> None:
    with pytest.raises(ConfigurationError, match=told):
        executor_of(with_executor(settings, name))
