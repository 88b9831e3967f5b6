"""Sealed fields open only where, and with a key by which, they were sealed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.vault import SealBroken, Vault

OLD, NEW = b"o" * 32, b"n" * 32
INDEX = b"i" * 32


@given(st.text())
def test_opens_what_it_sealed(text: str) -> None:
    vault = Vault({"k1": OLD}, INDEX)
    assert vault.open(vault.seal(text, "person.phone"), "person.phone") == text


def test_same_value_seals_differently_and_indexes_the_same() -> None:
    vault = Vault({"k1": OLD}, INDEX)
    assert vault.seal("x", "c") != vault.seal("x", "c")
    assert vault.index("x", "c") == vault.index("x", "c")
    assert vault.index("x", "c") != vault.index("x", "d")


def test_value_moved_to_another_column_does_not_open() -> None:
    vault = Vault({"k1": OLD}, INDEX)
    with pytest.raises(SealBroken):
        vault.open(vault.seal("13800138000", "person.phone"), "person.name")


@given(st.integers(min_value=0, max_value=200))
def test_altered_value_does_not_open(position: int) -> None:
    vault = Vault({"k1": OLD}, INDEX)
    sealed = vault.seal("一个人的电话", "c")
    at = position % len(sealed)
    altered = sealed[:at] + ("A" if sealed[at] != "A" else "B") + sealed[at + 1 :]
    with pytest.raises(SealBroken):
        vault.open(altered, "c")


def test_rotation_opens_old_values_and_seals_with_the_new_key() -> None:
    sealed = Vault({"k1": OLD}, INDEX).seal("x", "c")
    rotated = Vault({"k2": NEW, "k1": OLD}, INDEX)
    assert rotated.open(sealed, "c") == "x"
    assert not sealed.startswith(rotated.current_prefix)
    assert rotated.seal("x", "c").startswith(rotated.current_prefix)
    with pytest.raises(SealBroken):
        Vault({"k2": NEW}, INDEX).open(sealed, "c")
