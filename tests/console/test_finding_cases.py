"""Finding a mediation case: the box, the filters, and what a stranger to it does not find."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

from console.accounts import demo_accounts
from tests.console.conftest import Clerk, applies
from tests.town import Town

Arrive = Callable[..., Clerk]


def seen(clerk: Clerk, query: str = "") -> list[str]:
    clerk.sees(f"/staff/cases?{query}")
    assert clerk.status == 200
    assert clerk.seen is not None
    return re.findall(r'<a href="/staff/cases/[^"]+"><b>([^<]+)</b>', clerk.seen.text)


def test_cases_are_found_by_number_topic_mediator_stage_category_and_date(
    chen: Clerk, town: Town
) -> None:
    case = applies(town)
    name = town.bot.district.roster[case.mediator].name
    day = (town.clock() + timedelta(hours=8)).date()
    kind = town.bot.district.catalogue["0701"]
    for query in ("", f"q={quote(case.number)}", f"q={quote(case.topic[:2])}", f"q={quote(name)}",
                  f"stage={case.stage}", "stage=open", f"mediator={case.mediator}", "cat=0701",
                  f"cat={quote(kind.first)}", f"from={day}&to={day}"):  # fmt: skip
        assert seen(chen, query) == [case.number], query
    for query in ("q=恐龙", "stage=terminated", "mediator=R0001", "cat=0702",
                  f"from={day + timedelta(days=1)}"):  # fmt: skip
        assert seen(chen, query) == [], query


def test_what_the_parties_told_is_found_by_the_panel_alone(
    arrive: Arrive, chen: Clerk, town: Town
) -> None:
    case = applies(town)
    mine = arrive()
    mine.signs_in("mediator1")
    assert seen(mine, "q=发霉") == seen(mine, "q=两千元") == [case.number]
    assert seen(chen, "q=发霉") == seen(chen, "q=两千元") == []
    other = arrive()
    other.signs_in("mediator2")
    assert seen(other) == seen(other, f"q={quote(case.number)}") == seen(other, "q=发霉") == []


def test_a_mediators_old_case_is_not_crowded_out_by_others(arrive: Arrive, town: Town) -> None:
    accounts = [one for one in demo_accounts(town.bot.district) if "mediator" in one.roles]
    old = applies(town, member=accounts[0].member)
    for n in range(52):
        town.clock.now += timedelta(hours=3)
        applies(town, f"web:{n}", accounts[1].member)
    first = arrive()
    first.signs_in("mediator1")
    assert seen(first) == [old.number]
    chen = arrive()
    chen.signs_in()
    page = seen(chen)
    assert chen.seen is not None
    following = re.search(r'href="\?([^"]*)">下一页', chen.seen.text)
    assert following
    rest = seen(chen, following[1].replace("&amp;", "&"))
    assert (len(page), len(rest), rest[-1]) == (50, 3, old.number)


def test_bad_input_gets_a_kind_sentence(chen: Clerk, town: Town) -> None:
    applies(town)
    for query, words in (("from=abc", "看不懂"), ("mediator=XX", "没有叫“XX”"),
                         ("cat=XX", "没有叫"),
                         ("q=恐龙", "没有找到"), ("after=x", "调解"), ("stage=xyz", "调解"),
                         ("q=%00%25", "没有找到")):  # fmt: skip
        assert words in chen.sees(f"/staff/cases?{query}"), query
        assert chen.status == 200
