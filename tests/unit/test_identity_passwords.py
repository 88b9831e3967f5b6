"""The hash that stands in for a missing account costs as much as a real one."""

from pwdlib import PasswordHash

from app.identity.passwords import NOBODY


def test_stand_in_hash_has_the_parameters_of_new_hashes() -> None:
    real = PasswordHash.recommended().hash("any")
    assert NOBODY.split("$")[:4] == real.split("$")[:4]
