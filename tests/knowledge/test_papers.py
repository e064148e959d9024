"""The checklist of a nomination, from the notice's own data."""

import pytest

from knowledge.load import load_library
from knowledge.papers import slips

LIBRARY = load_library()


@pytest.mark.parametrize(
    ("key", "ids"),
    [
        ("jiujiang-2022", "form/print form/seal/1 form/seal/2 statement/print"),
        ("suzhou-2021", "entry/send"),
        (
            "jiangsu-2023",
            "recommendation/prepare form/prepare deeds/prepare proofs/prepare certificates/prepare certificates/certify certificates/seal/1 checks/check/1",
        ),
        (
            "jiaozuo-2021",
            "form/print form/seal/1 form/seal/2 form/seal/3 form_file/send deeds/send photos/send credit_check/check/1 credit_check/check/2 credit_check/check/3",
        ),
        (
            "laiwu-2021",
            "form/print form/seal/1 form/seal/2 form_file/send portrait/send photos/send deeds/send",
        ),
    ],
)
def test_the_lines_of_each_notice(key: str, ids: str) -> None:
    assert " ".join(each.id for each in slips(LIBRARY[key].notice)) == ids


@pytest.mark.parametrize("key", LIBRARY)
def test_what_is_written_on_copies_and_where_is_looked_up_stands_in_the_notice(key: str) -> None:
    notice = LIBRARY[key].notice
    for each in slips(notice):
        assert each.act in {"print", "prepare", "check", "certify", "seal", "send"}
        assert each.act == "seal" or each.detail in notice.source


def test_seals_come_in_the_order_in_which_they_are_collected() -> None:
    found = [each.detail for each in slips(LIBRARY["jiaozuo-2021"].notice) if each.act == "seal"]
    assert found == ["申报单位", "党委宣传部门", "工会"]
