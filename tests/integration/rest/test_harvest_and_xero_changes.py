from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from halden import SECRETS, Halden, running_halden
from halden_nights import FIGURES, Night, night_of
from nightly import Company, Ended

pytestmark = [pytest.mark.integration, pytest.mark.slow, pytest.mark.timeout(1200)]


@dataclass(frozen=True)
class Nights:
    """The first night, the night after a day's work, and one on which a token has expired."""

    halden: Halden
    company: Company
    first: Night
    second: Night
    content: dict[str, list[tuple]]
    release: str | None
    stale: Ended


def content_from_nothing(company: Company, folder: Path) -> dict[str, list[tuple]]:
    """Run the company in a folder that holds nothing yet."""
    rebuilt = company.from_nothing(folder)
    ended = rebuilt.run()
    assert ended.code == 0, ended.told
    return rebuilt.content()


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    folder = tmp_path_factory.mktemp("halden")
    with running_halden() as halden:
        company = halden.company(folder / "company")
        first = night_of(halden, company)
        halden.change()
        second = night_of(halden, company)
        content, release = company.content(), company.current()
        halden.harvest.accepted = "another token"
        stale = company.run()
        yield Nights(halden, company, first, second, content, release, stale)


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("night", ["first", "second"])
def test_what_each_night_publishes_is_what_the_vendors_held(
    nights: Nights, night: str, figure: str
) -> None:
    told: Night = getattr(nights, night)

    assert getattr(told.published, figure) == getattr(told.held, figure)


def test_the_night_after_a_days_work_equals_a_rebuild_from_nothing(
    nights: Nights, tmp_path: Path
) -> None:
    nights.halden.harvest.accepted = None

    assert nights.content == content_from_nothing(nights.company, tmp_path / "rebuilt")


def test_the_second_night_reads_what_changed_and_sees_what_was_deleted(nights: Nights) -> None:
    found = nights.company.query(
        "select table_name, delivery_mode, appended_rows, deleted_rows "
        "from ctl_extract_completeness where delivery_number = 2 and table_name in "
        "('cost_rates', 'invoices', 'journals', 'payments', 'projects', 'time_entries') "
        "order by all"
    )

    assert found == [
        ("cost_rates", "full", 1, 0),
        ("invoices", "incremental", 4, 0),
        ("journals", "incremental", 5, 0),
        ("payments", "incremental", 2, 0),
        ("projects", "incremental", 0, 0),
        ("time_entries", "full", 2, 1),
    ]


def test_an_expired_token_is_named_by_its_variable_and_its_tables(nights: Nights) -> None:
    messages = sorted(nights.stale.outcome["errors"].values())

    assert nights.stale.code == 1
    assert [message.partition(": ")[0] for message in messages] == [
        f"time.{table}"
        for table in ("clients", "cost_rates", "projects", "tasks", "time_entries", "users")
    ]
    refused = "found 401 Unauthorized; the server does not accept header_env.Authorization"
    assert all(f"{refused} (HARVEST_TOKEN)" in message for message in messages)


def test_an_expired_token_leaves_the_last_release_and_lands_the_other_systems(
    nights: Nights,
) -> None:
    landing = nights.company.folder / "var" / "landing"

    assert nights.company.current() == nights.release
    assert len(list((landing / "books" / "accounts").glob("0*"))) == 3
    assert len(list((landing / "time" / "users").glob("0*"))) == 2


def test_no_secret_is_in_anything_that_the_nights_wrote_or_told(nights: Nights) -> None:
    secrets = [SECRETS[name].encode() for name in ("HARVEST_TOKEN", "XERO_CLIENT_SECRET")]
    written = [path.read_bytes() for path in nights.company.folder.rglob("*") if path.is_file()]
    told = [night.told.encode() for night in (nights.first.ended, nights.stale)]

    assert [s for s in secrets for text in [*written, *told] if s in text] == []
