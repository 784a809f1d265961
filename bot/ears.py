"""Our own listener with a model that can be changed while it hears."""

from __future__ import annotations

import logging
from datetime import datetime
from threading import Lock

from bot.models import BadModel, Shelf
from nlu.heard import Danger, Heard
from nlu.listener import Listener
from nlu.model import Model

log = logging.getLogger("fengqiao.ears")


class Ears:
    """The port Listener; every message is heard by one model from beginning to end.

    Another listener takes the place of this one in a single step, so no turn is held up.
    """

    def __init__(self, listener: Listener, shelf: Shelf, name: str) -> None:
        self.shelf = shelf
        self.name = name  # of the model that hears
        self.trouble = ""  # why the model that was chosen does not
        self._listener = listener
        self._mark = shelf.mark
        self._looking = Lock()

    @property
    def listener(self) -> Listener:
        """Who hears now."""
        return self._listener

    @property
    def model(self) -> Model | None:
        """The model that hears now."""
        return self._listener.model

    def alarm(self, text: str) -> Danger | None:
        """Words of danger, as the listener's ear takes them."""
        return self._listener.alarm(text)

    def hear(self, text: str, now: datetime) -> Heard:
        """Everything understood of one message."""
        return self._listener.hear(text, now)

    def look(self) -> str:
        """Take up the model that was chosen since; returns its name, empty when all is as it was.

        One that is no good is noted once, and the old one goes on hearing.
        """
        with self._looking:
            mark = self.shelf.mark
            if mark == self._mark:
                return ""
            self._mark, wanted = mark, self.shelf.chosen.name
            return self._take(wanted)

    def _take(self, wanted: str) -> str:
        try:
            model = self.shelf.open(wanted)
        except BadModel as bad:
            self.trouble = f"{wanted}：{bad}"
            log.error("model %s is not used, %s goes on: %s", wanted, self.name, bad)
            return ""
        self._listener = self._listener.with_model(model)
        self.name, self.trouble = wanted, ""
        log.info("model %s is in use", wanted)
        return wanted
