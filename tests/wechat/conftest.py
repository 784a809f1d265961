"""The emulated platform, and the whole bot behind it, over real HTTP on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.wechat_emulator.emulator import Emulator
from nlu.listener import Listener
from tests.telegram.test_whole_bot import Life


@pytest.fixture
def wechat() -> Iterator[Emulator]:
    """The platform; messages are encrypted."""
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def settings(tmp_path: Path, wechat: Emulator) -> Settings:
    """A demo with the account, and a template for what cannot be said otherwise."""
    wechat.world.templates["T1"] = {"thing1", "character_string2", "time3", "thing4"}
    notice = "template:T1 thing1=words character_string2=number time3=time thing4=hint"
    return Settings(files=str(tmp_path), demo="1", breath="0.4", wechat_notice=notice,
                    **wechat.settings)  # fmt: skip


@pytest.fixture
def life(settings: Settings, listener: Listener, wechat: Emulator) -> Iterator[Life]:
    """The bot, its address known to the platform."""
    with Life(settings, listener) as alive:
        wechat.world.hook = f"{alive.url}/wechat"
        yield alive
