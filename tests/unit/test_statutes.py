"""Statutory values: every one cited, every verified one quoting words that stand in the named article."""

import re
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from app.kernel.statutes import (
    MATTERS,
    PRINCIPLES,
    VERSIONS,
    Citation,
    Exemption,
    ExemptMatterCode,
    ExemptPersonCode,
    Kind,
    MatterCode,
    NotInForce,
    Rule,
    Tag,
    Unit,
    UnknownRule,
    rules_in_force,
    statute,
)
from app.kernel.statutes.conditions import CONDITIONS

LAW_TEXTS = Path(__file__).parents[2] / "docs" / "law"
RULES = [rule for versions in VERSIONS.values() for rule in versions]
CITATIONS: list[Citation] = [*RULES, *MATTERS.values(), *CONDITIONS, *PRINCIPLES]
VERIFIED = [c for c in CITATIONS if c.verified]
TODAY = date(2026, 11, 21)
ARTICLE = re.compile(r"第[零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?")
NUMERALS = {
    **{1: "一", 2: "二", 3: "三", 5: "五", 7: "七", 10: "十", 15: "十五", 16: "十六", 18: "十八"},
    **{24: "二十四", 30: "三十", 48: "四十八", 60: "六十", 200: "二百", 500: "五百", 1000: "一千", 3000: "三千"},
}
UNIT_WORDS = {
    Unit.MINUTE: "分钟",
    Unit.HOUR: "小时",
    Unit.DAY: "日",
    Unit.WORKING_DAY: "个工作日",
    Unit.MONTH: "个月",
    Unit.COUNT: "次",
    Unit.TIMES: "倍",
    Unit.FEN: "元",
}


def _named(citation: Citation) -> str:
    return f"{citation.code}@{citation.effective_from}"


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@cache
def _articles(file: str) -> dict[str, list[str]]:
    """Paragraphs (款 and 项, in order) of each article of one law text."""
    articles: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (LAW_TEXTS / file).read_text(encoding="utf-8").splitlines():
        start = ARTICLE.match(line.strip())
        if start is not None:
            current = articles.setdefault(start.group(), [])
            current.append(_squeezed(line.strip()[start.end() :]))
        elif line.strip() and not line.startswith("#"):
            current.append(_squeezed(line))
    return articles


def _paragraph(paragraphs: list[str], number: str) -> str:
    """One 款 with the 项 beneath it."""
    grouped: list[str] = []
    for text in paragraphs:
        if text.startswith("（") and grouped:
            grouped[-1] += text
        else:
            grouped.append(text)
    return grouped["一二三四五六七八九".index(number)]


@pytest.mark.parametrize("citation", CITATIONS, ids=_named)
def test_every_rule_is_cited(citation: Citation) -> None:
    assert re.search(r"[\u4e00-\u9fff]", citation.title_zh)
    assert citation.law.title
    assert ARTICLE.match(citation.article)
    assert citation.quote
    assert citation.tag in Tag
    assert citation.effective_to is None or citation.effective_from <= citation.effective_to


@pytest.mark.parametrize("citation", VERIFIED, ids=_named)
def test_verified_rules_quote_words_that_stand_in_the_named_article(citation: Citation) -> None:
    assert citation.law.text is not None, "a verified rule needs its law's text in docs/law"
    match = ARTICLE.match(citation.article)
    assert match is not None
    paragraphs = _articles(citation.law.text)[match.group()]
    rest = citation.article[match.end() :]
    if rest.endswith("款"):
        text = _paragraph(paragraphs, rest[1])
    elif rest.endswith("项"):
        text = next(p for p in paragraphs if p.startswith(rest.removeprefix("第").removesuffix("项")))
    else:
        text = "".join(paragraphs)
    assert _squeezed(citation.quote) in text


@pytest.mark.parametrize("rule", [r for r in RULES if r.verified], ids=_named)
def test_verified_numbers_stand_in_their_quotes_with_the_same_unit(rule: Rule) -> None:
    value = rule.value // 100 if rule.unit is Unit.FEN else rule.value
    words = ["年", "周岁"] if rule.unit is Unit.YEAR else [UNIT_WORDS[rule.unit]]
    numbers = [NUMERALS[value], str(value)]
    assert any(f"{number}{word}" in rule.quote for number in numbers for word in words)


