"""What a lawyer does with a case from the first meeting to the closing file."""

from collections.abc import Sequence
from datetime import datetime

from app.kernel.clock import SHANGHAI
from tests.journeys.people import Someone
from tests.journeys.telling import Json


class Handling:
    """One lawyer at work on one case."""

    def __init__(self, lawyer: Someone, path: str) -> None:
        self.lawyer, self.path = lawyer, path
        self.case_id = path.rsplit("/", 1)[1]

    def now(self) -> str:
        """The product's time."""
        return str(self.lawyer.post("/demo/clock", {"days": 0})["now"])

    def today(self) -> str:
        """The product's day in Shanghai."""
        return datetime.fromisoformat(self.now()).astimezone(SHANGHAI).date().isoformat()

    def file(self, kind: str) -> str:
        """Upload a paper of the case and wait until it is verified; its id."""
        item = self.lawyer.upload(self.case_id, "bank_statement.pdf", "application/pdf", kind)
        self.lawyer.wait_for(f"/evidence/{item['id']}", lambda found: found["status"] == "verified")
        return str(item["id"])

    def write(self, kind: str, **content: object) -> Json:
        """Write an entry of the handling log."""
        body = {"happened_at": self.now(), "content": {"kind": kind, **content}}
        return self.lawyer.post(f"{self.path}/entries", body, 201)

    def sign(self) -> Json:
        """Enter the agreement, signed today."""
        body = {"signed_on": self.today(), "authority": "special", "evidence_ids": [self.file("authority_proof")]}
        return self.lawyer.post(f"{self.path}/agreement", body)

    def meet(self) -> Json:
        """The first meeting, with everything the recipient must be told."""
        told = ["role", "judicial_assistance", "main_risks", "rights_and_duties"]
        return self.write(
            "first_meeting", place="临安区法律援助中心接待室", told=told, text="了解案情，核对证据。"
        )

    def finish(self, outcome: Json, shares: Sequence[Json] = ()) -> Json:
        """Say how it ended, and report the end."""
        body = {
            "closing_on": self.today(),
            "evidence_ids": [self.file("judgment")],
            "shares": list(shares),
        } | outcome
        version = self.lawyer.get(self.path)["version"]
        self.lawyer.put(f"{self.path}/outcome", body, version)
        return self.lawyer.post(f"{self.path}/conclude")

    def hand_in(self) -> Json:
        """Hand the closing file in."""
        report = "接受指派后约见受援人、调查取证、代理仲裁，并协助受援人拿到了全部工资，办案材料齐全。"
        return self.lawyer.post(f"{self.path}/hand-in", {"report": report})
