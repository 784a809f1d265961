"""Similar past tickets: what helped before, with its answer; confidential ones are never shown."""

from __future__ import annotations

from collections.abc import Callable

from dialogs.commands import WithdrawTicket
from tests.console.conftest import Clerk, applies, at_desk, opens
from tests.console.test_talks import ME
from tests.town import Town

SOFA = "幸福里3号楼下堆了旧沙发和床垫，没人管，请打13812345678"


def solved(town: Town, chen: Clerk, detail: str = SOFA, answer: str = "旧沙发已清走。") -> str:
    """A ticket of a neighbour that was answered; returns its number."""
    ticket = opens(town, detail=detail)
    url = f"/staff/tickets/{ticket.number}"
    chen.posts(f"{url}/answer", url, words=answer)
    return ticket.number


def shown(page: str) -> str:
    return page.partition("相似的往事")[2]


def test_a_ticket_shows_how_something_like_it_was_solved(chen: Clerk, town: Town) -> None:
    before = solved(town, chen)
    opens(town, "0203", detail="路灯不亮，晚上看不见路", place={})
    now = opens(town, detail="楼道口有人扔旧沙发，堆着好几天", who="web:other")
    similar = shown(chen.sees(f"/staff/tickets/{now.number}"))
    assert before in similar
    assert "答复： 旧沙发已清走。" in similar
    assert "已经答复" in similar
    assert "同一网格" in similar
    assert "都说到：旧沙发" in similar
    assert "路灯" not in similar
    assert now.number not in similar
    assert "13812345678" not in similar


def test_a_ticket_like_no_other_shows_none(chen: Clerk, town: Town) -> None:
    opens(town, "0203", detail="路灯不亮", place={})
    now = opens(town, detail="楼道口有人扔旧沙发", who="web:other")
    assert "相似的往事" not in chen.sees(f"/staff/tickets/{now.number}")


def test_an_unsorted_ticket_is_compared_by_its_words(chen: Clerk, town: Town) -> None:
    before = solved(town, chen)
    now = opens(town, "1207", detail="旧沙发和床垫没人管", place={}, who="web:other")
    assert before in shown(chen.sees(f"/staff/tickets/{now.number}"))


def test_confidential_and_withdrawn_ones_are_never_shown(chen: Clerk, town: Town) -> None:
    high = next(c for c in town.bot.district.catalogue.values() if c.confidential == "high")
    hidden = opens(town, high.code, detail=SOFA)
    gone = opens(town, detail=SOFA, who="web:third")
    at_desk(town, "web:third", WithdrawTicket(gone.number, "不用了"))
    now = opens(town, detail="楼下堆了旧沙发和床垫，没人管", who="web:other")
    page = chen.sees(f"/staff/tickets/{now.number}")
    assert hidden.number not in shown(page)
    assert gone.number not in shown(page)


def test_the_conversation_shows_what_is_like_the_last_matter(chen: Clerk, town: Town) -> None:
    before = solved(town, chen, "幸福里门口垃圾堆了三天没人清", "已加派清运。")
    town.says("幸福里门口垃圾又堆着没人清，臭死了")
    town.says("谢谢")
    similar = shown(chen.sees(ME))
    assert before in similar
    assert "已加派清运。" in similar


def test_who_may_not_see_tickets_sees_none_beside_a_case(
    chen: Clerk, town: Town, arrive: Callable[..., Clerk]
) -> None:
    solved(town, chen, "楼上漏水，我家天花板发霉了。", "已联系楼上修好。")
    case = applies(town)
    mediator = arrive()
    mediator.signs_in("mediator1")
    page = mediator.sees(f"/staff/cases/{case.number}")
    assert "天花板发霉" in page
    assert "相似的往事" not in page
    assert "已联系楼上修好" not in page


def test_the_ticket_says_which_words_spoke_for_its_category(chen: Clerk, town: Town) -> None:
    town.says("幸福里门口垃圾桶满了三天，臭死了")
    opens(town, "0101", "terminal:me", detail="幸福里门口垃圾桶满了三天，臭死了")
    [ticket] = town.tickets()
    page = chen.sees(f"/staff/tickets/{ticket.number}")
    assert "凭哪些词 垃圾桶满" in page or "凭哪些词 臭" in page


def test_a_comma_between_chinese_words_stays_a_wide_one(chen: Clerk, town: Town) -> None:
    solved(town, chen, answer="旧沙发已清走，床垫也拉走了。")
    now = opens(town, detail="楼道口有人扔旧沙发，堆着好几天", who="web:other")
    assert "旧沙发已清走，床垫也拉走了。" in shown(chen.sees(f"/staff/tickets/{now.number}"))
