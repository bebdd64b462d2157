import datetime as dt
import os
from pathlib import Path

import dagster as dg
import pytest
from sample.write import write_sample

from pipelines.defs.automation.nightly import on_its_day
from pipelines.defs.automation.pulling import arrival_sensor, pulled_alone
from pipelines.defs.ingest.freshness import freshness_checks
from pipelines.lib.retrying import asked_again
from pipelines.lib.runs.instance import (
    CONFIGURATION,
    FORMER,
    dagster_home,
    end_dead_runs,
    open_instance,
)
from sources.configuration import Settings
from sources.errors import AwayError, ContractError, HungError, ReadError
from sources.settings import load_settings
from sources.upkeep_settings import Pulling

TWICE = Pulling(retries=2, retry_wait_seconds=0)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    write_sample(tmp_path)
    return load_settings(tmp_path / "evenkeel.toml")


def attempts_until(failures: list[Exception]) -> tuple[bool, int]:
    """Run an asset that fails so in turn; return whether it came about, and how often it tried."""
    tries = list[int]()

    @dg.asset
    def landed(context: dg.AssetExecutionContext) -> None:
        with asked_again(TWICE, tried=context.retry_number):
            tries.append(context.retry_number)
            if len(tries) <= len(failures):
                raise failures[len(tries) - 1]

    with dg.DagsterInstance.ephemeral() as instance:
        ended = dg.materialize([landed], instance=instance, raise_on_error=False)
    return ended.success, len(tries)


@pytest.mark.parametrize(
    ("failures", "ended"),
    [
        ([], (True, 1)),
        ([AwayError("no answer")], (True, 2)),
        ([AwayError("no answer")] * 3, (False, 3)),
        ([ContractError("a column is missing")], (False, 1)),
        ([ReadError("it refuses")], (False, 1)),
        ([HungError("no end")], (False, 1)),
    ],
)
def test_only_a_system_that_is_away_is_asked_again(
    failures: list[Exception], ended: tuple[bool, int]
) -> None:
    assert attempts_until(failures) == ended


def test_each_wait_is_twice_as_long() -> None:
    def wait(tried: int) -> float | None:
        with (
            pytest.raises(dg.RetryRequested) as asked,
            asked_again(Pulling(retry_wait_seconds=30), tried=tried),
        ):
            raise AwayError("no answer")
        return asked.value.seconds_to_wait

    assert [wait(tried) for tried in range(3)] == [30, 60, 120]


def evaluate(settings: Settings, cursor: str | None) -> dg.SensorResult | dg.SkipReason:
    context = dg.build_sensor_context(cursor=cursor)
    found = arrival_sensor(settings, settings.systems[0])(context)
    assert isinstance(found, dg.SensorResult | dg.SkipReason)
    return found


def test_a_delivery_starts_one_night_and_the_next_one_another(settings: Settings) -> None:
    first = evaluate(settings, None)
    assert isinstance(first, dg.SensorResult)
    again = evaluate(settings, first.cursor)
    (settings.root / "exports" / "people.csv").write_text("person_id\nP1\n", "utf-8")
    second = evaluate(settings, first.cursor)
    assert isinstance(second, dg.SensorResult)

    assert isinstance(again, dg.SkipReason)
    keys = [request.run_key for each in (first, second) for request in each.run_requests or []]
    assert keys == [first.cursor, second.cursor]
    assert len(set(keys)) == 2


def test_a_night_asks_for_the_day_it_is_for_the_company(settings: Settings) -> None:
    tick = dt.datetime(2026, 3, 31, 22, 30, tzinfo=dt.UTC).astimezone(settings.zone)
    schedule = on_its_day(settings, "nightly_schedule", "nightly", "30 0 * * *")

    asked = schedule(dg.build_schedule_context(scheduled_execution_time=tick))

    assert isinstance(asked, dg.RunRequest)
    assert asked.partition_key == "2026-04-01"
    assert schedule.execution_timezone == "Europe/Berlin"


def test_files_that_return_to_what_they_were_are_a_delivery(settings: Settings) -> None:
    people = settings.root / "exports" / "people.csv"
    before, times = people.read_bytes(), people.stat()
    cursors = list[str | None]([None])
    for content in (before, b"person_id\n", before):
        people.write_bytes(content)
        os.utime(people, ns=(times.st_atime_ns, times.st_mtime_ns))
        result = evaluate(settings, cursors[-1])
        assert isinstance(result, dg.SensorResult)
        cursors.append(result.cursor)

    assert len(set(cursors)) == 4


