import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st
from jose import jwt

from app.identity.tokens import (
    AUDIENCE,
    ISSUER,
    LIFETIME,
    AccessTokens,
    TokenRefused,
    hand_over,
    new_refresh_token,
    refresh_digest,
    take_over,
)

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PERSON, SESSION = UUID(int=1), UUID(int=2)
OLD_KEY, NEW_KEY, OTHER_KEY = b"o" * 32, b"n" * 32, b"x" * 32
TOKENS = AccessTokens({"k2": NEW_KEY, "k1": OLD_KEY})
NOW_S = int(AT.timestamp())


def claims(**changes: object) -> dict[str, object]:
    whole: dict[str, object] = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(PERSON),
        "sid": str(SESSION),
        "jti": "1",
        "iat": NOW_S,
        "nbf": NOW_S,
        "exp": NOW_S + 60,
    }
    return {name: value for name, value in (whole | changes).items() if value is not None}


def signed(
    body: Mapping[str, object],
    *,
    key: str | bytes = NEW_KEY,
    algorithm: str = "HS256",
    kid: object = "k2",
    **header: object,
) -> str:
    headers = header if kid is None else {"kid": kid, **header}
    return jwt.encode(dict(body), key, algorithm=algorithm, headers=headers)


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def unsigned(header: Mapping[str, object]) -> str:
    return f"{part(header)}.{part(claims())}."


def rsa_pair() -> tuple[str, bytes]:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return pem.decode(), public


def test_a_token_names_the_person_and_the_session_for_thirty_minutes() -> None:
    found = TOKENS.verify(TOKENS.issue(PERSON, SESSION, at=AT), at=AT + LIFETIME - timedelta(seconds=1))
    assert (found.person_id, found.session_id) == (PERSON, SESSION)
    assert (found.issued_at, found.expires_at) == (AT, AT + timedelta(minutes=30))


def test_two_tokens_of_the_same_second_differ() -> None:
    assert TOKENS.issue(PERSON, SESSION, at=AT) != TOKENS.issue(PERSON, SESSION, at=AT)


def test_a_rotated_key_still_verifies_and_a_dropped_one_does_not() -> None:
    before = AccessTokens({"k1": OLD_KEY}).issue(PERSON, SESSION, at=AT)
    assert TOKENS.verify(before, at=AT).person_id == PERSON
    with pytest.raises(TokenRefused):
        AccessTokens({"k2": NEW_KEY}).verify(before, at=AT)


def test_the_first_key_of_the_ring_signs() -> None:
    assert jwt.get_unverified_header(TOKENS.issue(PERSON, SESSION, at=AT)) == {
        "alg": "HS256",
        "kid": "k2",
        "typ": "JWT",
    }


def refused(token: str, at: datetime = AT) -> bool:
    with pytest.raises(TokenRefused) as error:
        TOKENS.verify(token, at=at)
    return error.value.status == 401


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none", "kid": "k2"},
        {"alg": "None", "kid": "k2"},
        {"alg": "NONE", "typ": "JWT", "kid": "k2"},
        {"alg": "HS256", "kid": "k2"},
        {"kid": "k2"},
        {"alg": ["HS256"], "kid": "k2"},
        {"alg": "HS256", "kid": "k2", "crit": ["exp"]},
    ],
)
def test_refuses_an_unsigned_token(header: Mapping[str, object]) -> None:
    assert refused(unsigned(header))


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_refuses_another_algorithm_even_with_our_key(algorithm: str) -> None:
    assert refused(signed(claims(), algorithm=algorithm))


def test_refuses_rs256_and_an_hmac_made_with_a_public_key() -> None:
    private, public = rsa_pair()
    assert refused(signed(claims(), key=private, algorithm="RS256"))
    head, body = part({"alg": "HS256", "typ": "JWT", "kid": "k2"}), part(claims())
    mac = hmac.new(public, f"{head}.{body}".encode(), hashlib.sha256).digest()
    assert refused(f"{head}.{body}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}")


def test_refuses_a_key_that_the_token_brings_along() -> None:
    jwk = {"kty": "oct", "k": base64.urlsafe_b64encode(OTHER_KEY).decode()}
    assert refused(signed(claims(), key=OTHER_KEY, jwk=jwk, kid="k2"))


@pytest.mark.parametrize("kid", [None, "k3", "", "../../etc/passwd", 2, ["k2"], {"k2": 1}])
def test_refuses_a_missing_or_foreign_key_id(kid: object) -> None:
    assert refused(signed(claims(), kid=kid))


def test_refuses_a_known_key_id_with_another_key() -> None:
    assert refused(signed(claims(), key=OTHER_KEY))
    assert refused(signed(claims(), key=OLD_KEY, kid="k2"))


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "another-api"},
        {"aud": ["another-api"]},
        {"aud": None},
        {"iss": "somebody"},
        {"iss": None},
        {"sub": None},
        {"sub": "not-a-uuid"},
        {"sub": 7},
        {"sid": None},
        {"sid": "not-a-uuid"},
        {"jti": None},
        {"iat": None},
        {"nbf": None},
        {"exp": None},
        {"exp": "soon"},
        {"exp": True},
        {"exp": float("inf")},
        {"exp": 1e300},
        {"exp": NOW_S},
        {"exp": NOW_S - 1},
        {"nbf": NOW_S + 60},
        {"exp": NOW_S + 86400},
    ],
)
def test_refuses_wrong_missing_expired_or_early_claims(changes: dict[str, object]) -> None:
    assert refused(signed(claims(**changes)))


def test_refuses_the_moment_it_expires() -> None:
    token = TOKENS.issue(PERSON, SESSION, at=AT)
    assert refused(token, AT + LIFETIME)
    assert refused(token, AT - timedelta(seconds=6))


@given(st.text(max_size=200))
def test_refuses_garbage(garbage: str) -> None:
    assert refused(garbage)


@given(st.integers(0, 2000), st.characters(codec="ascii"))
def test_refuses_every_token_that_differs_in_one_character(position: int, character: str) -> None:
    token = TOKENS.issue(PERSON, SESSION, at=AT)
    place = position % (len(token) - 1)  # the last character of base64 carries bits that decoding ignores
    if token[place] != character:
        assert refused(token[:place] + character + token[place + 1 :])


def test_refuses_deeply_nested_and_oversized_tokens() -> None:
    nested = base64.urlsafe_b64encode(b"[" * 1200).rstrip(b"=").decode()
    assert refused(f"{nested}.{nested}.x")
    assert refused("a" * 1_000_000 + ".b.c")


def test_a_refresh_token_has_256_bits_and_is_kept_as_a_digest() -> None:
    token = new_refresh_token()
    assert len(base64.urlsafe_b64decode(token + "=")) == 32
    assert token != new_refresh_token()
    assert len(refresh_digest(token)) == 32
    assert token.encode() not in refresh_digest(token)


def test_only_the_parent_token_unwraps_its_successor() -> None:
    parent, child, other = new_refresh_token(), new_refresh_token(), new_refresh_token()
    wrapped = hand_over(parent, child)
    assert take_over(parent, wrapped) == child
    assert take_over(other, wrapped) != child
