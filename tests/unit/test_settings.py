import re
from pathlib import Path

import pytest
from sample.write import CONFIGURATION

from sources.configuration import Files
from sources.errors import ConfigurationError
from sources.settings import load_settings, secret
from sources.system import contract_of, tables_of

DOCUMENTED = Path(__file__).parents[2] / "docs" / "operations" / "harvest-and-xero.md"


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('time_zone = "Europe/Berlin"', 'time_zone = "Berlin"', "company.time_zone: 'Berlin' is "),
        (
            'reporting_currency = "EUR"',
            'reporting_currency = "euro"',
            "'euro' is not an ISO 4217 code",
        ),
        ("start_month = 1", "start_month = 13", "company.fiscal_calendar.start_month"),
        ('kind = "calendar_months"', 'kind = "4-4-4"', "company.fiscal_calendar.kind"),
        ('entity = "HV-DE"', 'entity = "HV"', "systems.exports.entity: found 'HV', allowed: HV-DE"),
        (
            'connector = "files"',
            'connector = "fax"',
            "systems[0].delivery: connector is 'fax', allowed",
        ),
        (
            "settle_seconds = 0",
            'settle_seconds = 0\nformats = { encoding = "cp1253x" }',
            "systems[0].delivery.formats.encoding: 'cp1253x' is not an encoding",
        ),
        ("[company]", "[company]\ncolour = 1", "company.colour: no such key"),
        ("[company]", "[revenue]\nprogress_places = 7\n[company]", "revenue.progress_places: "),
        (
            "[company]",
            "[capacity.utilization_targets]\n'Project Manager' = '75'\n[company]",
            "capacity.utilization_targets.Project Manager: ",
        ),
        (
            "[company]",
            "[capacity]\nproductive_categories = ['leave']\n[company]",
            "capacity.productive_categories[0]: ",
        ),
        (
            "[company]",
            "[reconciliation.owners]\nC99 = 'us'\n[company]",
            "'C99' is no control: C01 to C24",
        ),
        (
            "[company]",
            "[reconciliation.tolerance]\nC08 = '-1'\n[company]",
            "reconciliation.tolerance.C08: ",
        ),
        (
            "[company]",
            "[[cost.pools]]\nname = 'Rent'\ndriver = 'weight'\n[company]",
            "cost.pools[0].driver: ",
        ),
        (
            "[company]",
            "[[cost.pools]]\nname = 'Rent'\n[[cost.pools]]\nname = 'Rent'\n[company]",
            "pools: Rent is there twice",
        ),
        (
            "[company]",
            "[[cost.pools]]\nname = 'Rent'\naccounts = ['6100', '6100']\n[company]",
            "pools: account 6100 is read twice",
        ),
        (
            "[company]",
            "[[cost.pools]]\nname = 'Rent'\nrates = {XX = '1'}\n[company]",
            "cost.pools.Rent.rates: found 'XX', allowed: HV-DE",
        ),
        (
            "settle_seconds = 0",
            "settle_seconds = -1",
            "delivery.settle_seconds: Input should be",
        ),
        (
            'cron = "0 2 * * *"',
            "cron = 'at night'",
            "schedule.cron: found 'at night', expected minute, hour, day, month and weekday",
        ),
        ('cron = "0 2 * * *"', "cron = '0 24 * * *'", "found '0 24 * * *'"),
        (
            "[company]",
            "[storage]\nmemory_limit = 'lots'\n[company]",
            "storage.memory_limit: found 'lots', expected an amount of memory, such as '4GB'",
        ),
    ],
)
def test_a_wrong_key_is_named_with_what_was_found(
    tmp_path: Path, right: str, wrong: str, told: str
) -> None:
    path = tmp_path / "evenkeel.toml"
    path.write_text(CONFIGURATION.read_text("utf-8").replace(right, wrong, 1), "utf-8")

    with pytest.raises(ConfigurationError) as raised:
        load_settings(path)

    assert told in str(raised.value)


def test_a_password_in_the_wrong_place_is_not_repeated(tmp_path: Path) -> None:
    path = tmp_path / "evenkeel.toml"
    text = CONFIGURATION.read_text("utf-8")
    path.write_text(text.replace("[company]", '[company]\npassword = "hunter2"', 1), "utf-8")

    with pytest.raises(ConfigurationError, match=r"company\.password") as raised:
        load_settings(path)

    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize(
    "url",
    [
        "sftp://reader:hunter2@host/exports",
        "sftp://reader:hun/ter2@host/exports",
        "simplecache::sftp://reader:hunter2@host/exports",
        "https://host/exports?signature=hunter2",
        "s3://key:hunter2@bucket/exports",
    ],
)
def test_a_secret_in_a_url_is_refused_and_not_repeated(tmp_path: Path, url: str) -> None:
    path = tmp_path / "evenkeel.toml"
    text = CONFIGURATION.read_text("utf-8")
    path.write_text(text.replace('url = "exports"', f'url = "{url}"', 1), "utf-8")

    with pytest.raises(ConfigurationError, match=r"delivery\.url: it holds a password") as raised:
        load_settings(path)

    assert "hun" not in str(raised.value)


@pytest.mark.parametrize("url", ["sftp://reader@host:2222/in", "sftp://[fe80::1]/in", "az://c/in"])
def test_a_url_with_a_user_and_a_port_is_no_secret(tmp_path: Path, url: str) -> None:
    path = tmp_path / "evenkeel.toml"
    text = CONFIGURATION.read_text("utf-8")
    path.write_text(text.replace('url = "exports"', f'url = "{url}"', 1), "utf-8")

    (system,) = load_settings(path).systems

    assert isinstance(system.delivery, Files)
    assert system.delivery.url == url


def test_an_absent_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no such file; copy the sample"):
        load_settings(tmp_path / "evenkeel.toml")


def test_a_folder_is_told_which_file_in_it_was_meant(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"found a folder, .* /.*/evenkeel\.toml\?"):
        load_settings(tmp_path)


def test_an_unknown_kind_of_system_lists_the_known_ones(tmp_path: Path) -> None:
    path = tmp_path / "evenkeel.toml"
    text = CONFIGURATION.read_text("utf-8").replace('kind = "canonical"', 'kind = "abacus"')
    path.write_text(text, "utf-8")
    (system,) = load_settings(path).systems

    with pytest.raises(ConfigurationError, match="found 'abacus', allowed: canonical, harvest"):
        contract_of(system)


def test_an_unset_secret_is_called_by_its_name_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HARVEST_TOKEN", raising=False)

    with pytest.raises(ConfigurationError, match="environment variable HARVEST_TOKEN is not set"):
        secret("HARVEST_TOKEN")


def test_the_documented_configuration_of_harvest_and_xero_is_valid(tmp_path: Path) -> None:
    company, _, _ = CONFIGURATION.read_text("utf-8").partition("[[systems]]")
    (systems,) = re.findall(r"```toml\n(.*?)```", DOCUMENTED.read_text("utf-8"), re.DOTALL)
    path = tmp_path / "evenkeel.toml"
    path.write_text(company.replace('"HV-DE"', '"DE"') + systems, "utf-8")

    settings = load_settings(path)

    assert [len(tables_of(system)) for system in settings.systems] == [6, 14, 4]
