import base64
import datetime as dt
import json

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from sources.connectors.rest_assertion import client_assertion
from sources.errors import ConfigurationError

NOW = dt.datetime(2026, 7, 1, 2, tzinfo=dt.UTC)
CURVED = ec.generate_private_key(ec.SECP256R1())


def pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, password: bytes | None = None) -> str:
    hidden = BestAvailableEncryption(password) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, hidden).decode()


def asserted(key: str) -> str:
    return client_assertion(
        {"iss": "evenkeel", "scope": ["rest_webservices"]},
        key=key,
        key_id="certificate-1",
        where="NETSUITE_KEY",
        now=NOW,
    )


def part(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_an_assertion_says_who_asks_for_what_and_for_how_long() -> None:
    header, claims, _ = asserted(pem(CURVED)).split(".")

    assert json.loads(part(header)) == {"typ": "JWT", "alg": "ES256", "kid": "certificate-1"}
    assert json.loads(part(claims)) == {
        "iss": "evenkeel",
        "scope": ["rest_webservices"],
        "iat": 1782871200,
        "exp": 1782871500,
    }


def test_a_curves_signature_is_its_two_numbers() -> None:
    signed, _, signature = asserted(pem(CURVED)).rpartition(".")

    numbers = part(signature)
    assert len(numbers) == 64
    halves = (int.from_bytes(numbers[:32], "big"), int.from_bytes(numbers[32:], "big"))
    CURVED.public_key().verify(
        encode_dss_signature(*halves), signed.encode(), ec.ECDSA(hashes.SHA256())
    )


def test_an_rsa_key_signs_as_ps256_also_with_its_line_ends_written_out() -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    signed, _, signature = asserted(pem(key).replace("\n", "\\n")).rpartition(".")

    assert json.loads(part(signed.split(".")[0]))["alg"] == "PS256"
    salted = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=32)
    key.public_key().verify(part(signature), signed.encode(), salted, hashes.SHA256())


@pytest.mark.parametrize(
    "key",
    [
        "no key at all",
        pem(CURVED, password=b"locked"),
        pem(ec.generate_private_key(ec.SECP384R1())),
    ],
    ids=["no PEM", "encrypted", "another curve"],
)
def test_a_key_that_can_not_sign_is_named_by_its_variable_only(key: str) -> None:
    with pytest.raises(ConfigurationError, match="NETSUITE_KEY: expected a private key") as refused:
        asserted(key)
    assert key[:20] not in str(refused.value)
