"""What PostgreSQL holds after publishing: exactly the release, also after anything went wrong."""

import datetime as dt
import signal
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import psycopg
import pytest
from served import COLUMNS, TABLES, Served

from pipelines.lib.company import releases_root
from pipelines.lib.postgres.publishing import publish_missing, publish_release
from pipelines.lib.releases.release import PostgresError, named_release
from pipelines.lib.upkeep.doctor_of_postgres import examine_postgres
from pipelines.lib.upkeep.removing import remove
from pipelines.lib.upkeep.retention import judged
from sources.serving_settings import Postgres, Roles
from sources.upkeep_settings import Retention

# Stops the process dead after half of the tables are loaded.
KILLED = """
import os, signal
from pathlib import Path
import pipelines.lib.postgres.publishing as publishing
from sources.serving_settings import Postgres
from sources.settings import load_settings

copy, copied = publishing._copy, []
def killed(*arguments):
    if copied:
        os.kill(os.getpid(), signal.SIGKILL)
    copied.append(copy(*arguments))
    return copied[0]
publishing._copy = killed
settings = load_settings(Path({root!r}) / "evenkeel.toml")
publishing.publish_missing(settings.model_copy(update={{"postgres": Postgres(url_env="BI_URL")}}))
"""

# As if PostgreSQL failed after statements of one kind.
REFUSING = """
create function refuse() returns event_trigger language plpgsql as $$
begin
    raise exception 'not at this moment';
end $$;
create event trigger refusing on ddl_command_end when tag in ('TAG') execute function refuse();
"""


def test_every_value_comes_as_it_was_published(served: Served) -> None:
    release = served.release(1, rows=5000)
    publish_missing(served.settings)

    columns = ", ".join(COLUMNS)
    file = releases_root(served.settings) / release / "finance.duckdb"
    with duckdb.connect(str(file), read_only=True) as connection:
        wanted = connection.execute(f"select {columns} from fct_revenue_event").fetchall()
    found = served.ask(f"select {columns} from finance.fct_revenue_event")
    assert sorted(map(repr, found)) == sorted(map(repr, wanted))
    kinds = served.ask(
        "select format_type(atttypid, atttypmod) from pg_attribute where attname = 'amount' "
        "and attrelid = 'finance.fct_revenue_event'::regclass"
    )
    assert kinds == [("numeric(18,2)",)]


def test_a_killed_publish_leaves_the_last_one_and_the_next_is_whole(served: Served) -> None:
    served.release(1)
    publish_missing(served.settings)
    served.release(2)

    program = KILLED.format(root=str(served.settings.root))
    done = subprocess.run([sys.executable, "-c", program], check=False)

    assert done.returncode == -signal.SIGKILL
    assert served.marks() == [1]
    served.release(3)
    made = publish_missing(served.settings)
    assert (len(made.releases), served.marks()) == (2, [3])
    held = "select mark, count(*) from published.portfolio_month group by 1 order by 1"
    assert served.ask(held) == [(1, 100), (2, 100), (3, 100)]


