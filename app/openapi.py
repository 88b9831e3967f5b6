"""The OpenAPI 3.1 document: problems, examples and the access table are added to what the types say."""

from collections.abc import Iterator
from typing import Any, cast

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts

from app.kernel.access import ACCESS
from app.kernel.guard import Guard, guard_of
from app.kernel.http import Schema

Json = dict[str, Any]

PROBLEM: Json = {
    "title": "Problem",
    "description": "RFC 9457。title 是给人看的说明，code 供程序判断，errors 逐项指出哪里不对。",
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "rule", "message"],
                "properties": {
                    "field": {"type": "string"},
                    "rule": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
    "examples": [
        {
            "type": "urn:yijiantong:problem:not_found",
            "title": "没有找到，或者您不能查看",
            "status": 404,
            "code": "not_found",
            "instance": "/api/v1/me",
        }
    ],
}
PROBLEMS = {
    "401": "没有登录或登录已过期",
    "403": "没有权限",
    "404": "没有找到，或者不能查看",
    "409": "现在的状态不能这样操作",
    "411": "没有写明内容的长度",
    "412": "内容已被别人更新",
    "413": "一次提交的内容太多",
    "415": "不是要求的文件类型",
    "422": "填写的内容有问题",
    "428": "缺少版本号",
    "429": "太频繁",
    "500": "系统出错",
    "503": "系统正忙，稍后再试",
}
CODES = {
    "401": "unauthenticated",
    "403": "forbidden",
    "404": "not_found",
    "409": "conflict",
    "411": "length_required",
    "412": "precondition_failed",
    "413": "body_too_large",
    "415": "not_a_sheet",
    "422": "invalid",
    "428": "precondition_required",
    "429": "too_many_requests",
    "500": "internal",
    "503": "unavailable",
}


def document(app: FastAPI) -> Json:
    """Build the document of ``app``."""
    doc: Json = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        openapi_version="3.1.0",
        routes=app.routes,
        tags=app.openapi_tags,
        servers=[{"url": "/"}],
    )
    schemas: Json = doc.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = PROBLEM
    _restore_examples(schemas)
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    doc["components"]["responses"] = {f"Problem{status}": _problem(status) for status in PROBLEMS}
    doc["components"]["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
    for route in api_routes(app):
        for method in route.methods or ():
            operation: Json | None = doc["paths"].get(route.path_format or "", {}).get(method.lower())
            if operation is not None:
                _complete(operation, route, method, schemas)
    return doc


def api_routes(app: FastAPI) -> Iterator[RouteContext]:
    """Every route of the API, with the prefixes it was included under."""
    contexts = iter_route_contexts(app.routes)
    return (context for context in contexts if isinstance(context.original_route, APIRoute))


def example_of(schema: Json, schemas: Json) -> Any:  # noqa: PLR0911, PLR0912 -- one branch a schema keyword
    """The declared example of a schema, or one assembled from its members' examples."""
    if "$ref" in schema:
        return example_of(schemas[str(schema["$ref"]).rsplit("/", 1)[1]], schemas)
    if examples := schema.get("examples"):
        return examples[0]
    if "default" in schema:
        return schema["default"]
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return example_of(cast(list[Json], schema[key])[0], schemas)
    match schema.get("type"):
        case "object":
            properties: Json = schema.get("properties", {})
            return {name: example_of(member, schemas) for name, member in properties.items()}
        case "array":
            return [example_of(schema.get("items", {}), schemas)]
        case "null":
            return None
        case "boolean":
            return True
        case "integer" | "number":
            return schema.get("minimum", 1)
        case _:
            return _text_example(schema)


def _text_example(schema: Json) -> str:
    match schema.get("format"):
        case "uuid":
            return "0199e0a0-7c00-7000-8000-000000000001"
        case "date":
            return "2026-12-01"
        case "date-time":
            return "2026-12-01T01:00:00Z"
        case _:
            return "…"


def _restore_examples(schemas: Json) -> None:
    """Put back the examples as they were declared: the framework drops each member that is null."""
    for schema_class in schema_classes():
        extra = schema_class.model_config.get("json_schema_extra")
        if schema_class.__name__ in schemas and isinstance(extra, dict) and "examples" in extra:
            schemas[schema_class.__name__]["examples"] = extra["examples"]


def schema_classes(base: type[Schema] = Schema) -> Iterator[type[Schema]]:
    """Every class of what the API takes or gives."""
    for child in base.__subclasses__():
        yield child
        yield from schema_classes(child)


def _problem(status: str) -> Json:
    """The answer shared by every operation that can fail this way."""
    example = PROBLEM["examples"][0] | {"status": int(status), "title": PROBLEMS[status], "code": CODES[status]}
    example["type"] = f"urn:yijiantong:problem:{CODES[status]}"
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}
    return {"description": PROBLEMS[status], "content": {"application/problem+json": content}}


def _complete(operation: Json, route: RouteContext, method: str, schemas: Json) -> None:
    guard = guard_of(route.dependant)
    responses: Json = operation["responses"]
    wanted = {"422", "500", "503"} | {status for status in responses if status >= "400"}
    if "requestBody" in operation:
        wanted |= {"411", "413"}
    if isinstance(guard, Guard):
        permission = ACCESS[guard.action]
        operation["security"] = [{"bearer": []}]
        operation["x-access"] = {
            "action": str(guard.action),
            "scopes": {str(role): str(scope) for role, scope in permission.scopes.items()},
        }
        wanted |= {"401", "403"}
    else:
        operation["security"] = []
    if "{" in (route.path_format or ""):
        wanted.add("404")
    if method in ("POST", "PUT", "DELETE"):
        wanted.add("409")
    if any(p["name"].lower() == "if-match" for p in operation.get("parameters", [])):
        wanted |= {"412", "428"}
    if method == "POST" and isinstance(guard, Guard) and not guard.repeatable:
        operation.setdefault("parameters", []).append(_IDEMPOTENCY_KEY)
    for status in wanted:
        responses.pop(status, None)
    for response in responses.values():
        for content in response.get("content", {}).values():
            content.setdefault("example", example_of(content["schema"], schemas))
    for status in sorted(wanted):
        responses[status] = {"$ref": f"#/components/responses/Problem{status}"}
    for content in operation.get("requestBody", {}).get("content", {}).values():
        content.setdefault("example", example_of(content["schema"], schemas))


_IDEMPOTENCY_KEY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "提交编号：网络中断后用同一编号重发，只办一次，得到同样的答复",
    "schema": {"type": "string", "minLength": 8, "maxLength": 128},
}
