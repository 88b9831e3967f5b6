"""Who is the same party, and what follows for the lawyer and for the firm."""

import random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contracts.matching import Need, Party
from app.lawyers.conflicts.comparing import RULES, Basis, Colleague, Known, Tie, exclusions_of, find, same_party
from app.lawyers.enums import PartySide
from app.lawyers.matching.constraints import Constraint
from app.lawyers.names import name_key

ZHAO, QIAN = UUID(int=1), UUID(int=2)
LI, ZHOU, WU = UUID(int=11), UUID(int=12), UUID(int=13)
WEST, EAST = UUID(int=21), UUID(int=22)
PEOPLE = (Colleague(LI, WEST, "李明"), Colleague(ZHOU, WEST, "周晓燕"), Colleague(WU, EAST, "吴静"))
NAMES = ("宏远建筑有限公司", "宏远建筑 有限公司", "赵六", "张三", "买买提·艾力", "—")
NUMBERS = (None, b"1", b"2")


def need_of(clients: tuple[Party, ...], opponents: tuple[Party, ...], matter: int = 100) -> Need:
    return Need(
        matter_id=UUID(int=matter),
        agency_id=UUID(int=31),
        category="labour_remuneration",
        area_code="330106",
        summary="追索劳动报酬",
        client_id=ZHAO,
        clients=clients,
        opponents=opponents,
    )


def told(need: Need, *known: Known) -> dict[UUID, list[Constraint]]:
    found = find([need], known).get(need.matter_id, {})
    return {who: [one.constraint for one in items] for who, items in exclusions_of(found, PEOPLE).items()}


@pytest.mark.parametrize(
    ("known", "party", "basis"),
    [
        (("赵六", None, None), Party(" 赵 六（女）"), Basis.NAME),
        (("赵六", b"1", None), Party("赵六（邻居）", b"2"), None),
        (("东方物流（杭州）有限公司", None, None), Party("东方物流有限公司"), None),
        (("赵六", None, None), Party(" 赵 六 "), Basis.NAME),
        (("买买提·艾力", None, None), Party("买买提•艾力"), Basis.NAME),
        (("赵六", b"1", None), Party("赵六"), Basis.NAME),
        (("赵六", b"1", None), Party("赵六", b"2"), None),
        (("赵六", b"1", None), Party("赵陆", b"1"), Basis.NUMBER),
        (("赵六", b"1", ZHAO), Party("赵陆", b"2", ZHAO), Basis.PERSON),
        (("赵六", None, ZHAO), Party("钱七", None, QIAN), None),
        (("", None, None), Party("——"), None),
    ],
)
def test_numbers_decide_before_names(
    known: tuple[str, bytes | None, UUID | None], party: Party, basis: Basis | None
) -> None:
    name, number, person = known
    assert same_party(Known(LI, Tie.CLIENT, name_key(name), number, person), party) is basis


def test_namesakes_on_both_sides_of_a_matter_do_not_keep_its_own_lawyer_away() -> None:
    need = need_of((Party("赵六", b"1", ZHAO),), (Party("赵六（邻居）"),))
    taken = Known(LI, Tie.CLIENT, "赵六", b"1", ZHAO, need.matter_id)
    assert told(need, taken) == {}
    elsewhere = Known(LI, Tie.CLIENT, "赵六", b"2", QIAN, UUID(int=101))
    assert told(need, elsewhere)[LI] == [Constraint.OPPONENT_IS_CLIENT]


