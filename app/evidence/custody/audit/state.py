"""How far an audit came and what it found, kept in a file: an interrupted one goes on where it stopped."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from app.evidence.custody.audit.findings import Finding, Kind, Place
from app.evidence.custody.audit.rebuilding import Rebuilding

FORMAT = "yijiantong-ledger-audit/2"
MOST_FINDINGS = 10_000
"""More than anybody reads; the rest is counted."""


class StateUnusable(Exception):
    """The file holds no audit of this ledger; the message says so."""


@dataclass(slots=True)
class State:
    """An audit of the ledger ``origin`` as it was when it began.

    Attributes:
        key: by which the ledger signed then; two installations may have ledgers of one name.
        size: leaves it looks at; later ones are the next audit's.
        signed: leaves under the newest head.
        tree: how far the leaves were read.
        head_copy: key of the last copy in storage that was read.
        evidence: id of the last file that was read.
        done: steps that are finished.
        omitted: findings beyond those that are kept.
    """

    origin: str
    key: str
    size: int
    signed: int
    tree: Rebuilding = field(default_factory=Rebuilding)
    head_copy: str = ""
    head_size: int = 0
    evidence: str = ""
    read: int = 0
    done: list[str] = field(default_factory=list[str])
    findings: list[Finding] = field(default_factory=list[Finding])
    omitted: int = 0

    def found(self, kind: Kind, note: str = "", **where: Place) -> None:
        """Note a finding."""
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(kind, where, note))
        else:
            self.omitted += 1

    def save(self, file: Path) -> None:
        """Write it down, all or nothing."""
        data: dict[str, Any] = asdict(self) | {"format": FORMAT}
        data["tree"]["pending"] = [[each.hex() for each in candidates] for candidates in self.tree.pending]
        draft = file.with_name(f"{file.name}.new")
        draft.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        draft.chmod(0o600)
        draft.replace(file)


def load(file: Path, origin: str, keys: Sequence[str]) -> State | None:
    """The audit of the ledger with these ``keys`` that was interrupted; none where there is none.

    Raises:
        StateUnusable: see there.
    """
    try:
        data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        if data.pop("format") != FORMAT or data["origin"] != origin or data["key"] not in ["", *keys]:
            raise StateUnusable(f"{file} is of another ledger or version; begin anew with --from-start")
        pending = [tuple(bytes.fromhex(each) for each in candidates) for candidates in data["tree"]["pending"]]
        tree = Rebuilding(data["tree"]["size"], pending)
        findings = [Finding(Kind(each["kind"]), each["where"], each["note"]) for each in data["findings"]]
        data.update(tree=tree, findings=findings)
        return State(**data)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise StateUnusable(f"{file} holds no audit; begin anew with --from-start") from error
