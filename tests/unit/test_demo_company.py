import csv
import datetime as dt
import hashlib
from pathlib import Path

import pytest

from sources.demo.faults import Faults
from sources.demo.generate import made_company, write_csv
from sources.demo.plan import Plan
from sources.demo.write import write_demo
from sources.errors import ConfigurationError
from sources.odcs import load_contract
from sources.system import SYSTEMS

CONTRACT = load_contract(SYSTEMS / "canonical" / "contract.yml")
DAYS = (dt.date(2026, 1, 20), dt.date(2026, 3, 9), dt.date(2026, 6, 30))
DIGEST = "a976dec19922fef42c17c7d3a7c8b51cc7f5cb4e6d0a4b2dcfc8e6b0bb8ac08a"
NO_COPIES = {"duplicate_row": 0.0, "duplicate_key": 0.0}


def silent(message: str) -> None:
    del message


def checksums(folder: Path, plan: Plan) -> dict[str, str]:
    """Write a company; return the checksum of every file."""
    write_demo(folder, plan, silent)
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*.csv"))
    }


def latest_rows(folder: Path, table: str) -> dict[tuple[str, ...], dict[str, str]]:
    """Return a table's rows by key, as they are after all its files were read in their order."""
    rows = {}
    for path in sorted((folder / "exports").glob(f"{table}*.csv")):
        if path.stem.removeprefix(table)[:3] not in {"", "-20"}:
            continue
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                rows[tuple(row[name] for name in CONTRACT.table(table).key)] = row
    return rows


def test_one_seed_makes_the_same_bytes_whatever_the_number_of_threads(tmp_path: Path) -> None:
    """More entries than one thread takes at a time, so that two have to keep the order."""
    plan = Plan(people=300, years=3, seed=11, faults=Faults(0.01))
    found = []
    for threads in (1, 2):
        folder = tmp_path / str(threads)
        folder.mkdir()
        with made_company(plan, folder, threads=threads) as company:
            views = company.execute(
                "select schema_name, view_name from duckdb_views() "
                "where schema_name in ('exports', 'delivered', 'truth') order by all"
            ).fetchall()
            for schema, view in views:
                write_csv(company, f"from {schema}.{view}", folder / f"{schema}.{view}.csv")
            assert company.execute("select count(*) > 250000 from entries").fetchone() == (True,)
        found.append({p.name: p.read_bytes() for p in sorted(folder.glob("*.csv"))})

    assert len(found[0]) >= 30
    assert found[0] == found[1]


def test_every_machine_makes_the_same_bytes(tmp_path: Path) -> None:
    """After a wanted change of the demo company: put the digest that is found here."""
    plan = Plan(people=12, years=1, faults=Faults(0.01))

    found = checksums(tmp_path, plan)

    assert len(found) > 40
    assert hashlib.sha256(repr(found).encode()).hexdigest() == DIGEST


def test_an_invoice_that_comes_to_nothing_leaves_no_cent_with_the_client(tmp_path: Path) -> None:
    """Lines of foreign currency cancel out, and what they are worth in the books does not."""
    with made_company(Plan(people=200, years=3, seed=6), tmp_path) as company:
        cleared = company.execute("from gl_lines where source_type = 'clearing'").fetchall()
        owed = company.execute(
            "select entity_code, sum(open_functional_amount) "
            "from invoices group by all order by all"
        ).fetchall()
        booked = company.execute(
            "select entity_code, sum(amount) from gl_lines "
            "where account_code = '1200' group by all order by all"
        ).fetchall()

    assert len(cleared) == 2
    assert owed == booked


def test_another_seed_makes_another_company(tmp_path: Path) -> None:
    one = checksums(tmp_path / "one", Plan(people=10, years=1, seed=1))
    other = checksums(tmp_path / "other", Plan(people=10, years=1, seed=2))

    assert one["exports/time_entries.csv"] != other["exports/time_entries.csv"]


def test_a_company_is_written_twice_with_the_same_bytes(tmp_path: Path) -> None:
    plan = Plan(people=10, years=1, faults=Faults(0.01))

    assert checksums(tmp_path / "demo", plan) == checksums(tmp_path / "demo", plan)


