"""Prove who asks for a token by a private key instead of a secret: a client assertion (RFC 7523).

NetSuite takes no other proof from a machine. Asking for the token belongs in `rest_client.py`.
"""

import base64
import datetime as dt
import json
from collections.abc import Mapping

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from sources.configuration import OAuth2
from sources.errors import ConfigurationError
from sources.extract import utc_now
from sources.settings import secret

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LIFETIME = dt.timedelta(minutes=5)
# Octets of either number of an ES256 signature (RFC 7518, section 3.4).
P256_OCTETS = 32


def signed_form(oauth2: OAuth2) -> dict[str, str]:
    """Return what a request for a token says where a key proves who asks; nothing with a secret.

    Raises:
        ConfigurationError: There is neither, or the key can not be used.
    """
    if oauth2.client_secret_env:
        return {}
    if not (oauth2.private_key_env and oauth2.certificate_id_env):
        raise ConfigurationError(
            "oauth2: expected client_secret_env, or private_key_env and certificate_id_env"
        )
    claims = {"iss": secret(oauth2.client_id_env), "aud": oauth2.token_url}
    assertion = client_assertion(
        {**claims, "scope": (oauth2.scope or "").split()},
        key=secret(oauth2.private_key_env),
        key_id=secret(oauth2.certificate_id_env),
        where=oauth2.private_key_env,
        now=utc_now(),
    )
    return {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}


def client_assertion(
    claims: Mapping[str, object], *, key: str, key_id: str, where: str, now: dt.datetime
) -> str:
    """Return a signed JSON Web Token that is valid for some minutes from `now`.

    Args:
        claims: What it says besides its times.
        key: The private key as PEM: RSA (signs as PS256), or P-256 (ES256).
        key_id: What the server calls the key's certificate.
        where: The environment variable that holds the key, for messages.
        now: The instant it is made at.

    Raises:
        ConfigurationError: The key is none of these; the message holds nothing of it.
    """
    private = _loaded(key, where)
    algorithm = "PS256" if isinstance(private, rsa.RSAPrivateKey) else "ES256"
    issued = int(now.timestamp())
    times = {"iat": issued, "exp": issued + int(LIFETIME.total_seconds())}
    header = {"typ": "JWT", "alg": algorithm, "kid": key_id}
    signed = b".".join(
        _encoded(json.dumps(part).encode()) for part in (header, {**claims, **times})
    )
    return (signed + b"." + _encoded(_signature(private, signed))).decode()


def _loaded(key: str, where: str) -> rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey:
    # Where a variable can not hold lines, a PEM is kept with its line ends written out.
    text = key.replace("\\n", "\n").encode()
    try:
        private = load_pem_private_key(text, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        private = None
    if isinstance(private, rsa.RSAPrivateKey):
        return private
    if isinstance(private, ec.EllipticCurvePrivateKey) and private.curve.name == "secp256r1":
        return private
    raise ConfigurationError(
        f"environment variable {where}: expected a private key as PEM, RSA or P-256, not encrypted"
    )


def _signature(private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, signed: bytes) -> bytes:
    sha256 = hashes.SHA256()
    if isinstance(private, rsa.RSAPrivateKey):
        salted = padding.PSS(mgf=padding.MGF1(sha256), salt_length=padding.PSS.DIGEST_LENGTH)
        return private.sign(signed, salted, sha256)
    numbers = decode_dss_signature(private.sign(signed, ec.ECDSA(sha256)))
    return b"".join(number.to_bytes(P256_OCTETS, "big") for number in numbers)


def _encoded(part: bytes) -> bytes:
    return base64.urlsafe_b64encode(part).rstrip(b"=")
