"""Every route is guarded or says why it is public, is documented in full, and labels every code it gives."""

import json
from collections.abc import Iterator
from functools import cache
from inspect import iscoroutinefunction, isfunction
from typing import Any, cast

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from pydantic import ValidationError

from app.kernel.dictionaries import dictionaries, snake_case
from app.kernel.guard import Guard, guard_of
from app.kernel.http import Schema, TransactionalRoute
from app.main import create_app
from app.openapi import api_routes, document, schema_classes
from app.wiring import build_services
from tests.support.stack import make_settings

Json = dict[str, Any]

PUBLIC = {
    "add_checkpoint",
    "assess_eligibility",
    "get_agency",
    "get_area",
    "get_area_boundary",
    "get_calendar",
    "get_checkpoint",
    "get_checkpoint_at",
    "get_client_start",
    "get_dictionaries",
    "get_docs_page",
    "get_paper_certificate",
    "list_statutes",
    "list_agencies",
    "list_areas",
    "list_consent_documents",
    "list_ledger_keys",
    "live",
    "locate_area",
    "log_in_as_persona",
    "log_in_as_staff",
    "log_in_by_wechat",
    "metrics",
    "move_clock",
    "prove_consistency",
    "prove_inclusion",
    "ready",
    "receive_positioning_batch",
    "refresh_tokens",
}
"""Operations anyone may call; each states its reason where it is declared."""


@cache
def application() -> FastAPI:
    return create_app(build_services(make_settings("unused")))


@cache
def openapi() -> Json:
    return document(application())


def operations() -> Iterator[tuple[str, Json]]:
    for methods in openapi()["paths"].values():
        for operation in methods.values():
            yield operation["operationId"], operation


def test_every_route_is_guarded_or_listed_public() -> None:
    open_routes: set[str] = set()
    for route in api_routes(application()):
        guard = guard_of(route.dependant)
        assert guard is not None, f"{route.path} has no guard"
        if not isinstance(guard, Guard):
            open_routes.add(str(route.name))
    assert open_routes == PUBLIC


def test_every_route_that_writes_has_a_transaction() -> None:
    for route in api_routes(application()):
        path = route.path or ""
        if path.startswith("/api/v1") and not path.startswith("/api/v1/demo"):
            assert isinstance(route.original_route, TransactionalRoute), path


def test_operation_ids_are_unique() -> None:
    names = [name for name, _ in operations()]
    assert len(names) == len(set(names))


def test_document_is_openapi_3_1() -> None:
    assert openapi()["openapi"].startswith("3.1")


@pytest.mark.parametrize("part", ["summary", "operationId", "tags"])
def test_every_operation_has(part: str) -> None:
    assert [name for name, operation in operations() if not operation.get(part)] == []


def test_every_operation_tells_its_problems() -> None:
    for name, operation in operations():
        told = {s for s, r in operation["responses"].items() if r.get("$ref", "").endswith(f"/Problem{s}")}
        assert {"422", "503"} <= told, name


def test_every_body_and_answer_has_an_example() -> None:
    for name, operation in operations():
        for content in operation.get("requestBody", {}).get("content", {}).values():
            assert "example" in content, name
        for status, response in operation["responses"].items():
            for content in response.get("content", {}).values():
                assert "example" in content, (name, status)


def test_every_code_that_leaves_the_api_has_a_label() -> None:
    known = dictionaries()
    for name, schema in openapi()["components"]["schemas"].items():
        if "enum" in schema:
            texts = known.get(snake_case(name))
            assert texts is not None, f"{name} has no labels"
            assert set(schema["enum"]) <= set(texts), name


def test_no_example_holds_a_placeholder() -> None:
    assert '"…"' not in json.dumps(openapi(), ensure_ascii=False)


def test_no_dependency_hops_to_a_thread() -> None:
    """A plain ``def`` dependency costs every request a trip through the thread pool."""

    def calls(dependant: Dependant) -> Iterator[Any]:
        for child in dependant.dependencies:
            yield child.call
            yield from calls(child)

    blocking = {
        str(call)
        for route in api_routes(application())
        for call in calls(route.dependant)
        if not iscoroutinefunction(call if isfunction(call) else type(call).__call__)
    }
    assert blocking == set()


def declared_examples() -> Iterator[tuple[type[Schema], Json]]:
    application()
    for schema_class in schema_classes():
        extra = schema_class.model_config.get("json_schema_extra")
        if isinstance(extra, dict):
            for example in cast(list[Json], extra.get("examples", [])):
                yield schema_class, example


def test_every_example_is_valid_where_it_is_declared() -> None:
    wrong: list[str] = []
    for schema_class, example in declared_examples():
        try:
            schema_class.model_validate_json(json.dumps(example))
        except ValidationError as error:
            wrong.append(f"{schema_class.__name__}: {error}")
    assert wrong == []


def test_examples_of_the_document_keep_what_is_null() -> None:
    assert openapi()["components"]["schemas"]["EvidenceOut"]["examples"][0]["rejection"] is None
