import base64
import threading
from collections.abc import Iterator

import pytest
from pulled import Pulled
from stamina.instrumentation import set_on_retry_hooks
from vendors import Answer, Vendor

from sources.errors import ConfigurationError, ContractError, ReadError

TOO_MANY = Answer(b"slow down", status=429, headers={"Retry-After": "1"})
OAUTH2 = {"client_id_env": "CLIENT_ID", "client_secret_env": "CLIENT_SECRET"}


@pytest.fixture
def with_client(vendor: Vendor, harvest: Pulled, monkeypatch: pytest.MonkeyPatch) -> Pulled:
    """Harvest, but behind OAuth2 client credentials."""
    monkeypatch.setenv("CLIENT_ID", "evenkeel")
    monkeypatch.setenv("CLIENT_SECRET", "s3cret-of-the-client")
    vendor.credentials = "evenkeel:s3cret-of-the-client"
    oauth2 = {"token_url": f"{vendor.url}/token", "scope": "read", **OAUTH2}
    return harvest.with_delivery(oauth2=oauth2, header_env={})


@pytest.fixture
def waits() -> Iterator[list[float]]:
    """The seconds that were waited before each further attempt."""
    found: list[float] = []
    set_on_retry_hooks([lambda details: found.append(details.wait_for)])
    yield found
    set_on_retry_hooks(None)


def test_too_many_requests_are_waited_out_as_long_as_the_server_says(
    vendor: Vendor, harvest: Pulled, waits: list[float]
) -> None:
    vendor.answers[2] = TOO_MANY

    delivery = harvest.pull("time_entries")

    assert delivery.landed.rows == 5
    assert vendor.pages_asked == ["1", "2", "2", "3"]
    assert waits == [1.0]


def test_a_wait_longer_than_a_night_has_time_for_is_refused(
    vendor: Vendor, harvest: Pulled
) -> None:
    vendor.answers[1] = Answer(status=429, headers={"Retry-After": "86400"})

    with pytest.raises(ReadError, match=r"asks to wait 86400 s, allowed: 600"):
        harvest.pull("clients")
    assert len(vendor.asked) == 1


def test_a_date_says_how_long_to_wait_too(
    vendor: Vendor, harvest: Pulled, waits: list[float]
) -> None:
    past = {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}
    vendor.answers[1] = Answer(status=503, headers=past)

    assert harvest.pull("clients").landed.rows == 2
    assert waits == [0.0]


def test_a_server_error_is_asked_again(vendor: Vendor, harvest: Pulled) -> None:
    vendor.answers[2] = Answer(status=500)

    assert harvest.pull("time_entries").landed.rows == 5
    assert vendor.pages_asked == ["1", "2", "2", "3"]


def test_a_server_error_that_stays_lands_nothing(vendor: Vendor, harvest: Pulled) -> None:
    vendor.answers |= {2: Answer(status=502), 3: Answer(status=502)}

    with pytest.raises(
        ReadError,
        match=r"^harvest\.time_entries: GET http.*page=2.*: found 502 Bad Gateway, "
        r"expected 200 OK; 2 attempts were made$",
    ):
        harvest.pull("time_entries")
    assert harvest.deliveries("time_entries") == 0


def test_html_instead_of_json_is_called_by_its_name(vendor: Vendor, harvest: Pulled) -> None:
    vendor.answers[1] = Answer(b"<!doctype html><title>Maintenance</title>")

    with pytest.raises(ReadError, match=r"GET clients.*expected JSON, found HTML: '<!doctype"):
        harvest.pull("clients")
    assert harvest.deliveries("clients") == 0
    assert harvest.pull("clients").landed.rows == 2


def test_an_empty_answer_is_refused(vendor: Vendor, harvest: Pulled) -> None:
    vendor.answers[1] = Answer()

    with pytest.raises(ReadError, match=r"GET clients.*expected JSON, found no JSON"):
        harvest.pull("clients")


def test_an_answer_cut_off_by_the_connection_is_asked_again(
    vendor: Vendor, harvest: Pulled
) -> None:
    vendor.answers[1] = Answer(b'{"clients": [{"id": 1', said_length=900)

    assert harvest.pull("clients").landed.rows == 2


def test_an_answer_cut_off_by_the_server_is_refused(vendor: Vendor, harvest: Pulled) -> None:
    vendor.answers[1] = Answer(b'{"clients": [{"id": 1')

    with pytest.raises(ReadError, match=r"GET clients.*expected JSON, found no JSON"):
        harvest.pull("clients")


def test_a_server_that_hangs_is_given_up(vendor: Vendor, harvest: Pulled) -> None:
    given_up = threading.Event()
    vendor.before = lambda _number: given_up.wait(30)

    with pytest.raises(ReadError, match=r"found no answer within 0\.2 s, .*2 attempts were made"):
        harvest.with_delivery(timeout_seconds=0.2).pull("clients")
    given_up.set()
    assert harvest.deliveries("clients") == 0


def test_a_server_that_is_not_there_is_named(harvest: Pulled) -> None:
    nowhere = harvest.with_delivery(base_url="http://127.0.0.1:1/v2")

    with pytest.raises(ReadError, match=r"GET clients.*found a connection that failed \(.*refused"):
        nowhere.pull("clients")


@pytest.mark.parametrize("status", [401, 403])
def test_refused_credentials_are_named_by_their_setting(
    vendor: Vendor, harvest: Pulled, status: int
) -> None:
    vendor.answers[1] = Answer(status=status)

    with pytest.raises(ReadError) as refused:
        harvest.pull("clients")

    assert f"found {status}" in str(refused.value)
    assert "header_env.Authorization (VENDOR_TOKEN)" in str(refused.value)
    assert "s3cret" not in str(refused.value)
    assert len(vendor.asked) == 1


