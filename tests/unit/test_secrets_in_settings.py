"""A secret where none belongs is refused, and no message repeats it."""

import re
from pathlib import Path

import pytest
from sample.write import CONFIGURATION

from sources.errors import ConfigurationError
from sources.settings import load_settings

CONNECTOR = 'connector = "rest"'
REST = f'{CONNECTOR}\nbase_url = "https://crm.example"'
OAUTH2 = 'token_url = "https://crm.example/token"'
IN_URLS = (
    (f'{CONNECTOR}\nbase_url = "https://reader:hunter2@crm.example/api"', "base_url"),
    (f'{CONNECTOR}\nbase_url = "https://hunter2@crm.example/api"', "base_url"),
    (f'{CONNECTOR}\nbase_url = "https://reader:hun/ter2@crm.example/api"', "base_url"),
    (f'{CONNECTOR}\nbase_url = "reader:hunter2@crm.example/api"', "base_url"),
    (f'{CONNECTOR}\nbase_url = "https://crm.example/api?key=hunter2"', "base_url"),
    (
        f'{REST}\noauth2.client_id_env = "I"\noauth2.token_url = "https://r:hunter2@crm.example"',
        "oauth2.token_url",
    ),
)
IN_PLACE_OF_VARIABLES = (
    (
        'connector = "files"\nurl = "exports"\noptions_env = { password = "hunter-2" }',
        "options_env.password",
    ),
    ('connector = "sql"\nurl_env = "postgresql://reader:hunter-2@host/books"', "url_env"),
    (f'{REST}\nheader_env = {{ Key = "hunter-2" }}', "header_env.Key"),
    (f'{REST}\nheader_env = "hunter-2"', "header_env"),
    *(
        (f"{REST}\noauth2 = {{ {OAUTH2}, {name} = 'hunter-2' }}", f"oauth2.{name}")
        for name in (
            "client_id_env",
            "client_secret_env",
            "private_key_env",
            "certificate_id_env",
        )
    ),
)


def delivering(delivery: str) -> str:
    """Return the sample's configuration with another delivery."""
    before, after = CONFIGURATION.read_text("utf-8").split("[systems.delivery]\n")
    _, gap, rest = after.partition("\n[")
    return f"{before}[systems.delivery]\n{delivery}\n{gap}{rest}"


@pytest.mark.parametrize(("delivery", "key"), [*IN_URLS, *IN_PLACE_OF_VARIABLES])
def test_a_secret_in_a_delivery_is_refused_and_not_repeated(
    tmp_path: Path, delivery: str, key: str
) -> None:
    path = tmp_path / "evenkeel.toml"
    path.write_text(delivering(delivery), "utf-8")

    with pytest.raises(ConfigurationError, match=re.escape(f"delivery.{key}: ")) as raised:
        load_settings(path)

    assert "hun" not in str(raised.value)


@pytest.mark.parametrize(
    ("section", "key"),
    [
        ('[alerts]\nchannels_env = ["json://ops:hunter-2@host"]', "alerts.channels_env[0]"),
        ('[alerts]\nchannels_env = "json://ops:hunter-2@host"', "alerts.channels_env"),
        ('[postgres]\nurl_env = "postgresql://bi:hunter-2@host/bi"', "postgres.url_env"),
        (
            '[orchestrator]\nstate_url_env = "postgresql://d:hunter-2@host/d"',
            "orchestrator.state_url_env",
        ),
    ],
)
def test_a_secret_in_place_of_a_companys_variable_is_refused_and_not_repeated(
    tmp_path: Path, section: str, key: str
) -> None:
    path = tmp_path / "evenkeel.toml"
    path.write_text(f"{CONFIGURATION.read_text('utf-8')}\n{section}\n", "utf-8")

    with pytest.raises(ConfigurationError, match=re.escape(f"{key}: ")) as raised:
        load_settings(path)

    assert "hunter" not in str(raised.value)
