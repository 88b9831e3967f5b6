"""Numbers of papers, which may be electronic, and that every paper has a template and samples."""

import pytest

from app.contracts.categories import CaseCategory
from app.legal_aid.papers import samples
from app.legal_aid.papers.building import BUILDERS
from app.legal_aid.papers.codes import PaperKind
from app.legal_aid.papers.issuing import FORMS
from app.legal_aid.papers.rules import PartyDocument, document_number, electronic_form_allowed
from app.legal_aid.papers.templates import builtin


@pytest.mark.parametrize(
    ("kind", "sequence", "expected"),
    [
        (PaperKind.GRANT, 1, "〔2026〕法援决字第00012号"),
        (PaperKind.DEFICIENCY_NOTICE, 2, "〔2026〕法援补字第00012-2号"),
        (PaperKind.RECEIPT, 1, "〔2026〕法援字第00012号"),
    ],
)
def test_a_paper_is_numbered_after_its_case(kind: PaperKind, sequence: int, expected: str) -> None:
    assert document_number(kind, 2026, 12, sequence) == expected


def test_before_acceptance_there_is_no_number() -> None:
    assert document_number(PaperKind.APPLICATION_FORM, None, None, 1) is None


@pytest.mark.parametrize("kind", list(PaperKind))
def test_every_paper_of_the_centre_may_be_electronic(kind: PaperKind) -> None:
    assert all(electronic_form_allowed(kind, category).is_allowed for category in CaseCategory)


@pytest.mark.parametrize("document", [PartyDocument.SETTLEMENT, PartyDocument.MEDIATION])
@pytest.mark.parametrize(
    "category", [CaseCategory.MARRIAGE_FAMILY, CaseCategory.INHERITANCE, CaseCategory.GUARDIANSHIP]
)
def test_an_agreement_on_personal_status_may_not(document: PartyDocument, category: CaseCategory) -> None:
    rule = electronic_form_allowed(document, category)
    assert not rule.is_allowed
    assert rule.source == "《中华人民共和国电子签名法》第三条第三款第（一）项"


@pytest.mark.parametrize(
    ("document", "category"),
    [
        (PartyDocument.SETTLEMENT, CaseCategory.LABOUR_REMUNERATION),
        (PartyDocument.MEDIATION, CaseCategory.SUPPORT_PAYMENTS),
        (PartyDocument.ENTRUSTMENT, CaseCategory.MARRIAGE_FAMILY),
    ],
)
def test_an_agreement_on_money_or_entrusting_a_lawyer_may(document: PartyDocument, category: CaseCategory) -> None:
    assert electronic_form_allowed(document, category).is_allowed


@pytest.mark.parametrize("kind", list(PaperKind))
def test_every_kind_has_contents_samples_a_template_and_a_builder(kind: PaperKind) -> None:
    for make in (samples.SHORTEST[kind], samples.LONGEST[kind]):
        contents = make()
        assert type(contents) is FORMS[kind]
        assert FORMS[kind].model_validate_json(contents.model_dump_json()) == contents
    assert "#show:" in builtin(kind).text
    assert kind in BUILDERS


def test_the_longest_names_are_the_longest_there_can_be() -> None:
    assert len(samples.LONGEST_NAME) == 50
    assert len(samples.COMPANY) == 100
