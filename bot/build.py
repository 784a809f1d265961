"""build(): the one place where the parts are joined."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.clock import Clock
from bot.clockwork import Clockwork
from bot.door import Door
from bot.ears import Ears
from bot.house import House, Listener
from bot.models import BadModel, Shelf, open_model
from bot.pager import Pager
from bot.rooms import OwnRooms
from bot.settings import BadSetting, Settings, secret_of
from bot.spool import Spool
from dialogs.dialogue import Dialogue
from dialogs.flows import FLOWS
from dialogs.wording import speaker
from grid.district import District
from integrations.district.reading import read
from integrations.rasa import with_rasa
from integrations.seal import Seal
from integrations.sql.store import Store
from mediation.rooms import Rooms
from nlu.encoder import Encoder, load_encoder
from nlu.gazetteer import Name
from nlu.listener import Listener as OwnListener

log = logging.getLogger("fengqiao")
RETENTION = {"chat": 30, "ticket": 5 * 365 + 1, "photo": 730, "survey": 3 * 365}
"""Days things are kept (domain rules F.1); what the first reply tells."""

NUMBERS = ("gas", "lift", "power", "water")
"""Emergency numbers of the district that sentences name, as {gas_phone} and so on."""


@dataclass(slots=True)
class Bot:
    """Everything joined; what runs it (server, terminal, test) takes what it needs."""

    settings: Settings
    district: District
    store: Store
    clock: Clock
    listener: Listener
    seal: Seal
    door: Door
    clockwork: Clockwork
    pager: Pager
    spool: Spool
    rooms: Rooms
    say: Callable[..., str]
    ears: Ears | None = None  # whose model can be changed; None with a listener of one's own


def build(settings: Settings, listener: Listener | None = None, store: Store | None = None,
          clock: Clock | None = None) -> Bot:  # fmt: skip
    """Join the bot. A listener, store or clock given is used instead of the settings' own."""
    district = district_of(settings.district_folder)
    store = store or Store(settings.url)
    clock = clock or Clock()
    seal = Seal(secret_of(settings))
    say = speaker(district.wording, values(district))
    ears = None if listener or settings.model else own_ears(settings, district)
    listener = listener or with_rasa(settings.rasa_url, ears or own_listener(settings, district))
    house = House(store, listener, Dialogue(FLOWS), district, seal, clock, say, likeness,
                  dict(RETENTION), float(settings.breath))  # fmt: skip
    door = Door(house)
    pager = Pager(settings.folder, settings.pager_url, district)
    rooms = OwnRooms(settings.address)
    clockwork = Clockwork(door, rooms, pager)
    return Bot(settings, district, store, clock, listener, seal, door, clockwork, pager,
               Spool(settings.folder / "spool"), rooms, say, ears)  # fmt: skip


@lru_cache(maxsize=4)
def district_of(folder: Path) -> District:
    """A district is read once a process: it does not change while the bot runs."""
    return read(folder)


def values(district: District) -> dict[str, str]:
    """What every sentence may name: the district and its emergency numbers."""
    numbers = {f"{name}_phone": district.phones.get(name, "12345") for name in NUMBERS}
    hours = district.calendar.hours
    desk = "、".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in hours)
    return {"district": district.name, "desk_hours": f"工作日{desk}", **numbers}


def own_listener(settings: Settings, district: District) -> OwnListener:
    """Our listener with the district's names and the model in use; keywords without a model."""
    if not settings.model:
        return own_ears(settings, district).listener
    names, folder = _names(district), Path(settings.model)
    try:
        model = open_model(folder) if folder.is_dir() else None
    except BadModel as bad:
        raise BadSetting(f"FENGQIAO_MODEL 指的模型用不了：{bad}。请改正或去掉这个设置。") from bad
    return OwnListener(model, names, settings.folder / "cache", _encoder(settings))


def own_ears(settings: Settings, district: District) -> Ears:
    """Our listener on the shelf's models; where the chosen one is no good, on one before it."""
    shelf = Shelf(settings.folder)
    name, model, wrong = shelf.best()
    cache, encoder = settings.folder / "cache", _encoder(settings)
    ears = Ears(OwnListener(model, _names(district), cache, encoder), shelf, name)
    if model and wrong:
        ears.trouble = "；".join(wrong)
        log.error("model %s hears instead: %s", name, ears.trouble)
    return ears


def _encoder(settings: Settings) -> Encoder | None:
    """The encoder, unless it is not wanted or can not run here."""
    return load_encoder() if settings.encoder != "0" else None


def _names(district: District) -> tuple[Name, ...]:
    return tuple(Name(*row) for row in district.names())


def base_model(settings: Settings) -> Path:
    """Where the model of our own sentences alone lies, or the one the settings name."""
    return Path(settings.model) if settings.model else Shelf(settings.folder).base


def likeness(one: str, other: str) -> float:
    """How alike two stories are: shared character pairs over all, 0 to 1."""
    first = {one[i : i + 2] for i in range(len(one) - 1)}
    second = {other[i : i + 2] for i in range(len(other) - 1)}
    both = first | second
    return len(first & second) / len(both) if both else 0.0


__all__ = ["Bot", "build", "likeness"]
