"""Colleagues over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from app.identity import colleagues
from app.identity.auth_schemas import TOKENS_EXAMPLE
from app.identity.colleagues import Colleague
from app.identity.schemas import GRANT_EXAMPLE
from app.kernel.access import Action
from app.kernel.actor import Actor, Role
from app.kernel.guard import allowed
from app.kernel.http import Now, Schema, SessionDep, api_router, example
from app.kernel.paging import Page, PageDep, link_next

router = api_router("/colleagues", "工作人员")

POST_EXAMPLE = {name: GRANT_EXAMPLE[name] for name in ("role", "agency_id", "agency_name")}


class PostOut(Schema):
    """As what a colleague works, and where."""

    model_config = example(POST_EXAMPLE)
    role: Role
    agency_id: UUID
    agency_name: str


class ColleagueOut(Schema):
    """Somebody who may be given work."""

    model_config = example({"person_id": TOKENS_EXAMPLE["person_id"], "name": "王芳", "roles": [POST_EXAMPLE]})
    person_id: UUID
    name: str
    roles: list[PostOut]

    @classmethod
    def of(cls, found: Colleague) -> "ColleagueOut":
        return cls(
            person_id=found.person.id,
            name=found.person.name or "",
            roles=[
                PostOut(role=grant.role, agency_id=agency.id, agency_name=agency.name)
                for grant, agency in found.posts
            ],
        )


@router.get("", summary="本机构和下级机构的同事")
async def list_colleagues(
    *,
    actor: Annotated[Actor, allowed(Action.COLLEAGUE_READ)],
    session: SessionDep,
    page: PageDep,
    at: Now,
    request: Request,
    response: Response,
    name: Annotated[str, Query(max_length=50, description="姓名里有这些字的")] = "",
) -> Page[ColleagueOut]:
    found, cursor = await colleagues.list_colleagues(session, actor, page, name=name.strip(), at=at)
    link_next(request, response, cursor)
    return Page(items=[ColleagueOut.of(one) for one in found], next_cursor=cursor)
