"""Reply templates: who keeps them, who is offered what, and that nothing half filled is sent."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest

from grid.editions import REPLIES
from integrations.district.amending import line_of
from tests.console.conftest import Clerk, opens
from tests.console.test_way import signed_in
from tests.town import Town

Arrive = Callable[..., Clerk]
WHO = "web:neighbour"
TALK = f"/staff/talk/{WHO}"
LIST = "/staff/replies"


@pytest.fixture
def leader(arrive: Arrive) -> Clerk:
    """The centre's leader."""
    return signed_in(arrive, "leader")


def picks(clerk: Clerk, url: str) -> dict[str, str]:
    """What a page offers: by name, the words that would go into the box."""
    clerk.sees(url)
    assert clerk.seen is not None
    found = re.findall(r'data-text="([^"]*)">([^<]*)</option>', clerk.seen.text)
    return {name: html.unescape(words) for words, name in found}


def writes(clerk: Clerk, code: str = "H90", **fields: str) -> str:
    """A new template by its form."""
    form = {"编码": code, "名称": "等雨停", "话": "雨停了就修，您放心。", "用在对话": "1",
            "事项": "", "why": "汛期常用"}  # fmt: skip
    return clerk.posts(f"{LIST}/new", f"{LIST}/new", **form | fields)


def changes(clerk: Clerk, code: str, act: str = "", **fields: str) -> str:
    """A template's form sent as it was shown, with other words."""
    page = f"{LIST}/one/{code}"
    clerk.sees(page)
    assert clerk.seen is not None
    was = clerk.seen.text.partition('name="was" value="')[2].partition('"')[0]
    return clerk.posts(page + act, "", was=was, why="说得更清楚", **fields)


def box(clerk: Clerk, mark: str) -> str:
    """What stands in a box of the page."""
    assert clerk.seen is not None
    found = re.search(rf"<textarea[^>]*{mark}[^>]*>([^<]*)</textarea>", clerk.seen.text)
    return html.unescape(found[1]) if found else ""


def test_only_the_leader_keeps_them(arrive: Arrive, leader: Clerk) -> None:
    assert "告诉进度" in leader.sees(LIST)
    for name in ("chen", "unit1", "auditor", "mediator1"):
        clerk = signed_in(arrive, name)
        for page in ("", "/new", "/one/H01", "/editions", "/export.csv"):
            clerk.sees(LIST + page)
            assert clerk.status == 404, (name, page)
        clerk.posts(f"{LIST}/one/H01/out", "/staff/login", why="不要了")
        assert clerk.status in (403, 404)


def test_a_conversation_offers_what_fits_its_tickets(chen: Clerk, town: Town) -> None:
    ticket = opens(town, "0203", WHO, detail="路灯不亮")
    found = picks(chen, TALK)
    assert f"工单{ticket.number}，路灯不亮" in found["告诉进度"]
    assert town.bot.district.units[ticket.unit].name in found["告诉进度"]
    assert "{" not in "".join(found.values())
    assert "欠薪带什么材料" not in found  # of another kind
    assert "办好了" not in found  # of another box
    assert "陈" in found["已收到，正在看"]


def test_a_ticket_s_answer_offers_its_own(chen: Clerk, town: Town) -> None:
    lamp = opens(town, "0203", WHO, detail="路灯不亮").number
    sand = opens(town, "0102", WHO, detail="路面上有沙子").number
    assert "路灯修好了" in picks(chen, f"/staff/tickets/{lamp}")
    found = picks(chen, f"/staff/tickets/{sand}")
    assert "路灯修好了" not in found
    assert "已收到，正在看" not in found
    assert "道路" in found["办好了"]


def test_without_scripts_the_words_come_with_the_page(chen: Clerk, town: Town) -> None:
    number = opens(town, "0203", WHO, detail="路灯不亮").number
    chen.sees(f"{TALK}?use=H06.{number}")
    assert f"工单{number}（路灯不亮）我已经催过" in box(chen, 'id="reply"')
    chen.sees(f"/staff/tickets/{number}?use=D03.{number}")
    assert "已经派人修好" in box(chen, 'id="words"')
    chen.sees(f"{TALK}?use=H06.20990101-0001")
    assert box(chen, 'id="reply"') == ""


