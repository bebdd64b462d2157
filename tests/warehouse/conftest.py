"""Built warehouses, once for all tests of this tier.

One is the sample company after a nightly, one the generated company; the last has every kind of
system, and no rows.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from balance_chain import BalanceChain, StageChain
from changed_night import Changed, acquire, edited
from closing_chain import ClosingChain
from following import compile_to_follow
from forecast_chain import ForecastChain
from gate_judge import Judge, start_judging
from loss_chain import LossChain
from nightly import Build, Company, Ended
from realisation_chain import RealisationChain
from recurring_chain import RecurringChain
from revenue_chain import RevenueChain
from time_chain import TimeChain
from value_chain import ValueChain
from work_chain import WorkChain

from pipelines.lib.dbt import PROJECT, folder_of, prepare_manifest, published_tables, variables
from pipelines.lib.ingest.known import load_known
from pipelines.lib.ingest.raw import create_raw_table
from pipelines.lib.ingest.reference import load_deliveries, load_reference
from pipelines.lib.releases.books import load_books
from pipelines.lib.warehouse import open_warehouse
from sources import configuration
from sources.configuration import Entity, Files, Settings, SystemSettings
from sources.demo.plan import Plan
from sources.demo.write import write_demo
from sources.extract import utc_now
from sources.landing import Landing
from sources.system import contract_of, kinds


def company_of_every_kind(folder: Path) -> Settings:
    """Return a company with one system of each kind and raw tables without rows."""
    delivery = Files(connector="files", url="exports")
    settings = Settings(
        company=configuration.Company(name="All", time_zone="UTC", reporting_currency="EUR"),
        entities=(Entity(code="E", name="E", functional_currency="EUR"),),
        systems=tuple(
            SystemSettings(name=kind, kind=kind, domains=("crm",), entity="E", delivery=delivery)
            for kind in kinds()
        ),
        root=folder,
    )
    published = published_tables(prepare_manifest(settings))
    with open_warehouse(settings) as warehouse:
        for system in settings.systems:
            contract = contract_of(system)
            for table in contract.tables:
                create_raw_table(warehouse, contract, table)
        load_reference(warehouse, settings, run_id="r", as_of=utc_now().date(), model_version="m")
        load_deliveries(warehouse, settings, Landing(folder / "landing"))
        load_books(warehouse, folder, {}, published)
        load_known(warehouse, None)
    return settings


@pytest.fixture(scope="session")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A company with one system of each kind, and no rows."""
    return company_of_every_kind(tmp_path_factory.mktemp("every_kind"))