@pytest.mark.parametrize("faults", [Faults(), Faults(0.01, NO_COPIES)])
def test_what_changed_day_by_day_adds_up_to_the_last_day(tmp_path: Path, faults: Faults) -> None:
    for day in DAYS:
        write_demo(tmp_path / "days", Plan(people=12, years=1, as_of=day, faults=faults), silent)
    write_demo(tmp_path / "whole", Plan(people=12, years=1, faults=faults), silent)
    compared = 0
    gone = {"time_entries", "cost_rates"} if faults.share else set()

    for table in CONTRACT.tables:
        played = latest_rows(tmp_path / "days", table.name)
        whole = latest_rows(tmp_path / "whole", table.name)
        compared += len(whole)
        if table.name in gone:
            # What was deleted is not told of by what changed.
            played = {key: row for key, row in played.items() if key in whole}
        assert played == whole, table.name
    assert compared > 3000


def test_a_day_holds_only_what_changed(tmp_path: Path) -> None:
    for day in (DAYS[1], DAYS[1] + dt.timedelta(days=1)):
        write_demo(tmp_path, Plan(people=12, years=1, as_of=day), silent)

    first, second = sorted((tmp_path / "exports").glob("time_entries*.csv"))

    assert 0 < second.stat().st_size < first.stat().st_size / 10


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"people": 0}, "--people: found 0, expected 1 to"),
        ({"years": 0}, "--years: found 0, expected 1 to"),
        ({"as_of": dt.date(2022, 1, 1)}, "--as-of: found 2022-01-01, expected 2023-07-01 to"),
        ({"as_of": dt.date(2027, 1, 1)}, "--as-of: found 2027-01-01, expected .* to 2026-06-30"),
    ],
)
def test_an_impossible_company_is_refused_with_the_reason(
    options: dict[str, int], told: str
) -> None:
    with pytest.raises(ConfigurationError, match=told):
        Plan(**options)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("share", "named", "told"),
    [
        (2.0, [], "--fault-rate: found 2.0, expected 0 to 1"),
        (0.2, [], "--fault-rate: the kinds of time_entries add up to 3.6, expected at most 1"),
        (0.0, ["gremlin=0.1"], "--fault: found 'gremlin', allowed: duplicate_row, "),
        (0.0, ["mojibake"], "--fault: found 'mojibake', expected KIND=SHARE"),
    ],
)
def test_impossible_faults_are_refused_with_the_reason(
    share: float, named: list[str], told: str
) -> None:
    with pytest.raises(ConfigurationError, match=told):
        Faults.parse(share, named)


def test_a_folder_with_other_files_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", "utf-8")

    with pytest.raises(ConfigurationError, match=r"holds thesis\.txt, which the demo company did"):
        write_demo(tmp_path, Plan(people=5, years=1), silent)

    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_somebodys_own_exports_are_left_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "clients.csv").write_text("mine", "utf-8")

    with pytest.raises(ConfigurationError, match=r"holds exports/clients\.csv, which the demo"):
        write_demo(tmp_path, Plan(people=5, years=1), silent)

    assert (tmp_path / "exports" / "clients.csv").read_text("utf-8") == "mine"
    assert not (tmp_path / "truth").exists()


def test_what_a_killed_one_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".demo-abc" / "exports").mkdir(parents=True)
    (tmp_path / ".demo-abc" / "exports" / "clients.csv").write_text("half", "utf-8")

    write_demo(tmp_path, Plan(people=5, years=1), silent)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["evenkeel.toml", "exports", "truth"]


def test_another_company_leaves_no_file_of_the_one_before(tmp_path: Path) -> None:
    faults = Faults(0, {"row_in_two_pages": 0.5})
    write_demo(tmp_path / "demo", Plan(people=5, years=1, faults=faults), silent)
    assert (tmp_path / "demo" / "exports" / "time_entries-2.csv").exists()

    found = checksums(tmp_path / "demo", Plan(people=6, years=1))

    assert found == checksums(tmp_path / "new", Plan(people=6, years=1))


def test_the_configuration_of_another_company_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "evenkeel.toml").write_text("[company]\n", "utf-8")

    with pytest.raises(ConfigurationError, match=r"an evenkeel\.toml of another company"):
        write_demo(tmp_path, Plan(people=5, years=1), silent)


def test_another_company_or_an_earlier_day_does_not_continue_a_company(tmp_path: Path) -> None:
    write_demo(tmp_path, Plan(people=5, years=1, as_of=DAYS[1]), silent)

    with pytest.raises(ConfigurationError, match="holds a company of people 5; expected another"):
        write_demo(tmp_path, Plan(people=6, years=1, as_of=DAYS[2]), silent)
    with pytest.raises(
        ConfigurationError, match=r"found 2026-01-20; .* as of 2026-03-09, expected"
    ):
        write_demo(tmp_path, Plan(people=5, years=1, as_of=DAYS[0]), silent)
