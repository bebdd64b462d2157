"""A release is rebuilt from what had landed then; what does not come out as it was is named."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from changed_night import Changed
from nightly import Company, Ended

from pipelines.lib.company import landing_of
from pipelines.lib.dbt import published_tables
from pipelines.lib.releases.known import KnownLanding
from pipelines.lib.releases.release import Release, ReleaseError, named_release, releases_of
from pipelines.lib.replay.verdict import TableVerdict, judge
from sources.disk import sha256_of
from sources.settings import load_settings

pytestmark = [pytest.mark.warehouse, pytest.mark.slow]
KEPT = ("landing", "warehouse", "releases")


def copied(company: Company, folder: Path) -> Company:
    """Return a copy of a company, to be changed by one test."""
    shutil.copytree(company.folder, folder / "company", symlinks=True)
    return Company(folder / "company")


def files_of(company: Company) -> dict[str, str]:
    """Return the checksum of every file that a replay must not touch."""
    folders = [company.folder / "var" / name for name in KEPT]
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {str(path): sha256_of(path) for path in files}


@dataclass(frozen=True)
class Replayed:
    """The replay of the first night's release, after the second night."""

    company: Company
    ended: Ended
    files_before: dict[str, str]

    @property
    def release(self) -> Release:
        """The first release."""
        return named_release(self.company.releases, "previous")

    def judged(self, folder: Path, release: Release) -> dict[str, TableVerdict]:
        """Compare what was rebuilt with a folder that may not be as it was published."""
        kept = Path(self.ended.outcome["folder"])
        verdicts = judge(
            load_settings(self.company.folder / "evenkeel.toml"),
            folder,
            release,
            kept / "warehouse" / "evenkeel.duckdb",
            published_tables(kept / "state" / "dbt" / "target" / "manifest.json"),
            3,
        )
        return {each.table: each for each in verdicts if not each.is_equal}


@pytest.fixture(scope="module")
def replayed(
    changed: Changed,
    first_night: tuple[Company, Ended],
    tmp_path_factory: pytest.TempPathFactory,
) -> Replayed:
    """Replay with the configuration that the first night had: one system fewer."""
    company = copied(changed.company, tmp_path_factory.mktemp("replayed"))
    shutil.copy(first_night[0].folder / "evenkeel.toml", company.folder)
    before = files_of(company)
    return Replayed(company, company.ask("replay", "previous", "--keep", "--json"), before)


def test_the_first_release_comes_out_as_it_was_after_a_night_of_changes(
    replayed: Replayed,
) -> None:
    assert replayed.ended.code == 0, replayed.ended.told
    found = replayed.ended.outcome
    assert found["is_equal"]
    assert {each["table"] for each in found["tables"]} == set(replayed.release.content)
    assert "loaded 16 deliveries, as of 2026-07-31" in replayed.ended.told


def test_a_replay_touches_nothing_of_the_company(replayed: Replayed) -> None:
    assert files_of(replayed.company) == replayed.files_before


def test_another_configuration_is_refused_and_its_keys_are_named(changed: Changed) -> None:
    ended = changed.company.ask("replay", "previous")

    assert ended.code == 1
    assert "was made with another configuration" in ended.told
    assert "systems.acquired.kind: nothing then, canonical now" in ended.told


def of_other_code(written: dict) -> dict:
    return {**written, "code_version": "0" * 64}


def test_other_code_is_refused_and_both_versions_are_named(
    changed: Changed, tmp_path: Path
) -> None:
    company = copied(changed.company, tmp_path)
    here = rewrite(company.releases / "current", of_other_code)["code_version"]

    ended = company.ask("replay", "current")

    assert ended.code == 1
    assert "was made by other code" in ended.told
    assert f"made by  {'0' * 64}" in ended.told
    assert f"here is  {here}" in ended.told
    assert "--with-this-code" in ended.told


def rewrite(folder: Path, change: Callable[[dict], dict]) -> dict:
    """Change what a release's record says; return what it said."""
    path = folder / "release.json"
    written = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(change(written)), "utf-8")
    return written


def test_a_release_of_before_the_configuration_was_recorded_is_read(
    changed: Changed, tmp_path: Path
) -> None:
    company = copied(changed.company, tmp_path)
    rewrite(
        company.releases / "current",
        lambda written: {k: v for k, v in written.items() if k != "configuration"},
    )

    assert [each.configuration is None for each in releases_of(company.releases)] == [False, True]
    told = company.ask("releases", "diff", "--table", "dim_date").told
    assert "configuration  not recorded" in told


