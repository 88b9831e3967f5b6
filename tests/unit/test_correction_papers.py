"""What stands in the papers of correction: every kind in full and with as little as it may have."""

from datetime import date

import pytest

from app.correction.papers.codes import CorrectionPaperKind as Kind
from app.correction.papers.contents import compose, title_of
from app.correction.papers.wording import WORDINGS, Facts, number

TERM = (date(2026, 1, 2), date(2027, 1, 1))
FACTS = Facts("王某", "330106198506150017", "缓刑", "西湖区人民法院", *TERM, office="某司法所")


def sample(name: str) -> str:
    """A value as the field takes it."""
    if name.endswith("_on"):
        return "2026-07-03"
    return "approved" if name == "outcome" else f"[{name}]"


@pytest.mark.parametrize("kind", Kind)
def test_every_field_is_printed_and_no_gap_is_left(kind: Kind) -> None:
    wording = WORDINGS[kind]
    for names in (wording.required, wording.required | wording.optional):
        fields = {name: sample(name) for name in names}
        outcomes = ("approved", "refused") if "outcome" in names else ("",)
        printed = ""
        for outcome in outcomes:
            chosen = fields | ({"outcome": outcome} if outcome else {})
            paper = compose(kind, FACTS, chosen, agency="某局", number="1", dated=date(2026, 7, 3))
            printed += "".join([*paper.paragraphs, paper.addressee or ""])
            assert "None" not in printed
            assert "王某" in printed
        for name in names - {"outcome"}:
            assert (sample(name) if not name.endswith("_on") else "2026年7月3日") in printed, name
    assert title_of(kind)


def test_numbers_of_different_kinds_differ() -> None:
    assert len({wording.prefix for wording in WORDINGS.values()}) == len(Kind)
    assert number(Kind.WARNING, 2026, 7) == "〔2026〕矫警字第00007号"


@pytest.mark.parametrize(
    "fields",
    [{}, {"facts": " "}, {"facts": "事实", "fact": "多了"}],
    ids=["missing", "blank", "unknown"],
)
def test_refuses_fields_that_are_not_those_of_the_kind(fields: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="missing"):
        compose(Kind.WARNING, FACTS, fields, agency="某局", number="1", dated=date(2026, 7, 3))


@pytest.mark.parametrize("wrong", [{"from_on": "2026年"}, {"outcome": "maybe"}])
def test_refuses_what_is_no_day_and_no_outcome(wrong: dict[str, str]) -> None:
    fields = {name: sample(name) for name in WORDINGS[Kind.LEAVE_DECISION].required} | wrong
    with pytest.raises(ValueError, match=r"2026年|maybe"):
        compose(Kind.LEAVE_DECISION, FACTS, fields, agency="某局", number="1", dated=date(2026, 7, 3))
