"""Whatever is wrong with a database's URL, no message holds it or any part of its password."""

import traceback

import pytest
from cluster import GUARDED, Cluster
from databases import VARIABLE, Database, entry, named
from sql_system import SqlSystem

from sources.errors import ConfigurationError, ReadError, SourceError

pytestmark = pytest.mark.integration

SPECIAL = 's3cr@t/w0rd:%?#&= "$'
ENCODED = "s3cr%40t%2Fw0rd%3A%25%3F%23%26%3D%20%22%24"


def said(erp: SqlSystem) -> str:
    """Return all that a pull that fails says, with its tracebacks."""
    with pytest.raises(SourceError, match=rf"^erp\.time_entries: .*{VARIABLE}") as refused:
        erp.pull()
    return "".join(traceback.format_exception(refused.value))


@pytest.fixture
def guarded(cluster: Cluster, postgres: Database) -> Database:
    """A database that a role with the password may read."""
    doubled = SPECIAL.replace(":", "\\:")
    postgres.execute(f"drop role if exists {GUARDED}")
    postgres.execute(f"create role {GUARDED} superuser login password '{doubled}'")
    url = f"postgresql://{GUARDED}:{ENCODED}@127.0.0.1:{cluster.port}/{postgres.name}"
    return Database(url, postgres.writer)


@pytest.fixture(params=["postgresql", "postgresql+psycopg"])
def opened(request: pytest.FixtureRequest, guarded: Database) -> Database:
    """The same database, read through ADBC and through SQLAlchemy."""
    return Database(guarded.url.replace("postgresql", request.param), guarded.writer)


def test_a_password_of_special_characters_opens_the_database(
    opened: Database, erp: SqlSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.create()
    opened.insert_entries(entry())
    named(opened, monkeypatch)

    assert erp.pull().landed.rows == 1


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("127.0.0.1", "nowhere.invalid", "nowhere.invalid"),
        ("t%2Fw0rd", "t%2Fw0rds", f'password authentication failed for user "{GUARDED}"'),
        (f"//{GUARDED}", "//nobody", 'role "nobody" does not exist'),
        ("/source", "/nothing", "does not exist"),
        ("/source", "/source?unheard_of=", "unheard_of"),
        ("127.0.0.1:", "127.0.0.1:1", "invalid port number"),
    ],
)
def test_a_database_that_does_not_open_says_why_without_the_password(
    opened: Database,
    erp: SqlSystem,
    monkeypatch: pytest.MonkeyPatch,
    right: str,
    wrong: str,
    told: str,
) -> None:
    monkeypatch.setenv(VARIABLE, opened.url.replace(right, wrong))

    message = said(erp)

    assert told in message
    assert "s3cr" not in message
    assert "w0rd" not in message


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://erp:{SPECIAL}@127.0.0.1/erp",
        f"postgresql+psycopg://erp:{SPECIAL}@127.0.0.1/erp",
        "postgresql://erp:s3cr@w0rd@127.0.0.1/erp",
        "postgresql://erp:s3cr/w0rd@127.0.0.1/erp",
        "postgresql://erp:12/s3cr@w0rd@127.0.0.1/erp",
        "postgresql://erp:s3cr#w0rd@127.0.0.1/erp",
        "postgresql://erp:s3cr?w0rd@127.0.0.1/erp",
        "postgresql://erp:s3cr%w0rd@127.0.0.1/erp",
        "postgresql://erp:s3cr w0rd@127.0.0.1/erp",
        "postgresql://erp:s3cr[w0rd]@127.0.0.1/erp",
        "postgresql:erp:s3crw0rd@127.0.0.1/erp",
        "host=127.0.0.1 user=erp password=s3crw0rd",
    ],
)
def test_a_url_that_could_be_read_in_two_ways_reaches_no_driver(
    erp: SqlSystem, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv(VARIABLE, url)

    with pytest.raises(ConfigurationError, match=r"ERP_URL holds no database URL; .*encoded"):
        erp.pull()

    message = said(erp)
    assert "s3cr" not in message
    assert "w0rd" not in message


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("nosuch://erp:s3crw0rd@127.0.0.1/erp", "Can't load plugin: sqlalchemy.dialects:nosuch"),
        ("mysql+nosuch://erp:s3crw0rd@127.0.0.1/erp", "sqlalchemy.dialects:mysql.nosuch"),
        ("mysql+pymysql://erp:s3crw0rd@127.0.0.1/erp", "No module named 'pymysql'"),
        ("sqlite:////nowhere/s3crw0rd.db", "no such file is there"),
        ("duckdb:////nowhere/s3crw0rd.db", "no such file is there"),
    ],
)
def test_an_unknown_driver_or_file_is_told_without_the_url(
    erp: SqlSystem, monkeypatch: pytest.MonkeyPatch, url: str, told: str
) -> None:
    monkeypatch.setenv(VARIABLE, url)

    with pytest.raises(ReadError, match=r"the database in ERP_URL: ") as refused:
        erp.pull()

    assert told in str(refused.value)
    assert "w0rd" not in said(erp)


def test_a_variable_that_is_not_set_is_named(
    erp: SqlSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)

    with pytest.raises(ConfigurationError, match=r"^erp\.time_entries: .* ERP_URL is not set"):
        erp.pull()