def test_a_secret_that_no_header_can_hold_is_not_printed(
    harvest: Pulled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VENDOR_TOKEN", "s3cret\nsecond line")

    with pytest.raises(ConfigurationError) as refused:
        harvest.pull("clients")

    assert "VENDOR_TOKEN" in str(refused.value)
    assert "s3cret" not in str(refused.value)


def test_a_refused_request_shows_the_answer(harvest: Pulled, vendor: Vendor) -> None:
    vendor.answers[1] = Answer(b'{"message": "per_page is too large"}', status=422)

    with pytest.raises(ReadError, match=r"found 422 .*begins '.*per_page is too large"):
        harvest.pull("clients")


@pytest.mark.parametrize(
    "echo",
    [
        "Bearer s3cret-of/the-vendor",
        "s3cret-of/the-vendor",
        "s3cret-of%2Fthe-vendor",
        "reader:s3cret-of/the-vendor",
        "." * 380 + "s3cret-of/the-vendor",
    ],
)
@pytest.mark.parametrize(("status", "body"), [(422, "no token {}"), (200, "{}"), (200, '["{}"]')])
def test_a_secret_that_an_answer_repeats_is_not_told(
    harvest: Pulled,
    vendor: Vendor,
    monkeypatch: pytest.MonkeyPatch,
    echo: str,
    status: int,
    body: str,
) -> None:
    monkeypatch.setenv("VENDOR_TOKEN", "Bearer s3cret-of/the-vendor")
    vendor.answers[1] = Answer(body.format(echo).encode(), status=status)

    with pytest.raises(ReadError, match="clients") as refused:
        harvest.pull("clients")

    assert "s3cret" not in str(refused.value)


def test_a_password_that_an_answer_repeats_is_not_told(
    harvest: Pulled, vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    basic = base64.b64encode(b"reader:s3cret-of/the-vendor").decode()
    monkeypatch.setenv("VENDOR_TOKEN", f"Basic {basic}")
    told = f"user reader, password s3cret-of/the-vendor, header {basic}"
    vendor.answers[1] = Answer(told.encode(), status=422)

    with pytest.raises(ReadError, match=r"user \*\*\*, password \*\*\*, header \*\*\*'"):
        harvest.pull("clients")


def test_a_token_that_an_answer_repeats_is_not_told(vendor: Vendor, with_client: Pulled) -> None:
    vendor.answers[1] = Answer(b"token-1 of s3cret-of-the-client is no good", status=422)

    with pytest.raises(ReadError, match=r"begins '\*\*\* of \*\*\* is no good'"):
        with_client.pull("clients")


def test_client_credentials_get_a_token(vendor: Vendor, with_client: Pulled) -> None:
    assert with_client.pull("clients").landed.rows == 2
    assert vendor.tokens_given == 1
    assert vendor.asked[0].headers["Authorization"] == "Bearer token-1"


def test_a_token_that_expires_between_pages_is_renewed(vendor: Vendor, with_client: Pulled) -> None:
    def expire_once(number: int) -> None:
        if number == 2:
            vendor.accepted = "another"

    vendor.before = expire_once

    assert with_client.pull("time_entries").landed.rows == 5
    assert vendor.tokens_given == 2


def test_a_token_is_renewed_only_once(vendor: Vendor, with_client: Pulled) -> None:
    vendor.answers |= {1: Answer(status=401), 2: Answer(status=401)}

    with pytest.raises(ReadError, match=r"a token got with oauth2\.client_id_env \(CLIENT_ID\)"):
        with_client.pull("clients")
    assert vendor.tokens_given == 2


def test_wrong_client_credentials_are_named_by_their_setting(
    vendor: Vendor, with_client: Pulled
) -> None:
    vendor.credentials = "evenkeel:another"

    with pytest.raises(ReadError) as refused:
        with_client.pull("clients")

    assert "oauth2.client_secret_env (CLIENT_SECRET)" in str(refused.value)
    assert "s3cret" not in str(refused.value)


def test_a_link_to_another_host_is_not_followed(vendor: Vendor, harvest: Pulled) -> None:
    vendor.answers[1] = Answer(
        b'{"clients": [], "total_entries": 0, "links": {"next": "http://elsewhere.example/c"}}'
    )

    with pytest.raises(ReadError, match=r"links to http://elsewhere\.example, expected a link to"):
        harvest.pull("clients")


def test_a_missing_column_stops_the_table_and_keeps_nothing(
    vendor: Vendor, harvest: Pulled
) -> None:
    for entry in vendor.lists["time_entries"]:
        entry.pop("spent_date")

    with pytest.raises(ContractError, match=r"column spent_date is missing; found .*billable"):
        harvest.pull("time_entries")
    assert harvest.left_behind("time_entries") == []


def test_a_retyped_column_stops_the_table_and_keeps_nothing(
    vendor: Vendor, harvest: Pulled
) -> None:
    entry = vendor.lists["time_entries"][0]
    vendor.lists["time_entries"] = [
        {**entry, "id": number, "hours": "8 hrs"} for number in range(12)
    ]

    with pytest.raises(ContractError, match=r"hours was retyped: none of 12 values is decimal"):
        harvest.pull("time_entries")
    assert not any(name.startswith(".pages") for name in harvest.left_behind("time_entries"))


def test_a_bad_value_is_refused_with_its_answer_and_place(vendor: Vendor, harvest: Pulled) -> None:
    vendor.lists["time_entries"][3]["hours"] = "8 hrs"

    delivery = harvest.pull("time_entries")

    assert (delivery.landed.rows, delivery.quarantined.rows) == (4, 1)
    assert harvest.refused(delivery, "id, column_name, found, source_file, row_number") == [
        ("1004", "hours", "8 hrs", "answer-000002", 2)
    ]
