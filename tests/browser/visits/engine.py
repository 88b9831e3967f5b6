"""The pages drawn from the OpenAPI document: the menu, forms, objects and lists of several kinds."""

import json

from tests.browser.visits import Visit, World


def _of(op: str, **params: str) -> dict[str, str]:
    return {"op": op, **({"params": json.dumps(params)} if params else {})}


def _centre(world: World) -> str:
    def find(world: World) -> dict[str, str]:
        found = world.persona("administrator").get("/agencies?kind=legal_aid_centre")["items"]
        return {"id": found[0]["id"]}

    return world.once("legal aid centre", find)["id"]


def _weights(world: World) -> dict[str, str]:
    return _of("set_matching_weights", agency_id=_centre(world))


def _roster(world: World) -> dict[str, str]:
    return _of("upload_roster", agency_id=_centre(world))


def _rates(world: World) -> dict[str, str]:
    return _of("list_subsidy_rates", agency_id=_centre(world))


VISITS = [
    Visit("engine/menu/menu", "administrator"),
    Visit("engine/menu/menu", "auditor"),
    Visit("engine/form/form", "administrator", lambda _: _of("create_staff")),
    Visit("engine/form/form", "administrator", lambda _: _of("put_calendar", year="2027")),
    Visit("engine/form/form", "administrator", _weights),
    Visit("engine/form/form", "administrator", _roster),
    Visit("engine/form/form", "correction_officer", lambda _: _of("register_order")),
    Visit("engine/list/list", "administrator", lambda _: {"resource": "staff"}),
    Visit("engine/object/object", "administrator", lambda world: {"resource": "agency", "id": _centre(world)}),
    Visit("engine/object/object", "administrator", _rates),
    Visit("engine/object/object", "administrator", lambda _: _of("list_statutes")),
    Visit("engine/object/object", "auditor", lambda _: _of("get_fairness")),
]
