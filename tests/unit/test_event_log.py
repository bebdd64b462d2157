"""The orchestrator's events, stored through connections that stay open, as Dagster stores them."""

from pathlib import Path

import dagster as dg
import pytest

from pipelines.lib.runs.event_log import KEPT_OPEN
from pipelines.lib.runs.instance import EVENTS


@dg.asset(check_specs=[dg.AssetCheckSpec("is_whole", asset="counted")])
def counted(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    context.log.info("counted")
    return dg.MaterializeResult(
        metadata={"rows": 3}, check_results=[dg.AssetCheckResult(passed=True)]
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    events = EVENTS.format(folder=f'"{tmp_path / "history" / "runs"}"')
    (tmp_path / "dagster.yaml").write_text(events, "utf-8")
    return tmp_path


def ours(home: Path) -> dg.DagsterInstance:
    return dg.DagsterInstance.from_config(str(home))


def theirs(home: Path, tmp_path: Path) -> dg.DagsterInstance:
    """Return Dagster's own storage of the same files."""
    elsewhere = tmp_path / "theirs"
    elsewhere.mkdir(exist_ok=True)
    (elsewhere / "dagster.yaml").write_text(
        f'storage:\n  sqlite:\n    base_dir: "{home}"\n', "utf-8"
    )
    return dg.DagsterInstance.from_config(str(elsewhere))


def run_in(instance: dg.DagsterInstance) -> str:
    done = dg.materialize([counted], instance=instance)
    assert done.success
    return done.run_id


def told(instance: dg.DagsterInstance, run_id: str) -> list[tuple[object, str]]:
    return [
        (each.dagster_event_type, each.user_message or "") for each in instance.all_logs(run_id)
    ]


def test_dagster_reads_what_ours_wrote_and_the_other_way(home: Path, tmp_path: Path) -> None:
    with ours(home) as instance:
        by_ours = run_in(instance)
        written = told(instance, by_ours)
    with theirs(home, tmp_path) as instance:
        by_theirs = run_in(instance)
        assert told(instance, by_ours) == written
        records = instance.fetch_materializations(dg.AssetKey("counted"), limit=10).records
        assert {each.run_id for each in records} == {by_ours, by_theirs}
        kinds = [kind for kind, _ in told(instance, by_theirs)]
    with ours(home) as instance:
        assert [kind for kind, _ in told(instance, by_theirs)] == kinds
        records = instance.fetch_materializations(dg.AssetKey("counted"), limit=10).records
        assert {each.run_id for each in records} == {by_ours, by_theirs}
    assert [kind for kind, _ in written] == kinds


def test_more_runs_than_are_kept_open_are_read_and_deleted(home: Path) -> None:
    with ours(home) as instance:
        runs = [run_in(instance) for _ in range(KEPT_OPEN + 2)]
        assert all(told(instance, run_id) for run_id in runs)
        instance.delete_run(runs[0])
        assert told(instance, runs[0]) == []
        assert all(told(instance, run_id) for run_id in runs[1:])
