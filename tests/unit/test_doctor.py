import datetime as dt
from pathlib import Path

import pytest
from sample.write import write_sample

from pipelines.lib.upkeep import doctor_of_data
from pipelines.lib.upkeep.doctor import Examined, examine
from pipelines.lib.warehouse import nightly_lock
from sources.configuration import Rest
from sources.landing import Landing
from sources.pull import PullOptions, pull
from sources.settings import load_settings, secret_names

SECRETIVE = """
[[systems]]
name = "crm"
kind = "hubspot"
domains = ["crm"]
entity = "HV-DE"

[systems.delivery]
connector = "rest"
base_url = "http://127.0.0.1:9/"
header_env = { Authorization = "CRM_TOKEN" }
"""


@pytest.fixture
def toml(tmp_path: Path) -> Path:
    write_sample(tmp_path)
    return tmp_path / "evenkeel.toml"


def found(toml: Path) -> dict[str, Examined]:
    return {each.check: each for each in examine(toml)}


def test_a_new_company_is_well(toml: Path) -> None:
    checks = found(toml)

    assert {name: each for name, each in checks.items() if each.state == "ill"} == {}
    assert checks["system exports"].found == "16 files"
    assert checks["release"].state == "note"


def test_a_secret_is_asked_for_by_name_and_never_shown(
    toml: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    toml.write_text(toml.read_text("utf-8") + SECRETIVE, "utf-8")
    absent = found(toml)
    monkeypatch.setenv("CRM_TOKEN", "canary-7f3a")
    present = found(toml)

    assert absent["secrets"].found == "not set: CRM_TOKEN"
    assert absent["system crm"].state == "ill"
    assert present["secrets"].state == "well"
    assert present["system crm"].state == "ill"
    assert "canary" not in str([each.model_dump() for each in present.values()])


def test_oauth2_names_its_secrets(toml: Path) -> None:
    rest = {
        "connector": "rest",
        "base_url": "https://crm.example",
        "oauth2": {
            "token_url": "https://crm.example/token",
            "client_id_env": "ID",
            "client_secret_env": "SECRET",
        },
    }
    system = load_settings(toml).systems[0]
    system = system.model_copy(update={"delivery": Rest.model_validate(rest)})

    assert secret_names(system) == ["ID", "SECRET"]


def test_a_wrong_key_is_named_and_nothing_else_is_looked_at(toml: Path) -> None:
    toml.write_text(toml.read_text("utf-8").replace("Europe/Berlin", "Berlin"), "utf-8")

    checks = found(toml)

    assert "company.time_zone" in checks["configuration"].found
    assert list(checks)[-1] == "configuration"


def test_a_folder_without_a_file_is_told_with_the_table(toml: Path) -> None:
    (toml.parent / "exports" / "people.csv").unlink()

    assert found(toml)["system exports"].found.startswith("no files of people in ")


def test_a_clock_behind_the_last_delivery_is_told(
    toml: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings(toml)
    (landed,) = pull(
        settings.systems[0], "clients", Landing(toml.parent / "var/landing"), PullOptions()
    )
    before = landed.finished_at - dt.timedelta(days=1)
    monkeypatch.setattr(doctor_of_data, "utc_now", lambda: before)

    assert found(toml)["clock"].state == "ill"


def test_a_running_nightly_is_no_illness(toml: Path) -> None:
    with nightly_lock(load_settings(toml)):
        lock = found(toml)["lock"]

    assert lock.state == "note"
    assert "held by process" in lock.found


def test_a_broken_warehouse_says_that_the_night_makes_it_anew(toml: Path) -> None:
    (toml.parent / "var" / "warehouse").mkdir(parents=True)
    (toml.parent / "var" / "warehouse" / "evenkeel.duckdb").write_bytes(b"no database" * 1000)

    warehouse = found(toml)["warehouse"]

    assert warehouse.state == "ill"
    assert "the night makes it anew" in warehouse.mend


def test_a_channel_that_is_none_is_told_by_its_place(
    toml: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    toml.write_text(toml.read_text("utf-8") + '[alerts]\nchannels_env = ["OPS"]\n', "utf-8")
    monkeypatch.setenv("OPS", "json://127.0.0.1:9 nonsense://canary-7f3a")

    alerts = found(toml)["alerts"]

    assert alerts.state == "ill"
    assert alerts.found == "no URL of a channel: OPS #2"


def test_telemetry_that_someone_let_through_is_told(
    toml: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAGSTER_DISABLE_TELEMETRY", "no")

    assert found(toml)["telemetry"].found == "let through by DAGSTER_DISABLE_TELEMETRY"
