"""A city sets the words of a ticket's way and its times in its own files, without code."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI

from bot.settings import Settings
from console.accounts import ensure_demo_accounts
from console.console import create_console
from grid.events import Actor
from grid.orders import AskResident, Coordinate, Dispatch, RequestReturn, Sign
from grid.refused import Refused
from integrations.district.reading import check
from nlu.listener import Listener
from tests.console.conftest import Clerk, opens, parts_of
from tests.console.test_way import signed_in
from tests.town import Town

ROADWORK, WHO = "0102", "web:neighbour"
UNIT, OFFICE = Actor("r0136", "unit_handler"), Actor("chen", "dispatcher")
TIMES = """
退回申请（快办）: 6工作小时
定退不退: 30分钟
中心裁定: 3工作日
签收（快办）: 1工作小时
核查: 2工作日
等居民补充: 3工作日
"""
WORDS = """
way.notice: "【{no}】{words}"
way.given: "这件事交给{unit}了，{answer}前回您。"
way.centre: "还在定由谁办，{ruled}前定。{answered}"
way.same_date: "答复时间不变（{answer}）。"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The demo's district with a city's own times and words."""
    made = Path(shutil.copytree(Settings().district_folder, tmp_path / "own"))
    with (made / "policies.yaml").open("a", encoding="utf-8") as file:
        file.write(TIMES)
    (made / "wording.yaml").write_text(WORDS, encoding="utf-8")
    return made


@pytest.fixture
def own(tmp_path: Path, folder: Path, listener: Listener) -> Iterator[Town]:
    """A town of that city."""
    made = Town(tmp_path / "town", listener, district=str(folder))
    with made.bot.store.begin() as work:
        ensure_demo_accounts(work, made.bot.district, made.clock(), True)
    yield made
    made.bot.store.close()


@pytest.fixture
def come(own: Town) -> Callable[..., Clerk]:
    """Somebody opens a browser there."""

    def arrive() -> Clerk:
        app = FastAPI()
        app.include_router(create_console(parts_of(own)))
        return Clerk(app)

    return arrive


def test_the_files_are_right(folder: Path) -> None:
    assert [each for each in check(folder) if each.severity == "error"] == []


def test_the_citys_own_words_go_out(own: Town) -> None:
    number = opens(own, ROADWORK).number
    order = RequestReturn(number, "BM01", "unclear", "这条路的权属没有查清楚")
    own.bot.door.do(order, UNIT)
    own.bot.door.do(Dispatch(number, "BM03", "按职责清单定"), OFFICE)
    own.tick()
    said = own.answers(WHO)
    assert f"【{number}】这件事交给区住房和城乡建设局了" in said
    assert "不用重新反映" not in said


def test_a_sentence_within_a_sentence_is_the_citys_too(own: Town) -> None:
    number = opens(own, "0107").number
    own.bot.door.do(Coordinate(number, "两家都说不归自己"), OFFICE)
    own.tick()
    assert "还在定由谁办" in (said := own.answers(WHO))
    assert "答复时间不变（" in said


def test_the_citys_own_times_hold(own: Town, come: Callable[..., Clerk]) -> None:
    number = opens(own, ROADWORK).number
    ours = signed_in(come, next(m.id.lower() for m in own.bot.district.roster.values()
                                if m.unit == "BM01"))  # fmt: skip
    page = ours.sees(f"/staff/tickets/{number}")
    assert "请在11月18日 11:00前签收" in page  # one working hour
    assert "11月19日 09:00前可以申请" in page  # six, of seven a day
    own.clock.now += timedelta(hours=5)
    order = RequestReturn(number, "BM01", "unclear", "这条路的权属没有查清楚")
    own.bot.door.do(order, UNIT)  # two hours would be over
    own.later(minutes=31)
    assert own.tickets()[0].state == "coordinating"


def test_the_wait_for_a_resident_is_told_as_the_city_has_it(own: Town) -> None:
    number = opens(own, "0107").number
    own.bot.door.do(Sign(number, own.tickets()[0].unit), UNIT)
    own.bot.door.do(AskResident(number, "是哪一棵树？"), OFFICE)
    own.tick()
    assert "最多等3个工作日" in own.answers(WHO)
    own.later(days=5, hours=8)
    with own.bot.store.read() as work:
        made = [event.move for event in work.log.of("ticket", number)]
    assert "resident_silent" in made


def test_times_that_are_over_are_still_refused(own: Town) -> None:
    number = opens(own, ROADWORK).number
    own.clock.now += timedelta(days=2)
    order = RequestReturn(number, "BM01", "unclear", "这条路的权属没有查清楚")
    with pytest.raises(Refused):
        own.bot.door.do(order, UNIT)


@pytest.mark.parametrize(
    ("file", "line", "said"),
    [
        ("wording.yaml", "way.given: 交给{boss}了", "不能用{boss}"),
        ("wording.yaml", "way.gone: 没有这一句", "没有这一句"),
        ("policies.yaml", "定退不退: 很快", "看不懂"),
        ("policies.yaml", "退回的时间: 1天", "没有“退回的时间”这一项"),
    ],
)
def test_what_no_sentence_or_time_is_called_is_a_mistake(
    folder: Path, file: str, line: str, said: str
) -> None:
    with (folder / file).open("a", encoding="utf-8") as opened:
        opened.write(f"\n{line}\n")
    assert any(said in str(each) for each in check(folder) if each.severity == "error")
