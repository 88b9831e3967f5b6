"""The hash that stands in for a missing account costs as much as a real one."""

import pytest
from pwdlib import PasswordHash

from app.identity.errors import PasswordTooWeak
from app.identity.passwords import NOBODY, check_strength


def test_stand_in_hash_has_the_parameters_of_new_hashes() -> None:
    real = PasswordHash.recommended().hash("any")
    assert NOBODY.split("$")[:4] == real.split("$")[:4]


@pytest.mark.parametrize(
    "password",
    [
        *("123456789012", "210987654321", "qwertyuiop12", "1qaz2wsx3edc", "abcdefghijkl", "abcdeabcdeabcde"),
        *("Password2026!", "p@ssw0rd2026", "admin@123456", "Yijiantong123", "Aa123456789!", "testtest12345"),
    ],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(PasswordTooWeak):
        check_strength(password, "wang.fang")


@pytest.mark.parametrize(
    "password", ["correct horse battery", "a long pass phrase", "x7$Kq2!mZ8rT", "春江潮水连海平海上明月共潮生"]
)
def test_long_and_irregular_ones_are_accepted(password: str) -> None:
    check_strength(password, "wang.fang")
