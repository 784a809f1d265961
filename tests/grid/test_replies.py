"""Reply templates: where they are offered, what is put in, and what is left to write."""

from __future__ import annotations

import pytest

from grid.replies import ANSWER, TALK, ReplyTemplate, checked, named, offered, unfilled

KNOWN = {"工单": "20261118-0001", "单位": "区城管局", "热线": "0000-12345"}


def words(templates: list[ReplyTemplate], where: str, category: str) -> list[str]:
    return [said for _, said in offered(templates, where, category, KNOWN)]


def test_what_is_known_is_put_in() -> None:
    one = ReplyTemplate("H1", "进度", "工单{工单}由{单位}办理，有事打{热线}。")
    said = "工单20261118-0001由区城管局办理，有事打0000-12345。"
    assert words([one], TALK, "0203") == [said]


def test_a_template_that_names_what_is_not_known_is_not_offered() -> None:
    one = ReplyTemplate("H1", "期限", "{答复期限}前答复您。")
    assert words([one], TALK, "0203") == []


def test_a_template_of_tickets_is_not_offered_without_one() -> None:
    ticket, any_time = ReplyTemplate("H1", "", "{工单}"), ReplyTemplate("H2", "", "打{热线}。")
    assert words([ticket, any_time], TALK, "") == ["打0000-12345。"]


def test_it_is_offered_where_and_for_what_it_is_meant() -> None:
    lamps = ReplyTemplate("H1", "", "修好了。", (ANSWER,), ("0203",))
    public = ReplyTemplate("H2", "", "在修。", (TALK, ANSWER), ("02",))
    assert words([lamps, public], ANSWER, "0203") == ["修好了。", "在修。"]
    assert words([lamps, public], ANSWER, "0201") == ["在修。"]
    assert words([lamps, public], TALK, "0203") == ["在修。"]
    assert words([lamps, public], TALK, "0601") == []


@pytest.mark.parametrize("text", ["{", "{工单", "工单}", "{工单:>9}", "{工单!r}", "{}", "{0}"])
def test_braces_that_cannot_be_filled_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"大括号|这里不能用"):
        checked(text)


def test_a_name_or_phone_of_a_resident_cannot_be_put_in() -> None:
    with pytest.raises(ValueError, match="这里不能用"):
        checked("{姓名}您好")
    assert named("{我}和{单位}") == ("我", "单位")


def test_a_place_to_fill_in_is_seen_until_it_is_filled() -> None:
    assert unfilled("已经处理：【填结果】。不满意请回【填】") == "【填结果】"
    assert unfilled("【通知】已经处理好了。") == ""