@pytest.mark.parametrize("rule", [r for r in RULES if r.unit is Unit.DAY and r.verified], ids=_named)
def test_calendar_days_are_never_quoted_from_working_days(rule: Rule) -> None:
    assert "工作日" not in rule.quote


@pytest.mark.parametrize("rule", RULES, ids=_named)
def test_only_verified_values_may_block_and_all_others_are_settings(rule: Rule) -> None:
    assert rule.may_block is (rule.tag in {Tag.V, Tag.V2})
    assert rule.configurable is not rule.may_block
    assert rule.value > 0


@pytest.mark.parametrize("versions", VERSIONS.values(), ids=VERSIONS)
def test_versions_of_a_rule_never_overlap(versions: tuple[Rule, ...]) -> None:
    for newer, older in pairwise(versions):
        assert older.effective_to is not None
        assert older.effective_to < newer.effective_from


def test_the_version_follows_the_date() -> None:
    assert (statute("legal_aid.decide", TODAY).value, statute("legal_aid.decide", TODAY).unit) == (
        7,
        Unit.DAY,
    )
    old = statute("legal_aid.decide", date(2021, 12, 31))
    assert (old.unit, old.tag) == (Unit.WORKING_DAY, Tag.P)
    assert statute("correction.breach_fine_max", date(2025, 12, 31)).value == 50_000
    assert statute("correction.breach_fine_max", date(2026, 1, 1)).value == 100_000


def test_objection_takes_five_days_not_five_working_days() -> None:
    assert statute("legal_aid.review_objection", TODAY).unit is Unit.DAY


def test_a_rule_without_a_version_on_the_date_is_told_apart_from_an_unknown_code() -> None:
    with pytest.raises(NotInForce, match="2020-06-30"):
        statute("correction.report_in", date(2020, 6, 30))
    with pytest.raises(UnknownRule):
        statute("legal_aid.invented", TODAY)


def test_rules_in_force_hold_one_version_of_each_code() -> None:
    codes = [rule.code for rule in rules_in_force(TODAY)]
    assert len(codes) == len(set(codes))
    assert "legal_aid.sign_agreement" in codes
    assert "correction.breach_fine_min" not in codes  # the text of 2025 names no lower bound


def test_source_reads_as_a_citation() -> None:
    assert statute("legal_aid.assign", TODAY).source == "《中华人民共和国法律援助法》第四十三条第一款"


def test_limits_on_a_person_never_grow_with_a_holiday() -> None:
    assert not statute("correction.device_limit", TODAY).rolls
    assert not statute("correction.detention_limit", TODAY).rolls
    assert statute("correction.report_in", TODAY).rolls
    assert not statute("legal_aid.forward_from_custody", TODAY).rolls


def test_matters_of_articles_31_32_and_42_are_complete_and_in_order() -> None:
    assert list(MATTERS) == [*MatterCode, *ExemptMatterCode, *ExemptPersonCode]
    assert [len(MatterCode), len(ExemptMatterCode), len(ExemptPersonCode)] == [9, 5, 4]


def test_article_32_removes_the_condition_and_article_42_only_the_check() -> None:
    assert {MATTERS[code].exemption for code in MatterCode} == {Exemption.NONE}
    assert {MATTERS[code].exemption for code in ExemptMatterCode} == {Exemption.CONDITION_REMOVED}
    assert {MATTERS[code].exemption for code in ExemptPersonCode} == {Exemption.CHECK_REMOVED}


def test_migrant_workers_exemption_does_not_name_confirming_a_labour_relation() -> None:
    assert "确认劳动关系" not in MATTERS[ExemptPersonCode.MIGRANT_WORKER].quote
    assert "确认劳动关系" in MATTERS[MatterCode.LABOUR_REMUNERATION].quote


def test_lead_times_are_lengths_of_time() -> None:
    assert all(rule.unit in {Unit.DAY, Unit.MONTH} for rule in RULES if rule.kind is Kind.LEAD)