def test_a_night_waits_for_the_manifest_of_every_file(settings: Settings) -> None:
    system = settings.systems[0]
    waiting = system.delivery.model_copy(update={"ready": "manifest"})
    settings = settings.model_copy(
        update={"systems": (system.model_copy(update={"delivery": waiting}),)}
    )
    before = evaluate(settings, None)
    for path in list((settings.root / "exports").iterdir()):
        path.with_name(f"{path.name}.done").touch()

    assert before == dg.SkipReason("a file may still be being written")
    assert isinstance(evaluate(settings, None), dg.SensorResult)


def test_a_store_that_is_away_starts_nothing(settings: Settings) -> None:
    (settings.root / "exports").rename(settings.root / "gone")

    found = evaluate(settings, None)

    assert isinstance(found, dg.SkipReason)
    assert "can not be looked at" in str(found.skip_message)


def test_sensors_of_deliveries_are_off_until_someone_turns_them_on(settings: Settings) -> None:
    sensor = arrival_sensor(settings, settings.systems[0])

    assert sensor.default_status == dg.DefaultSensorStatus.STOPPED


def test_a_system_has_a_schedule_of_its_own_where_it_says_when(settings: Settings) -> None:
    system = settings.systems[0]
    hourly = system.model_copy(update={"pull": Pulling(cron="0 * * * *")})

    assert not pulled_alone(settings, system).schedules
    (schedule,) = pulled_alone(settings, hourly).schedules or []
    assert isinstance(schedule, dg.ScheduleDefinition)
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("0 * * * *", "Europe/Berlin")


def test_every_table_that_is_promised_has_a_freshness_check(settings: Settings) -> None:
    (checks,) = freshness_checks(settings)

    assert {key.asset_key.path[1] for key in checks.check_keys} == {
        "time_entries",
        "opportunities",
        "invoices",
        "gl_lines",
    }


@pytest.mark.parametrize("former", [FORMER, CONFIGURATION])
def test_what_earlier_versions_wrote_is_written_anew(settings: Settings, former: str) -> None:
    written = dagster_home(settings) / "dagster.yaml"
    ours = written.read_text("utf-8")
    written.write_text(former, "utf-8")
    dagster_home(settings)

    assert written.read_text("utf-8") == ours
    assert ours.startswith(CONFIGURATION)


def test_events_of_before_the_library_was_laid_out_anew_are_still_stored(
    settings: Settings,
) -> None:
    written = dagster_home(settings) / "dagster.yaml"
    ours = written.read_text("utf-8")
    former = ours.replace("module: pipelines.lib.runs.event_log", "module: pipelines.lib.event_log")
    assert former != ours
    written.write_text(former, "utf-8")
    open_instance(settings).dispose()

    assert written.read_text("utf-8") == ours


def test_a_company_that_moved_has_its_events_where_it_is(settings: Settings) -> None:
    written = dagster_home(settings) / "dagster.yaml"
    ours = written.read_text("utf-8")
    written.write_text(ours.replace(str(settings.root.resolve()), "/elsewhere"), "utf-8")
    dagster_home(settings)

    assert written.read_text("utf-8") == ours


def test_what_someone_wrote_themselves_stays(settings: Settings) -> None:
    written = dagster_home(settings) / "dagster.yaml"
    written.write_text("# mine\n", "utf-8")
    dagster_home(settings)

    assert written.read_text("utf-8") == "# mine\n"


def test_a_run_that_has_just_begun_is_not_taken_for_dead() -> None:
    @dg.job
    def nothing() -> None:
        """Do nothing."""

    with dg.DagsterInstance.ephemeral() as instance:
        instance.create_run_for_job(nothing, status=dg.DagsterRunStatus.STARTED)

        assert end_dead_runs(instance) == []
        assert len(end_dead_runs(instance, "another")) == 1


def test_a_run_that_ended_leaves_no_slot_taken(settings: Settings) -> None:
    @dg.job
    def nothing() -> None:
        """Do nothing."""

    with open_instance(settings) as instance:
        ended = instance.create_run_for_job(nothing, status=dg.DagsterRunStatus.FAILURE)
        running = instance.create_run_for_job(nothing, status=dg.DagsterRunStatus.STARTED)
        storage = instance.event_log_storage
        for pool, run in (("landing_exports", ended), ("landing_crm", running)):
            storage.set_concurrency_slots(pool, 1)
            storage.claim_concurrency_slot(pool, run.run_id, "step")

        end_dead_runs(instance)
        claims = [
            storage.claim_concurrency_slot(pool, "the next", "step").slot_status.value
            for pool in ("landing_exports", "landing_crm")
        ]

    assert claims == ["CLAIMED", "BLOCKED"]
