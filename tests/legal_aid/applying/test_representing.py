"""Applying for another: who may, for whom, and that the infringer never does (法律援助法 40)."""

from datetime import date
from typing import Any

import pytest

from app.evidence.enums import EvidenceKind
from app.kernel.actor import Role
from tests.legal_aid.scene import MATTER, Scene, act, fields, ok, problem, put, view
from tests.support.world import resident_number

pytestmark = pytest.mark.anyio
Json = dict[str, Any]
CHILD = resident_number(70_001, date(2016, 3, 7))
ADULT = resident_number(70_002, date(1990, 3, 7))


def mother(**changes: object) -> Json:
    """A mother who applies for her child."""
    return {
        "capacity": "legal_representative",
        "relation": "母亲",
        "recipient_name": "王小宝",
        "recipient_document_kind": "resident_id",
        "recipient_number": CHILD,
    } | changes


async def test_number_is_masked_sealed_and_kept_when_it_is_not_sent_again(scene: Scene) -> None:
    case = await scene.draft(category="support_payments")
    shown = await ok(put(scene.worker.client, case, "representation", mother(), 1))
    assert shown["recipient_name"] == "王小宝"
    assert shown["representation"]["recipient_number_masked"] == f"{CHILD[:4]}{'*' * 11}{CHILD[-3:]}"
    assert shown["representation"]["recipient_born_on"] == "2016-03-07"
    (row,) = await scene.rows("SELECT * FROM representation WHERE application_id = $1", case)
    assert CHILD not in str(row)
    edited = mother(relation="妈妈", recipient_number=None)
    await ok(put(scene.worker.client, case, "representation", edited, 2))
    again = await put(scene.worker.client, case, "representation", edited, 2)
    assert (again.status_code, again.headers["etag"]) == (200, '"3"')
    (same,) = await scene.rows("SELECT * FROM representation WHERE application_id = $1", case)
    assert same["recipient_number_sealed"] == row["recipient_number_sealed"]
    permit = mother(recipient_number=None, recipient_document_kind="hmt_residence_permit")
    answer = await put(scene.worker.client, case, "representation", permit, 3)
    assert fields(answer) == ["recipient_number"]


async def test_repeated_put_of_the_same_number_changes_nothing(scene: Scene) -> None:
    case = await scene.draft(category="support_payments")
    await ok(put(scene.worker.client, case, "representation", mother(), 1))
    again = await put(scene.worker.client, case, "representation", mother(), 1)
    assert (again.status_code, again.headers["etag"]) == (200, '"2"')


async def test_infringer_by_their_own_word_is_refused_and_told_who_may_apply(scene: Scene) -> None:
    case = await scene.draft(category="domestic_violence")
    body = mother(representative_is_other_side=True)
    answer = await put(scene.worker.client, case, "representation", body, 1)
    assert problem(answer) == (422, "representative_is_other_side")
    assert "近亲属" in answer.json()["errors"][0]["message"]
    assert "第四十条" in answer.json()["errors"][0]["message"]
    assert await scene.rows("SELECT 1 FROM representation WHERE application_id = $1", case) == []


async def test_infringer_by_name_is_refused_whichever_section_comes_first(scene: Scene) -> None:
    case = await scene.draft(category="domestic_violence")
    sides = {"other_sides": [{"kind": "person", "name": "赵大力"}]}
    await ok(put(scene.worker.client, case, "matter", MATTER | sides, 1))
    attacker = await scene.world.person(Role.APPLICANT, name="赵大力")
    theirs = await scene.draft(attacker, "domestic_violence")
    await ok(put(attacker.client, theirs, "representation", mother(), 1))
    answer = await put(attacker.client, theirs, "matter", MATTER | sides, 2)
    assert (fields(answer), answer.json()["errors"][0]["rule"]) == (
        ["other_sides.0.name"],
        "representative_is_other_side",
    )
    other = await scene.draft(attacker, "domestic_violence")
    await scene.rows("UPDATE person SET name = NULL WHERE id = $1 RETURNING id", attacker.id)
    await ok(put(attacker.client, other, "matter", MATTER | sides, 1))
    await scene.rows("UPDATE person SET name = '赵大力' WHERE id = $1 RETURNING id", attacker.id)
    answer = await put(attacker.client, other, "representation", mother(), 2)
    assert problem(answer) == (422, "representative_is_other_side")


