"""What many stories share: someone new who applies from a phone, and the centre that works on the case."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.kernel.clock import SHANGHAI
from tests.journeys.people import Someone
from tests.journeys.telling import Json, Unexpected
from tests.support.world import resident_number

TOWN = "330112104"


class Applicant(Someone):
    """Someone new, known by name and document, with an application of their own."""

    def __init__(self, base_url: str, name: str) -> None:
        super().__init__(base_url)
        self.name, self.number = name, resident_number(20000 + secrets.randbelow(40000))
        self.case: Json = {}
        self.log_in_by_wechat(f"story{secrets.token_hex(6)}")
        phone = f"139{secrets.randbelow(10**8):08d}"
        self.post("/me/phone", {"code": f"phone-{phone}.{secrets.token_hex(4)}"})
        identity = {"name": name, "kind": "resident_id", "number": self.number}
        self.put("/me/real-name", identity, version=1)

    @property
    def path(self) -> str:
        """Where the application is."""
        return f"/applications/{self.case['id']}"

    def fill_in(self, category: str, sections: Mapping[str, Json]) -> Json:
        """Begin an application and save its sections one after the other."""
        self.case = self.post("/applications", {"category": category}, 201)
        for section, body in sections.items():
            self.case = self.put(f"{self.path}/{section}", body, self.case["version"])
        return self.case

    def sign(self) -> str:
        """Draw a signature and wait until it is verified; its id."""
        signature = self.upload(self.case["id"], "signature.png", "image/png", "signature")
        self.wait_for(f"/evidence/{signature['id']}", lambda found: found["status"] == "verified")
        return str(signature["id"])

    def hand_in(self) -> Json:
        """Sign and hand in."""
        self.case = self.post(f"{self.path}/submit", {"signature_evidence_id": self.sign()})
        return self.case

    def look(self) -> Json:
        """The application as it stands."""
        self.case = self.get(self.path)
        return self.case


@dataclass
class Desk:
    """The centre's people, the bureau above it, and the lawyers of the demonstration."""

    base_url: str
    officer: Someone = field(init=False)
    decider: Someone = field(init=False)
    approver: Someone = field(init=False)

    def __post_init__(self) -> None:
        self.officer, self.decider, self.approver = (
            self.persona(name) for name in ("officer", "decider", "approver")
        )

    def persona(self, name: str) -> Someone:
        """Someone of the demonstration."""
        person = Someone(self.base_url)
        person.log_in_as(name)
        return person

    def grant(self, path: str) -> Json:
        """Take the application on and give aid."""
        self.officer.post(f"{path}/accept")
        return self.decider.post(f"{path}/grant")

    def ask(self, path: str, lawyer_name: str) -> Json:
        """Offer the case to the lawyer of this name, who must be on the shortlist; the candidate."""
        candidates: list[Json] = self.officer.get(f"{path}/candidates")["items"]
        found = next((row for row in candidates if row["name"] == lawyer_name), None)
        if found is None:
            raise Unexpected(f"{lawyer_name} is not proposed: {candidates}")
        body = {"lawyer_id": found["lawyer_id"]}
        if found is not candidates[0]:
            body["override_reason"] = "agreed_before"
        self.officer.post(f"{path}/assign", body)
        return found

    def take(self, path: str, lawyer: Someone) -> Json:
        """The lawyer accepts the open offer; the case as the lawyer then sees it."""
        offers: list[Json] = lawyer.get("/offers")["items"]
        matter = path.rsplit("/", 1)[1]
        offer = next(row for row in offers if row["matter_id"] == matter and row["allowed_actions"])
        lawyer.post(f"/offers/{offer['id']}/accept")
        self.officer.wait_for(path, lambda found: found["status"] == "in_handling")
        return lawyer.get(path)

    def wait(self, **by: int) -> str:
        """Move the product's clock on; the new day."""
        now = datetime.fromisoformat(self.officer.post("/demo/clock", dict(by))["now"])
        return now.astimezone(SHANGHAI).date().isoformat()

    def wait_until(self, instant: str) -> None:
        """Move the product's clock on to this moment."""
        self.officer.post("/demo/clock", {"to": instant})


def due_line(view: Json) -> str:
    """The clocks of a case that run: what, until when, under which article."""
    return "；".join(f"{c['title']}，{c['due_on']} 前（{c['law']}{c['article']}）" for c in view["clocks"])
