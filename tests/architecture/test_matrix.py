"""The authorisation matrix: every operation × every role × inside and outside the role's reach, over HTTP.

Generated from the OpenAPI document (its examples are the bodies) and the access table. An operation whose
path names an object this test has no example of fails: whoever adds a route says what it reaches.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from app.kernel.actor import Role, Scope
from tests.architecture.estate import Estate, estates
from tests.architecture.test_routes import openapi
from tests.support.stack import Stack, running

pytestmark = pytest.mark.anyio
Json = dict[str, Any]

DENIED = {401, 403, 404}
OWN_ACCOUNT = frozenset({"session_id", "consent_id", "notice_id"})
"""Objects of one's own account; the estate's belong to its applicant."""
NOT_AN_OBJECT = frozenset({"code", "item_code", "kind", "position", "tier", "year"})
BODY_REACHES = frozenset(
    {
        "create_activity",
        "create_agency",
        "create_evidence_bundle",
        "create_evidence_sharing",
        "create_firm",
        "create_lawyer",
        "create_staff",
        "declare_evidence",
        "enter_application",
        "enter_duty_shifts",
        "enter_notification",
        "record_duty_help",
        "register_order",
        "set_hardship_line",
    }
)
"""Operations whose object is named in the body alone; outside it they are refused one way or another."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One guarded operation of the document."""

    name: str
    method: str
    path: str
    scopes: dict[str, str]
    body: Json | None
    query: tuple[str, ...]

    @property
    def parameters(self) -> list[str]:
        return [part[1:-1] for part in self.path.split("/") if part.startswith("{")]

    @property
    def names_an_object(self) -> bool:
        return bool(set(self.parameters) - NOT_AN_OBJECT)


def guarded() -> Iterator[Operation]:
    for path, methods in openapi()["paths"].items():
        for method, operation in methods.items():
            if "x-access" not in operation:
                continue
            content: Json = operation.get("requestBody", {}).get("content", {})
            body = content.get("application/json", {}).get("example")
            parameters = operation.get("parameters", [])
            query = tuple(p["name"] for p in parameters if p["in"] == "query" and p.get("required"))
            scopes = operation["x-access"]["scopes"]
            yield Operation(operation["operationId"], method, path, scopes, body, query)


OPERATIONS = sorted(guarded(), key=lambda operation: operation.name)


async def call(
    stack: Stack, operation: Operation, ours: Estate, token: str | None, *, role: Role | None = None
) -> httpx.Response:
    """The operation on an object of ``ours`` (of the role, where it has its own), with the document's example."""
    ids = ours.ids | (ours.own.get(role, {}) if role is not None else {})
    path = operation.path.format(**{name: ids[name] for name in operation.parameters})
    body = with_ids(operation.body, ids) if operation.body is not None else None
    query = {name: ids[name] for name in operation.query}
    client = stack.new_client(token)
    return await client.request(
        operation.method.upper(), f"http://test{path}", json=body, params=query, headers={"If-Match": '"1"'}
    )


def with_ids(body: Json, ids: dict[str, str]) -> Json:
    """The example with its ids replaced by those of the estate."""
    return {
        name: ids.get(name, value) if name.endswith("_id") and value else value for name, value in body.items()
    }


def allowed(operation: Operation, role: Role) -> bool:
    """Whether the role, on an object within its reach, is let through."""
    scope = operation.scopes.get(role)
    if scope == Scope.SELF and OWN_ACCOUNT & set(operation.parameters):
        return role is Role.APPLICANT
    return scope is not None


async def refused_outside(stack: Stack, operation: Operation, ours: Estate, token: str) -> str | None:
    """What is wrong when the counterpart in the other county tries; none when all is well."""
    answer = await call(stack, operation, ours, token)
    if operation.names_an_object and answer.status_code != 404:
        return f"{answer.status_code} instead of 404: {answer.text[:200]}"
    if operation.name in BODY_REACHES and answer.status_code not in {403, 404, 422}:
        return f"{answer.status_code} instead of a refusal: {answer.text[:200]}"
    objects = {value for name, value in ours.ids.items() if name not in NOT_AN_OBJECT}
    seen = [value for value in objects if answer.is_success and value in answer.text]
    return f"sees {seen}" if seen else None


def misshapen(answer: httpx.Response) -> bool:
    """Whether the document's example lacks a member or has one too many."""
    errors: list[Json] = answer.json().get("errors", []) if answer.status_code == 422 else []
    return any(error["rule"] in {"missing", "extra_forbidden"} for error in errors)


def test_every_object_in_a_path_has_an_example_here() -> None:
    known = {
        *OWN_ACCOUNT, *NOT_AN_OBJECT,
        "activity_id", "agency_id", "alarm_id", "application_id", "assignment_id", "authorisation_id",
        "batch_id", "bundle_id", "check_in_id", "correction_paper_id", "crossing_permit_id", "device_id",
        "due_id", "duty_help_id", "duty_id", "evidence_id", "extension_id", "firm_id", "grant_id", "handover_id",
        "import_id", "injunction_id", "lawyer_id", "leave_id", "leave_request_id", "member_id", "minor_order_id",
        "move_id", "objection_id", "offer_id", "order_id", "paper_id", "participation_id", "peer_review_id",
        "person_id", "positioning_device_id", "proposal_id", "question_id", "report_id", "sanction_id",
        "search_id", "sharing_id", "shift_id", "special_permit_id", "tie_id", "tier_change_id",
    }  # fmt: skip
    assert {name for operation in OPERATIONS for name in operation.parameters} <= known


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
async def test_reach(operation: Operation) -> None:
    both = await estates()
    ours, theirs = both.ours, both.theirs
    wrong: list[str] = []
    async with running(template=both.template, **both.settings) as stack:
        anonymous = await call(stack, operation, ours, None)
        if anonymous.status_code != 401:
            wrong.append(f"anonymous: {anonymous.status_code}")
        for role in Role:
            scope = operation.scopes.get(role)
            if scope is None:
                answer = await call(stack, operation, ours, ours.people[role])
                if answer.status_code != 403:
                    wrong.append(f"{role}: {answer.status_code} instead of 403")
            elif scope != Scope.ANY and (
                problem := await refused_outside(stack, operation, ours, theirs.people[role])
            ):
                wrong.append(f"{role} of the other county: {problem}")
        for role in Role:
            if allowed(operation, role):
                answer = await call(stack, operation, ours, ours.people[role], role=role)
                if answer.status_code in DENIED or answer.status_code >= 500 or misshapen(answer):
                    wrong.append(f"{role}: {answer.status_code} {answer.text[:200]}")
            elif operation.scopes.get(role):
                answer = await call(stack, operation, ours, ours.people[role])
                if answer.status_code != 404:
                    wrong.append(f"{role} who is not the owner: {answer.status_code}")
    assert wrong == []
