import json
import sqlite3
from pathlib import Path

import duckdb
import pytest
from builders import Exports, canonical

from pipelines.lib.ingest.raw import Loaded, load_delivery
from sources.configuration import Sql, SystemSettings
from sources.delivery import Delivery
from sources.errors import ContractError, ShrinkError
from sources.landing import Landing
from sources.pull import PullOptions, pull

WITHOUT = (
    "project_id,project_code,project_name,shared_id,client_id,entity_code,project_type,practice,"
    "currency_code,budget_hours,budget_amount,start_date,end_date,state"
)
J1 = "J1,A-1,Claims portal,,C1,,fixed_fee,,EUR,,,,,open"
VALUES = tuple(value or None for value in J1.split(","))
RECORD = dict(zip(WITHOUT.split(","), VALUES, strict=True))


@pytest.fixture
def exports(tmp_path: Path) -> Exports:
    return Exports(tmp_path)


def load(connection: duckdb.DuckDBPyConnection, exports: Exports, delivery: Delivery) -> Loaded:
    contract, folder = canonical(), exports.landing.folder(delivery)
    loaded = load_delivery(connection, contract, contract.table("projects"), delivery, folder)
    assert loaded is not None
    return loaded


def test_an_export_from_before_the_column_lands_and_loads_it_empty(exports: Exports) -> None:
    exports.deliver(f"{WITHOUT}\n{J1}\n", "projects.csv")
    warehouse = duckdb.connect()

    (delivery,) = exports.pull("projects")
    loaded = load(warehouse, exports, delivery)

    assert delivery.new_columns == ()
    assert loaded.appended == 1
    assert warehouse.sql(
        "select project_id, contract_id, state from raw_canonical.projects"
    ).fetchall() == [("J1", None, "open")]


def test_the_column_counts_from_the_delivery_that_has_it(exports: Exports) -> None:
    exports.deliver(f"{WITHOUT}\n{J1}\n", "projects.csv")
    (before,) = exports.pull("projects")
    exports.deliver(f"{WITHOUT},contract_id\n{J1},V1\n", "projects.csv")
    warehouse = duckdb.connect()

    (after,) = exports.pull("projects")
    load(warehouse, exports, before)
    load(warehouse, exports, after)

    assert warehouse.sql(
        "select contract_id from raw_canonical.projects order by _delivery_number"
    ).fetchall() == [(None,), ("V1",)]


def test_a_column_that_came_last_time_may_not_vanish_unseen(exports: Exports) -> None:
    exports.deliver(f"{WITHOUT},contract_id\n{J1},V1\n", "projects.csv")
    exports.pull("projects")
    exports.deliver(f"{WITHOUT},contract\n{J1},V1\n", "projects.csv")

    with pytest.raises(ContractError, match=r"column contract_id is missing; .*--accept-shrink"):
        exports.pull("projects")
    (delivery,) = exports.pull("projects", accept_shrink=("exports.projects",))

    assert delivery.new_columns == ("contract",)


def test_a_record_without_the_column_lands_and_one_that_lost_it_does_not(exports: Exports) -> None:
    exports.deliver(json.dumps([RECORD]), "projects.json")
    exports.pull("projects")
    exports.deliver(
        json.dumps([RECORD, {**RECORD, "project_id": "J2", "contract_id": "V1"}]), "projects.json"
    )

    (second,) = exports.pull("projects")
    exports.deliver(json.dumps([{**RECORD, "state": "closed"}]), "projects.json")

    assert exports.rows(second, "project_id, contract_id") == [("J1", None), ("J2", "V1")]
    with pytest.raises(ContractError, match="column contract_id is missing"):
        exports.pull("projects")


def test_an_empty_list_of_records_is_a_shrink_and_no_lost_column(exports: Exports) -> None:
    exports.deliver(json.dumps([{**RECORD, "contract_id": "V1"}]), "projects.json")
    exports.pull("projects")
    exports.deliver("[]", "projects.json")

    with pytest.raises(ShrinkError, match="0 rows now, 1 last time"):
        exports.pull("projects")


def test_a_database_without_the_column_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'crm.sqlite'}"
    monkeypatch.setenv("CRM_URL", url)
    declared = ", ".join(f"{name} text" for name in RECORD)
    with sqlite3.connect(tmp_path / "crm.sqlite") as database:
        database.execute(f"create table projects ({declared})")
        database.execute(f"insert into projects values ({', '.join('?' * len(RECORD))})", VALUES)
    database.close()
    crm = SystemSettings(
        name="crm",
        kind="canonical",
        domains=("crm",),
        entity="E1",
        delivery=Sql(connector="sql", url_env="CRM_URL", mode="full"),
    )

    (delivery,) = pull(crm, "projects", Landing(tmp_path / "landing"), PullOptions())

    assert delivery.landed.rows == 1
