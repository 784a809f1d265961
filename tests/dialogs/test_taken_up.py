"""What is kept of a report that was dropped, and how long."""

from __future__ import annotations

from bot.conversing import talk_of
from tests.town import Town


def dropped(town: Town) -> dict[str, object]:
    with town.bot.store.read() as work:
        return talk_of(work, "terminal:me").dropped


def test_a_dropped_report_is_kept_no_longer_than_a_draft(town: Town) -> None:
    town.says("幸福里3号楼楼道灯坏了")
    town.says("算了")
    assert dropped(town)
    town.later(days=3)
    assert not dropped(town)


def test_a_new_report_takes_its_place(town: Town) -> None:
    town.says("幸福里3号楼楼道灯坏了")
    town.says("算了")
    town.says("和平里2栋垃圾没人清")
    assert not dropped(town)


def test_erasing_the_chat_erases_it_too(town: Town) -> None:
    town.says("幸福里3号楼楼道灯坏了")
    town.says("算了")
    town.says("只咨询不留信息")
    assert not dropped(town)
