"""The orchestrator's state in a real PostgreSQL."""

import datetime as dt
from pathlib import Path

import dagster as dg
import psycopg
import pytest
from cluster import GUARDED, Cluster
from nightly import Company
from sample.write import write_sample

from pipelines.lib.runs.instance import end_dead_runs, open_instance
from pipelines.lib.upkeep.backup import back_up
from pipelines.lib.upkeep.doctor import Examined, examine
from pipelines.lib.upkeep.removing import remove
from pipelines.lib.upkeep.retention import judged
from sources.configuration import Settings
from sources.errors import ConfigurationError, ReadError
from sources.extract import utc_now
from sources.settings import load_settings

pytestmark = pytest.mark.integration
DATABASE, PASSWORD = "orchestrator", "canary-7f3a"


@dg.job
def nothing() -> None:
    """Do nothing."""


@pytest.fixture(scope="session")
def database(cluster: Cluster) -> str:
    """The URL of a database that asks for a password."""
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f"create role {GUARDED}_state login")
        connection.execute(f"create database {DATABASE} owner {GUARDED}_state")
    return (
        cluster.url(DATABASE)
        .replace("postgresql://", "postgresql+psycopg2://")
        .replace(f"{cluster.user}@", f"{GUARDED}_state:{PASSWORD}@")
    )


@pytest.fixture
def toml(tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_sample(tmp_path)
    path = tmp_path / "evenkeel.toml"
    path.write_text(
        path.read_text("utf-8") + '\n[orchestrator]\nstate_url_env = "STATE"\n', "utf-8"
    )
    monkeypatch.setenv("STATE", database)
    return path


@pytest.fixture
def settings(toml: Path) -> Settings:
    return load_settings(toml)


def orchestrator(toml: Path) -> Examined:
    return next(each for each in examine(toml) if each.check == "orchestrator")


def test_runs_are_in_the_database_and_its_url_in_no_file(toml: Path, settings: Settings) -> None:
    with open_instance(settings) as instance:
        ended = nothing.execute_in_process(instance=instance)
    with open_instance(settings) as again:
        run = again.get_run_by_id(ended.run_id)
        events = again.all_logs(ended.run_id)

    texts = [path.read_bytes() for path in toml.parent.rglob("*") if path.is_file()]
    assert run is not None
    assert run.status == dg.DagsterRunStatus.SUCCESS
    assert events
    assert list(toml.parent.rglob("*.db")) == []
    assert not any(PASSWORD.encode() in text for text in texts)
    assert orchestrator(toml).state == "well"


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_night_is_published_and_looked_after(toml: Path, database: str) -> None:
    company = Company(toml.parent, {"STATE": database})

    night = company.run()
    doctor, alerts = company.ask("doctor", "--json"), company.ask("alerts", "--json")
    retention = company.ask("retention", "--json")

    assert night.code == 0, night.told
    assert doctor.code == 0, doctor.outcome
    assert alerts.code == 0, alerts.told
    assert any(each["kind"] == "run" for each in retention.outcome["judged"])
    assert PASSWORD not in night.told + alerts.told


def test_runs_that_died_are_ended(settings: Settings) -> None:
    with open_instance(settings) as instance:
        died = instance.create_run_for_job(nothing, status=dg.DagsterRunStatus.STARTED)

        assert died.run_id in end_dead_runs(instance, "the run that found it")
        assert died.run_id not in end_dead_runs(instance, "a later run")


def test_old_runs_are_forgotten_once_it_is_applied(settings: Settings) -> None:
    with open_instance(settings) as instance:
        ended = nothing.execute_in_process(instance=instance)
        late = utc_now() + dt.timedelta(days=settings.retention.days + 1)
        shown = [each for each in judged(settings, late) if each.kind == "run"]
        remembered = instance.has_run(ended.run_id)
        remove(settings, shown)

        assert ended.run_id in shown[0].runs
        assert remembered
        assert not instance.has_run(ended.run_id)
        assert not instance.all_logs(ended.run_id)


def test_a_backup_says_that_the_database_is_not_in_it(
    toml: Path, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = back_up(settings, toml, tmp_path_factory.mktemp("backups"), utc_now())

    assert made.left_out == ("the database in STATE",)


@pytest.mark.parametrize(
    ("url", "kind", "found"),
    [
        (f"nonsense {PASSWORD}", ConfigurationError, "holds no database URL"),
        (f"postgresql://erp:{PASSWORD}@127.0.0.1/x", ConfigurationError, "expected postgresql+"),
        (f"postgresql+psycopg2://erp:{PASSWORD}@127.0.0.1:9/x", ReadError, "refused"),
    ],
)
def test_what_is_wrong_is_told_without_the_password(
    url: str,
    kind: type[Exception],
    found: str,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STATE", url)

    with pytest.raises(kind, match="STATE") as told:
        open_instance(settings)

    assert found in str(told.value)
    assert PASSWORD not in str(told.value)


def test_a_url_in_place_of_a_variable_is_not_repeated(toml: Path) -> None:
    text = toml.read_text("utf-8").replace('"STATE"', f'"postgresql://erp:{PASSWORD}@db/x"')
    toml.write_text(text, "utf-8")

    with pytest.raises(ConfigurationError, match="state_url_env") as told:
        load_settings(toml)

    assert PASSWORD not in str(told.value)


def test_a_configuration_of_someone_s_own_has_to_name_the_variable(settings: Settings) -> None:
    written = settings.root / "var" / "state" / "dagster" / "dagster.yaml"
    written.parent.mkdir(parents=True)
    written.write_text("# mine\n", "utf-8")

    with pytest.raises(ConfigurationError, match="does not name STATE"):
        open_instance(settings)
