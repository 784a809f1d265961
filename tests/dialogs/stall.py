"""A market stall: two-question flows, a till that may refuse, and a talk kept as JSON."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from dialogs.dialogue import Dialogue
from dialogs.incoming import Incoming
from dialogs.lookup import Lookup, Me, Queue, SlotChoice
from dialogs.question import Option, choice, words, yes_no
from dialogs.run import Conversation
from dialogs.say import Say
from dialogs.talk import Done, Talk
from dialogs.told import Told
from dialogs.wording import speaker
from grid.refused import Refused
from grid.tickets import Ticket
from nlu.heard import Heard, Spot

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
FRUIT = ["苹果", "梨", "桃"]


@dataclass(frozen=True)
class Sell:
    """Sell some fruit; refused when it is sold out meanwhile."""

    fruit: str
    many: str


class Nobody:
    """A store in which there is nothing yet."""

    def mine(self) -> Sequence[Ticket]:
        return []

    def ticket(self, number: str) -> Ticket | None:
        return None

    def twin(self, category: str, grid: str, place_id: str) -> Ticket | None:
        return None

    def slots(
        self, category: str, roles: tuple[str, ...], skip: int, about: tuple[str, str] = ("", "")
    ) -> Sequence[SlotChoice]:
        return []

    def cases(self) -> Sequence[Mapping[str, Any]]:
        return []

    def verdict(self, number: str) -> str:
        """Nobody has judged anything."""
        return ""

    def rests(self, category: str, number: str, name: str) -> datetime | None:
        """Nobody has said no."""
        return None

    def cleared(self, number: str) -> bool:
        return False

    def queue(self) -> Queue:
        return Queue(0, True)

    def entry(self, number: str) -> None:
        return None

    def me(self) -> Me:
        return Me()

    def messages(self) -> int:
        return 0


def shop(talk: Talk, look: Lookup) -> Done:
    """Which fruit, and how many?"""
    fruit = talk.ask(choice("fruit", "要哪种？", tuple(Option(f, f) for f in FRUIT), label="水果",
                            why="看看还有没有。"))  # fmt: skip
    many = talk.ask(
        words("many", f"要几个{fruit}？", about=fruit, label="数量", hint="写个数就行。")
    )
    return Done(lambda results: f"卖了：{results[0]}", Sell(fruit, many), then=("bag", {}))


def bag(talk: Talk, look: Lookup) -> Done:
    """A second flow that follows the first."""
    return Done("给您装好了。" if talk.ask(yes_no("bag", "要袋子吗？")) else "好的。")


def greet(talk: Talk, look: Lookup) -> Done:
    """A flow that asks nothing and hands on."""
    return Done("欢迎。", then=("shop", {}))


@dataclass
class Stall:
    """Says things to the dialogue; the talk goes through JSON between all turns."""

    kept: str = "{}"
    now: datetime = NOW
    sold: list[Sell] = field(default_factory=list)
    sold_out: set[str] = field(default_factory=set)
    last: list[Say] = field(default_factory=list)
    ids: Any = field(default_factory=lambda: itertools.count(1))

    def begin(self, flow: str, **args: Any) -> str:
        """A flow is begun as if by another one, and asks its first question."""
        talk = self.talk()
        talk.told = True
        talk.push(flow, args, self.now.isoformat())
        self.keep(talk)
        return self.says("？？", "help")

    def talk(self) -> Conversation:
        return Conversation.from_json("toy:1", json.loads(self.kept))

    def keep(self, talk: Conversation) -> None:
        self.kept = json.dumps(talk.to_json(), ensure_ascii=False)

    def says(self, text: str, act: str = "other", sure: float = 0.9, **more: Any) -> str:
        """A message with its act; returns what is answered."""
        heard = Heard(text, act, sure, spot=Spot(more["spot"]) if "spot" in more else None)
        return self._turn(Told(Incoming(self._key(), "toy:1", self.now, text=text), heard))

    def taps(self, label: str) -> str:
        """A button of the last answer."""
        return self.presses(next(b.data for s in self.last for b in s.buttons if label in b.label))

    def presses(self, data: str) -> str:
        return self._turn(Told(Incoming(self._key(), "toy:1", self.now, "tap", button=data)))

    def buttons(self) -> list[str]:
        return [b.data for s in self.last for b in s.buttons]

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def _key(self) -> str:
        return f"toy:{next(self.ids)}"

    def _turn(self, told: Told) -> str:
        talk = self.talk()
        look = Lookup(self.now, None, Nobody(), speaker({}, VALUES))  # type: ignore[arg-type]
        self.last = Dialogue(FLOWS).reply(talk, told, look, self._do)
        self.keep(talk)
        return "\n".join(s.text for s in self.last)

    def _do(self, commands: tuple[Any, ...]) -> list[Any]:
        for command in commands:
            if isinstance(command, Sell) and command.fruit in self.sold_out:
                raise Refused("刚卖完了。", question="fruit")
        sold = [c for c in commands if isinstance(c, Sell)]
        self.sold += sold
        return [f"{c.many}个{c.fruit}" if isinstance(c, Sell) else Queue(0, True) for c in commands]


FLOWS = {"shop": shop, "bag": bag, "greet": greet}
VALUES = {"district": "集市", "desk_hours": "上午"}