def test_a_landed_value_that_was_altered_is_named_by_table_key_and_column(
    changed: Changed, tmp_path: Path
) -> None:
    """It is also the replay of a release of two systems and of two deliveries of a table."""
    company = copied(changed.company, tmp_path)
    landed = next((company.folder / "var/landing/exports/time_entries").glob("000002-*"))
    data = landed / "data.parquet"
    altered = (
        f"select * replace (if(time_entry_id = 'T000005', hours + 1, hours) as hours) from '{data}'"
    )
    duckdb.execute(f"copy ({altered}) to '{tmp_path / 'altered'}' (format parquet)")
    shutil.move(tmp_path / "altered", data)
    ((key, hours),) = company.query(
        "select time_entry_key, hours from fct_time_entry "
        "where system_name = 'exports' and time_entry_id = 'T000005'",
        "people",
    )

    ended = company.ask("replay", "current", "--limit", "5")

    assert ended.code == 1
    assert f"altered landed file exports/time_entries/{landed.name}/data.parquet" in ended.told
    (otherwise,) = re.findall(r"rebuilt otherwise: .*\n  (.*)", ended.told)
    told = ended.told[ended.told.index("\nfct_time_entry  ") :]
    assert f"[time_entry_key {key}]" in told
    assert f"hours: {hours:.2f} -> {hours + 1:.2f}" in told
    assert {"fct_time_entry", "fct_project_month", "portfolio_month"} <= set(otherwise.split(", "))
    assert "fct_invoice_line" not in otherwise
    assert "dim_" not in otherwise
    assert "  kept " in ended.told


def test_a_file_of_the_release_that_was_altered_is_named(
    replayed: Replayed, tmp_path: Path
) -> None:
    folder = tmp_path / "release"
    shutil.copytree(replayed.company.releases / replayed.release.release_id, folder)
    with duckdb.connect(str(folder / "finance.duckdb")) as connection:
        ((key, hours),) = connection.execute(
            "update portfolio_project set hours = hours + 1 where project_code = 'HV-02' "
            "returning project_key, hours"
        ).fetchall()

    found = replayed.judged(folder, replayed.release)

    assert {name: each.found for name, each in found.items()} == {
        "portfolio_project": "file altered"
    }
    verdict = found["portfolio_project"]
    assert verdict.altered_files == ("finance.duckdb",)
    assert verdict.difference is not None
    (example,) = verdict.difference.examples
    (cell,) = example.cells
    assert (example.key, cell.column) == (key, "hours")
    assert (Decimal(cell.before or 0), Decimal(cell.after or 0)) == (hours, hours - 1)


def test_a_record_that_was_altered_is_told_from_the_files(replayed: Replayed) -> None:
    folder = replayed.company.releases / replayed.release.release_id
    content = {**replayed.release.content, "dim_date": "0" * 64}

    found = replayed.judged(folder, replayed.release.model_copy(update={"content": content}))

    assert {name: each.found for name, each in found.items()} == {"dim_date": "record altered"}
    assert found["dim_date"].altered_files == ()


def test_a_copy_that_can_not_be_read_is_named(replayed: Replayed, tmp_path: Path) -> None:
    folder = tmp_path / "release"
    shutil.copytree(replayed.company.releases / replayed.release.release_id, folder)
    (folder / "people.duckdb").write_bytes(b"cut off")
    (folder / "parquet" / "people" / "dim_person.parquet").unlink()

    found = replayed.judged(folder, replayed.release)

    assert found["dim_person"].altered_files == (
        "people.duckdb",
        "parquet/people/dim_person.parquet",
    )
    assert {each.found for each in found.values()} == {"file altered"}


def test_a_delivery_that_is_gone_is_named(changed: Changed, tmp_path: Path) -> None:
    company = copied(changed.company, tmp_path)
    shutil.rmtree(next((company.folder / "var/landing/exports/invoices").glob("000001-*")))
    settings = load_settings(company.folder / "evenkeel.toml")
    landing = KnownLanding(landing_of(settings), named_release(company.releases, "current"))
    tables = [tuple(each.split("/")[:2]) for each in landing.listed]

    with pytest.raises(ReleaseError, match=r"exports/invoices has no delivery 000001"):
        landing.check((system, table) for system, table in tables)
