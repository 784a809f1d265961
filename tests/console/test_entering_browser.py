"""Entering and merging in a real browser, at a screen and on a phone."""

from __future__ import annotations

import pytest

from tests.console.conftest import opens
from tests.console.test_merging import MAIN, WHY, three
from tests.console.test_way_browser import PHONE, WIDE, address, chromium, desk, expect, pytestmark
from tests.console.test_way_browser import Desk as Desk
from tests.console.test_way_browser import says as says
from tests.town import Town

__all__ = ["address", "chromium", "desk", "pytestmark"]


def fits(page: object, screen: dict[str, int]) -> None:
    """Nothing stands out of the page to the right."""
    width = page.evaluate("document.documentElement.scrollWidth")  # type: ignore[attr-defined]
    assert width <= screen["width"]


@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["screen", "phone"])
def test_a_clerk_hears_fills_in_and_registers(
    town: Town, desk: Desk, screen: dict[str, int]
) -> None:
    page = desk("chen", screen)
    page.get_by_role("link", name="登记").first.click()
    page.get_by_label("反映的事").fill("幸福里3号楼下堆了旧沙发，没人管，我电话13800001234")
    page.get_by_role("button", name="下一步").click()
    expect(page.locator("[name=phone]")).to_have_value("13800001234")
    expect(page.locator("[name=place]")).to_have_value("幸福里3号楼下")
    fits(page, screen)
    page.get_by_label("建筑垃圾与大件垃圾堆放").check()
    page.get_by_role("button", name="登记", exact=True).click()
    says(page, "可以这样告诉对方")
    fits(page, screen)
    assert [t.category for t in town.tickets()] == ["0103"]


@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["screen", "phone"])
def test_three_become_one_with_a_few_clicks(town: Town, desk: Desk, screen: dict[str, int]) -> None:
    first, second, third = three(town)
    opens(town, MAIN, "web:n9", detail="小区没水了")
    page = desk("chen", screen)
    page.goto(f"/staff/tickets/{first.number}")
    says(page, "相似工单（3件）")
    for one in (second, third):
        page.locator(f"[name=with-{one.number}]").check()
    page.get_by_label("为什么是同一件事").fill(WHY)
    fits(page, screen)
    page.get_by_role("button", name="并案").click()
    says(page, "2件，共3户反映")
    assert [t.state for t in town.tickets()][1:3] == ["merged", "merged"]
