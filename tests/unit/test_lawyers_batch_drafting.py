"""Plans for whole queues by the rules of matching: nobody is proposed whom matching would exclude."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date
from uuid import UUID

from app.contracts.categories import CaseCategory, CaseGroup
from app.contracts.matching import Need, Party
from app.lawyers.batch.drafting import Queue, draft
from app.lawyers.batch.enums import ALL_TAKEN, BatchMethod
from app.lawyers.batch.parting import apart
from app.lawyers.batch.scoring import Matter
from app.lawyers.enums import WorkerKind
from app.lawyers.matching.constraints import Constraint, Demand, Profile
from app.lawyers.matching.terms import WEIGHTS

TODAY = date(2026, 12, 1)
AGENCY = UUID(int=1)


def need(number: int, client: str, opponent: str, **more: object) -> Need:
    parties = {"clients": (Party(client),), "opponents": (Party(opponent),)}
    return Need(
        matter_id=UUID(int=number + 1000),
        agency_id=AGENCY,
        category="marriage_family",
        area_code="330106",
        summary="",
        client_id=UUID(int=number + 2000),
        **(parties | more),  # pyright: ignore[reportArgumentType] -- forwarded
    )


def lawyer(number: int, *, firm: int = 1, capacity: int = 3, years: int = 5) -> Profile:
    return Profile(
        lawyer_id=UUID(int=number),
        person_id=UUID(int=number + 500),
        name=f"律师{number}",
        firm=f"律所{firm}",
        kind=WorkerKind.LAWYER,
        capacity=capacity,
        open_cases=0,
        suspended=False,
        specialties={CaseGroup.FAMILY: years},
        areas=frozenset({"330106"}),
        firm_id=UUID(int=firm),
    )


def queue(needs: list[Need], profiles: list[Profile], matters: list[Matter] | None = None) -> Queue:
    demand = Demand(CaseCategory.MARRIAGE_FAMILY, "330106", TODAY)
    return Queue(needs, matters or [Matter(demand) for _ in needs], profiles, WEIGHTS, "seed")


def test_both_sides_of_a_divorce_are_told_apart_by_name_number_and_person() -> None:
    number, person = b"1" * 32, UUID(int=9)
    needs = [
        need(0, "张三", "李四"),
        need(1, "李 四", "张三"),
        need(2, "王五", "赵六"),
        need(3, "甲", "乙", clients=(Party("甲", number),)),
        need(4, "丙", "丁", opponents=(Party("另一个名字", number),)),
        need(5, "戊", "己", clients=(Party("戊", None, person),)),
        need(6, "庚", "辛", opponents=(Party("辛", None, person),)),
        need(7, "壬", "王五", opponents=(Party("王五", b"2" * 32),)),
    ]
    assert apart(needs) == {(0, 1), (3, 4), (5, 6), (2, 7)}
    people = [lawyer(1, years=20), lawyer(2, years=20), lawyer(3, firm=2, years=1)]
    plan, drafts = draft(queue(needs[:2], people), BatchMethod.OPTIMAL)
    asked = {one.candidate.lawyer_id for one in drafts if one.candidate}
    assert len(asked) == 2
    assert UUID(int=3) in asked
    assert plan.gap == 0


def test_the_second_side_of_a_dispute_says_that_the_firm_has_the_first() -> None:
    for method in BatchMethod:
        _, drafts = draft(
            queue([need(0, "张三", "李四"), need(1, "李四", "张三")], [lawyer(1), lawyer(2)]), method
        )
        assert [one.obstacles for one in drafts if one.candidate is None] == [{"colleague_in_conflict": 2}]
        assert draft(queue([], []), method)[1] == []
        assert draft(queue([need(0, "张三", "李四")], []), method)[1][0].obstacles == {}


def test_the_order_of_the_roster_does_not_matter_and_reasons_tell_of_the_lines_before() -> None:
    needs = [need(number, f"申请人{number}", "某公司") for number in range(5)]
    people = [lawyer(number, firm=number, capacity=2 + number % 2) for number in range(1, 5)]
    first = draft(queue(needs, people), BatchMethod.OPTIMAL)
    random.Random(3).shuffle(people)
    assert draft(queue(needs, people), BatchMethod.OPTIMAL) == first
    plan, drafts = first
    assert plan.served == 5
    loads = Counter(one.candidate.lawyer_id for one in drafts if one.candidate)
    assert max(loads.values()) == 2
    told = [reason.text for one in drafts if one.candidate for reason in one.candidate.reasons]
    assert any(text.startswith("手上 1 件") for text in told)
    assert any(text.startswith("今天刚派过") for text in told)
    total = sum(one.candidate.score for one in drafts if one.candidate)
    assert abs(total * 1_000_000 - plan.score) <= len(needs)


def test_a_matter_without_a_lawyer_says_why() -> None:
    needs = [need(number, f"申请人{number}", "某公司") for number in range(3)]
    demand = Demand(CaseCategory.MARRIAGE_FAMILY, "330106", TODAY)
    one = lawyer(1, capacity=1)
    nobody = Matter(replace(demand, asks_for_woman=True))
    conflict = Matter(demand, {one.lawyer_id: frozenset({Constraint.OPPONENT_IS_CLIENT})})
    for method in BatchMethod:
        plan, drafts = draft(queue(needs, [one], [Matter(demand), nobody, conflict]), method)
        assert plan.served == 1
        assert [line.obstacles for line in drafts] == [{}, {"not_a_woman": 1}, {"opponent_is_client": 1}]
    _, drafts = draft(queue(needs, [one]), BatchMethod.OPTIMAL)
    assert [line.obstacles for line in drafts if line.candidate is None] == [{ALL_TAKEN: 1}] * 2
