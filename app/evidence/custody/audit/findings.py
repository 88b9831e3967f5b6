"""What an audit may find: each finding says what is wrong and where. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Place = str | int


class Kind(StrEnum):
    """What is wrong."""

    LEAF_MISSING = "leaf_missing"
    LEAF_UNSIGNED = "leaf_unsigned"
    LEAF_DIFFERS = "leaf_differs"
    LEAVES_SWAPPED = "leaves_swapped"
    LEAF_REPEATED = "leaf_repeated"
    NODE_MISSING = "node_missing"
    NODE_DIFFERS = "node_differs"
    NODE_EXTRA = "node_extra"
    EVENT_MISSING = "event_missing"
    EVENT_UNLISTED = "event_unlisted"
    EVENT_WAITING = "event_waiting"
    EVENT_PARTY = "event_party"
    EVIDENCE_MISSING = "evidence_missing"
    EVIDENCE_DIFFERS = "evidence_differs"
    EVIDENCE_UNLISTED = "evidence_unlisted"
    EVIDENCE_STATUS = "evidence_status"
    OPENING_DIFFERS = "opening_differs"
    HEAD_FORGED = "head_forged"
    HEAD_EDITED = "head_edited"
    HEAD_ROOT = "head_root"
    HEAD_CUT = "head_cut"
    HEAD_COPY_MISSING = "head_copy_missing"
    HEAD_COPY_DIFFERS = "head_copy_differs"
    HEAD_COPY_FORGED = "head_copy_forged"
    ANCHOR_DIFFERS = "anchor_differs"
    ANCHOR_AHEAD = "anchor_ahead"
    TIMESTAMP_BAD = "timestamp_bad"
    COSIGNATURE_BAD = "cosignature_bad"
    OBJECT_MISSING = "object_missing"
    OBJECT_ALTERED = "object_altered"
    OBJECT_UNREADABLE = "object_unreadable"
    OBJECT_VERSION = "object_version"
    OBJECT_UNLOCKED = "object_unlocked"


SAYS: Mapping[Kind, str] = {
    Kind.LEAF_MISSING: "账本里缺记录，被删除了",
    Kind.LEAF_UNSIGNED: "账本末尾多出记录，没有签名树头",
    Kind.LEAF_DIFFERS: "账本记录和它对应的保管事件算出来的不一样，其中一个被改过",
    Kind.LEAVES_SWAPPED: "相邻两条账本记录的顺序被对调",
    Kind.LEAF_REPEATED: "同一个保管事件在账本里记了两次",
    Kind.NODE_MISSING: "账本的中间节点被删除",
    Kind.NODE_DIFFERS: "账本的中间节点和重新计算的不一样，节点或者这几条记录被改过、换过位置",
    Kind.NODE_EXTRA: "账本里有多出来的中间节点",
    Kind.EVENT_MISSING: "账本记录对应的保管事件被删除",
    Kind.EVENT_UNLISTED: "保管事件不在账本里，也没有在排队，它的账本记录被删除了",
    Kind.EVENT_WAITING: "保管事件等了很久还没有记入账本",
    Kind.EVENT_PARTY: "保管事件里的操作人和当时的承诺对不上",
    Kind.EVIDENCE_MISSING: "保管事件所说的材料不在数据库里",
    Kind.EVIDENCE_DIFFERS: "材料登记的文件指纹或大小和保管事件不一样",
    Kind.EVIDENCE_UNLISTED: "材料显示已核验，但账本里没有它的核验记录",
    Kind.EVIDENCE_STATUS: "材料现在的状态，和账本里的核验、撤回记录不一样",
    Kind.OPENING_DIFFERS: "谁打开过材料的记录，和账本里的不一样，有一条被改过、删除或者添加",
    Kind.HEAD_FORGED: "签名树头不是本账本的密钥签的",
    Kind.HEAD_EDITED: "签名树头的条数或者根，和签名的内容不一样",
    Kind.HEAD_ROOT: "按账本记录重新计算的根，和签名树头不一样",
    Kind.HEAD_CUT: "存储里有这个签名树头，数据库里没有，账本的末尾可能被截掉",
    Kind.HEAD_COPY_MISSING: "签名树头在存储里的副本没有了",
    Kind.HEAD_COPY_DIFFERS: "签名树头和它在存储里的副本不一样",
    Kind.HEAD_COPY_FORGED: "存储里的签名树头副本不是本账本的密钥签的",
    Kind.ANCHOR_DIFFERS: "账本和以前留存的签名树头对不上，历史被改写",
    Kind.ANCHOR_AHEAD: "以前留存的签名树头比现在的账本还长，账本的末尾被截掉",
    Kind.TIMESTAMP_BAD: "签名树头的时间戳无效",
    Kind.COSIGNATURE_BAD: "见证方的联署无效",
    Kind.OBJECT_MISSING: "存储里没有这个文件",
    Kind.OBJECT_ALTERED: "存储里的文件内容被改过，和核验时的指纹不一样",
    Kind.OBJECT_UNREADABLE: "存储里的文件读不出来，可能已损坏或被改过",
    Kind.OBJECT_VERSION: "核验过的版本之上，又放了别的版本或者删除标记",
    Kind.OBJECT_UNLOCKED: "存储里的文件没有按保管期限锁定",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, ``where`` (names to ids, indexes, keys), and sometimes a note."""

    kind: Kind
    where: Mapping[str, Place] = field(default_factory=dict[str, Place])
    note: str = ""

    def line(self) -> str:
        """For the terminal."""
        places = ", ".join(f"{name}={value}" for name, value in self.where.items())
        note = f"（{self.note}）" if self.note else ""
        return f"{self.kind}: {SAYS[self.kind]}{note}: {places}"
