"""The words of a ticket without what programs put around them."""

from __future__ import annotations

import pytest

from nlu.historywords import plain, spelled


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ('<p style="color:red">路灯坏了<br/>三天</p>', "路灯坏了\n三天"),
        ("&lt;p&gt;路灯&amp;nbsp;坏了&lt;/p&gt;", "路灯 坏了"),
        ("<style>p{a:b}</style><!-- x --><img src='a>b'>路灯", "b'>路灯"),
        ("<o:p></o:p><TD>路灯</TD>坏了", "路灯坏了"),
        ("噪声<70分贝，宽度>3米", "噪声<70分贝，宽度>3米"),
        ("<枫林苑>三号楼 A&B座", "<枫林苑>三号楼 A&B座"),
        ("a < b", "a < b"),
    ],
)
def test_marks_of_web_pages_go_and_peoples_own_signs_stay(said: str, meant: str) -> None:
    assert plain(said) == meant


def test_the_most_frequent_spelling_of_a_label_is_its_name() -> None:
    names, ways = spelled(["甲（一）", *["甲(一)"] * 3, "乙", "丙 丁", "丙丁", "丙丁", "-", ""])
    assert names == ["甲(一)"] * 4 + ["乙"] + ["丙丁"] * 3 + ["", ""]
    assert ways == [("甲(一)", "甲（一）"), ("丙丁", "丙 丁")]
