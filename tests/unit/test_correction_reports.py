"""Which reports are owed, how often, from when the next period counts, and who may make them rarer."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.correction.enums import CorrectionCategory, CorrectionTier
from app.correction.reports.codes import MEDICAL, OWED, ExtensionLevel, ReportKind
from app.correction.reports.intervals import level_for, next_start, owed, rule_code
from app.kernel.statutes import statute
from app.kernel.statutes.model import Unit

TODAY = date(2026, 12, 1)


def test_only_who_serves_outside_for_a_time_reports_on_health() -> None:
    for category in CorrectionCategory:
        kinds = owed(category, on_medical_release=True)
        assert ReportKind.PERIODIC in kinds
        assert (ReportKind.HEALTH in kinds) is (category is CorrectionCategory.TEMPORARY_RELEASE)
    expecting = owed(CorrectionCategory.TEMPORARY_RELEASE, on_medical_release=False)
    assert ReportKind.REEXAMINATION not in expecting


@pytest.mark.parametrize("tier", CorrectionTier)
@pytest.mark.parametrize("kind", sorted(OWED))
def test_every_interval_is_a_setting_of_the_agency(kind: ReportKind, tier: CorrectionTier) -> None:
    rule = statute(rule_code(kind, tier), TODAY)
    assert rule.configurable
    assert not rule.may_block
    if kind in MEDICAL:
        assert (rule.value, rule.unit) == ({"health": 1, "reexamination": 3}[kind], Unit.MONTH)


def test_a_stricter_tier_never_reports_more_rarely() -> None:
    days = {Unit.DAY: 1, Unit.MONTH: 30}
    rules = [statute(rule_code(ReportKind.PERIODIC, tier), TODAY) for tier in CorrectionTier]
    lengths = [rule.value * days[rule.unit] for rule in rules]
    assert lengths == sorted(lengths)


@given(nominal=st.dates(date(2020, 7, 1), date(2060, 1, 1)), late=st.integers(-60, 400))
def test_who_is_early_loses_no_day_and_who_was_late_is_not_late_again(nominal: date, late: int) -> None:
    closed = nominal + timedelta(days=late)
    start = next_start(nominal, closed)
    assert start >= nominal
    assert start >= closed
    assert start in {nominal, closed}


@given(longer=st.integers(1, 24), limit=st.integers(1, 12))
def test_the_further_beyond_the_limit_the_higher_the_level(longer: int, limit: int) -> None:
    assert (level_for(longer, limit) is ExtensionLevel.PROVINCE) is (longer > limit)