async def test_name_declared_after_the_sections_is_checked_at_submission(scene: Scene) -> None:
    who = await scene.world.person(Role.APPLICANT, name="赵大力")
    await scene.rows("UPDATE person SET name = NULL WHERE id = $1 RETURNING id", who.id)
    case = await scene.filled(who, "domestic_violence")
    await ok(put(who.client, case, "representation", mother(), 5))
    await scene.rows("UPDATE person SET name = '赵大力' WHERE id = $1 RETURNING id", who.id)
    answer = await act(who, case, "submit", {"signature_evidence_id": str(await scene.signature(case, who))})
    assert problem(answer) == (422, "application_incomplete")
    assert answer.json()["errors"][0]["rule"] == "representative_is_other_side"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"relation": None}, ["relation"]),
        (
            {"relation": None, "recipient_name": None, "recipient_document_kind": None},
            ["relation", "recipient_name", "recipient_document_kind"],
        ),
        ({"recipient_number": None}, ["recipient_number"]),
        ({"recipient_number": CHILD[:-1] + ("1" if CHILD[-1] != "1" else "2")}, ["recipient_number"]),
        ({"recipient_number": "330106201602300016"}, ["recipient_number"]),
        ({"recipient_document_kind": "passport"}, ["recipient_issuing_country"]),
        ({"recipient_issuing_country": "CHN"}, ["recipient_issuing_country"]),
        ({"recipient_number": ADULT}, ["capacity"]),
        ({"capacity": "self"}, ["relation", "recipient_name", "recipient_document_kind", "recipient_number"]),
    ],
)
async def test_bad_recipient_names_its_fields(scene: Scene, change: Json, found: list[str]) -> None:
    case = await scene.draft(category="support_payments")
    answer = await put(scene.worker.client, case, "representation", mother(**change), 1)
    assert (answer.status_code, fields(answer)) == (422, found)
    assert (await view(scene.worker, case))["version"] == 1


async def test_own_number_is_not_the_recipients(scene: Scene) -> None:
    case = await scene.draft(category="support_payments")
    body = mother(recipient_number=scene.worker.number, is_recipient_incapable=True)
    answer = await put(scene.worker.client, case, "representation", body, 1)
    assert [error["rule"] for error in answer.json()["errors"]] == ["own_number"]


async def test_guardian_acts_for_an_adult_who_lacks_capacity(scene: Scene) -> None:
    case = await scene.draft(category="support_payments")
    body = mother(recipient_number=ADULT, is_recipient_incapable=True, relation="监护人")
    await ok(put(scene.worker.client, case, "representation", body, 1))


async def test_recipient_is_not_the_other_side(scene: Scene) -> None:
    case = await scene.draft(category="support_payments")
    sides = [{"kind": "person", "name": "王小宝"}]
    await ok(put(scene.worker.client, case, "matter", MATTER | {"other_sides": sides}, 1))
    answer = await put(scene.worker.client, case, "representation", mother(), 2)
    assert fields(answer) == ["recipient_name"]


async def test_agent_needs_a_written_authority(scene: Scene) -> None:
    case = await scene.filled(category="support_payments")
    body = mother(capacity="agent", relation="朋友", recipient_number=ADULT)
    shown = await ok(put(scene.worker.client, case, "representation", body, 5))
    assert [part["field"] for part in shown["missing"]] == ["representation.authority"]
    await scene.upload(case, EvidenceKind.AUTHORITY_PROOF)
    assert (await view(scene.worker, case))["missing"] == []


async def test_recipient_is_copied_when_it_is_signed(scene: Scene) -> None:
    case = await scene.filled(category="support_payments")
    await ok(put(scene.worker.client, case, "representation", mother(), 5))
    body = {"signature_evidence_id": str(await scene.signature(case))}
    shown = await ok(act(scene.worker, case, "submit", body))
    assert (shown["applicant_name"], shown["recipient_name"]) == ("张建国", "王小宝")
    (row,) = await scene.rows("SELECT * FROM application WHERE id = $1", case)
    assert (row["recipient_document_kind"], len(row["applicant_number_index"])) == ("resident_id", 32)
    assert row["recipient_number_sealed"] is not None
    (line,) = (await scene.officer.client.get("/applications/queue")).json()["items"]
    assert (line["applicant"], line["recipient"]) == ("张某", "王某")
