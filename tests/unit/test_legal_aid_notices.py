"""Pure rules of an authority's notice, of a handover, and of months."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.errors import Invalid
from app.legal_aid.criminal.consistency import Notified, notice_problems, reference_key
from app.legal_aid.criminal.enums import FollowUpKind, NotificationGround
from app.legal_aid.criminal.months import asked_for, period_of
from app.legal_aid.eligibility.codes import CriminalStage, ForumKind
from app.legal_aid.enums import ApplicationChannel
from app.legal_aid.intake.enums import ForwarderKind
from app.legal_aid.intake.handover import handover_problems

NOW = datetime(2026, 7, 1, 2, tzinfo=UTC)
NOTICE = Notified(
    authority=ForumKind.PROCURATORATE,
    stage=CriminalStage.PROSECUTION,
    grounds=[NotificationGround.MINOR],
    basis_arose_on=date(2026, 6, 29),
    notified_on=date(2026, 7, 1),
    is_in_custody=True,
    custody_place="西湖区看守所",
)


def fields_of(notice: Notified) -> list[str]:
    return [problem.field for problem in notice_problems(notice)]


def test_notice_that_is_in_order_has_no_problem() -> None:
    assert fields_of(NOTICE) == []


def test_every_problem_is_told_at_once() -> None:
    wrong = replace(
        NOTICE,
        authority=ForumKind.MEDIATION,
        grounds=[NotificationGround.MINOR, NotificationGround.INCAPABLE_ADULT],
        basis_arose_on=date(2026, 7, 2),
        is_in_custody=False,
    )
    assert fields_of(wrong) == ["authority.kind", "grounds", "basis_arose_on", "custody_place"]


@pytest.mark.parametrize(
    ("authority", "stage", "fits"),
    [
        (ForumKind.POLICE, CriminalStage.INVESTIGATION, True),
        (ForumKind.POLICE, CriminalStage.PROSECUTION, False),
        (ForumKind.PROCURATORATE, CriminalStage.INVESTIGATION, True),
        (ForumKind.PROCURATORATE, CriminalStage.FIRST_INSTANCE, False),
        (ForumKind.COURT, CriminalStage.SECOND_INSTANCE, True),
        (ForumKind.COURT, CriminalStage.PROSECUTION, False),
    ],
)
def test_each_authority_has_its_stages(authority: ForumKind, stage: CriminalStage, fits: bool) -> None:
    assert (fields_of(replace(NOTICE, authority=authority, stage=stage)) == []) is fits


def test_death_review_is_both_stage_and_ground() -> None:
    court = replace(NOTICE, authority=ForumKind.COURT)
    both = replace(court, stage=CriminalStage.DEATH_REVIEW, grounds=[NotificationGround.DEATH_REVIEW])
    assert fields_of(both) == []
    assert fields_of(replace(both, stage=CriminalStage.FIRST_INSTANCE)) == ["stage"]
    assert fields_of(replace(both, grounds=[NotificationGround.LIFE_OR_DEATH])) == ["stage"]


def test_only_a_court_that_may_notify_needs_no_day_on_which_the_ground_arose() -> None:
    court = replace(NOTICE, authority=ForumKind.COURT, stage=CriminalStage.FIRST_INSTANCE, basis_arose_on=None)
    assert fields_of(court) == ["basis_arose_on"]
    assert fields_of(replace(court, grounds=[NotificationGround.ORDINARY_PROCEDURE])) == []


@pytest.mark.parametrize(
    "text", ["（2026）浙0106刑初12号", "(2026)浙0106刑初12号", "〔２０２６〕 浙0106 刑初 12 号"]
)
def test_one_case_number_however_it_is_typed(text: str) -> None:
    assert reference_key(text) == "2026浙0106刑初12号"


def test_every_end_has_a_ground_and_only_the_next_stage_ends_nothing() -> None:
    assert [kind for kind in FollowUpKind if kind.ground is None] == [FollowUpKind.NEXT_STAGE]


@given(
    channel=st.sampled_from(
        [ApplicationChannel.COUNTER, ApplicationChannel.CUSTODY, ApplicationChannel.DUTY_LAWYER]
    ),
    forwarder=st.none() | st.sampled_from(ForwarderKind),
    handed=st.none() | st.integers(-100, 100),
    received=st.integers(-100, 100),
)
def test_handover_without_a_problem_can_be_stored(
    channel: ApplicationChannel, forwarder: ForwarderKind | None, handed: int | None, received: int
) -> None:
    """What passes keeps the table's own checks: forwarder and hour together, and in order."""
    handed_over_at = None if handed is None else NOW - timedelta(hours=handed)
    received_at = NOW - timedelta(hours=received)
    problems = list(
        handover_problems(
            channel, forwarder=forwarder, handed_over_at=handed_over_at, received_at=received_at, now=NOW
        )
    )
    if problems:
        return
    assert (forwarder is None) is (handed_over_at is None) is (channel is ApplicationChannel.COUNTER)
    assert handed_over_at is None or handed_over_at <= received_at <= NOW


def test_months_are_those_of_shanghai() -> None:
    assert period_of("2026-12", "2026-12") == (
        datetime(2026, 11, 30, 16, tzinfo=UTC),
        datetime(2026, 12, 31, 16, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("months", "field"),
    [(("2026-02", "2026-01"), "to"), (("2020-01", "2026-01"), "from")],
)
def test_refuses_months_backwards_or_too_many(months: tuple[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        asked_for(months[0], months[1], at=NOW)
    assert [error.field for error in refused.value.fields] == [field]


def test_a_year_up_to_this_month_where_none_was_asked_for() -> None:
    begins, ends = asked_for(None, None, at=NOW)
    assert (begins, ends) == (datetime(2025, 7, 31, 16, tzinfo=UTC), datetime(2026, 7, 31, 16, tzinfo=UTC))
