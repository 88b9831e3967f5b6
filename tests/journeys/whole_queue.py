"""Several cases wait for a lawyer: one plan for all of them, proved the best, and a report of how even it is."""

from dataclasses import dataclass, field

from tests.journeys.desk import TOWN, Applicant, Desk
from tests.journeys.telling import Json, Teller, Unexpected

WORKERS = ("方大海", "彭秋生", "袁桂花")
CLAIM: Json = {"period_from": "2026-05", "period_to": "2026-08", "amount_fen": 1_900_000}


@dataclass
class WholeQueue:
    """Three workers of three employers, and the centre that finds them lawyers at once."""

    base_url: str
    desk: Desk = field(init=False)
    centre: str = field(init=False)
    workers: list[Applicant] = field(default_factory=list[Applicant])
    plan: Json = field(default_factory=dict[str, object])

    def __post_init__(self) -> None:
        self.desk = Desk(self.base_url)
        self.centre = self.desk.officer.get("/firms")["items"][0]["agency_id"]

    @property
    def path(self) -> str:
        return f"/agencies/{self.centre}/batch-assignments/{self.plan['id']}"

    def apply(self) -> str:
        for number, name in enumerate(WORKERS, start=1):
            worker = Applicant(self.base_url, name)
            sections = {
                "applicant": {"is_migrant_worker": True},
                "claim": CLAIM | {"employer_name": f"临安第{number}建筑劳务有限公司"},
                "place": {"area_code": TOWN},
            }
            worker.fill_in("labour_remuneration", sections)
            worker.hand_in()
            self.desk.grant(worker.path)
            self.workers.append(worker)
        return f"{len(self.workers)} 件申请都已批准，等待指派"

    def propose(self) -> str:
        asked = self.desk.officer.post(f"/agencies/{self.centre}/batch-assignments", {"method": "optimal"}, 201)
        self.plan = asked
        self.plan = self.desk.officer.wait_for(self.path, lambda found: found["status"] == "ready")
        if not self.plan["is_optimal"] or self.plan["score"] != self.plan["bound"]:
            raise Unexpected(f"not proved: {self.plan}")
        lines = self.desk.officer.get(f"{self.path}/lines")["items"]
        ours = {worker.case["id"] for worker in self.workers}
        if not ours <= {line["matter_id"] for line in lines if line["status"] == "planned"}:
            raise Unexpected(f"left out: {lines}")
        chosen = "、".join(line["lawyer"]["name"] for line in lines if line["lawyer"])
        return (
            f"{self.plan['planned']} 件各有律师（{chosen}），总分 {self.plan['score']:.3f}，已证明没有更好的方案"
        )

    def change(self) -> str:
        lines = self.desk.officer.get(f"{self.path}/lines")["items"]
        line = next(row for row in lines if row["status"] == "planned")
        self.desk.officer.put(
            f"{self.path}/lines/{line['position']}",
            {"lawyer_id": None, "reason": "other", "note": "受援人还在和单位协商，过两天再派"},
            self._version(),
        )
        return f"第 {line['position']} 件先不派，写明理由"

    def commit(self) -> str:
        self.desk.officer.post(f"{self.path}/commit", {"despite_changes": False})
        done = self.desk.officer.wait_for(self.path, lambda found: found["status"] == "done")
        if done["refused"] or done["asked"] != done["matters"] - done["removed"] - done["unserved"]:
            raise Unexpected(f"committed: {done}")
        return f"每件再检查一遍，{done['asked']} 件已发给律师"

    def account(self) -> str:
        report = self.desk.persona("auditor").get(f"/agencies/{self.centre}/fairness")
        indices = report["indices"]
        return f"{indices['lawyers']} 名律师，派案基尼系数 {indices['gini_offers']:.2f}；任何人改派都有理由可查"

    def _version(self) -> int:
        """The version of the plan, as its ETag says."""
        return int(self.desk.officer.client.get(self.path).headers["ETag"].strip('"'))


def tell(teller: Teller, base_url: str) -> None:
    """Tell the story."""
    teller.chapter("一批案件一起派：先看方案，再派，派得公平看得见")
    story = WholeQueue(base_url)
    teller.tell("三名工人申请，都已批准", story.apply)
    teller.tell("一个方案", story.propose)
    teller.tell("工作人员改一件", story.change)
    teller.tell("按方案派出", story.commit)
    teller.tell("监督人员看公平报告", story.account)