@pytest.fixture(scope="session")
def every_kind(nothing: Settings) -> Build:
    """All models, unit tests and tests of no model, of all kinds of systems, built on nothing."""
    settings, folder = nothing, nothing.root
    done = subprocess.run(
        [
            # Its log at debug level would be 25 MB and an eighth of the time.
            *(sys.executable, "-m", "dbt.cli.main", "--log-level-file", "info"),
            *("build", "--exclude", "test_type:generic"),
            *("--project-dir", str(PROJECT), "--profiles-dir", str(folder_of(settings))),
            *("--target-path", str(folder / "target"), "--log-path", str(folder)),
            *("--vars", variables(settings)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    return Build(folder, done.returncode, done.stdout[-5000:])


@pytest.fixture(scope="session")
def chain(every_kind: Build) -> RevenueChain:
    """The models from contracts to postings, on tables without rows."""
    return RevenueChain.of(every_kind)


@pytest.fixture(scope="session")
def losses(every_kind: Build) -> LossChain:
    """The models from contracts to what is provided for, on tables without rows."""
    return LossChain.of(every_kind)


@pytest.fixture(scope="session")
def realisations(every_kind: Build) -> RealisationChain:
    """The models from billable time to where its value went, on tables without rows."""
    return RealisationChain.of(every_kind)


@pytest.fixture(scope="session")
def recurring(every_kind: Build) -> RecurringChain:
    """The models from subscription lines to the bridge of recurring revenue, without rows."""
    return RecurringChain.of(every_kind)


@pytest.fixture(scope="session")
def value_chain(every_kind: Build) -> ValueChain:
    """The models from plans, tasks and cost to earned value, on tables without rows."""
    return ValueChain.of(every_kind)


@pytest.fixture(scope="session")
def forecast_chain(every_kind: Build, following: dict[str, str]) -> ForecastChain:
    """The models from what was known of projects to forecasts and their record, built both ways."""
    chain = ForecastChain.of(every_kind)
    chain.following.update(following)
    chain.begin_anew()
    return chain


@pytest.fixture(scope="session")
def balances(every_kind: Build) -> BalanceChain:
    """The models from measures of balance to positions, changes and effects."""
    return BalanceChain.of(every_kind)


@pytest.fixture(scope="session")
def stages(every_kind: Build) -> StageChain:
    """The model of stages and what was won of them."""
    return StageChain.of(every_kind)


@pytest.fixture(scope="session")
def following(
    nothing: Settings, every_kind: Build, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """The SQL of every model that is made otherwise in a build that follows on another."""
    return compile_to_follow(every_kind, nothing, tmp_path_factory.mktemp("following"))


@pytest.fixture(scope="session")
def closings(every_kind: Build, following: dict[str, str]) -> ClosingChain:
    """The models that post to open periods, built both ways, and the books."""
    chain = ClosingChain.of(every_kind)
    chain.following.update(following)
    return chain


@pytest.fixture(scope="session")
def time(every_kind: Build, following: dict[str, str]) -> TimeChain:
    """The models of what time entries are worth, built anew and following on each other."""
    chain = TimeChain.of(every_kind)
    chain.following.update(following)
    return chain


@pytest.fixture(scope="session")
def work(every_kind: Build, following: dict[str, str]) -> WorkChain:
    """The models of what follows from time entries, built anew and following on each other."""
    chain = WorkChain.of(every_kind)
    chain.following.update(following)
    return chain


@pytest.fixture(scope="session")
def first_night(tmp_path_factory: pytest.TempPathFactory) -> tuple[Company, Ended]:
    company = Company.sample(tmp_path_factory.mktemp("company"))
    return company, company.run()


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Sixty people over two years, with every kind of modification, after one night."""
    folder = tmp_path_factory.mktemp("generated")
    write_demo(folder, Plan(people=60, years=2, seed=3), lambda _: None)
    company = Company(folder)
    ended = company.run("2026-06-30")
    assert ended.code == 0, ended.told
    return company


@pytest.fixture(scope="session")
def from_vendors(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The same company, delivered from Harvest, Toggl, Salesforce, HubSpot, NetSuite and Xero."""
    folder = tmp_path_factory.mktemp("vendors")
    write_demo(folder, Plan(people=40, years=1), lambda _: None, shape="vendors")
    company = Company(folder)
    ended = company.run("2026-06-30")
    assert ended.code == 0, ended.told
    return company


@pytest.fixture
def company(first_night: tuple[Company, Ended], tmp_path: Path) -> Company:
    """A copy of the company after its first night, to be changed by one test."""
    original, ended = first_night
    assert ended.code == 0, ended.told
    shutil.copytree(original.folder, tmp_path / "company", symlinks=True)
    return Company(tmp_path / "company")


@pytest.fixture(scope="session")
def changed(
    first_night: tuple[Company, Ended], tmp_path_factory: pytest.TempPathFactory
) -> Changed:
    """The sample company the night after it bought one that keeps its time likewise."""
    folder = tmp_path_factory.mktemp("changed")
    shutil.copytree(first_night[0].folder, folder / "company", symlinks=True)
    company = Company(folder / "company")
    ((hours,),) = company.query("select sum(hours) from fct_project_month")
    acquire(company)
    exported = company.rows("time_entries")
    company.edit("time_entries", edited)
    company.edit("invoices", lambda rows: [{**rows[0], "due_date": "2026-12-31"}, *rows[1:]])
    unread = company.from_nothing(folder / "unread")
    night = company.run()
    assert night.code == 0, night.told
    return Changed(company, night, unread, hours, exported)


@pytest.fixture(scope="session")
def judges() -> Iterator[subprocess.Popen[str]]:
    """A process of the gate that judges one candidate after another."""
    with start_judging() as process:
        yield process
        process.kill()


@pytest.fixture
def judge(
    first_night: tuple[Company, Ended], tmp_path: Path, judges: subprocess.Popen[str]
) -> Judge:
    """The judge of changed copies of the sample company's warehouse."""
    return Judge.of(first_night[0], tmp_path, judges)
