"""A copy of what is kept about a person: all of their own, nothing of others (PIPL §45, F06)."""

from __future__ import annotations

from bot.desk.calls import owe_first
from bot.house import desk_of
from bot.web.transcript import talk_of
from dialogs.commands import AddToTicket, CopyMine, JoinTicket, RateTicket, WithdrawTicket
from grid.duties import RecordCall
from grid.events import Actor
from integrations.sql.duties import FIRST
from tests.console.conftest import Clerk, at_desk, opens
from tests.town import Town

WHO, OTHER = "web:neighbour", "web:other"
CLERK = Actor("chen", "hotline_staff")


def copied(town: Town, who: str = WHO) -> str:
    return town.bot.seal.open(bytes.fromhex(at_desk(town, who, CopyMine())))


def called(town: Town, number: str, words: str) -> None:
    with town.bot.store.begin() as work:
        ticket = work.tickets.get(number)
        assert ticket is not None
        owe_first(desk_of(town.bot.door.house, work, town.clock(), CLERK), ticket)
        (row,) = work.calls.owed(FIRST, number)
    town.bot.door.do(RecordCall(row.id, "phone", True, words), CLERK)


def test_what_was_added_is_copied_to_who_added_it(town: Town) -> None:
    number = opens(town, who=WHO).number
    at_desk(town, OTHER, JoinTicket(number))
    at_desk(town, WHO, AddToTicket(number, "沙发上还有钉子。"))
    at_desk(town, OTHER, AddToTicket(number, "我家窗下也有。"))
    assert "沙发上还有钉子" in copied(town)
    assert "我家窗下也有" not in copied(town)
    assert "我家窗下也有" in copied(town, OTHER)
    assert "沙发上还有钉子" not in copied(town, OTHER)


def test_calls_are_copied_with_what_staff_wrote_and_without_others_numbers(town: Town) -> None:
    number = opens(town, who=WHO).number
    at_desk(town, OTHER, JoinTicket(number))
    called(town, number, "说周末不在家，让打邻居13800001234。")
    assert "联系上了：说周末不在家，让打邻居138****1234" in copied(town)
    assert "周末不在家" not in copied(town, OTHER)


def test_numbers_of_papers_that_staff_write_down_are_not_kept(town: Town) -> None:
    number = opens(town, who=WHO).number
    called(town, number, "报了身份证110101199003078515，说周末在家。")
    assert "报了身份证[已隐藏证件号]，说周末在家" in copied(town)
    with town.bot.store.read() as work:
        log = work.log.of("ticket", number)
    assert not [one for one in log if "110101199003078515" in one.why]


def test_ratings_and_withdrawn_tickets_are_in_it(town: Town) -> None:
    first = opens(town, who=WHO).number
    at_desk(town, WHO, RateTicket(first, "unsolved", 1, words="来了又走了"))
    second = opens(town, "0104", WHO, detail="旧床垫也在那里。").number
    at_desk(town, WHO, WithdrawTicket(second))
    found = copied(town)
    assert "没解决：来了又走了" in found
    assert second in found
    assert "15个工作日" in found  # what staff write to each other is looked through by a person


def test_the_copy_is_for_its_reader_and_clerks_read_that_it_was_sent(
    chen: Clerk, town: Town
) -> None:
    town.says("我的信息", WHO)
    assert "这是您在这里的信息" in town.says("复制一份", WHO)
    page = chen.sees(f"/staff/talk/{WHO}")
    assert "已把您的资料副本发给您" in page
    assert "这是您在这里的信息" not in page
    bot = town.bot
    own = "".join(line.text for line in talk_of(bot.store, WHO, town.clock(), seal=bot.seal).lines)
    assert "这是您在这里的信息" in own
    stranger = talk_of(bot.store, WHO, town.clock()).lines
    assert "这是您在这里的信息" not in "".join(line.text for line in stranger)
