"""What all tests share: a listener trained on today's sentences, a town, and no network."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest

from bot.build import base_model
from bot.prepare import data_mark, train_apart, trained_on
from bot.settings import Settings, is_loopback
from integrations.district.reading import read
from nlu.gazetteer import Name
from nlu.listener import Listener, load_listener
from tests.town import Town


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches beyond this machine fails."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            assert is_loopback(str(address[0])), f"a test wants to reach {address}"
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def listener() -> Listener:
    """The shipped listener, trained once for each state of the training sentences.

    FENGQIAO_MODEL names a model to be used as it stands.
    """
    settings = Settings(model=os.environ.get("FENGQIAO_MODEL", ""))
    folder = base_model(settings)
    if not settings.model and trained_on(folder) != data_mark():
        folder.mkdir(parents=True, exist_ok=True)
        train_apart(folder)
    names = tuple(Name(*row) for row in read(settings.district_folder).names())
    return load_listener(folder, names, settings.folder / "cache")


@pytest.fixture
def town(tmp_path: Path, listener: Listener) -> Town:
    """The whole bot over a store of its own."""
    return Town(tmp_path, listener)
