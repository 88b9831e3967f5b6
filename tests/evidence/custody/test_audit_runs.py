"""How an audit is run: against a head that was kept, on from where it stopped, from the command line."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.evidence.custody.audit import auditing, leaves, state
from app.evidence.custody.audit.anchor import AnchorUnusable, read_anchor
from app.evidence.custody.audit.auditing import Step, Wanted
from app.evidence.custody.audit.findings import Kind
from app.evidence.custody.audit.state import StateUnusable
from app.evidence.custody.cosigning import cosign_newest
from app.evidence.custody.stamping import Authority, stamp_newest
from app.evidence.custody.witnesses import build_neighbours
from tests.evidence.custody.audited import Audited, unheard
from tests.evidence.custody.outside import context, served
from tests.evidence.custody.test_cosigning import VKEY, Office
from tests.standins.timestamp.authority import make_folder
from tests.standins.timestamp.responder import Responder
from tests.standins.timestamp.responder import running as responding
from tests.support.command import yjt_here
from tests.support.stack import make_settings

pytestmark = pytest.mark.anyio


async def test_ledger_must_continue_a_head_that_somebody_kept(audited: Audited) -> None:
    keys = audited.ledger.keys
    [(old,)] = await audited.case.rows("SELECT checkpoint FROM ledger_head ORDER BY tree_size LIMIT 1")
    assert await audited.kinds(anchor=read_anchor(old, keys)) == set()
    receipt = f'{{"checkpoint": "{old}"}}'.replace("\n", "\\n")
    assert read_anchor(receipt, keys) == read_anchor(old, keys)
    with pytest.raises(AnchorUnusable):
        read_anchor(old.replace("\n1\n", "\n2\n").replace("\n2\n", "\n3\n"), keys)
    signing = audited.stack.services.ledger_keys.signing
    assert signing is not None
    fork = read_anchor(signing.sign(f"{signing.name}\n5\n{'A' * 43}=\n"), keys)
    assert await audited.kinds(anchor=fork) == {Kind.ANCHOR_DIFFERS}
    longer = read_anchor(signing.sign(f"{signing.name}\n500\n{'A' * 43}=\n"), keys)
    assert await audited.kinds(anchor=longer) == {Kind.ANCHOR_AHEAD}


async def test_audit_that_goes_on_takes_the_head_it_is_given_then(audited: Audited) -> None:
    signing = audited.stack.services.ledger_keys.signing
    assert signing is not None
    fork = read_anchor(signing.sign(f"{signing.name}\n5\n{'A' * 43}=\n"), audited.ledger.keys)
    begun = await audited.audit()
    for _ in range(2):
        wanted = Wanted(audited.folder / "state.json", fork)
        await auditing.run(audited.ledger, begun, wanted, unheard, at=audited.stack.clock.now())
        assert [each.kind for each in begun.findings] == [Kind.ANCHOR_DIFFERS]


async def test_countersignatures_and_timestamps_are_verified_anew(audited: Audited, tmp_path: Path) -> None:
    async with served(Office().app) as url:
        settings = make_settings("none", ledger_witnesses=f"{VKEY} {url}")
        await cosign_newest(context(audited.stack), build_neighbours(settings).witnesses)
    assert await audited.kinds() == set()
    size = await audited.size()
    await audited.tamper("UPDATE ledger_cosignature SET line = overlay(line placing 'AA' from 60)")
    assert await audited.only(Kind.COSIGNATURE_BAD) == {"tree_size": size, "witness": VKEY}
    await audited.tamper("DELETE FROM ledger_cosignature")
    if shutil.which("openssl") is None:
        pytest.skip("the openssl program is not installed")
    root = make_folder(tmp_path / "tsa", "测试时间戳", at=datetime.now(UTC))
    with responding(Responder(root.parent)) as url:
        await stamp_newest(context(audited.stack), Authority(url, root.read_text()))
    audited.roots = root.read_text()
    assert await audited.kinds() == set()
    audited.roots = make_folder(tmp_path / "other", "别家", at=datetime.now(UTC)).read_text()
    assert await audited.only(Kind.TIMESTAMP_BAD) == {"tree_size": size}
    audited.roots = None
    await audited.tamper("UPDATE ledger_timestamp SET token = set_byte(token, 300, get_byte(token, 300) # 1)")
    assert await audited.only(Kind.TIMESTAMP_BAD) == {"tree_size": size}


async def test_interrupted_audit_goes_on_where_it_stopped(
    audited: Audited, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaves, "RANGE", 4)
    await audited.tamper("UPDATE ledger_leaf SET leaf_hash = sha256(leaf_hash) WHERE index IN (1, 9)")
    file = audited.folder / "state.json"
    begun = await auditing.begin(audited.ledger)

    def stop(step: Step, done: int, _: int) -> None:
        if (step, done) == (Step.LEAVES, 8):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await auditing.run(audited.ledger, begun, Wanted(file), stop, at=audited.stack.clock.now())
    found = state.load(file, audited.ledger.origin, audited.ledger.keys)
    assert found is not None
    assert found.tree.size == 8
    await auditing.run(audited.ledger, found, Wanted(file), unheard, at=audited.stack.clock.now())
    assert [(each.kind, each.where["leaf_index"]) for each in found.findings] == [
        (Kind.LEAF_DIFFERS, 1),
        (Kind.LEAF_DIFFERS, 9),
    ]
    with pytest.raises(StateUnusable):
        state.load(file, "another.example/custody", audited.ledger.keys)
    with pytest.raises(StateUnusable):
        state.load(file, audited.ledger.origin, [VKEY])
    file.write_text("{}")
    with pytest.raises(StateUnusable):
        state.load(file, audited.ledger.origin, audited.ledger.keys)


async def test_command_says_what_it_found_and_fails_where_it_found_something(audited: Audited) -> None:
    await audited.tamper("UPDATE ledger_leaf SET leaf_hash = sha256(leaf_hash) WHERE index = 2")
    code, said = await command(audited, "--skip-objects")
    assert code == 1
    assert "leaf_differs: " in said
    assert "leaf_index=2" in said
    assert said.endswith(f"审计了 {await audited.size()} 条账本记录、0 个文件：发现 1 处问题\n")
    assert not (audited.folder / "kept.json").exists()


async def command(audited: Audited, *options: str) -> tuple[int, str]:
    """`yjt audit-ledger` as an operator runs it: exit code and what it said."""
    settings = audited.stack.settings
    values = {
        **{name: str(getattr(settings, name)) for name in ("s3_endpoint", "s3_bucket", "ledger_name", "profile")},
        **{name: str(getattr(settings, name)) for name in ("ledger_key_file", "wechat_app_id")},
        **{
            name: getattr(settings, name).get_secret_value()
            for name in ("database_url", "s3_access_key", "s3_secret_key", "token_keys", "field_keys")
        },
        **{name: getattr(settings, name).get_secret_value() for name in ("index_key", "wechat_secret")},
    }
    environment = {f"YJT_{name.upper()}": value for name, value in values.items()}
    line = ("audit-ledger", "--state", audited.folder / "kept.json", *options)
    done = await yjt_here(*line, environment=environment)
    return done.returncode, done.stdout
