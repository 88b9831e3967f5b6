"""Keys of the ledger as settings name them; what cannot sign or verify is told when services are built."""

from pathlib import Path

import pytest

from app.evidence.custody.checkpoint import SigningKey, VerifierKey
from app.evidence.custody.keys import build_ledger_keys
from app.kernel.signing_keys import make_signing_key
from app.settings import Settings, SettingsError
from tests.support.stack import make_settings

NAME = "aid.linan.gov.cn/custody"


def key_in(folder: Path, name: str) -> Path:
    file = folder / name
    file.write_text(make_signing_key(), encoding="ascii")
    return file


def settings(**changes: object) -> Settings:
    return make_settings("unused", ledger_name=NAME, **changes)


def test_the_present_key_comes_first_and_former_ones_follow(tmp_path: Path) -> None:
    now, once = key_in(tmp_path, "now"), key_in(tmp_path, "once")
    present, former = SigningKey.from_pem(now, NAME).verifier, SigningKey.from_pem(once, NAME).verifier
    keys = build_ledger_keys(settings(ledger_key_file=now, ledger_former_keys=f"{former}, {present}"))
    assert (keys.name, keys.log) == (NAME, [present, former])


def test_without_a_key_file_nothing_signs() -> None:
    keys = build_ledger_keys(settings(ledger_key_file=None))
    assert (keys.signing, keys.log) == (None, [])


def test_a_file_without_a_key_is_told(tmp_path: Path) -> None:
    (tmp_path / "nonsense").write_text("nonsense", encoding="ascii")
    for name in ("nonsense", "nowhere"):
        with pytest.raises(SettingsError, match="YJT_LEDGER_KEY_FILE"):
            build_ledger_keys(settings(ledger_key_file=tmp_path / name))


def test_former_keys_that_verify_nothing_are_told(tmp_path: Path) -> None:
    key = SigningKey.from_pem(key_in(tmp_path, "key"), NAME)
    witness = VerifierKey(NAME, 4, key.public).text()
    for text in ("nonsense", key.verifier[:-4], witness):
        with pytest.raises(SettingsError, match="YJT_LEDGER_FORMER_KEYS"):
            build_ledger_keys(settings(ledger_key_file=None, ledger_former_keys=text))


@pytest.mark.parametrize("name", ["", "ab", "two words", "plus+sign", "x" * 101])
def test_a_ledger_is_named_as_keys_are(name: str) -> None:
    with pytest.raises(ValueError, match="ledger_name"):
        make_settings("unused", ledger_name=name)
