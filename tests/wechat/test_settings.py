"""WeChat's settings: nothing half, nothing weak; and without them nothing is imported."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.build import district_of
from bot.channels.wechat_joining import MERE, spot
from bot.settings import BadSetting, Settings, checked
from tests.test_start import imported

GOOD = Settings(
    secret="0123456789abcdefghijklmnopqrstuvwxyz", wechat_appid="wx0123456789abcdef",
    wechat_secret="00112233445566778899aabbccddeeff", wechat_token="madeUpToken20261122",
    wechat_aes_key="ZmVuZ3FpYW9NYWRlVXBLZXkwMTIzNDU2Nzg5MDEyMzQ",
)  # fmt: skip


def test_good_settings_may_start() -> None:
    notice = "template:T1 thing1=words character_string2=number"
    assert checked(replace(GOOD, wechat_notice=notice)).wechat_appid


@pytest.mark.parametrize(
    ("name", "value"),
    [("appid", ""), ("appid", "wx:1"), ("secret", ""), ("secret", "short"), ("token", ""),
     ("token", "token"), ("token", "a" * 20), ("token", "with-hyphen-0123456"), ("aes_key", ""),
     ("aes_key", "short"), ("aes_key", "A" * 43), ("api", "http://api.example.org"), ("api", ""),
     ("api", "ftp://127.0.0.1"), ("notice", "T1"), ("notice", "template:T1"),
     ("notice", "template:T1 thing1=body"), ("notice", "mass:T1 thing1=words")],
)  # fmt: skip
def test_what_is_missing_or_weak_is_refused(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as bad:
        checked(replace(GOOD, **{f"wechat_{name}": value}))
    assert "FENGQIAO_WECHAT" in str(bad.value)
    assert not value or value not in str(bad.value) or name in ("api", "notice", "token")


def test_a_demo_may_be_weak_but_not_broken() -> None:
    demo = replace(GOOD, demo="1", wechat_aes_key="", wechat_token="token")
    assert checked(demo)
    with pytest.raises(BadSetting):
        checked(replace(demo, wechat_aes_key="short"))


def test_the_real_platform_is_no_loopback() -> None:
    assert not GOOD.loopback
    assert replace(GOOD, wechat_api="http://127.0.0.1:9").loopback


def test_serving_without_an_account_imports_nothing_of_it() -> None:
    assert imported("bot.serve", "bot.channels.wechat", "integrations.wechat.client",
                    "bot.wechat_emulator.world") == set()  # fmt: skip


def test_a_code_hangs_at_a_place_or_in_a_grid() -> None:
    district = district_of(Settings().district_folder)
    there, somewhere = spot(district, "P0001"), spot(district, "CH010101")
    assert there is not None
    assert (there.lat, there.lng) == (30.091, 123.0035)
    assert somewhere is not None
    grid = district.grid_at(somewhere.lat, somewhere.lng)
    assert grid is not None
    assert grid.id == "CH010101"
    assert district.place_at(somewhere.lat, somewhere.lng) is None
    assert spot(district, "nowhere") is None


@pytest.mark.parametrize(
    "words", ["收到", "好的。", "1", "是的", "没有", "看看", "？？", "嗯嗯", "👌"]
)
def test_a_mere_answer_to_a_notice_is_known(words: str) -> None:
    assert MERE.fullmatch(words)


@pytest.mark.parametrize(
    "words",
    ["", "没解决", "转人工", "退订", "着火了", "好的，还有路灯也坏了", "12", "不行，换个时间"],
)
def test_more_than_that_is_a_message(words: str) -> None:
    assert not MERE.fullmatch(words)