def test_each_tie_forbids_what_the_law_says_and_colleagues_with_it() -> None:
    need = need_of((Party("赵六", b"1", ZHAO),), (Party("宏远建筑有限公司", b"9"), Party("钱七")))
    firm = Constraint.COLLEAGUE_IN_CONFLICT
    company = name_key("宏远建筑有限公司")
    own = {
        Known(LI, Tie.CLIENT, "别名", b"9"): Constraint.OPPONENT_IS_CLIENT,
        Known(LI, Tie.OPPONENT, "赵六"): Constraint.CLIENT_WAS_OPPONENT,
        Known(LI, Tie.RELATIVE, "钱七"): Constraint.RELATIVE_IS_OPPONENT,
        Known(LI, Tie.SELF, "钱七", b"7", QIAN): Constraint.OWN_MATTER,
    }
    for known, constraint in own.items():
        assert told(need, known) == {LI: [constraint], ZHOU: [firm]}
    assert told(need, *own) == {LI: sorted(own.values(), key=list(Constraint).index), ZHOU: [firm]}
    for_firm = told(need, Known(WEST, Tie.FIRM, company))
    assert for_firm == {LI: [Constraint.FIRM_IS_OPPONENT], ZHOU: [Constraint.FIRM_IS_OPPONENT]}
    harmless = (Known(LI, Tie.CLIENT, "赵六"), Known(LI, Tie.OPPONENT, company), Known(LI, Tie.RELATIVE, "赵六"))
    assert told(need, *harmless) == {}


def test_lawyer_is_not_their_own_lawyer_but_colleagues_may_be() -> None:
    need = need_of((Party("李明", b"1", ZHAO),), (Party("钱七"),))
    assert told(need, Known(LI, Tie.SELF, "李明", b"1", ZHAO)) == {LI: [Constraint.OWN_MATTER]}
    assert told(need, Known(LI, Tie.SELF, "李明")) == {}, "an applicant of the same name is somebody else"


def test_text_names_nobody_but_the_lawyer_and_says_how_to_rule_out_a_namesake() -> None:
    need = need_of((Party("赵六"),), (Party("宏远建筑有限公司"),))
    found = find([need], [Known(LI, Tie.CLIENT, name_key("宏远建筑有限公司"))])[need.matter_id]
    texts = {who: items[0] for who, items in exclusions_of(found, PEOPLE).items()}
    assert texts[LI].text == "对方与李明的委托人同名；补充证件号码或者信用代码，可以排除同名"
    assert texts[LI].source == "律师法 39"
    assert texts[ZHOU].text == "周晓燕所在单位的其他人与这件案件有利益冲突"
    assert "23" in texts[ZHOU].source


def test_every_tie_has_a_rule_on_the_side_where_it_matters() -> None:
    assert {tie for tie, _ in RULES} == set(Tie)
    assert (Tie.CLIENT, PartySide.CLIENT) not in RULES, "a former client may be helped again"


parties = st.builds(Party, st.sampled_from(NAMES), st.sampled_from(NUMBERS), st.sampled_from([None, ZHAO, QIAN]))
sides = st.lists(parties, min_size=1, max_size=3).map(tuple)
ties = st.builds(
    Known,
    st.sampled_from([LI, ZHOU, WU]),
    st.sampled_from([Tie.CLIENT, Tie.OPPONENT, Tie.RELATIVE, Tie.SELF]),
    st.sampled_from([name_key(name) for name in NAMES]),
    st.sampled_from(NUMBERS),
    st.sampled_from([None, ZHAO, QIAN]),
)


@given(clients=sides, opponents=sides, known=st.lists(ties, max_size=6), seed=st.randoms(use_true_random=False))
def test_find_agrees_with_comparing_everything_with_everything(
    clients: tuple[Party, ...], opponents: tuple[Party, ...], known: list[Known], seed: random.Random
) -> None:
    needs = [need_of(clients, opponents), need_of(opponents, clients, matter=101)]
    expected: dict[UUID, dict[UUID, set[Constraint]]] = {}
    for need in needs:
        for side, there in ((PartySide.CLIENT, need.clients), (PartySide.OPPONENT, need.opponents)):
            for one in known:
                for party in there:
                    rule, basis = RULES.get((one.tie, side)), same_party(one, party)
                    namesake = (one.tie, side, basis) == (Tie.SELF, PartySide.CLIENT, Basis.NAME)
                    if rule and basis and not namesake:
                        expected.setdefault(need.matter_id, {}).setdefault(one.holder_id, set()).add(rule[0])
    found = find(needs, known)
    assert {
        matter: {who: {one.constraint for one in items} for who, items in by.items()}
        for matter, by in found.items()
    } == expected
    shuffled = known[:]
    seed.shuffle(shuffled)
    assert find(reversed(needs), shuffled) == found
