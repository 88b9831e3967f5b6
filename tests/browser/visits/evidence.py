"""The pages of evidence: a matter's files, one file, its bundles, with whom it is shared."""

from tests.browser.visits import Visit, World

FILES = (("wage_sheet.jpg", "image/jpeg", "wage_record"), ("bank_statement.pdf", "application/pdf", "bank_slip"))


def _matter(world: World) -> dict[str, str]:
    worker = world.persona("worker")
    case = worker.post("/applications", {"category": "labour_remuneration"}, 201)["id"]
    sent = [worker.upload(case, *each)["id"] for each in FILES]
    for each in sent:
        worker.wait_for(f"/evidence/{each}", lambda found: found["status"] == "verified")
    worker.post("/evidence-bundles", {"matter_id": case, "title": "追索劳动报酬", "purpose": "court"}, 201)
    return {"matter_id": case, "file": sent[0]}


def matter(world: World) -> dict[str, str]:
    """A worker's draft with two verified files and a bundle of them."""
    return world.once("matter with files", _matter)


def _its_files(world: World) -> dict[str, str]:
    return {"matter_id": matter(world)["matter_id"]}


VISITS = [
    Visit("evidence/list/list", "worker", _its_files),
    Visit("evidence/file/file", "worker", lambda world: {"id": matter(world)["file"]}),
    Visit("evidence/bundles/bundles", "worker", _its_files),
    Visit("evidence/sharing/sharing", "worker", _its_files),
    Visit("evidence/received/received", "other_officer"),
    Visit("evidence/queue/queue", "worker"),
]