def test_what_is_half_filled_is_not_sent_and_not_lost(chen: Clerk, town: Town) -> None:
    number = opens(town, "0203", WHO, detail="路灯不亮").number
    words = "还没办完，是因为【填原因】。"
    assert "还有没填的地方：【填原因】" in chen.posts(f"{TALK}/reply", TALK, text=words)
    assert box(chen, 'id="reply"') == words
    url = f"/staff/tickets/{number}"
    assert "还有没填的地方：【填原因】" in chen.posts(f"{url}/answer", url, words=words)
    assert box(chen, 'id="words"') == words
    assert "是因为" not in town.answers(WHO)


def test_what_the_leader_writes_is_offered_at_once_and_can_be_taken_back(
    leader: Clerk, chen: Clerk, town: Town
) -> None:
    opens(town, "0203", WHO)
    writes(leader)
    assert picks(chen, TALK)["等雨停"] == "雨停了就修，您放心。"
    changes(leader, "H90", **{"名称": "等雨停", "话": "雨小了就修。", "用在对话": "1"})
    assert picks(chen, TALK)["等雨停"] == "雨小了就修。"
    changes(leader, "H90", "/out")
    assert "等雨停" not in picks(chen, TALK)
    page = f"{LIST}/editions"
    leader.posts(page, page, number="1", newest="3", why="还是要用")
    assert picks(chen, TALK)["等雨停"] == "雨停了就修，您放心。"


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"话": "{姓名}您好"}, "这里不能用{姓名}"), ({"话": "工单{工单"}, "大括号里的写法不对"),
     ({"事项": "9900"}, "没有编码为“9900”的事项"), ({"用在对话": ""}, "请选用在哪里"),
     ({"why": "改"}, "请写明为什么改"), ({"编码": "等 雨"}, "用字母和数字"),
     ({"编码": "H01"}, "刚刚有别人改过这里"), ({"话": ""}, "“话”不能空着")],
)  # fmt: skip
def test_what_cannot_be_used_is_said_and_nothing_typed_is_lost(
    leader: Clerk, fields: dict[str, str], words: str
) -> None:
    assert words in writes(leader, **fields)
    assert leader.status == 409
    if "话" not in fields:
        assert box(leader, 'name="话"') == "雨停了就修，您放心。"
    assert "等雨停" not in leader.sees(LIST)


def test_two_who_change_the_same_one_do_not_overwrite_each_other(leader: Clerk) -> None:
    fields = {"名称": "已收到", "话": "收到。", "用在对话": "1"}
    changes(leader, "H01", **fields)
    page = f"{LIST}/one/H01"
    said = leader.posts(page, page, was="0" * 16, why="说得更短", **fields | {"话": "好。"})
    assert "刚刚有别人改过这里" in said


def test_a_table_goes_out_and_comes_in(leader: Clerk, chen: Clerk, town: Town) -> None:
    opens(town, "0203", WHO)
    table = leader.browser.get(f"{LIST}/export.csv").text
    assert "告诉进度" in table
    line = line_of(town.bot.district, REPLIES, "H01")
    assert line
    rows = ["编码,名称,话", "H01,已收到,收到了。", "H91,谢谢,谢谢您告诉我们。"]
    file = ("file", ("replies.csv", "\r\n".join(rows).encode("gb18030"), "text/csv"))
    fields = {"csrf": leader.token(LIST), "why": "换短一点的"}
    leader.uploads(f"{LIST}/import", fields, [file])
    found = picks(chen, TALK)
    assert (found["已收到"], found["谢谢"]) == ("收到了。", "谢谢您告诉我们。")
    assert "告诉进度" in found
    bad = ("file", ("replies.csv", "编码,名称,话\r\nH92,坏,{姓名}".encode(), "text/csv"))
    said = leader.uploads(f"{LIST}/import", fields, [bad])
    assert "第2行“话”：这里不能用{姓名}" in said
