"""What a reviewer reads names nobody."""

from hypothesis import given
from hypothesis import strategies as st

from app.legal_aid.quality.masking import masked, masked_content

NAMES = ("张建国", "欧阳锋", "张建")


def test_names_are_cut_to_the_family_name() -> None:
    text = "张建国和欧阳锋一起来，张建没有来，李明律师在场。"
    assert masked(text, NAMES) == "张某和欧阳某一起来，张某没有来，李明律师在场。"


def test_numbers_of_telephones_and_identity_cards_are_struck_out() -> None:
    text = "电话13812345678，身份证11010519491231002X，工资2800000分，卡号622202138123456780199。"
    assert masked(text, ()) == "电话〔号码略〕，身份证〔号码略〕，工资2800000分，卡号622202138123456780199。"


def test_every_text_within_json_is_masked() -> None:
    content = {"kind": "progress", "text": "张建国", "list": ["张建国", 3, None], "deep": {"place": "张建国家"}}
    assert masked_content(content, NAMES) == {
        "kind": "progress",
        "text": "张某",
        "list": ["张某", 3, None],
        "deep": {"place": "张某家"},
    }


def test_a_single_character_is_no_name_to_strike_out() -> None:
    assert masked("张贴公告", ("张",)) == "张贴公告"


@given(st.text(), st.text())
def test_no_name_is_left(before: str, after: str) -> None:
    assert "张建国" not in masked(f"{before}张建国{after}", NAMES)
