"""A large video over a bad network, and evidence that proves itself later, with nothing of ours running."""

import hashlib
import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.journeys.link import Link
from tests.journeys.people import Someone
from tests.journeys.running import RunningStack
from tests.journeys.telling import Json, Teller, Unexpected
from tests.support.files import mp4

SIZE = 60 * 1024 * 1024
CUTS = (7_000_000, 23_000_000, 41_000_000)
"""After so many bytes on the way to storage the link breaks."""


def verdict(stack: RunningStack, *arguments: str, fails: bool = False) -> str:
    """What ``yjt`` prints; it must succeed, or with ``fails`` must not."""
    ran = stack.command(*arguments)
    if (ran.returncode != 0) is not fails:
        raise Unexpected(f"exit {ran.returncode}: {ran.stdout}{ran.stderr}")
    return ran.stdout


@dataclass
class Video:
    """The worker's video, from the phone to the receipt and to the day somebody doubts it."""

    stack: RunningStack
    link: Link
    case: Json = field(default_factory=dict[str, object])
    item: Json = field(default_factory=dict[str, object])
    anchors: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.worker = Someone(self.stack.base_url)
        self.worker.log_in_as("worker")
        filler = random.Random(60).randbytes(SIZE - len(mp4(b"")))
        self.file = self.stack.home / "工地录像.mp4"
        self.file.write_bytes(mp4(filler))
        self.content = self.file.read_bytes()

    @property
    def path(self) -> str:
        return f"/evidence/{self.item['id']}"

    @property
    def receipt(self) -> Path:
        return self.stack.home / "凭证.json"

    def declare(self) -> str:
        self.case = self.worker.post("/applications", {"category": "labour_remuneration"}, 201)
        declared = self.worker.post("/evidence", self._declaration(), 201)
        self.item, upload = declared["evidence"], declared["upload"]
        early = self.worker.post(f"{self.path}/complete", status=409)
        return f"{upload['count']} 段，每段 {upload['part_bytes'] // 2**20} MB；没传就说传完：{early['title']}"

    def upload(self) -> str:
        """Send what is missing until all is there, as a phone does: after each cut it asks what arrived."""
        self.link.cut_after(CUTS)
        resumed: list[str] = []
        while missing := self._missing():
            try:
                self._send(missing)
            except httpx.TransportError:
                resumed.append(f"已收到 {SIZE // 2**20 - len(self._missing()) * 5} MB")
        if len(resumed) != len(CUTS):
            raise Unexpected(f"the link was cut {len(resumed)} times")
        return f"断了 {len(resumed)} 次，每次从收到的地方接着传（{'，'.join(resumed)}）"

    def complete(self) -> str:
        self.worker.post(f"{self.path}/complete")
        self.item = self.worker.wait_for(self.path, lambda found: found["status"] == "verified")
        again = self.worker.post("/evidence", self._declaration())
        if again["upload"] is not None or again["evidence"]["id"] != self.item["id"]:
            raise Unexpected("the same file was taken twice")
        return f"SHA-256 {self.item['sha256'][:16]}… 与手机上的一致；同一个文件再传一次会被认出来"

    def take_receipt(self) -> str:
        """A moment later it has a timestamp too, where there is an authority."""
        self.worker.wait_for_document(f"{self.path}/receipt")
        has_authority = "YJT_TIMESTAMP_URL" in self.stack.settings()
        parsed = self.worker.wait_for(
            f"{self.path}/receipt", lambda found: found["timestamp"] is not None or not has_authority
        )
        self.receipt.write_bytes(self.worker.client.get(f"{self.path}/receipt").content)
        stamped = "有时间戳" if parsed["timestamp"] else "没有时间戳"
        pdf = self.worker.client.get(f"{self.path}/receipt.pdf")
        if not pdf.content.startswith(b"%PDF-"):
            raise Unexpected("no PDF")
        (self.stack.home / "凭证.pdf").write_bytes(pdf.content)
        return f"账本第 {parsed['leaf_index'] + 1} 条，{stamped}；PDF {len(pdf.content) // 1024} KB，带二维码"

    def note_keys(self) -> str:
        """Whoever will doubt it one day gets the keys from elsewhere than the receipt."""
        keys = self.worker.get("/ledger/keys")
        self.anchors = ["--log-key", keys["log_keys"][0]]
        if roots := self.stack.settings().get("YJT_TIMESTAMP_CERTIFICATES_FILE"):
            kept = self.stack.home / "时间戳根证书.pem"
            kept.write_bytes(Path(roots).read_bytes())
            self.anchors += ["--tsa-roots", str(kept)]
        return str(keys["log_keys"][0])

    def see_custody(self) -> str:
        labels = self.worker.get("/dictionaries")["dictionaries"]["custody_event_kind"]
        rows = self.worker.get(f"{self.path}/custody")["items"]
        return "，".join(labels[row["kind"]] for row in reversed(rows))

    def pass_audit(self) -> str:
        return verdict(self.stack, "audit-ledger").strip().splitlines()[-1]

    def agree_with_today(self) -> str:
        """The head of today contains that of the receipt."""
        then = int(json.loads(self.receipt.read_text(encoding="utf-8"))["checkpoint"].split("\n")[1])
        ledger = f"{self.stack.base_url}/ledger"
        newer, proof = self.stack.home / "newer.txt", self.stack.home / "consistency.json"
        newer.write_text(httpx.get(f"{ledger}/checkpoint", trust_env=False).text, encoding="utf-8")
        now = int(newer.read_text(encoding="utf-8").split("\n")[1])
        answer = httpx.get(f"{ledger}/consistency", params={"first": then, "second": now}, trust_env=False)
        proof.write_bytes(answer.content)
        options = ("--newer-checkpoint", str(newer), "--consistency", str(proof))
        verdict(self.stack, "verify-evidence", str(self.receipt), str(self.file), *self.anchors, *options)
        return f"凭证写的是前 {then} 条，今天共 {now} 条：以前的一条没有变"

    def find_tampering(self) -> str:
        """Change one byte where storage keeps it; the audit must name this file."""
        _flip(self.stack.home / "objects", self.content[SIZE // 2 : SIZE // 2 + 64])
        found = verdict(self.stack, "audit-ledger", "--from-start", fails=True)
        if str(self.item["id"]) not in found:
            raise Unexpected(found)
        return next(line.strip() for line in found.splitlines() if str(self.item["id"]) in line)

    def verify_offline(self) -> str:
        """With every process of the product stopped."""
        self.stack.stop()
        for receipt in (self.receipt, self.receipt.with_suffix(".pdf")):
            passed = verdict(self.stack, "verify-evidence", str(receipt), str(self.file), *self.anchors)
        changed = bytearray(self.content)
        changed[-1] ^= 1
        altered = self.file.with_name("改过的.mp4")
        altered.write_bytes(changed)
        verdict(self.stack, "verify-evidence", str(self.receipt), str(altered), fails=True)
        sentence = next(line for line in passed.splitlines() if line.startswith(("完全一致", "文件对得上")))
        return f"{sentence}改了一个字节的文件不通过"

    def _declaration(self) -> Json:
        return {
            "matter_id": self.case["id"],
            "kind": "photo_video",
            "name": "工地录像.mp4",
            "media_type": "video/mp4",
            "size_bytes": len(self.content),
            "sha256": hashlib.sha256(self.content).hexdigest(),
        }

    def _missing(self) -> list[int]:
        progress = self.worker.get(f"{self.path}/parts")
        return sorted([*progress["missing"], *progress["wrong_size"]])

    def _send(self, numbers: list[int]) -> None:
        links: Mapping[str, list[Json]] = self.worker.post(f"{self.path}/parts", {"numbers": numbers})
        with httpx.Client(timeout=30, trust_env=False) as phone:
            for part in links["parts"]:
                begin = (part["number"] - 1) * 5 * 2**20
                phone.put(part["url"], content=self.content[begin : begin + part["size_bytes"]]).raise_for_status()


def _flip(objects: Path, needle: bytes) -> None:
    """Change one byte of ``needle`` in whichever file of the store holds it."""
    for path in objects.resolve().rglob("*.dat"):
        at = path.read_bytes().find(needle)
        if at >= 0:
            with path.open("r+b") as volume:
                volume.seek(at)
                volume.write(bytes([needle[0] ^ 1]))
            return
    raise Unexpected("no volume holds the file")


def tell(teller: Teller, video: Video) -> None:
    """Tell how the video comes in."""
    teller.chapter("弱网下的六十兆录像")
    teller.tell("登记要上传的录像", video.declare)
    teller.tell("网络断了三次，接着传", video.upload)
    teller.tell("合成、核验，重复的认得出", video.complete)
    teller.tell("拿到保管凭证", video.take_receipt)
    teller.tell("另外记下账本的公钥和时间戳机构的根证书", video.note_keys)
    teller.tell("保管记录可查", video.see_custody)
    teller.tell("核查账本和存储，没有问题", video.pass_audit)


def doubt(teller: Teller, video: Video) -> None:
    """Tell, when everything else has been told, how the evidence proves itself."""
    teller.chapter("几个月以后，有人不信")
    teller.tell("当初的凭证和今天的账本一致", video.agree_with_today)
    teller.tell("存储里改动一个字节，核查指出是哪一份", video.find_tampering)
    teller.tell("系统全部停掉，凭证照样能核对", video.verify_offline)
