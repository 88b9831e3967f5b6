"""An oral application: the officer fills in the same sections, the applicant confirms it (148号令 11)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.evidence.enums import EvidenceKind
from app.kernel.clock import local_date
from tests.legal_aid.intake.counter import entered, entry, forwarded, stamp
from tests.legal_aid.scene import Scene, act, fields, ok, problem, put, view
from tests.support.areas import COUNTY, NEIGHBOUR

pytestmark = pytest.mark.anyio


async def oral(scene: Scene, **place: Any) -> UUID:
    """An oral application that the officer filled in."""
    case = await entered(scene, entry(scene))
    parts = scene.parts("labour_remuneration") | {"place": {"area_code": COUNTY} | place}
    for version, (name, body) in enumerate(parts.items(), start=1):
        await ok(put(scene.officer.client, case, name, body, version))
    return case


async def test_officer_hands_in_what_the_applicant_confirmed_with_a_thumbprint(scene: Scene) -> None:
    case = await oral(scene)
    assert fields(await act(scene.officer, case, "submit", {})) == ["signature_evidence_id"]
    print_id = await scene.upload(case, EvidenceKind.THUMBPRINT, scene.officer)
    shown = await ok(act(scene.officer, case, "submit", {"signature_evidence_id": str(print_id)}))
    assert (shown["status"], shown["channel"], shown["applicant_name"]) == ("submitted", "counter", "王大山")
    assert shown["entered_by"] == scene.officer.name
    assert shown["agency"]["id"] == str(scene.centre.id)
    assert shown["holder"]["role"] == "officer"


async def test_what_custody_passed_on_is_filed_when_it_arrived(scene: Scene) -> None:
    received = scene.stack.clock.now() - timedelta(hours=60)
    case = await entered(scene, forwarded(scene, hours=70, received_at=stamp(received)))
    parts = scene.parts("criminal_defence")
    for version, (name, body) in enumerate(parts.items(), start=1):
        await ok(put(scene.officer.client, case, name, body, version))
    print_id = await scene.upload(case, EvidenceKind.THUMBPRINT, scene.officer)
    shown = await ok(act(scene.officer, case, "submit", {"signature_evidence_id": str(print_id)}))
    assert datetime.fromisoformat(shown["submitted_at"]) == received
    decide = next(clock for clock in shown["clocks"] if clock["rule_code"] == "legal_aid.decide")
    assert decide["started_on"] == local_date(received).isoformat()


async def test_thumbprint_of_another_case_confirms_nothing(scene: Scene) -> None:
    other, case = await oral(scene), await oral(scene)
    foreign = await scene.upload(other, EvidenceKind.THUMBPRINT, scene.officer)
    await scene.upload(case, EvidenceKind.THUMBPRINT, scene.officer)
    answer = await act(scene.officer, case, "submit", {"signature_evidence_id": str(foreign)})
    assert answer.json()["errors"][0]["rule"] == "not_the_signature"


async def test_what_was_entered_at_a_centre_stays_there(scene: Scene) -> None:
    beside = await scene.neighbour()
    case = await oral(scene, area_code=NEIGHBOUR)
    print_id = await scene.upload(case, EvidenceKind.THUMBPRINT, scene.officer)
    body = {"signature_evidence_id": str(print_id), "agency_id": str(beside.id)}
    assert fields(await act(scene.officer, case, "submit", body)) == ["agency_id"]
    shown = await ok(act(scene.officer, case, "submit", body | {"agency_id": None}))
    assert shown["agency"]["id"] == str(scene.centre.id)


async def test_staff_do_not_edit_what_an_applicant_filled_in(scene: Scene) -> None:
    case = await scene.submitted()
    version = (await view(scene.worker, case))["version"]
    answer = await put(scene.officer.client, case, "place", {"area_code": COUNTY}, version)
    assert problem(answer) == (409, "no_longer_draft")
    await scene.supplementing(case, "place")
    version = (await view(scene.worker, case))["version"]
    answer = await put(scene.officer.client, case, "place", {"area_code": COUNTY}, version)
    assert problem(answer) == (403, "signed_by_applicant")


async def test_only_what_the_notice_asked_for_is_supplemented(scene: Scene) -> None:
    case = await scene.submitted()
    await scene.supplementing(case, "claim")
    version = (await view(scene.worker, case))["version"]
    answer = await put(scene.worker.client, case, "place", {"area_code": COUNTY}, version)
    assert problem(answer) == (409, "section_not_asked")
    shown = await ok(put(scene.worker.client, case, "claim", scene.claim(amount_fen=900), version))
    assert shown["claim"]["amount_fen"] == 900
