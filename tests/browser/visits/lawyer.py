"""The lawyer's pages."""

from tests.browser.visits import Visit, World
from tests.browser.visits.case import asked_of_another, concluded, handled, offer_of


def _offer(world: World) -> str:
    return world.once("lawyer offer", lambda world: offer_of(world, asked_of_another(world), "second_lawyer"))


def _own_id(world: World) -> str:
    return str(world.persona("lawyer").get("/lawyers/me")["entry"]["id"])


def _review(world: World) -> str:
    """An assessment of the concluded case, whose file is handed in for it."""

    def make(world: World) -> str:
        case = concluded(world)
        report = {"report": "接受指派后约见受援人、调查取证、代理仲裁，工资已全部追回，材料齐全。"}
        if world.persona("lawyer").get(f"/applications/{case}")["status"] == "concluded":
            world.persona("lawyer").post(f"/applications/{case}/hand-in", report)
        reviewer = world.persona("criminal_lawyer").get("/lawyers/me")["entry"]["id"]
        made = world.persona("officer").post(f"/applications/{case}/peer-reviews", {"lawyer_id": reviewer}, 201)
        world.persona("officer").post(f"/applications/{case}/file/close", {"grade": "good", "notes": "材料齐全"})
        return str(made["id"])

    return world.once("lawyer review", make)


VISITS = [
    Visit("lawyer/offers/offers", "lawyer"),
    Visit("lawyer/offer/offer", "second_lawyer", lambda world: {"id": _offer(world)}),
    Visit("lawyer/cases/cases", "lawyer", lambda world: {"of": handled(world)}),
    Visit("lawyer/case/case", "lawyer", lambda world: {"id": handled(world)}),
    Visit("lawyer/entry/entry", "lawyer", lambda world: {"id": handled(world), "kind": "first_meeting"}),
    Visit("lawyer/agreement/agreement", "lawyer", lambda world: {"id": handled(world)}),
    Visit("lawyer/outcome/outcome", "lawyer", lambda world: {"id": handled(world)}),
    Visit("lawyer/log/log", "lawyer", lambda world: {"id": concluded(world)}),
    Visit("lawyer/closing/closing", "lawyer", lambda world: {"id": concluded(world)}),
    Visit("lawyer/calendar/calendar", "lawyer"),
    Visit("lawyer/firm/firm", "second_lawyer"),
    Visit("lawyer/mine/mine", "lawyer"),
    Visit("lawyer/leave/leave", "lawyer", lambda world: {"id": _own_id(world)}),
    Visit("lawyer/help/help", "lawyer"),
    Visit("lawyer/review/review", "criminal_lawyer", lambda world: {"id": _review(world)}),
    Visit("lawyer/reviews/reviews", "criminal_lawyer"),
]
