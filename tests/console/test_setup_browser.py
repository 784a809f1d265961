"""What a city sets up itself in a real browser, on a desk's screen and on a phone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.console.conftest import opens
from tests.console.test_map import moved
from tests.console.test_way_browser import (
    PHONE,
    WIDE,
    Desk,
    address,
    chromium,
    desk,
    fits,
    pytestmark,
    says,
)
from tests.town import Town

__all__ = ["address", "chromium", "desk", "pytestmark"]
screens = pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["screen", "phone"])


@screens
def test_a_rule_is_found_changed_tried_and_published(
    town: Town, desk: Desk, screen: dict[str, int]
) -> None:
    opens(town, "0202")
    page = desk("leader", screen)
    page.goto("/staff/catalogue")
    page.locator("#q").fill("道路破损")
    page.get_by_role("button", name="查找").click()
    fits(page)
    page.get_by_role("link", name="0202 道路破损与塌陷").click()
    page.get_by_label("主办单位").fill("交通运输局")
    fits(page)
    page.get_by_role("button", name="存进草稿").click()
    says(page, "1件会派到别的单位")
    fits(page)
    page.get_by_label("为什么改").fill("按区政府专题会议纪要")
    page.get_by_role("button", name="发布为第1版").click()
    says(page, "第1版发布好了")
    fits(page)
    assert opens(town, "0202", "web:two").unit == "BM06"


@screens
def test_a_reply_template_is_written_and_put_into_the_box(
    town: Town, desk: Desk, screen: dict[str, int]
) -> None:
    number = opens(town, "0203", "web:neighbour").number
    leader = desk("leader", screen)
    leader.goto("/staff/replies/new")
    leader.get_by_label("编码（没用过的").fill("H90")
    leader.get_by_label("名称（坐席从名称里选）").fill("等备件")
    leader.get_by_label("话", exact=True).fill("{工单}在等备件，【填哪天】就到。")
    leader.get_by_label("为什么改").fill("备件常缺")
    fits(leader)
    leader.get_by_role("button", name="保存").click()
    says(leader, "等备件")
    fits(leader)
    page = desk("chen", screen)
    page.goto("/staff/talk/web:neighbour")
    page.get_by_label("回复居民").fill("您好。")
    page.get_by_label("常用回复").select_option(label="等备件")
    page.get_by_role("button", name="放进去").click()
    assert (
        page.get_by_label("回复居民").input_value() == f"您好。\n{number}在等备件，【填哪天】就到。"
    )
    page.keyboard.type("后天")  # what is to be filled in stands selected
    fits(page)
    page.get_by_role("button", name="发送").click()
    says(page, f"{number}在等备件，后天就到。")


@screens
def test_leave_is_given_with_a_substitute(town: Town, desk: Desk, screen: dict[str, int]) -> None:
    page = desk("leader", screen)
    page.goto("/staff/roster?q=R0002")
    page.get_by_role("link", name="吴海涛 网格长").click()
    page.get_by_label("替班人").fill("R0004 杨天佑")
    page.get_by_role("button", name="准假").click()
    says(page, "杨天佑（R0004）替班")
    fits(page)
    assert town.bot.district.stands_in("R0004") == {"CH010101"}


@screens
def test_a_border_is_moved(
    town: Town, desk: Desk, screen: dict[str, int], tmp_path_factory: Any
) -> None:
    file = tmp_path_factory.mktemp("map") / "areas.geojson"
    file.write_text(json.dumps({"features": moved(town)}, ensure_ascii=False), "utf-8")
    page = desk("leader", screen)
    page.goto("/staff/map")
    fits(page)
    page.locator("[name=file]").set_input_files(str(file))
    page.get_by_role("button", name="检查").click()
    says(page, "改了2处")
    fits(page)
    page.get_by_label("为什么改").fill("两个网格换界")
    page.get_by_role("button", name="发布为第1版").click()
    says(page, "第1版发布好了")
    found = town.bot.district.grid_at(30.095, 123.012)
    assert found
    assert found.id == "CH010102"