def test_what_was_missed_while_it_was_away_is_published_next(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    served.release(1)
    publish_missing(served.settings)
    served.release(2)
    with monkeypatch.context() as away:
        away.setenv("BI_URL", "postgresql://bi:canary%2F7@127.0.0.1:9/bi")
        with pytest.raises(PostgresError, match=r"BI_URL: connection failed.*refused") as refused:
            publish_missing(served.settings)
        assert "canary" not in str(refused.value)
        (found,) = examine_postgres(served.settings)
        assert (found.state, "canary" in found.found) == ("ill", False)

    (behind,) = examine_postgres(served.settings)
    publish_missing(served.settings)
    (well,) = examine_postgres(served.settings)

    assert [behind.state, well.state] == ["note", "well"]
    assert served.marks() == [2]
    assert publish_missing(served.settings).releases == ()


def test_columns_come_go_and_change_their_type(served: Served) -> None:
    served.release(1, columns={"mark": COLUMNS["mark"], "said": COLUMNS["said"]})
    publish_missing(served.settings)
    served.release(2, columns={"mark": ("bigint", "Number."), "amount": COLUMNS["amount"]})
    publish_missing(served.settings)

    rows = "select mark, said is null, amount is null from finance_history.portfolio_month"
    assert set(served.ask(rows, "finance_auditor")) >= {(1, False, True), (2, True, False)}
    (said,) = served.ask(
        "select col_description(attrelid, attnum) from pg_attribute where attname = 'said' "
        "and attrelid = 'portfolio.portfolio_month'::regclass"
    )
    assert said[0].startswith("Not published any more")
    assert served.ask("select count(*) from portfolio.portfolio_month", "portfolio_reader")


def test_a_type_that_earlier_values_are_not_of_is_told(served: Served) -> None:
    served.release(1)
    publish_missing(served.settings)
    served.release(2, columns=COLUMNS | {"said": ("bigint", "A number.")})

    with pytest.raises(PostgresError, match="invalid input syntax for type bigint"):
        publish_missing(served.settings)

    assert served.ask("select distinct mark from portfolio.portfolio_month", "portfolio_reader")
    assert served.marks() == [1]


@pytest.mark.parametrize("tag", ["CREATE VIEW", "GRANT", "COMMENT"])
def test_readers_keep_their_view_whatever_fails_after_a_type_changed(
    served: Served, tag: str
) -> None:
    served.release(1)
    publish_missing(served.settings)
    served.release(2, columns=COLUMNS | {"mark": ("bigint", "Another number.")})
    with psycopg.connect(served.url, autocommit=True) as connection:
        connection.execute(REFUSING.replace("TAG", tag).encode())

    with pytest.raises(PostgresError, match="not at this moment"):
        publish_missing(served.settings)

    assert served.ask("select distinct mark from portfolio.portfolio_month", "portfolio_reader")
    assert served.marks() == [1]
    assert served.ask("select 1 from finance_history.portfolio_month limit 1", "finance_auditor")


def test_text_that_postgresql_can_not_hold_is_told_by_its_place(served: Served) -> None:
    served.release(1, columns=COLUMNS | {"cut": ("varchar", "Cut.")})

    with pytest.raises(PostgresError, match=r"0x00 \(COPY \w+, line 1.*\)") as refused:
        publish_missing(served.settings)

    assert "canary" not in str(refused.value)


def test_a_table_is_taken_from_those_who_may_not_read_it_any_more(served: Served) -> None:
    served.release(1)
    publish_missing(served.settings)
    served.release(2, tables={**TABLES, "portfolio_month": ("finance",)})
    publish_missing(served.settings)

    with pytest.raises(psycopg.errors.UndefinedTable):
        served.ask("select 1 from portfolio.portfolio_month", "portfolio_reader")
    assert served.marks("finance.portfolio_month") == [2]


def test_a_role_that_is_not_there_is_told_and_the_others_read(served: Served) -> None:
    roles = Roles(people="nobody_here")
    settings = served.settings.model_copy(
        update={"postgres": Postgres(url_env="BI_URL", roles=roles)}
    )
    served.release(1)

    made = publish_missing(settings)

    assert made.absent_roles == ("nobody_here",)
    assert served.ask("select count(*) from portfolio.portfolio_month", "portfolio_reader")
    found = {each.state: each for each in examine_postgres(settings)}
    assert "no role nobody_here" in found["ill"].found
    assert found["ill"].mend.startswith("create role nobody_here")


def test_a_reader_with_an_open_transaction_is_waited_for_and_not_broken_off(served: Served) -> None:
    served.release(1)
    publish_missing(served.settings)
    served.release(2, columns=COLUMNS | {"late": ("varchar", "Late.")})
    with psycopg.connect(served.url) as reader:
        reader.execute("select count(*) from portfolio.portfolio_month")
        publishing = threading.Thread(target=publish_missing, args=(served.settings,))
        publishing.start()
        publishing.join(1)
        assert publishing.is_alive()
        reader.execute("select count(*) from finance.fct_revenue_event")
        reader.commit()
    publishing.join()

    assert served.marks() == [2]


def test_an_unreadable_file_ends_the_publish_and_nothing_is_loaded(served: Served) -> None:
    served.release(1)
    publish_missing(served.settings)
    release = served.release(2)
    for file in (releases_root(served.settings) / release).glob(
        "parquet/*/portfolio_month.parquet"
    ):
        file.unlink()

    with pytest.raises(PostgresError, match=r"portfolio_month\.parquet can not be read"):
        publish_missing(served.settings)

    assert served.marks() == [1]


def test_a_release_can_be_made_current_again(served: Served) -> None:
    first = served.release(1)
    publish_missing(served.settings)
    served.release(2)
    publish_missing(served.settings)

    publish_release(served.settings, named_release(releases_root(served.settings), first))

    assert served.marks() == [1]


def test_a_publication_goes_with_its_release(served: Served) -> None:
    settings = served.settings.model_copy(update={"retention": Retention(releases=1, days=1)})
    for mark in (1, 2, 3):
        served.release(mark)
        publish_missing(settings)
    found = judged(settings, dt.datetime(2027, 1, 1, tzinfo=dt.UTC))

    remove(settings, found)

    shown = {each.name[-1]: each.goes for each in found if each.kind == "publication"}
    assert shown == {"1": True, "2": False, "3": False}
    held = "select distinct mark from published.portfolio_month order by 1"
    assert served.ask(held) == [(2,), (3,)]
    assert [
        Path(name).suffix for (name,) in served.ask("select release_id from releases.publication")
    ]
